//! Quotes lines of a file for the graphical report.
//!
//! The library's own reader walks a file from its first byte for each label, which is quadratic in a file with many
//! findings. This one finds lines by binary search in the file's line index.

use std::borrow::Cow;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::escape::{printable, same_length};
use crate::source::SourceFile;

/// A file that can be quoted.
pub(super) struct Quoted<'a> {
    file: &'a SourceFile,
    name: String,
    text: Cow<'a, str>,
}

impl<'a> Quoted<'a> {
    /// Makes the text safe to print once, for all findings of the file.
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self { file, name: printable(&file.name).into_owned(), text: same_length(&file.text) }
    }

    /// The name that is safe to print.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A range of the text, cut to what is there, so that no label is ever refused, and to its first line: of a list
    /// over twenty lines the beginning says enough.
    pub(super) fn span(&self, range: std::ops::Range<usize>) -> SourceSpan {
        let start = range.start.min(self.text.len());
        let line_end =
            self.text.as_bytes()[start..].iter().position(|b| *b == b'\n').map_or(self.text.len(), |n| start + n);
        let end = range.end.clamp(start, line_end);
        (start..end).into()
    }
}

impl SourceCode for Quoted<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let lines = self.file.lines();
        let first = lines.line(start).saturating_sub(before);
        // a span that ends with a line end stays on its line
        let last = lines.line(end.saturating_sub(1).max(start)) + after;
        let from = lines.start(first, &self.text);
        let to = lines.start(last + 1, &self.text);
        // asked for no lines around, the caller wants the line and column of the place itself
        let column = if before == 0 { self.file.position(start).column - 1 } else { 0 };
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            &self.text.as_bytes()[from..to],
            (from..to).into(),
            first,
            column,
            last + 1 - first,
        );
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn gives_whole_lines_with_their_number() {
        let file = SourceFile::new("x.toml", "one\ntwo é three\nfour\nfive\n");
        let quoted = Quoted::new(&file);
        let place = quoted.span(11..16);
        let around = quoted.read_span(&place, 1, 1).unwrap();
        assert_eq!(around.data(), "one\ntwo é three\nfour\n".as_bytes());
        assert_eq!((around.line(), around.column(), around.line_count()), (0, 0, 3));
        let place = quoted.read_span(&place, 0, 0).unwrap();
        assert_eq!((place.line(), place.column()), (1, 6));
        assert_eq!(place.name(), Some("x.toml"));
    }

    #[test]
    fn a_place_over_several_lines_ends_with_the_first() {
        let file = SourceFile::new("x.toml", "a = [\n1,\n]\n");
        let quoted = Quoted::new(&file);
        let place = quoted.span(4..10);
        assert_eq!((place.offset(), place.len()), (4, 1));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let file = SourceFile::new("x.toml", "");
        let quoted = Quoted::new(&file);
        let place = quoted.span(5..9);
        assert!(quoted.read_span(&place, 1, 1).unwrap().data().is_empty());
    }
}
