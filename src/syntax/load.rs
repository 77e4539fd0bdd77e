//! Reads a root file and what it includes, and hands on one document with all findings.
//!
//! Includes are walked depth first. A file is read once, however often it is included; a file that is still being read
//! is a cycle. Paths are taken relative to the folder of the root file and never leave it.
//!
//! *Invariant*: nothing here touches a disk; all texts come through [`Files`].

use std::collections::BTreeMap;

use super::codes;
use super::decode::{Part, decode, decode_settings};
use super::document::{Document, LintTable};
use super::merge::Merger;
use super::parse::parse as parse_toml;
use super::scan::scan;
use super::sink::Sink;
use super::suggest::{quoted, shown};
use super::tree::Table;
use crate::diag::{self, Diagnostic, Severity};
use crate::source::{SourceFile, Sources, Span, Spanned, Text};

/// Largest file, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Most files that include each other in a row.
const DEEPEST: usize = 32;

/// Reads files for the loader; only the command line touches the disk.
pub trait Files {
    /// The text of a file. `path` is relative to the folder of the root file, with `/` between its parts.
    ///
    /// # Errors
    /// When the file is missing, outside the folder, too large, not UTF-8, or can not be read.
    fn read(&mut self, path: &str) -> Result<String, ReadError>;

    /// The files that match a glob, relative to the folder of the root file, sorted.
    ///
    /// # Errors
    /// When the glob is not valid or a folder can not be read.
    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, ReadError>;

    /// The name under which a file is shown to the user.
    fn shown(&self, path: &str) -> String;
}

/// Why a file can not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadError {
    /// The sort of the problem.
    pub kind: ReadErrorKind,
    /// More about it, in the words of the system; may be empty.
    pub message: String,
}

/// The sort of a problem with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadErrorKind {
    /// There is no such file.
    NotFound,
    /// Its bytes are not UTF-8.
    NotUtf8,
    /// It has more than [`LARGEST`] bytes.
    TooLarge,
    /// It lies outside the folder of the root file.
    Outside,
    /// Anything else.
    Other,
}

