use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The plan: who may import whom. `fixtures` is data that the service carries; nothing imports `acceptance`.
fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let below_store = ["plainpied-criteria", "plainpied-domain"];
    let below_indexer = ["plainpied-criteria", "plainpied-domain", "plainpied-search", "plainpied-store"];
    BTreeMap::from([
        ("plainpied-criteria", BTreeSet::new()),
        ("plainpied-domain", BTreeSet::from(["plainpied-criteria"])),
        ("plainpied-store", BTreeSet::from(below_store)),
        ("plainpied-opendata", BTreeSet::from(below_store)),
        ("plainpied-search", BTreeSet::from(below_store)),
        ("plainpied-indexer", BTreeSet::from(below_indexer)),
        ("fixtures", BTreeSet::from(["plainpied-criteria", "plainpied-domain", "plainpied-opendata"])),
        (
            "plainpied",
            BTreeSet::from([
                "fixtures",
                "plainpied-criteria",
                "plainpied-domain",
                "plainpied-indexer",
                "plainpied-opendata",
                "plainpied-search",
                "plainpied-store",
            ]),
        ),
    ])
}

#[test]
fn the_rooms_import_only_along_the_plan() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<_> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let allowed = allowed();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            let wanted = dependency["name"].as_str().unwrap();
            if !names.contains(wanted) || dependency["kind"] == "dev" {
                continue;
            }
            assert_ne!(wanted, "acceptance", "{name} imports the tests");
            let room = allowed.get(name).unwrap_or_else(|| panic!("the plan does not know {name}"));
            assert!(room.contains(wanted), "the plan has no edge from {name} to {wanted}");
        }
    }
}
