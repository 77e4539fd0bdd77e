//! Places in the forms that other programs expect: paths as URIs, lines, columns, and texts of one line.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::diag::Diagnostic;
use crate::source::{Position, Sources, Span};

/// The file of a place, and where it begins and ends.
pub(super) struct Place<'a> {
    /// The name as shown to the user.
    pub(super) file: &'a str,
    /// First character.
    pub(super) start: Position,
    /// One past the last character.
    pub(super) end: Position,
}

/// Looks a span up.
pub(super) fn place(sources: &Sources, span: Span) -> Place<'_> {
    let file = sources.file(span.file);
    Place { file: &file.name, start: file.position(span.start as usize), end: file.position(span.end as usize) }
}

/// Where a finding is. One without a place of its own stands at the first character of the first file, because most
/// programs refuse a finding that is nowhere; `None` when no file was read.
pub(super) fn home<'a>(sources: &'a Sources, finding: &Diagnostic) -> Option<Place<'a>> {
    let start = Position { line: 1, column: 1 };
    match &finding.primary {
        Some(label) => Some(place(sources, label.span)),
        None => sources.iter().next().map(|(_, file)| Place { file: &file.name, start, end: start }),
    }
}

/// A path as a URI reference: `/` between its parts, everything but letters, digits and `-._~/` as `%XX`; an absolute
/// path gets the scheme `file`.
pub(super) fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        out.push_str("file:///");
    }
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The message; behind it, in brackets, the words at the place, if they alone say what is expected.
pub(super) fn said(finding: &Diagnostic) -> Cow<'_, str> {
    match &finding.primary {
        Some(label) if finding.help.is_none() && label.text.starts_with("expected ") => {
            Cow::Owned(format!("{} ({})", finding.message, label.text))
        }
        _ => Cow::Borrowed(&finding.message),
    }
}

/// The message, then what to type, then further facts: a line each.
pub(super) fn whole_text(finding: &Diagnostic) -> String {
    let mut text = said(finding).into_owned();
    for (word, line) in finding.help.iter().map(|t| ("help", t)).chain(finding.notes.iter().map(|t| ("note", t))) {
        let _ = write!(text, "\n{word}: {line}");
    }
    if let Some(page) = &finding.page {
        let _ = write!(text, "\npage: {page}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("./apps/web.toml"), "apps/web.toml");
        assert_eq!(uri("a b/é#.toml"), "a%20b/%C3%A9%23.toml");
        assert_eq!(uri("/srv/x.toml"), "file:///srv/x.toml");
        assert_eq!(uri("C:\\x\\y.toml"), "file:///C%3A/x/y.toml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
