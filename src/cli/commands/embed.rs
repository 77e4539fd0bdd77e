//! `isoplan embed`: keeps the pictures of documents up to date.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::cli::disk;
use crate::cli::documents::{Diagram, Form, Picture};
use crate::cli::ending::{Ending, Failure, quoted, quoted_path, shown, words};
use crate::cli::output::{self, Place, slug};
use crate::cli::terminal::Terminal;

/// Keep the diagrams of documents up to date: Markdown, AsciiDoc, reStructuredText
///
/// A block of the language `isoplan`, or a comment that names a topology, gets its picture after it. Pictures whose
/// text has not changed are left alone, and so is everything else in the document.
#[allow(clippy::doc_markdown)] // the text is that of the help
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan embed README.md
  isoplan embed --check docs/*.md             fails when a picture is stale, and writes nothing
  isoplan embed --pictures img guide.adoc     pictures go into the folder img beside the document

In Markdown, either of these is a diagram:
  ```isoplan view=front                       a topology in the document, up to the next ```
  <!-- isoplan file=web.topology.toml -->     a topology of its own")]
pub(in crate::cli) struct Args {
    /// The documents: .md, .adoc or .rst
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<PathBuf>,

    /// Write nothing; end with code 1 when a picture is stale or missing
    #[arg(long)]
    check: bool,

    /// Draw every picture anew, as after an update of isoplan
    #[arg(long, conflicts_with = "check")]
    all: bool,

    /// The folder for pictures, relative to each document
    #[arg(long, value_name = "DIR", default_value = FOLDER)]
    pictures: String,
}

/// The folder for pictures when none is named.
const FOLDER: &str = "diagrams";

/// The folder for pictures in its plainest spelling, so that one folder is one name.
fn folder(text: &str) -> Result<String, Failure> {
    if text.trim().is_empty() {
        let help = "expected a folder, such as `diagrams`; `.` is the folder of the document";
        return Err(Failure::new("`--pictures` names no folder").with_help(help));
    }
    let tidy = tidy(Path::new(text)).to_string_lossy().into_owned();
    Ok(if tidy.is_empty() { ".".to_owned() } else { tidy })
}

/// What becomes of one document.
struct Work {
    /// The document and its pictures, to be written.
    outputs: Vec<(PathBuf, Vec<u8>)>,
    drawn: usize,
    stale: usize,
    broken: bool,
}

/// Draws what is stale, and writes all of it or nothing.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let args = &Args { pictures: folder(&args.pictures)?, documents: args.documents.clone(), ..*args };
    let mut all = Vec::new();
    let mut ending = Ending::Clean;
    let mut notes = Vec::new();
    let mut names = BTreeSet::new();
    for path in &args.documents {
        let work = document(args, path, &mut names, terminal)?;
        if work.broken || work.stale > 0 {
            ending = Ending::Findings;
        }
        let plural = if work.drawn == 1 { "picture" } else { "pictures" };
        notes.push(match work.drawn {
            0 => format!("{} is up to date", quoted_path(path)),
            n => format!("drew {n} {plural} for {}", quoted_path(path)),
        });
        all.extend(work.outputs);
    }
    if ending != Ending::Clean {
        if !args.check {
            terminal.note("nothing is written until these are mended");
        }
        return Ok(ending);
    }
    for (path, _) in &all {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| {
                Failure::new(format!("the folder {} can not be made: {}", quoted_path(folder), words(&error)))
            })?;
        }
    }
    let outputs: Vec<_> = all.into_iter().map(|(path, bytes)| (Place::new(&path), bytes)).collect();
    output::write(&outputs, terminal)?;
    for note in &notes {
        terminal.note(note);
    }
    Ok(ending)
}

fn document(args: &Args, path: &Path, names: &mut BTreeSet<PathBuf>, terminal: Terminal) -> Result<Work, Failure> {
    let form = Form::of(path).ok_or_else(|| {
        Failure::new(format!("the form of {} is not known", quoted_path(path)))
            .with_help("expected a name that ends in .md, .adoc or .rst")
    })?;
    let text =
        disk::document(path).map_err(|why| Failure::new(format!("{} can not be read: {why}", quoted_path(path))))?;
    let here = |line: usize| format!("{}:{line}", shown(&path.to_string_lossy()));
    let blocks = form.blocks(&text).map_err(|(line, why)| Failure::new(format!("{}: {why}", here(line))))?;
    let mut work = Work { outputs: Vec::new(), drawn: 0, stale: 0, broken: false };
    let mut out = String::new();
    let mut done = 0;
    for (index, block) in blocks.iter().enumerate() {
        let at =
            |failure: Failure| Failure { message: format!("{}: {}", here(block.line), failure.message), ..failure };
        let diagram = Diagram::read(path, block).map_err(at)?;
        if diagram.is_broken(terminal) {
            work.broken = true;
            continue;
        }
        let mut hash = diagram.hash(block);
        hash.add(&args.pictures);
        let hash = hash.digits();
        let files = files(args, path, index, &diagram, form, names);
        let missing = files.iter().flatten().find(|file| !beside(path, file).is_file());
        if block.hash.as_ref() == Some(&hash) && missing.is_none() && !args.all {
            continue;
        }
        if args.check {
            work.stale += 1;
            let what = match (&block.hash, missing) {
                (None, _) => "the diagram has no picture".to_owned(),
                (Some(old), Some(file)) if *old == hash => format!("the picture {} is missing", quoted(file)),
                _ => "the picture is stale".to_owned(),
            };
            let option = match args.pictures.as_str() {
                FOLDER => String::new(),
                other => format!("--pictures {} ", shown(other)),
            };
            let help = format!("isoplan embed {option}{}", shown(&path.to_string_lossy()));
            terminal.print(&format!("{}: {what}; run `{help}`\n", here(block.line)))?;
            continue;
        }
        let drawn = diagram.draw(path, files[1].is_some(), terminal).map_err(at)?;
        let [Some(light), dark] = &files else { continue };
        let picture = Picture { light, dark: dark.as_deref(), alt: &drawn.alt };
        out.push_str(&text[done..block.place.start]);
        out.push_str(&form.place(block, &text, &picture, &hash));
        done = block.place.end;
        work.outputs.push((beside(path, light), drawn.light.into_bytes()));
        if let (Some(file), Some(svg)) = (dark, drawn.dark) {
            work.outputs.push((beside(path, file), svg.into_bytes()));
        }
        work.drawn += 1;
    }
    out.push_str(&text[done..]);
    if out != text {
        work.outputs.push((path.to_owned(), out.into_bytes()));
    }
    Ok(work)
}

/// The paths of the pictures of a block, relative to its document: a light one, and a dark one where the document can show
/// it, unless a theme is asked for. No two blocks get the same.
fn files(
    args: &Args,
    path: &Path,
    index: usize,
    diagram: &Diagram,
    form: Form,
    names: &mut BTreeSet<PathBuf>,
) -> [Option<String>; 2] {
    let options = &diagram.options;
    let document = match between(path, &args.pictures) {
        Some(folders) => format!("{}-{}", slug(&folders), document_name(path)),
        None => document_name(path),
    };
    let name = match (&options.name, &options.file) {
        (Some(name), _) => format!("{document}-{}", slug(name)),
        (None, Some(file)) => {
            let view = options.view.as_ref().map(|view| format!("-{view}")).unwrap_or_default();
            format!("{document}-{}", slug(&format!("{}{view}", stem(file))))
        }
        (None, None) => format!("{document}-{}", index + 1),
    };
    let folder = &args.pictures;
    let mut free = format!("{folder}/{name}");
    let mut count = 1;
    while !names.insert(plain(&beside(path, &free))) {
        count += 1;
        free = format!("{folder}/{name}-{count}");
    }
    let is_dark = options.theme.is_none() && form.shows_dark();
    [Some(format!("{free}.svg")), is_dark.then(|| format!("{free}-dark.svg"))]
}

fn beside(document: &Path, file: &str) -> PathBuf {
    document.parent().unwrap_or(Path::new("")).join(file)
}

/// The folders that lead to a document from where its folder and that of its pictures part. There are some when the
/// pictures lie outside the document's folder, perhaps beside those of other documents of the same name.
fn between(path: &Path, pictures: &str) -> Option<String> {
    let folder = plain(path.parent().unwrap_or(Path::new("")));
    let pictures = plain(&beside(path, pictures));
    let shared = folder.ancestors().find(|above| pictures.starts_with(above))?;
    let rest = folder.strip_prefix(shared).ok()?;
    (!rest.as_os_str().is_empty()).then(|| rest.to_string_lossy().into_owned())
}

/// A path from the root, without `.` and `..`, as far as its text tells.
fn plain(path: &Path) -> PathBuf {
    tidy(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// A path without `.`, and without `..` but at its beginning, as far as its text tells.
fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match (part, out.components().next_back()) {
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(out.pop()),
            _ => out.push(part),
        }
    }
    out
}

/// What the names of a document's pictures begin with. `README.md` and `README.rst` in one folder have pictures of their
/// own, also when they are drawn one after the other: only the usual suffix is left out.
fn document_name(path: &Path) -> String {
    let is_usual = path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("md"));
    let name = if is_usual { path.file_stem() } else { path.file_name() };
    slug(&name.unwrap_or_default().to_string_lossy())
}

/// The name of a file without its folder and its suffixes.
fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = name.strip_suffix(".toml").map_or(name, |name| name.strip_suffix(".topology").unwrap_or(name));
    slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_spelling() {
        for (text, plain) in
            [("img", "img"), ("./img/", "img"), (".//../pics//", "../pics"), ("a/../b", "b"), ("./", ".")]
        {
            assert_eq!(folder(text).ok().as_deref(), Some(plain), "{text}");
        }
        assert_eq!(folder("/srv//pics/").ok().as_deref(), Some("/srv/pics"));
        assert!(folder(" ").is_err());
    }

    #[test]
    fn names_of_pictures_are_names_of_files() {
        let document = |path: &str| document_name(Path::new(path));
        assert_eq!((document("docs/read me.md"), document("a.rst")), ("read-me".to_owned(), "a.rst".to_owned()));
        assert_eq!(stem("../samples/web.topology.toml"), "web");
        assert_eq!(stem("topology.toml"), "topology");
        assert_eq!(slug("../a/b"), "..-a-b");
    }

    #[test]
    fn pictures_outside_the_folder_tell_which_document_they_are_of() {
        let between = |path: &str, pictures: &str| between(Path::new(path), pictures);
        assert_eq!(between("x/README.md", "diagrams"), None);
        assert_eq!(between("x/README.md", "./a/../b"), None);
        assert_eq!(between("x/README.md", "../pics").as_deref(), Some("x"));
        assert_eq!(between("./a/b/README.md", "../../pics").as_deref(), Some("a/b"));
        assert_eq!(between("a/b/README.md", "../pics").as_deref(), Some("b"));
    }
}
