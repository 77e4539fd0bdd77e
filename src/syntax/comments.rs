//! Comments that accept a finding: `# isoplan: ignore[AVL101] reason`, above what they are for or at the end of its line.
//!
//! Above a header such as `[app.web]`, or at its end, a comment is for the whole table; elsewhere for one line. After the
//! brackets may stand `until 2027-01-31`, the last day on which it holds.

use super::attributes::Date;
use super::codes;
use super::scan::{self, scan};
use crate::diag::Diagnostic;
use crate::source::{FileId, Sources, Span, Spanned, Text};

/// One rule of a comment that accepts its findings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignore {
    /// Code or name of the rule.
    pub rule: Spanned<Text>,
    /// Why; may be empty.
    pub reason: Spanned<Text>,
    /// The last day it holds.
    pub until: Option<Spanned<Date>>,
    /// What it is for: a line or a table. Findings that begin there are accepted.
    pub covers: Span,
    /// The whole comment.
    pub comment: Span,
}

/// What such a comment begins with.
const MARK: &str = "isoplan:";
/// How it is written.
const FORM: &str = "write `# isoplan: ignore[RULE] reason`, or `# isoplan: ignore[RULE] until 2027-01-31 reason`";

/// All such comments of all files, and those that can not be understood.
pub fn ignores(sources: &Sources) -> (Vec<Ignore>, Vec<Diagnostic>) {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (id, file) in sources.iter().filter(|(_, file)| file.text.contains(MARK)) {
        let text = &file.text;
        let headers = scan(text).headers;
        for range in scan::comments(text) {
            let body = &text[range.clone()];
            let words = body.trim_start_matches('#').trim_start();
            if !words.starts_with(MARK) {
                continue;
            }
            let covers = covered(text, range.start, &headers);
            match read(id, range.start + (body.len() - words.len()), words) {
                Some((rules, until, reason)) => found.extend(rules.into_iter().map(|rule| Ignore {
                    rule,
                    reason: reason.clone(),
                    until,
                    covers: Span::new(id, covers.clone()),
                    comment: Span::new(id, range.clone()),
                })),
                None => wrong.push(
                    Diagnostic::error(
                        codes::BAD_VALUE,
                        Span::new(id, range.clone()),
                        "this comment is not understood",
                        "not a comment that accepts a finding",
                    )
                    .with_help(FORM),
                ),
            }
        }
    }
    (found, wrong)
}

type Read = (Vec<Spanned<Text>>, Option<Spanned<Date>>, Spanned<Text>);

/// Reads `isoplan: ignore[A, B] until DATE reason`, which begins at a byte of the file.
fn read(id: FileId, start: usize, words: &str) -> Option<Read> {
    let at = |part: &str| {
        let offset = start + (part.as_ptr() as usize - words.as_ptr() as usize);
        Span::new(id, offset..offset + part.len())
    };
    let rest = words.strip_prefix(MARK)?.trim_start().strip_prefix("ignore")?.trim_start().strip_prefix('[')?;
    let (list, rest) = rest.split_once(']')?;
    let rules: Vec<Spanned<Text>> =
        list.split(',').map(str::trim).map(|rule| Spanned::new(Text::new(rule), at(rule))).collect();
    if rules.iter().any(|rule| rule.value.is_empty()) {
        return None;
    }
    let mut reason = rest.trim();
    let mut until = None;
    if let Some(after) = reason.strip_prefix("until ") {
        let (day, rest) = after.trim_start().split_once(char::is_whitespace).unwrap_or((after.trim_start(), ""));
        until = Some(Spanned::new(date(day)?, at(day)));
        reason = rest.trim();
    }
    Some((rules, until, Spanned::new(Text::new(reason), at(reason))))
}

/// A day such as `2027-01-31`.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut number = |length: usize| {
        parts
            .next()
            .filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))?
            .parse::<u16>()
            .ok()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && parts.next().is_none();
    fits.then_some(Date { year, month: month as u8, day: day as u8 })
}

/// What a comment that begins at a byte is for.
fn covered(text: &str, comment: usize, headers: &[std::ops::Range<usize>]) -> std::ops::Range<usize> {
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |n| n + 1);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |n| at + n);
    let mut start = line_start(comment);
    if text[start..comment].trim().is_empty() {
        // the next line that is neither empty nor a comment
        loop {
            let end = line_end(start);
            let line = text[start..end].trim_start();
            if !line.trim().is_empty() && !line.starts_with('#') {
                break;
            }
            if end == text.len() {
                return end..end;
            }
            start = end + 1;
        }
    }
    let end = line_end(start);
    let header = headers.partition_point(|header| header.start < start);
    match headers.get(header).filter(|header| header.start < end) {
        Some(_) => start..headers.get(header + 1).map_or(text.len(), |next| next.start),
        None => start..end,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn of(text: &str) -> (Sources, Vec<Ignore>, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        sources.add(SourceFile::new("t", text));
        let (found, wrong) = ignores(&sources);
        (sources, found, wrong)
    }

    #[test]
    fn above_a_header_it_is_for_the_table_and_else_for_a_line() {
        let text = "# isoplan: ignore[AVL101, DAT602] until 2027-01-31 a batch job\n\n# more\n[app.web]\na = 1\n\n[app.b]\n\
                    # isoplan: ignore[NET701] seen\nx = \"# isoplan: ignore[NO] no\"\ny = 2 # isoplan: ignore[X] here\n";
        let (sources, found, wrong) = of(text);
        assert_eq!(wrong, []);
        let rules: Vec<&str> = found.iter().map(|i| i.rule.value.as_str()).collect();
        assert_eq!(rules, ["AVL101", "DAT602", "NET701", "X"]);
        assert_eq!(sources.text(found[0].covers), "[app.web]\na = 1\n\n");
        assert_eq!(found[0].until.as_ref().unwrap().value.to_string(), "2027-01-31");
        assert_eq!((found[1].reason.value.as_str(), sources.text(found[1].rule.span)), ("a batch job", "DAT602"));
        assert!(sources.text(found[2].covers).starts_with("x = "));
        assert!(sources.text(found[3].covers).starts_with("y = 2"));
        assert_eq!(sources.text(found[3].comment), "# isoplan: ignore[X] here");
    }

    #[test]
    fn what_is_not_understood_is_told() {
        for text in [
            "# isoplan: ignore AVL101",
            "# isoplan: ignroe[AVL101] x",
            "# isoplan: ignore[] x",
            "# isoplan: ignore[A] until tomorrow x",
            "# isoplan: ignore[A] until 2027-13-01 x",
            "#isoplan: ignore[A",
        ] {
            let (_, found, wrong) = of(text);
            assert_eq!((found.len(), wrong.len()), (0, 1), "{text}");
        }
        assert_eq!(of("# see isoplan: it draws").2, []);
        assert_eq!(of("# isoplan: ignore[A] é until the end").1.len(), 1);
    }
}
