//! The program `plainpied-indexer`: see [`plainpied_indexer::cli`].

use std::process::ExitCode;

use clap::Parser;
use plainpied_indexer::cli::{self, Cli};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
