//! Builds the scripts and pictures of the pages, which `deploy/assets` made in `web/dist`, into the program. Where it was
//! not run there are none, and the pages do without.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=web/dist");
    let folder = |name| env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
    let dist = folder("CARGO_MANIFEST_DIR")?.join("web/dist");
    let out = folder("OUT_DIR")?;
    fs::write(out.join("built.rs"), built(&dist)?)?;
    fs::write(out.join("pictures.rs"), pictures(&dist)?)
}

/// The names of the files with one of these endings, in order.
fn names(dist: &Path, endings: &[&str]) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if endings.iter().any(|ending| name.ends_with(ending)) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// An expression: all files that there are plain and compressed.
fn built(dist: &Path) -> io::Result<String> {
    let mut table = "&[\n".to_owned();
    for name in names(dist, &[".js", ".css"])? {
        let bytes = |ending: &str| format!("include_bytes!({:?})", dist.join(format!("{name}{ending}")));
        let (plain, brotli, gzip) = (bytes(""), bytes(".br"), bytes(".gz"));
        writeln!(table, "Built {{ file: {name:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},")
            .map_err(io::Error::other)?;
    }
    table.push(']');
    Ok(table)
}

/// An expression: all pictures.
fn pictures(dist: &Path) -> io::Result<String> {
    let mut table = "&[\n".to_owned();
    for name in names(dist, &[".png"])? {
        let bytes = format!("include_bytes!({:?})", dist.join(&name));
        writeln!(table, "Picture {{ file: {name:?}, bytes: {bytes} }},").map_err(io::Error::other)?;
    }
    table.push(']');
    Ok(table)
}
