//! `isoplan schema`: the JSON Schema of the language, for editors.

use std::path::PathBuf;

use crate::catalog;
use crate::cli::ending::{Ending, Failure};
use crate::cli::output::{self, Place};
use crate::cli::terminal::Terminal;
use crate::syntax;

/// Write the JSON Schema of the language, by which editors complete and check keys
///
/// The line `#:schema isoplan.schema.json` at the head of a topology tells Taplo, Tombi and the editors that use them
/// where it lies.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan schema -o isoplan.schema.json
  isoplan schema | jq .definitions.app.properties")]
pub(in crate::cli) struct Args {
    /// Where it goes; `-` is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
}

/// Writes the schema.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let place = Place::new(&args.output);
    place.check()?;
    let kinds = catalog::builtin().kinds().flat_map(|kind| {
        let names = std::iter::once(&kind.id).chain(kind.aliases);
        names.map(|name| (*name, kind.title))
    });
    let schema = syntax::schema(kinds.map(|(name, _)| name));
    output::write(&[(place, schema.into_bytes())], terminal)?;
    Ok(Ending::Clean)
}
