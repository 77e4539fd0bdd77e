//! Where outputs go, and how they get there whole or not at all.
//!
//! Every output is finished in memory first, then written to a temporary file beside its place, and only when all of
//! those are on the disk are they renamed. What is no plain file, such as a named pipe, is written to directly.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::ending::{Failure, listed, quoted, quoted_path, words};
use super::terminal::Terminal;
use crate::source::Sources;

/// The form of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// Lines and areas, for every size.
    Svg,
    /// Lines and areas, for printers.
    Pdf,
    /// Pixels.
    Png,
}

/// Outputs: where each goes, and its bytes.
pub(super) type Outputs = Vec<(Place, Vec<u8>)>;

impl Format {
    const ALL: [(&str, Self); 3] = [("svg", Self::Svg), ("pdf", Self::Pdf), ("png", Self::Png)];

    /// The suffix of its files.
    pub(super) fn suffix(self) -> &'static str {
        Self::ALL.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// Its name.
    pub(super) fn name(self) -> String {
        self.suffix().to_uppercase()
    }
}

/// Where an output goes: a file, or standard output for `None`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Place(Option<PathBuf>);

/// Where a picture goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target {
    /// Its form.
    pub(super) format: Format,
    /// Its place.
    pub(super) place: Place,
}

impl Target {
    /// A value of `--output`: `-`, or a file whose suffix says the form. `format` is the form for `-`.
    pub(super) fn new(value: &Path, format: Option<Format>) -> Result<Self, Failure> {
        if value.as_os_str() == "-" {
            return Ok(Self { format: format.unwrap_or(Format::Svg), place: Place(None) });
        }
        let suffix = value.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match Format::ALL.iter().find(|(name, _)| *name == suffix) {
            Some((_, format)) => Ok(Self { format: *format, place: Place(Some(value.to_owned())) }),
            None => Err(unknown_suffix(value, &suffix)),
        }
    }

    /// The file of a name in a folder.
    pub(super) fn within(folder: &Path, name: &str, format: Format) -> Self {
        let place = Place(Some(folder.join(format!("{name}.{}", format.suffix()))));
        Self { format, place }
    }

    /// The file for an input when no output is asked for: its name with `.svg`, in the current folder.
    pub(super) fn beside(input: &Path) -> Self {
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".toml").unwrap_or(&name);
        let name = name.strip_suffix(".topology").unwrap_or(name);
        let name = if matches!(name, "" | "-") { "topology" } else { name };
        Self { format: Format::Svg, place: Place(Some(PathBuf::from(format!("{name}.svg")))) }
    }
}

impl Place {
    /// The file of this name, or standard output for `-`.
    pub(super) fn new(value: &Path) -> Self {
        Self((value.as_os_str() != "-").then(|| value.to_owned()))
    }

    /// Whether it is standard output.
    pub(super) fn is_stdout(&self) -> bool {
        self.0.is_none()
    }

    /// Looks, before any work is done, whether anything can be written there at all.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let Some(path) = &self.0 else { return Ok(()) };
        if path.is_dir() {
            return Err(Failure::new(format!("{} can not be written: it is a folder", quoted_path(path))));
        }
        let folder = folder(path);
        match fs::metadata(folder) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(not_written(path, &format!("{} is no folder", quoted_path(folder)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let failure = not_written(path, &format!("there is no folder {}", quoted_path(folder)));
                Err(failure.with_help("make the folder first"))
            }
            Err(error) => Err(not_written(path, &format!("{}: {}", quoted_path(folder), words(&error)))),
        }
    }
}

/// Refuses outputs that would take the place of a file that was read.
pub(super) fn spare<'a>(places: impl Iterator<Item = &'a Place>, sources: &Sources) -> Result<(), Failure> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let read: Vec<PathBuf> = sources.iter().filter_map(|(_, file)| real(Path::new(&file.name))).collect();
    for path in places.filter_map(|place| place.0.as_deref()) {
        if real(path).is_some_and(|path| read.contains(&path)) {
            let failure = Failure::new(format!("{} is what was read: it is not written over", quoted_path(path)));
            return Err(failure.with_help("give the output another name"));
        }
    }
    Ok(())
}

/// A text as the name of a file: letters, digits, `-`, `_` and `.`.
pub(super) fn slug(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect()
}

