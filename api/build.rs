//! Builds the scripts of the pages, which `deploy/assets` bundled into `web/dist`, into the program. Where it was not
//! run there are none, and the pages do without.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=web/dist");
    let folder = |name| env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
    let dist = folder("CARGO_MANIFEST_DIR")?.join("web/dist");
    fs::write(folder("OUT_DIR")?.join("built.rs"), table(&dist)?)
}

/// An expression: all files that there are plain and compressed.
fn table(dist: &Path) -> io::Result<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".js") || name.ends_with(".css") {
            names.push(name);
        }
    }
    names.sort_unstable();
    let mut table = "&[\n".to_owned();
    for name in names {
        let bytes = |ending: &str| format!("include_bytes!({:?})", dist.join(format!("{name}{ending}")));
        let (plain, brotli, gzip) = (bytes(""), bytes(".br"), bytes(".gz"));
        writeln!(table, "Built {{ file: {name:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},")
            .map_err(io::Error::other)?;
    }
    table.push(']');
    Ok(table)
}
