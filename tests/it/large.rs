//! What takes minutes: run by `deploy/test --faults`.

use crate::harness::{World, get, wait_until};

/// Whether long tests are wanted; says so where they are not.
#[allow(clippy::print_stdout, reason = "a test that is not run says so")]
fn wanted(test: &str) -> bool {
    let wanted = std::env::var_os("PLAINPIED_FAULTS").is_some();
    if !wanted {
        println!("{test}: not run, deploy/test --faults runs it");
    }
    wanted
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_rows_go_in_and_index_and_database_are_equal() {
    if !wanted("a hundred thousand rows") {
        return;
    }
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 100_000);
    let (_server, url) = world.serve();
    let summary = world.import(&file, &["--source", "partner"]);
    assert_eq!(
        (summary["created"].as_u64(), summary["rejected"].as_u64()),
        (Some(100_000), Some(0)),
        "{summary}"
    );
    let published = world.published().await;
    wait_until("index and database hold the same ids and versions", || world.indexed() == published);
    let (status, body) = get(
        &format!("{url}/api/v1/search?q=boulangerie&needs=wheelchair&unknown=include"),
        "application/json",
    );
    assert_eq!(status, 200);
    assert!(body["matched"].as_u64().unwrap() > 100, "{}", body["matched"]);
    let again = world.import(&file, &["--source", "partner"]);
    assert_eq!(again["unchanged"].as_u64(), Some(100_000), "{again}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indexer_killed_again_and_again_under_an_import_ends_equal_to_the_database() {
    if !wanted("an indexer killed again and again") {
        return;
    }
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 60_000);
    let mut import = world.spawn("plainpied", &crate::kill::importing(&file));
    let mut pause = 150;
    while import.0.try_wait().unwrap().is_none() {
        let indexer = world.spawn("plainpied-indexer", &["run"]);
        std::thread::sleep(std::time::Duration::from_millis(pause));
        crate::kill::kill_9(indexer.0.id());
        pause = pause * 7 % 1_300 + 50;
    }
    assert!(import.0.wait().unwrap().success());
    let indexer = world.spawn("plainpied-indexer", &["run"]);
    let published = world.published().await;
    assert_eq!(published.len(), 60_000);
    wait_until("index and database hold the same ids and versions", || world.indexed() == published);
    drop(indexer);
    world.end().await;
}

/// A file system of so many bytes, as long as this value; only root may make one.
pub struct Small(pub tempfile::TempDir);

impl Small {
    #[allow(clippy::print_stdout, reason = "a test that is not run says so")]
    pub fn mount(size: &str, test: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = format!("size={size}");
        let path = dir.path().to_str().unwrap();
        let mounted =
            std::process::Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none", path]).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(dir));
        }
        println!("{test}: not run, only root may mount a small disk");
        None
    }

    fn grow(&self, size: &str) {
        let options = format!("remount,size={size}");
        let path = self.0.path().to_str().unwrap();
        assert!(std::process::Command::new("mount").args(["-o", &options, path]).status().unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _left_behind = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_the_index_is_told_and_the_index_catches_up_once_there_is_room() {
    let Some(disk) = Small::mount("200k", "a full disk under the index") else {
        return;
    };
    let mut world = World::seeded().await;
    world.data_on(disk.0.path());
    world.import(&crate::harness::sample(), &["--source", "sample"]);
    let indexer = world.spawn("plainpied-indexer", &["run"]);
    wait_until("the indexer says that the disk is full", || {
        world.logged().contains("No space left on device")
    });
    disk.grow("100m");
    let published = world.published().await;
    wait_until("the index has caught up by itself", || world.indexed() == published);
    drop(indexer);
    world.end_after(&["No space left on device"]).await;
}
