//! `isoplan init`: writes a first topology, or one of the samples, and never over a file that is there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::ending::{Ending, Failure, quoted, quoted_path, words};
use crate::cli::output::{self, Place};
use crate::cli::samples::{self, STARTER, Sample};
use crate::cli::terminal::Terminal;

/// The name of a new file when only its folder is said.
const USUAL: &str = "topology.toml";

/// The line that tells editors where the schema lies, in a file that stands alone.
const SCHEMA: &str = "#:schema isoplan.schema.json";

/// Write a first topology, to be changed into your own
///
/// Asks nothing, and overwrites nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan init                                writes topology.toml
  isoplan init shop.topology.toml             writes a file of this name
  isoplan init shop                           writes shop/topology.toml
  isoplan init --from batch-processing        starts from a sample; `isoplan samples` lists them
  isoplan init --from serverless-web -        writes a sample to standard output")]
pub(in crate::cli) struct Args {
    /// The file to write, a folder for it, or `-` for standard output [default: topology.toml in the current folder]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Start from this sample
    #[arg(long, value_name = "NAME", default_value = STARTER)]
    from: String,
}

/// Writes all files of the sample or none.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let sample = samples::find(&args.from)
        .ok_or_else(|| Failure::unknown("sample", &args.from, samples::all().map(|sample| sample.name)))
        .map_err(|failure| match failure.help {
            Some(_) => failure,
            None => failure.with_help("`isoplan samples` lists them all"),
        })?;
    if args.path.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        return to_stdout(sample, terminal);
    }
    let root = root(args.path.as_deref());
    let folder = root.parent().unwrap_or(Path::new(""));
    let mut outputs = Vec::new();
    for (index, (path, text)) in sample.files.iter().enumerate() {
        let target = if index == 0 { root.clone() } else { folder.join(path) };
        if fs::symlink_metadata(&target).is_ok() {
            let failure = Failure::new(format!("{} is there already", quoted_path(&target)));
            return Err(failure.with_help("name another file, as in `isoplan init shop.topology.toml`"));
        }
        outputs.push((target, own(text).into_bytes()));
    }
    for (target, _) in &outputs {
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| {
                Failure::new(format!("the folder {} can not be made: {}", quoted_path(folder), words(&error)))
            })?;
        }
    }
    let outputs: Vec<_> = outputs.into_iter().map(|(target, bytes)| (Place::new(&target), bytes)).collect();
    output::write(&outputs, terminal)?;
    let more = match sample.files.len() - 1 {
        0 => String::new(),
        1 => " and one more file".to_owned(),
        n => format!(" and {n} more files"),
    };
    let name = root.to_string_lossy();
    terminal.note(&format!("wrote {}{more}", quoted(&name)));
    terminal.note(&format!(
        "next: {} and {}",
        quoted(&format!("isoplan render {name}")),
        quoted(&format!("isoplan lint {name}"))
    ));
    Ok(Ending::Clean)
}

fn to_stdout(sample: Sample, terminal: Terminal) -> Result<Ending, Failure> {
    match sample.files {
        [(_, text)] => {
            terminal.print(&own(text))?;
            Ok(Ending::Clean)
        }
        files => Err(Failure::new(format!("{} has {} files", quoted(sample.name), files.len()))
            .with_help("name a folder for them instead of `-`")),
    }
}

/// The root file that is meant: a name that ends in `.toml`, or the usual name in a folder.
fn root(path: Option<&Path>) -> PathBuf {
    match path {
        None => PathBuf::from(USUAL),
        Some(path) if !path.is_dir() && path.extension().is_some_and(|suffix| suffix == "toml") => path.to_owned(),
        Some(folder) => folder.join(USUAL),
    }
}

/// The text of a sample as it stands on its own: editors find its schema beside it.
fn own(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with("#:schema ") => format!("{SCHEMA}\n{rest}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_a_file_or_a_folder() {
        assert_eq!(root(None), Path::new("topology.toml"));
        assert_eq!(root(Some(Path::new("a/web.topology.toml"))), Path::new("a/web.topology.toml"));
        assert_eq!(root(Some(Path::new("shop"))), Path::new("shop/topology.toml"));
    }

    #[test]
    fn only_the_line_of_the_schema_is_changed() {
        assert_eq!(own("#:schema ../x.json\n# a\n"), "#:schema isoplan.schema.json\n# a\n");
        assert_eq!(own("# a\n#:schema b\n"), "# a\n#:schema b\n");
    }
}