impl ReadError {
    /// A problem in words.
    pub fn new(kind: ReadErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// All tables of all files.
    pub document: Document,
    /// The files, the root file first.
    pub sources: Sources,
    /// What is wrong, in source order.
    pub findings: Vec<Diagnostic>,
    /// Whether the root file could not be read at all.
    pub fatal: bool,
}

/// Reads a root file and its includes.
pub fn load(root: &str, files: &mut dyn Files) -> Loaded {
    let name = files.shown(root);
    let text = match files.read(root) {
        Ok(text) if text.len() > LARGEST => Err(ReadError::new(ReadErrorKind::TooLarge, "")),
        other => other,
    };
    match text {
        Ok(text) => {
            let mut loader = Loader::default();
            loader.file(root, SourceFile::new(name, text), &mut Some(files));
            loader.finish()
        }
        Err(error) => {
            let (code, message) = problem(&name, &error);
            let finding = Diagnostic::new(code, Severity::Error, message);
            Loaded { findings: vec![finding], fatal: true, ..Loaded::default() }
        }
    }
}

/// Reads a file of settings, which joins the sources; gives `[lint]` and what is wrong.
pub fn settings(file: SourceFile, sources: &mut Sources) -> (LintTable, Vec<Diagnostic>) {
    let id = sources.add(file);
    let mut sink = Sink::new(id);
    let mut table = decoded(&sources.file(id).text, &mut sink, decode_settings);
    let mut merger = Merger::default();
    let document = Document { lint: table, ..Document::default() };
    merger.add(Part { document, ..Part::default() }, &mut sink.findings);
    table = merger.finish(&mut sink.findings).lint;
    diag::sort(&mut sink.findings);
    (table, sink.findings)
}

/// Parses a text and decodes its tables. Findings inside a table with an error of TOML are dropped.
fn decoded<T>(text: &str, sink: &mut Sink, decode: fn(&Table<'_>, &mut Sink) -> T) -> T {
    let scan = scan(text);
    let mended = scan.mended(text);
    let parsed = parse_toml(&mended, scan, sink);
    let errors = std::mem::take(&mut sink.findings);
    let read = decode(&parsed.root, sink);
    sink.findings.retain(|f| f.primary.as_ref().is_none_or(|l| !parsed.is_broken_at(l.span)));
    sink.findings.extend(errors);
    read
}

/// Reads one text that includes nothing.
pub fn parse(file: SourceFile) -> Loaded {
    if file.text.len() > LARGEST {
        let (code, message) = problem(&file.name, &ReadError::new(ReadErrorKind::TooLarge, ""));
        let findings = vec![Diagnostic::new(code, Severity::Error, message)];
        return Loaded { findings, fatal: true, ..Loaded::default() };
    }
    let mut loader = Loader::default();
    let name = file.name.clone();
    loader.file(&name, file, &mut None);
    loader.finish()
}

/// Code and message of a file that can not be used.
fn problem(name: &str, error: &ReadError) -> (diag::Code, String) {
    let name = quoted(name);
    let (code, what) = match error.kind {
        ReadErrorKind::NotFound => (codes::UNREADABLE_FILE, format!("{name} does not exist")),
        ReadErrorKind::NotUtf8 => (codes::UNREADABLE_FILE, format!("{name} is not UTF-8 text")),
        ReadErrorKind::TooLarge => (codes::TOO_LARGE, format!("{name} is larger than 64 MiB")),
        ReadErrorKind::Outside => (codes::BAD_INCLUDE, format!("{name} lies outside the folder of the root file")),
        ReadErrorKind::Other => (codes::UNREADABLE_FILE, format!("{name} can not be read")),
    };
    if error.message.is_empty() { (code, what) } else { (code, format!("{what}: {}", shown(&error.message))) }
}

#[derive(Default)]
struct Loader {
    merger: Merger,
    sources: Sources,
    findings: Vec<Diagnostic>,
    /// Whether each file that was begun is read to its end.
    done: BTreeMap<String, bool>,
    /// The files that are being read, each with the include that asked for it.
    open: Vec<(String, Option<Span>)>,
}

impl Loader {
    /// Reads one file, then what it includes.
    fn file(&mut self, path: &str, file: SourceFile, files: &mut Option<&mut dyn Files>) {
        self.done.insert(path.to_owned(), false);
        let id = self.sources.add(file);
        let mut sink = Sink::new(id);
        let mut part = self.part(&mut sink, id);
        let include = std::mem::take(&mut part.include);
        self.findings.append(&mut sink.findings);
        self.merger.add(part, &mut self.findings);
        for glob in include {
            self.include(path, &glob, files);
        }
        self.done.insert(path.to_owned(), true);
    }

    fn part(&self, sink: &mut Sink, id: crate::source::FileId) -> Part {
        decoded(&self.sources.file(id).text, sink, decode)
    }

    /// Reads the files of one entry of `include` in the file `from`.
    fn include(&mut self, from: &str, glob: &Spanned<Text>, files: &mut Option<&mut dyn Files>) {
        let Some(disk) = files else {
            self.bad_include(glob.span, "`include` can not be followed here".into(), "only a file can include others");
            return;
        };
        let pattern = match relative(from, &glob.value) {
            Ok(pattern) => pattern,
            Err(why) => {
                self.bad_include(glob.span, format!("`include` can not be {}", quoted(&glob.value)), why);
                return;
            }
        };
        let paths = if pattern.contains(['*', '?', '[', '{']) { disk.glob(&pattern) } else { Ok(vec![pattern]) };
        let mut paths = match paths {
            Ok(paths) => paths,
            Err(error) => {
                let message = format!("`include` can not be {}: {}", quoted(&glob.value), shown(&error.message));
                self.bad_include(glob.span, message, "not followed");
                return;
            }
        };
        paths.sort();
        if paths.is_empty() {
            self.bad_include(glob.span, format!("{} matches no file", quoted(&glob.value)), "no file matches");
        }
        for path in paths {
            match self.done.get(&path) {
                Some(true) => {}
                Some(false) => self.cycle(from, &path, glob.span),
                None if self.open.len() + 1 >= DEEPEST => {
                    let message = format!("more than {DEEPEST} files include each other in a row");
                    self.bad_include(glob.span, message, "one too many");
                }
                None => {
                    let Some(disk) = files else { return };
                    let name = disk.shown(&path);
                    let text = match disk.read(&path) {
                        Ok(text) if text.len() > LARGEST => Err(ReadError::new(ReadErrorKind::TooLarge, "")),
                        other => other,
                    };
                    match text {
                        Ok(text) => {
                            self.open.push((path.clone(), Some(glob.span)));
                            self.file(&path, SourceFile::new(name, text), files);
                            self.open.pop();
                        }
                        Err(error) => {
                            let (mut code, message) = problem(&name, &error);
                            if error.kind == ReadErrorKind::NotFound {
                                code = codes::BAD_INCLUDE;
                            }
                            self.findings.push(Diagnostic::error(code, glob.span, message, "included here"));
                        }
                    }
                }
            }
        }
    }

    fn bad_include(&mut self, span: Span, message: String, label: &str) {
        self.findings.push(Diagnostic::error(codes::BAD_INCLUDE, span, message, label));
    }

    /// Reports that the file `from` includes `path`, which is still being read.
    fn cycle(&mut self, from: &str, path: &str, span: Span) {
        // the root file is not in `open`: nothing includes it
        let start = self.open.iter().position(|(p, _)| p == path).map_or(0, |i| i + 1);
        let mut chain = vec![path];
        chain.extend(self.open[start..].iter().map(|(p, _)| p.as_str()));
        chain.push(path);
        let chain = chain.iter().map(|p| quoted(p)).collect::<Vec<_>>().join(" -> ");
        let message = if from == path {
            format!("{} includes itself", quoted(path))
        } else {
            format!("includes lead back: {chain}")
        };
        let mut finding = Diagnostic::error(codes::CYCLE, span, message, "leads back");
        for (path, asked) in &self.open[start..] {
            if let Some(asked) = asked.filter(|a| *a != span) {
                finding = finding.with_related(asked, format!("includes {}", quoted(path)));
            }
        }
        self.findings.push(finding);
    }

    fn finish(mut self) -> Loaded {
        let document = self.merger.finish(&mut self.findings);
        let mut findings = self.findings;
        // beside another mistake this would only be its echo
        if findings.is_empty()
            && document.components.is_empty()
            && let Some((root, _)) = self.sources.iter().next()
        {
            let message = "the file describes nothing: expected at least one component, e.g. `[app.web]`";
            findings.push(Diagnostic::error(codes::MISSING_KEY, Span::new(root, 0..0), message, "no component"));
        }
        diag::sort(&mut findings);
        Loaded { document, sources: self.sources, findings, fatal: false }
    }
}

/// A glob of the file `from`, taken relative to the folder of the root file; or why it can not be followed.
fn relative(from: &str, glob: &str) -> Result<String, &'static str> {
    if glob.contains('\\') {
        return Err("folders are divided by `/`");
    }
    if glob.starts_with('/') || glob.as_bytes().get(1) == Some(&b':') {
        return Err("expected a path relative to this file");
    }
    if glob.chars().any(char::is_control) {
        return Err("a path has no control characters");
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in glob.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop().ok_or("leaves the folder of the root file")?),
            part => parts.push(part),
        }
    }
    if parts.is_empty() { Err("names no file") } else { Ok(parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn globs_are_relative_to_the_file_that_includes() {
        assert_eq!(relative("main.toml", "apps/*.toml"), Ok("apps/*.toml".into()));
        assert_eq!(relative("apps/all.toml", "web/*.toml"), Ok("apps/web/*.toml".into()));
        assert_eq!(relative("apps/all.toml", "../stores/./a.toml"), Ok("stores/a.toml".into()));
    }

    #[test]
    fn globs_stay_in_the_folder_of_the_root_file() {
        for bad in ["../a.toml", "a/../../b.toml", "/etc/passwd", "C:/a", "a\\b", ".", "", "a\u{0}b"] {
            assert!(relative("main.toml", bad).is_err(), "{bad}");
        }
        assert!(relative("apps/all.toml", "../../x.toml").is_err());
    }
}
