//! Finds diagrams in documents, and the place of their pictures.
//!
//! A block says what is drawn. Its picture stands after it, between two lines of comment; the first of them bears a
//! hash of all that the picture is made of. One file here for each form of document.
//!
//! *Invariant*: nothing outside a picture's place is ever changed: a document is put together again from its own bytes.

mod asciidoc;
mod drawing;
mod hash;
mod markdown;
mod options;
mod rst;

use std::ops::Range;
use std::path::Path;

pub(super) use drawing::Diagram;
pub(super) use hash::Hash;
pub(super) use options::{Options, escaped};

/// A form of documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// Markdown.
    Markdown,
    /// `AsciiDoc`.
    AsciiDoc,
    /// reStructuredText.
    Rst,
}

/// A diagram in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    /// The line of the document at which it begins, from 1.
    pub(super) line: usize,
    /// What is said beside its name, as `file=web.topology.toml view=front`.
    pub(super) info: String,
    /// Its own text, if it has one, behind as many empty lines as stand before it in the document.
    pub(super) text: Option<String>,
    /// What stands before each line of it.
    pub(super) indent: String,
    /// Where it stands.
    pub(super) whole: Range<usize>,
    /// Where its picture stands; empty when there is none yet.
    pub(super) place: Range<usize>,
    /// The hash that its picture was made with.
    pub(super) hash: Option<String>,
}

/// A picture for a place in a document.
pub(super) struct Picture<'a> {
    /// Path of the picture, relative to the document.
    pub(super) light: &'a str,
    /// Path of its twin for dark pages.
    pub(super) dark: Option<&'a str>,
    /// What it shows, for readers who can not see it.
    pub(super) alt: &'a str,
}

/// A block as a form of documents finds it.
struct Found {
    /// Its first and its last line, from 0.
    lines: (usize, usize),
    info: String,
    /// First line of its own text and the line after the last.
    text: Option<(usize, usize)>,
}

/// A line of a document.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// Where it begins.
    start: usize,
    /// Where the next one begins.
    end: usize,
    /// Its text without the line break.
    text: &'a str,
}

impl<'a> Line<'a> {
    /// What stands before its first word, and the rest.
    fn parted(&self) -> (&'a str, &'a str) {
        let rest = self.text.trim_start();
        (&self.text[..self.text.len() - rest.len()], rest.trim_end())
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Form {
    /// The form that the name of a document says.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let suffix = path.extension()?.to_string_lossy().to_lowercase();
        match suffix.as_str() {
            "md" | "markdown" | "mdx" => Some(Self::Markdown),
            "adoc" | "asciidoc" | "asc" => Some(Self::AsciiDoc),
            "rst" => Some(Self::Rst),
            _ => None,
        }
    }

    /// Whether it can say that a picture is for dark pages.
    pub(super) fn shows_dark(self) -> bool {
        self == Self::Markdown
    }

    /// All diagrams of a document, in order; or the line of a block or a place without an end.
    pub(super) fn blocks(self, text: &str) -> Result<Vec<Block>, (usize, String)> {
        let lines = lines(text);
        let found = match self {
            Self::Markdown => markdown::find(&lines)?,
            Self::AsciiDoc => asciidoc::find(&lines)?,
            Self::Rst => rst::find(&lines),
        };
        found.into_iter().map(|found| self.block(&lines, found)).collect()
    }

    fn block(self, lines: &[Line], found: Found) -> Result<Block, (usize, String)> {
        let (first, last) = found.lines;
        let mut place = lines[last].end..lines[last].end;
        let mut hash = None;
        let next = (last + 1..lines.len()).find(|at| !lines[*at].is_blank());
        if let Some(at) = next
            && let Some(said) = self.begin(lines[at].parted().1)
        {
            let end = (at..lines.len()).find(|end| lines[*end].parted().1 == self.comment("end"));
            let Some(end) = end else {
                return Err((at + 1, "the place of a picture has no end".to_owned()));
            };
            place = lines[at].start..lines[end].end;
            hash = Some(said.to_owned());
        }
        let text = found.text.map(|(from, to)| {
            let mut text = "\n".repeat(from);
            for line in &lines[from..to] {
                text.push_str(line.text);
                text.push('\n');
            }
            text
        });
        Ok(Block {
            line: first + 1,
            info: found.info,
            text,
            indent: lines[first].parted().0.to_owned(),
            whole: lines[first].start..lines[last].end,
            place,
            hash,
        })
    }

    /// A line of comment about a picture.
    fn comment(self, words: &str) -> String {
        match self {
            Self::Markdown => format!("<!-- isoplan: {words} -->"),
            Self::AsciiDoc => format!("// isoplan: {words}"),
            Self::Rst => format!(".. isoplan: {words}"),
        }
    }

    /// The hash in a line that begins a place.
    fn begin(self, line: &str) -> Option<&str> {
        let (before, after) = match self {
            Self::Markdown => ("<!-- isoplan: begin", "-->"),
            Self::AsciiDoc => ("// isoplan: begin", ""),
            Self::Rst => (".. isoplan: begin", ""),
        };
        Some(line.strip_prefix(before)?.strip_suffix(after)?.trim())
    }

    /// The text of a place: its comments and the picture between them.
    pub(super) fn place(self, block: &Block, document: &str, picture: &Picture, hash: &str) -> String {
        let mut lines = vec![self.comment(&format!("begin {hash}"))];
        match self {
            Self::Markdown => markdown::picture(&mut lines, picture),
            Self::AsciiDoc => asciidoc::picture(&mut lines, picture),
            Self::Rst => rst::picture(&mut lines, picture),
        }
        lines.push(self.comment("end"));
        let end = if document.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out = String::new();
        if block.place.is_empty() {
            // the block may end the document without a line break
            out.push_str(if document[..block.place.start].ends_with('\n') { end } else { "" });
            if out.is_empty() {
                out = end.repeat(2);
            }
        }
        for line in lines {
            if !line.is_empty() {
                out.push_str(&block.indent);
                out.push_str(&line);
            }
            out.push_str(end);
        }
        if block.place.is_empty() && !block_is_followed_by_space(document, block) {
            out.push_str(end);
        }
        out
    }
}

/// Whether a blank line, or nothing, stands after a block.
fn block_is_followed_by_space(document: &str, block: &Block) -> bool {
    document[block.place.end..].lines().next().is_none_or(|line| line.trim().is_empty())
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|whole| {
            let line = Line { start, end: start + whole.len(), text: whole.trim_end_matches(['\n', '\r']) };
            start = line.end;
            line
        })
        .collect()
}

/// A text in one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A path as a part of an address.
fn address(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('"', "%22").replace('<', "%3C").replace('>', "%3E")
}

#[cfg(test)]
mod tests;
