//! `isoplan completions`: the script by which a shell completes the command line.

use clap_complete::Shell;

use crate::cli::args;
use crate::cli::ending::{Ending, Failure};
use crate::cli::terminal::Terminal;

/// Write the completions of a shell to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan completions bash > ~/.local/share/bash-completion/completions/isoplan
  isoplan completions zsh > ~/.zfunc/_isoplan
  isoplan completions fish > ~/.config/fish/completions/isoplan.fish
  isoplan completions powershell >> $PROFILE
  isoplan completions elvish >> ~/.config/elvish/rc.elv")]
pub(in crate::cli) struct Args {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(), "isoplan", &mut script);
    terminal.bytes(&script)?;
    Ok(Ending::Clean)
}
