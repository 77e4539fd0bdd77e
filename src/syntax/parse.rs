//! From a text to TOML tables with their places; every error of TOML in one run.
//!
//! The parser goes on after an error with what it could make of the line. Its guess must not lead to a second finding,
//! so the findings of the decoder inside a table with an error are dropped again; other tables keep theirs. A text
//! without mistakes, as most are, is built by a shorter way.

use toml::de::DeTable;

use super::build::build;
use super::codes;
use super::scan::Scan;
use super::sink::Sink;
use super::suggest::shown;
use super::tree::Table;
use crate::diag::Diagnostic;
use crate::source::Span;

/// Most errors of TOML that are reported for one file.
const MOST: usize = 100;

/// A parsed text.
pub(super) struct Parsed<'t> {
    /// The tables.
    pub(super) root: Table<'t>,
    /// Headers of the text.
    scan: Scan,
    /// The sections that hold an error, sorted.
    broken: Vec<usize>,
}

impl Parsed<'_> {
    /// Whether a finding of the decoder may only follow from an error of TOML.
    pub(super) fn is_broken_at(&self, span: Span) -> bool {
        self.broken.binary_search(&self.scan.section(span.start as usize)).is_ok()
    }
}

/// Parses the mended text of `sink`'s file; errors go to the sink.
pub(super) fn parse<'t>(text: &'t str, scan: Scan, sink: &mut Sink) -> Parsed<'t> {
    if let Some((at, what)) = scan.too_deep {
        let span = sink.span(at..at + 1);
        sink.push(Diagnostic::error(codes::TOO_LARGE, span, format!("too many {what} in each other"), "here"));
        return Parsed { root: Table::default(), scan, broken: vec![0] };
    }
    let mut broken = Vec::new();
    for open in scan.unclosed.iter().take(MOST) {
        let span = sink.span(open.bracket..open.bracket + 1);
        sink.push(Diagnostic::error(codes::NOT_TOML, span, "not TOML: bracket is never closed", "opens here"));
        broken.push(scan.section(open.bracket));
    }
    if broken.is_empty()
        && let Some(root) = build(text, &scan.headers)
    {
        return Parsed { root, scan, broken };
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<_> = errors.iter().map(|e| (e.span().unwrap_or(0..0), e.message())).collect();
    errors.sort_by_key(|(range, _)| range.start);
    broken.extend(errors.iter().map(|(range, _)| scan.section(range.start)));
    // the first error of a line is the cause, the others mostly follow from it
    let mut before = None;
    errors.retain(|(range, _)| {
        let between = before.map(|b| text.as_bytes().get(b..range.start).unwrap_or_default());
        before = Some(range.start);
        between.is_none_or(|b| b.contains(&b'\n'))
    });
    let all = errors.len();
    for (range, message) in errors.into_iter().take(MOST) {
        let start = range.start.min(text.len());
        let span = sink.span(start..range.end.clamp(start, text.len()));
        sink.push(finding(text, &scan, span, message).unwrap_or_else(|| {
            let message = message.lines().next().unwrap_or("not TOML");
            let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
            let found = Diagnostic::error(codes::NOT_TOML, span, format!("not TOML: {what}"), what);
            if expected.is_empty() { found } else { found.with_help(format!("expected {expected}")) }
        }));
    }
    if all > MOST {
        let end = sink.span(text.len()..text.len());
        let message = format!("not TOML: {all} lines with errors in all, the first {MOST} are shown");
        sink.push(Diagnostic::error(codes::NOT_TOML, end, message, "end of the file"));
    }
    broken.sort_unstable();
    broken.dedup();
    Parsed { root: root.into_inner().into(), scan, broken }
}

/// A repeated table or key, with the place where it stands first.
fn finding(text: &str, scan: &Scan, span: Span, message: &str) -> Option<Diagnostic> {
    if message != "duplicate key" {
        return None;
    }
    let at = span.range();
    let section = scan.section(at.start);
    let header = section.checked_sub(1).and_then(|i| scan.headers.get(i));
    if let Some(header) = header.filter(|h| h.contains(&at.start)) {
        let same = |h: &std::ops::Range<usize>| {
            let plain = |r: &std::ops::Range<usize>| text[r.clone()].replace([' ', '\t'], "");
            plain(h) == plain(header)
        };
        let first = scan.headers.iter().find(|h| same(h)).filter(|h| h.start < header.start)?;
        let name = shown(&text[header.clone()]);
        let first = Span { start: first.start as u32, end: first.end as u32, ..span };
        let label = "stands a second time here";
        return Some(
            Diagnostic::error(codes::DUPLICATE_ID, span, format!("`{name}` stands twice"), label)
                .with_related(first, "stands first here")
                .with_help("join the two tables, or give one of them another id"),
        );
    }
    let key = text.get(at.clone())?;
    let start = scan.section_start(section);
    let mut line = start;
    let mut first = None;
    for part in text.get(start..at.start)?.split_inclusive('\n') {
        let indent = part.len() - part.trim_start().len();
        let is_key = part.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if is_key {
            first = Some(line + indent);
            break;
        }
        line += part.len();
    }
    let found =
        Diagnostic::error(codes::NOT_TOML, span, format!("{} stands twice in one table", tick(key)), "again here");
    Some(match first {
        Some(first) => {
            let first = Span { start: first as u32, end: (first + key.len()) as u32, ..span };
            found.with_related(first, "first here")
        }
        None => found,
    })
}

/// A key in backticks, without quotes of its own.
fn tick(key: &str) -> String {
    super::suggest::quoted(key.trim_matches(['"', '\'']))
}
