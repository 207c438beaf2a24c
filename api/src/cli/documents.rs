//! What the command line says of itself, for shells and for `man`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;

/// Where the manual pages go.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder to write them to; it is made where it is missing
    #[arg(long)]
    to: PathBuf,
}

/// The completion of a shell, on standard output.
pub(super) fn completion(shell: Shell) -> anyhow::Result<ExitCode> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    // What goes to a pipe that is closed early must not end in a panic.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// A page for the program and for each of its commands.
pub(super) fn man(args: &Man) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&args.to).with_context(|| format!("cannot make {}", args.to.display()))?;
    // `plainpied help` is for terminals: its pages would say everything twice.
    let command = Cli::command().disable_help_subcommand(true);
    clap_mangen::generate_to(command, &args.to)
        .with_context(|| format!("cannot write to {}", args.to.display()))?;
    super::print(&format!("manual pages are in {}", args.to.display()))
}
