//! What the command line says of itself.

use std::process::Command;

use crate::harness::World;

#[tokio::test(flavor = "multi_thread")]
async fn shells_complete_every_command_and_take_the_script() {
    let world = World::seeded().await;
    for shell in ["bash", "zsh", "fish"] {
        let script = world.told(&["completion", shell]);
        for command in ["migrate", "serve", "stats", "completion"] {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    let file = world.data.path().join("completion.bash");
    std::fs::write(&file, world.told(&["completion", "bash"])).unwrap();
    let completed = "source \"$1\"; COMP_WORDS=(plainpied sta); COMP_CWORD=1; _plainpied plainpied sta plainpied; \
                     echo \"${COMPREPLY[*]}\"";
    let output = Command::new("bash").args(["-c", completed, "bash"]).arg(&file).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "stats", "{output:?}");
    assert!(!world.plainpied(&["completion", "tcsh"]).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_a_manual_page_for_every_command() {
    let world = World::seeded().await;
    let folder = world.data.path().join("man");
    world.told(&["man", "--to", folder.to_str().unwrap()]);
    let page = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(page("plainpied.1").starts_with(".ie"), "roff");
    for name in ["plainpied-serve.1", "plainpied-stats.1", "plainpied-import-national-csv.1"] {
        assert!(page(name).contains(".SH"), "{name}");
    }
    assert!(!folder.join("plainpied-help.1").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nightly_timer_runs_a_command_that_there_is() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/systemd");
    let timer = std::fs::read_to_string(folder.join("plainpied-publish.timer")).unwrap();
    assert!(timer.contains("OnCalendar=") && timer.contains("WantedBy=timers.target"));
    let service = std::fs::read_to_string(folder.join("plainpied-publish.service")).unwrap();
    let line = service.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let world = World::seeded().await;
    let to = world.data.path().join("open");
    let line = line.replace("${PLAINPIED_OPEN_DATA}", to.to_str().unwrap());
    let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
    world.told(&arguments);
    assert!(to.join("latest.json").exists());
    world.end().await;
}
