//! `isoplan samples`: lists the samples that a topology can start from.

use std::fmt::Write as _;

use crate::cli::ending::{Ending, Failure};
use crate::cli::samples;
use crate::cli::terminal::Terminal;

/// List the samples that a topology can start from
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan samples
  isoplan init --from web-hosting          writes one of them")]
pub(in crate::cli) struct Args {}

/// Prints name and title of each.
pub(in crate::cli) fn run(_: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let rows: Vec<_> = samples::all().map(|sample| (sample.name, sample.title())).collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(4);
    let mut out = format!("{:width$}  WHAT IT SHOWS\n", "NAME");
    for (name, (title, subtitle)) in rows {
        let dot = if subtitle.is_empty() { "" } else { " · " };
        // writing to a `String` can not fail
        let _ = writeln!(out, "{name:width$}  {title}{dot}{subtitle}");
    }
    terminal.print(&out)?;
    Ok(Ending::Clean)
}
