//! `isoplan mdbook`: a preprocessor of mdBook, which puts pictures in the place of diagrams.
//!
//! mdBook writes a pair of its context and the book as JSON to standard input and reads the book back. Pictures go into
//! the chapters as data addresses: a preprocessor that wrote files into the source of the book would start the next
//! build of `mdbook serve`. Source: mdBook's guide, "Preprocessors", 0.4 and 0.5.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::disk;
use crate::cli::documents::{Diagram, Form, escaped};
use crate::cli::ending::{Ending, Failure, quoted, shown};
use crate::cli::terminal::Terminal;
use crate::export::base64;

/// Draw the diagrams of an mdBook, as its preprocessor
///
/// In book.toml, `[preprocessor.isoplan]` with `command = "isoplan mdbook"` calls it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan mdbook supports html                ends with code 0: this renderer is supported
  isoplan mdbook < book.json                  what mdBook does")]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    question: Option<Question>,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// Ask whether a renderer is supported: exit code 0 for yes, 1 for no
    Supports {
        /// The renderer
        #[arg(value_name = "RENDERER")]
        renderer: String,
    },
}

/// Answers mdBook.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    if let Some(Question::Supports { renderer }) = &args.question {
        return Ok(if renderer == "html" { Ending::Clean } else { Ending::Findings });
    }
    if terminal.is_asked() {
        return Err(Failure::new("a book is expected on standard input")
            .with_help("mdBook calls this command; `isoplan mdbook --help` says how"));
    }
    let text = disk::stdin().map_err(|why| Failure::new(format!("standard input can not be read: {why}")))?;
    let wrong = |why: String| Failure::new(format!("standard input is no book: {why}"));
    let input: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let Value::Array(pair) = input else { return Err(wrong("expected a list of two".to_owned())) };
    let Ok([context, mut book]) = <[Value; 2]>::try_from(pair) else {
        return Err(wrong("expected a list of two".to_owned()));
    };
    let root = PathBuf::from(context["root"].as_str().unwrap_or("."));
    let source = root.join(context["config"]["book"]["src"].as_str().unwrap_or("src"));
    let mut broken = false;
    for key in ["sections", "items"] {
        if let Some(items) = book.get_mut(key).and_then(Value::as_array_mut) {
            broken |= chapters(items, &source, terminal)?;
        }
    }
    if broken {
        return Ok(Ending::Findings);
    }
    terminal.print(&book.to_string())?;
    Ok(Ending::Clean)
}

/// Draws the diagrams of chapters and of those below them. Gives whether one has errors.
fn chapters(items: &mut [Value], source: &Path, terminal: Terminal) -> Result<bool, Failure> {
    let mut broken = false;
    // a list of what is still to be done instead of recursion: chapters may be nested as deeply as they like
    let mut open: Vec<&mut Value> = items.iter_mut().collect();
    while let Some(item) = open.pop() {
        let Some(chapter) = item.get_mut("Chapter").and_then(Value::as_object_mut) else { continue };
        let path = ["source_path", "path"].iter().find_map(|key| chapter.get(*key)?.as_str()).unwrap_or("");
        let document = source.join(path);
        if let Some(Value::String(content)) = chapter.get_mut("content") {
            match drawn(content, &document, terminal)? {
                Some(text) => *content = text,
                None => broken = true,
            }
        }
        if let Some(Value::Array(below)) = chapter.get_mut("sub_items") {
            open.extend(below.iter_mut());
        }
    }
    Ok(broken)
}

/// The text of a chapter with pictures for diagrams; nothing when one of them has errors.
fn drawn(text: &str, document: &Path, terminal: Terminal) -> Result<Option<String>, Failure> {
    let name = document.to_string_lossy();
    let here = |line: usize, why: &str| format!("{}:{line}: {why}", shown(&name));
    let blocks = Form::Markdown.blocks(text).map_err(|(line, why)| Failure::new(here(line, &why)))?;
    let mut out = String::new();
    let mut done = 0;
    let mut broken = false;
    for block in &blocks {
        let at = |failure: Failure| Failure { message: here(block.line, &failure.message), ..failure };
        let diagram = Diagram::read(document, block).map_err(at)?;
        if diagram.is_broken(terminal) {
            terminal.note(&format!("the diagram stands in {}", quoted(&here(block.line, ""))));
            broken = true;
            continue;
        }
        let drawn = diagram.draw(document, false, terminal).map_err(at)?;
        out.push_str(&text[done..block.whole.start]);
        let (alt, data) = (escaped(&drawn.alt.replace('\n', " ")), base64(drawn.light.as_bytes()));
        let indent = &block.indent;
        // writing to a `String` can not fail
        let _ = write!(out, "\n{indent}<p><img alt=\"{alt}\" src=\"data:image/svg+xml;base64,{data}\"></p>\n\n");
        // a picture that `embed` has put there is the same one
        done = if block.place.is_empty() { block.whole.end } else { block.place.end };
    }
    out.push_str(&text[done..]);
    Ok((!broken).then_some(out))
}
