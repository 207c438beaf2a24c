//! The program `plainpied`: see [`plainpied::cli`].

use std::process::ExitCode;

use clap::Parser;
use plainpied::cli::{self, Cli};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli::run(cli) {
        Ok(code) => code,
        Err(error) => {
            // The whole chain: an operator needs the cause, and this goes to no client.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