/// Makes a folder, with those round it, unless it is there.
pub(super) fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("the folder {} can not be made: {}", quoted_path(folder), words(&error))))
}

/// Writes all outputs: files first, then standard output.
pub(super) fn write(outputs: &[(Place, Vec<u8>)], terminal: Terminal) -> Result<(), Failure> {
    let mut staged: Vec<(NamedTempFile, PathBuf)> = Vec::new();
    for (place, bytes) in outputs {
        let Some(path) = &place.0 else { continue };
        match stage(path, bytes) {
            Ok(file) => staged.extend(file),
            Err(error) => return Err(not_written(path, &words(&error))),
        }
    }
    for (file, path) in staged {
        file.persist(&path).map_err(|error| not_written(&path, &words(&error.error)))?;
    }
    for (_, bytes) in outputs.iter().filter(|(place, _)| place.is_stdout()) {
        terminal.bytes(bytes)?;
    }
    Ok(())
}

/// Writes to a temporary file; gives it with the place it is for, unless the bytes went to a pipe or device at once.
fn stage(path: &Path, bytes: &[u8]) -> io::Result<Option<(NamedTempFile, PathBuf)>> {
    // a link keeps its place: what it leads to is replaced
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
        OpenOptions::new().write(true).open(&path)?.write_all(bytes)?;
        return Ok(None);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".isoplan-");
    // as any new file, not only for its owner; the mask of the process still applies
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder(&path))?;
    file.write_all(bytes)?;
    file.flush()?;
    if let Ok(found) = fs::metadata(&path) {
        // a file that is replaced keeps who may read and write it
        file.as_file().set_permissions(found.permissions())?;
    }
    Ok(Some((file, path)))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn not_written(path: &Path, why: &str) -> Failure {
    Failure::new(format!("{} can not be written: {why}", quoted_path(path)))
}

fn unknown_suffix(path: &Path, suffix: &str) -> Failure {
    let known = Format::ALL.map(|(name, _)| name);
    let dotted = known.map(|name| format!(".{name}"));
    let dotted: Vec<&str> = dotted.iter().map(String::as_str).collect();
    let expected = format!("expected a name that ends in {}, or `-` for standard output", listed(&dotted));
    if suffix.is_empty() {
        return Failure::new(format!("the form of {} is not known: it has no suffix", quoted_path(path)))
            .with_help(expected);
    }
    let failure =
        Failure::new(format!("{} has the unknown suffix {}", quoted_path(path), quoted(&format!(".{suffix}"))));
    match crate::syntax::nearest(suffix, known) {
        Some(near) => {
            failure.with_help(format!("did you mean {}? {expected}", quoted_path(&path.with_extension(near))))
        }
        None => failure.with_help(expected),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_says_the_form() {
        let target = |name: &str| Target::new(Path::new(name), None);
        assert_eq!(target("a/b.SVG").unwrap().format, Format::Svg);
        assert_eq!(target("b.png").unwrap().format, Format::Png);
        assert!(target("-").unwrap().place.is_stdout());
        assert_eq!(Target::new(Path::new("-"), Some(Format::Png)).unwrap().format, Format::Png);
        let wrong = target("web.svgz").unwrap_err();
        assert_eq!(wrong.message, "`web.svgz` has the unknown suffix `.svgz`");
        assert!(wrong.help.unwrap().starts_with("did you mean `web.svg`?"));
        assert!(target("web").unwrap_err().message.contains("has no suffix"));
    }

    #[test]
    fn without_an_output_the_input_gives_the_name() {
        let name = |input: &str| Target::beside(Path::new(input)).place.0.unwrap();
        assert_eq!(name("a/web.topology.toml"), Path::new("web.svg"));
        assert_eq!(name("topology.toml"), Path::new("topology.svg"));
        assert_eq!(name("plan.txt"), Path::new("plan.txt.svg"));
        assert_eq!(name("-"), Path::new("topology.svg"));
    }

    #[test]
    fn nothing_stays_behind_when_one_output_fails() {
        let folder = tempfile::tempdir().unwrap();
        let good = Place::new(&folder.path().join("a.svg"));
        let bad = Place::new(&folder.path().join("none/b.svg"));
        assert!(bad.check().unwrap_err().message.contains("there is no folder"));
        let terminal = Terminal::new(crate::cli::args::Color::Never, true);
        assert!(write(&[(good, b"x".to_vec()), (bad, b"y".to_vec())], terminal).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
