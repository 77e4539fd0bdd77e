//! `isoplan man`: manual pages, one for the program and one for each command.

use std::fs;
use std::path::{Path, PathBuf};

use clap_mangen::Man;

use crate::cli::args;
use crate::cli::ending::{Ending, Failure, quoted_path, words};
use crate::cli::output::{self, Place};
use crate::cli::terminal::Terminal;

/// Write the manual pages into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan man ~/.local/share/man/man1
  isoplan man pages && man ./pages/isoplan-render.1")]
pub(in crate::cli) struct Args {
    /// The folder; it is made when it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes all pages or none.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let pages = pages(&args.folder)?;
    fs::create_dir_all(&args.folder).map_err(|error| {
        Failure::new(format!("the folder {} can not be made: {}", quoted_path(&args.folder), words(&error)))
    })?;
    let count = pages.len();
    output::write(&pages, terminal)?;
    terminal.note(&format!("wrote {count} pages into {}", quoted_path(&args.folder)));
    Ok(Ending::Clean)
}

fn pages(folder: &Path) -> Result<Vec<(Place, Vec<u8>)>, Failure> {
    let mut whole = args::command();
    whole.build();
    let mut pages = vec![page(folder, "isoplan", whole.clone())?];
    for command in whole.get_subcommands().filter(|command| !command.is_hide_set()) {
        pages.push(page(folder, &format!("isoplan-{}", command.get_name()), command.clone())?);
    }
    Ok(pages)
}

fn page(folder: &Path, name: &str, command: clap::Command) -> Result<(Place, Vec<u8>), Failure> {
    let path = folder.join(format!("{name}.1"));
    let mut text = Vec::new();
    Man::new(command)
        .render(&mut text)
        .map_err(|error| Failure::new(format!("{} can not be made: {}", quoted_path(&path), words(&error))))?;
    Ok((Place::new(&path), text))
}
