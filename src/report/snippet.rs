//! Quotes lines of a file for the graphical report.
//!
//! The library's own reader walks a file from its first byte for each label, which is quadratic in a file with many
//! findings. This one finds lines by binary search in the file's line index, and copies the few lines that one finding
//! needs into an excerpt. There, a line too long to be read is cut to what is around the places in it.

use std::collections::BTreeMap;
use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::escape::{printable, same_length};
use crate::source::SourceFile;

/// Lines shown before and after that of a place.
pub(super) const CONTEXT: usize = 1;
/// Bytes of a line that is quoted whole.
const LONGEST: usize = 240;
/// Bytes of a longer line that are kept before and after a place.
const AROUND: usize = 48;
/// Bytes of a place that are kept in a longer line.
const PLACE: usize = 96;

/// A file that can be quoted.
pub(super) struct Quoted<'a> {
    file: &'a SourceFile,
    name: String,
}

impl<'a> Quoted<'a> {
    /// A file; what is quoted of it is made safe to print.
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self { file, name: printable(&file.name).into_owned() }
    }

    /// The name that is safe to print.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The lines around some ranges of the text; `mark` stands where a part of a line is left out.
    pub(super) fn excerpt(&self, ranges: impl Iterator<Item = Range<usize>>, mark: &str) -> Excerpt<'_> {
        let (index, text) = (self.file.lines(), &self.file.text);
        let last = index.line(text.len());
        let mut wanted: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        for range in ranges {
            let place = self.place(range);
            let at = index.line(place.start);
            for near in at.saturating_sub(CONTEXT)..=(at + CONTEXT).min(last) {
                wanted.entry(near).or_default();
            }
            wanted.entry(at).or_default().push(place);
        }
        let mut excerpt = Excerpt { quoted: self, text: String::new(), lines: Vec::with_capacity(wanted.len()) };
        for (number, places) in wanted {
            let range = index.start(number, text)..index.start(number + 1, text);
            excerpt.add(number, range, &places, mark);
        }
        excerpt
    }

    /// A range of the text, cut to what is there, so that no label is ever refused, and to its first line: of a list
    /// over twenty lines the beginning says enough.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.file.text;
        let start = range.start.min(text.len());
        let line_end = text.as_bytes()[start..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| start + n);
        start..range.end.clamp(start, line_end)
    }
}

/// The lines of a file that one finding speaks of.
pub(super) struct Excerpt<'a> {
    quoted: &'a Quoted<'a>,
    text: String,
    lines: Vec<Line>,
}

/// A line of an excerpt.
struct Line {
    /// Its number in the file, from 0.
    number: usize,
    /// Where it starts in the excerpt.
    start: usize,
    /// What of it is kept: where that starts in the file and in the excerpt, and its length. Never empty.
    kept: Vec<(usize, usize, usize)>,
}

impl Excerpt<'_> {
    /// Adds a line, as a whole or what is around the places in it.
    fn add(&mut self, number: usize, range: Range<usize>, places: &[Range<usize>], mark: &str) {
        let source = &self.quoted.file.text;
        let whole = &source[range.clone()];
        let end = range.start + whole.strip_suffix("\r\n").or(whole.strip_suffix('\n')).unwrap_or(whole).len();
        let mut windows: Vec<Range<usize>> = Vec::new();
        if end - range.start <= LONGEST {
            windows.push(range.start..end);
        } else if places.is_empty() {
            windows.push(range.start..source.floor_char_boundary(range.start + 2 * AROUND));
        } else {
            let mut places = places.to_vec();
            places.sort_by_key(|place| place.start);
            for place in places {
                let from = source.floor_char_boundary(place.start.saturating_sub(AROUND).max(range.start));
                let to = source.ceil_char_boundary(place.end.min(place.start + PLACE).saturating_add(AROUND).min(end));
                match windows.last_mut() {
                    Some(before) if from <= before.end => before.end = before.end.max(to),
                    _ => windows.push(from..to),
                }
            }
        }
        let mut line = Line { number, start: self.text.len(), kept: Vec::with_capacity(windows.len()) };
        let mut done = range.start;
        for window in windows {
            if window.start > done {
                self.text.push_str(mark);
            }
            line.kept.push((window.start, self.text.len(), window.len()));
            done = window.end;
            self.text.push_str(&same_length(&source[window]));
        }
        if done < end {
            self.text.push_str(mark);
        }
        self.text.push_str(&source[end..range.end]);
        self.lines.push(line);
    }

    /// The place of a range of the file, one of those that the excerpt was made for.
    pub(super) fn span(&self, range: Range<usize>) -> SourceSpan {
        let place = self.quoted.place(range);
        let number = self.quoted.file.lines().line(place.start);
        let at = self.lines.partition_point(|line| line.number < number);
        let kept = self.lines.get(at).map_or(&[][..], |line| &line.kept);
        let near = kept.iter().rfind(|(from, _, _)| *from <= place.start);
        let Some(&(from, to, length)) = near.or(kept.first()) else { return (self.text.len()..self.text.len()).into() };
        let start = place.start.saturating_sub(from).min(length);
        let end = place.end.saturating_sub(from).clamp(start, length);
        (to + start..to + end).into()
    }

    /// Which line of the excerpt a place of it is in.
    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() || self.lines.is_empty() {
            return Err(MietteError::OutOfBounds);
        }
        let at = self.line_of(start);
        // a span that ends with a line end stays on its line
        let stop = self.line_of(end.saturating_sub(1).max(start));
        let number = |line: usize| self.lines[line].number;
        if number(stop) - number(at) != stop - at {
            return Err(MietteError::OutOfBounds);
        }
        let first = (at.saturating_sub(before)..at).find(|&line| number(at) - number(line) == at - line).unwrap_or(at);
        let most = (stop + after + 1).min(self.lines.len());
        let last = (stop..most).rfind(|&line| number(line) - number(stop) == line - stop).unwrap_or(stop);
        let (from, to) = (self.lines[first].start, self.lines.get(last + 1).map_or(self.text.len(), |line| line.start));
        // asked for no lines around, the caller wants the line and column of the place itself
        let column = if before == 0 { self.column(at, start) } else { 0 };
        let contents = MietteSpanContents::new_named(
            self.quoted.name.clone(),
            &self.text.as_bytes()[from..to],
            (from..to).into(),
            number(first),
            column,
            last + 1 - first,
        );
        Ok(Box::new(contents))
    }
}

