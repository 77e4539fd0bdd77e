//! `isoplan describe`: the architecture as plain text, for readers who do not see the picture, and for a diff.

use std::path::PathBuf;

use super::render::choices;
use crate::cli::ending::{Ending, Failure};
use crate::cli::input;
use crate::cli::output::{self, Place};
use crate::cli::terminal::Terminal;
use crate::model;
use crate::report;

/// Say in plain text what a topology holds
///
/// The text has the same facts as the picture, in the order of the request flow, a fact on each line: for a screen
/// reader, and for a diff between two versions of a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan describe web.topology.toml
  isoplan describe web.topology.toml --view front
  diff <(isoplan describe old.topology.toml) <(isoplan describe new.topology.toml)")]
pub(in crate::cli) struct Args {
    /// The topology to describe; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Describe only what this view of the file selects
    #[arg(long, value_name = "ID")]
    view: Option<String>,

    /// Where the text goes [default: standard output]
    #[arg(short, long, value_name = "OUT", default_value = "-", hide_default_value = true)]
    output: PathBuf,
}

/// Writes the text.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let place = Place::new(&args.output);
    place.check()?;
    let input = input::read(&args.file);
    if let Some(ending) = input::unsound(&input, "nothing is described until these are mended", terminal)? {
        return Ok(ending);
    }
    let view = args.view.as_deref().map(|id| choices::view(&input.model.views, id)).transpose()?;
    let selected = view.map(|view| model::select(&input.model, view));
    let text = report::describe(selected.as_ref().unwrap_or(&input.model));
    output::spare([&place].into_iter(), &input.sources)?;
    output::write(&[(place, text.into_bytes())], terminal)?;
    Ok(Ending::Clean)
}
