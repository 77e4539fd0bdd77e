//! Where the pictures of losses go: one file for one loss, or a file for each of several, named after what is lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::ending::{Failure, quoted};
use crate::cli::output::{self, Format, Outputs, Target};
use crate::model::Model;
use crate::what_if::{Outage, Thing};

/// The most pictures of one run, each of which is laid out and drawn by itself.
const MOST: usize = 100;

/// What stands for the name of what is lost.
const NAME: &str = "{}";

/// Where a picture of each loss goes.
pub(super) struct Pattern {
    folder: PathBuf,
    /// The name of a file, in which [`NAME`] stands for what is lost.
    name: String,
}

/// The files of one picture, for `--lose`.
pub(super) fn of_one(values: &[PathBuf]) -> Result<Vec<Target>, Failure> {
    let mut targets: Vec<Target> = Vec::new();
    for value in values {
        let target = Target::new(value, None)?;
        if target.place.is_stdout() {
            return Err(no_stdout());
        }
        if targets.contains(&target) {
            return Err(twice(value));
        }
        target.place.check()?;
        targets.push(target);
    }
    Ok(targets)
}

/// The patterns of many pictures, for `--each`: a folder, or a name with `{}` in it.
pub(super) fn of_many(values: &[PathBuf]) -> Result<Vec<Pattern>, Failure> {
    let mut patterns: Vec<Pattern> = Vec::new();
    for value in values {
        let text = value.to_string_lossy();
        if text == "-" {
            return Err(no_stdout());
        }
        let pattern = if text.ends_with('/') || value.is_dir() || (value.extension().is_none() && !text.contains(NAME))
        {
            Pattern { folder: value.clone(), name: format!("{NAME}.svg") }
        } else {
            let name = value.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !name.contains(NAME) {
                let failure =
                    Failure::new(format!("{} is one file, but each loss is a picture of its own", quoted(&text)));
                let suffix = value.extension().unwrap_or_default().to_string_lossy();
                let stem = value.with_extension("");
                let other = format!("{}-{NAME}.{suffix}", stem.to_string_lossy());
                return Err(failure.with_help(format!(
                    "name a folder, as in `-o losses/`, or write `{NAME}` for what is lost, as in `-o '{other}'`"
                )));
            }
            // the suffix must be known before anything is worked out
            Target::new(value, None)?;
            Pattern { folder: value.parent().unwrap_or(Path::new("")).to_owned(), name }
        };
        if patterns.iter().any(|known| known.folder == pattern.folder && known.name == pattern.name) {
            return Err(twice(value));
        }
        patterns.push(pattern);
    }
    Ok(patterns)
}

/// Draws each loss to each pattern. All pictures are there before any is written.
pub(super) fn draw(
    model: &Model,
    outages: &[Outage],
    patterns: &[Pattern],
    mut picture: impl FnMut(&Outage, Vec<Target>, usize) -> Result<Outputs, Failure>,
) -> Result<Outputs, Failure> {
    if outages.len() > MOST {
        let failure = Failure::new(format!("that would be {} pictures, more than {MOST}", outages.len()));
        return Err(failure.with_help("draw those that matter by `--lose NAME -o OUT`"));
    }
    let mut outputs = Outputs::new();
    let mut taken = BTreeSet::new();
    for (at, outage) in outages.iter().enumerate() {
        let name = unique(&file_name(model, &outage.lost), &mut taken);
        let target =
            |pattern: &Pattern| Target::new(&pattern.folder.join(pattern.name.replace(NAME, &name)), Some(Format::Svg));
        let targets = patterns.iter().map(target).collect::<Result<Vec<_>, _>>()?;
        outputs.extend(picture(outage, targets, at)?);
    }
    let folders = patterns.iter().filter(|pattern| !pattern.folder.as_os_str().is_empty() && !outputs.is_empty());
    for pattern in folders {
        output::make_folder(&pattern.folder)?;
    }
    Ok(outputs)
}

/// What is lost as the name of a file: letters, digits, `.`, `-` and `_`.
fn file_name(model: &Model, lost: &[Thing]) -> String {
    let names: Vec<String> = lost.iter().map(|thing| thing.name(model)).collect();
    let name: String = output::slug(&names.join("-")).chars().take(100).collect();
    if name.trim_matches(['.', '-']).is_empty() { "loss".to_owned() } else { name }
}

/// The name, with a number where another loss has it already; a disk may not tell capitals apart.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 1;
    loop {
        let tried = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        if taken.insert(tried.to_lowercase()) {
            return tried;
        }
        number += 1;
    }
}

fn no_stdout() -> Failure {
    let failure = Failure::new("the picture can not go to standard output, where the answer goes");
    failure.with_help("name a file, as in `-o lost.svg`")
}

fn twice(value: &Path) -> Failure {
    Failure::new(format!("{} is asked for twice", quoted(&value.to_string_lossy())))
}