impl Excerpt<'_> {
    /// The column that a place of the excerpt has in the file, from 0.
    fn column(&self, line: usize, offset: usize) -> usize {
        let kept = &self.lines[line].kept;
        let near = kept.iter().rfind(|(_, to, _)| *to <= offset).or(kept.first());
        let place = near.map_or(0, |(from, to, length)| from + offset.saturating_sub(*to).min(*length));
        self.quoted.file.position(place).column - 1
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::iter::once;

    use super::*;

    fn text(contents: &dyn SpanContents<'_>) -> String {
        String::from_utf8(contents.data().to_vec()).unwrap()
    }

    #[test]
    fn gives_whole_lines_with_their_number() {
        let file = SourceFile::new("x.toml", "one\ntwo é three\nfour\nfive\n");
        let quoted = Quoted::new(&file);
        let excerpt = quoted.excerpt(once(11..16), "…");
        let place = excerpt.span(11..16);
        let around = excerpt.read_span(&place, 1, 1).unwrap();
        assert_eq!(text(&*around), "one\ntwo é three\nfour\n");
        assert_eq!((around.line(), around.column(), around.line_count()), (0, 0, 3));
        let place = excerpt.read_span(&place, 0, 0).unwrap();
        assert_eq!((place.line(), place.column()), (1, 6));
        assert_eq!(place.name(), Some("x.toml"));
    }

    #[test]
    fn places_far_apart_are_never_joined() {
        let file = SourceFile::new("x.toml", "a\nb\nc\nd\ne\nf\ng\n");
        let quoted = Quoted::new(&file);
        let excerpt = quoted.excerpt([0..1, 12..13].into_iter(), "…");
        let (first, last) = (excerpt.span(0..1), excerpt.span(12..13));
        assert_eq!(text(&*excerpt.read_span(&first, 1, 1).unwrap()), "a\nb\n");
        let end = excerpt.read_span(&last, 1, 1).unwrap();
        assert_eq!((text(&*end).as_str(), end.line()), ("f\ng\n", 5));
        let both = (first.offset()..last.offset() + 1).into();
        assert!(excerpt.read_span(&both, 1, 1).is_err());
    }

    #[test]
    fn a_place_over_several_lines_ends_with_the_first() {
        let file = SourceFile::new("x.toml", "a = [\n1,\n]\n");
        let quoted = Quoted::new(&file);
        let place = quoted.excerpt(once(4..10), "…").span(4..10);
        assert_eq!((place.offset(), place.len()), (4, 1));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let file = SourceFile::new("x.toml", "");
        let quoted = Quoted::new(&file);
        let excerpt = quoted.excerpt(once(5..9), "…");
        assert!(excerpt.read_span(&excerpt.span(5..9), 1, 1).unwrap().data().is_empty());
    }

    #[test]
    fn a_long_line_is_cut_to_what_is_around_its_places() {
        let line = format!("{}first{}seçond{}\r\n", "é".repeat(3000), "x".repeat(5000), "y".repeat(9000));
        let file = SourceFile::new("x.toml", format!("{line}{}\n", "z".repeat(4000)));
        let quoted = Quoted::new(&file);
        let ranges = ["first", "seçond"].map(|word| {
            let at = file.text.find(word).unwrap();
            at..at + word.len()
        });
        let excerpt = quoted.excerpt(ranges.iter().cloned(), "…");
        for (range, column) in ranges.into_iter().zip([3000, 8005]) {
            let place = excerpt.span(range.clone());
            assert_eq!(excerpt.text[place.offset()..place.offset() + place.len()], file.text[range]);
            assert_eq!(excerpt.read_span(&place, 0, 0).unwrap().column(), column);
        }
        let shown = text(&*excerpt.read_span(&excerpt.span(6000..6005), 1, 1).unwrap());
        let [first, second] = shown.split_inclusive('\n').collect::<Vec<_>>()[..] else { panic!("{shown}") };
        assert!(first.starts_with("…é") && first.ends_with("y…\r\n") && first.contains("x…x"), "{first}");
        assert!(second.starts_with("zz") && second.ends_with("z…\n"), "{second}");
        assert!(shown.len() < 1000, "{}", shown.len());
    }
}
