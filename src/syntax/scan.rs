//! Walks once over a text before it is parsed: refuses what is nested too deeply, notes where tables begin, and finds
//! brackets that are never closed.
//!
//! The walk follows the lexer of the TOML crate (strings, comments, brackets) without building anything. The crate
//! itself stops at 80 nested brackets, but a key of 100,000 dotted parts would make as many tables in each other, and
//! dropping those needs as much stack.
//!
//! A list that is not closed would swallow every table after it. Inside a list no line starts with `key =`, and inside
//! any bracket no line is `[some.name]`; so at such a line the statement with the open bracket is blanked out by spaces,
//! and the parser sees the rest at its old places.
//!
//! *Invariant*: a text that passes makes at most `KEY_PARTS` tables for a key, and each open bracket is counted, so
//! everything behind it can recurse.

use std::borrow::Cow;
use std::ops::Range;

/// Most brackets in each other.
const BRACKETS: usize = 32;

/// Most dotted parts of a key.
const KEY_PARTS: usize = 16;

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The headers `[…]`, `[[…]]` of tables, in order of the text.
    pub(super) headers: Vec<Range<usize>>,
    /// Where the text is nested too deeply, with what is too deep.
    pub(super) too_deep: Option<(usize, &'static str)>,
    /// Brackets that are never closed.
    pub(super) unclosed: Vec<Unclosed>,
}

/// A bracket that is never closed.
#[derive(Debug)]
pub(super) struct Unclosed {
    /// Where it opens.
    pub(super) bracket: usize,
    /// Its statement: from the start of its line to the next statement.
    statement: Range<usize>,
}

impl Scan {
    /// The table that holds a byte offset: from its header, or the start of the text, to the next header.
    pub(super) fn section(&self, offset: usize) -> usize {
        self.headers.partition_point(|h| h.start <= offset)
    }

    /// The text with spaces in place of statements whose brackets are never closed.
    pub(super) fn mended<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.unclosed.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut bytes = text.as_bytes().to_vec();
        for open in &self.unclosed {
            for byte in &mut bytes[open.statement.clone()] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
        String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// The first byte of a section.
    pub(super) fn section_start(&self, section: usize) -> usize {
        section.checked_sub(1).and_then(|i| self.headers.get(i)).map_or(0, |h| h.start)
    }
}

/// Walks over a text.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut scan = Scan::default();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut line_at = 0;
    let mut statement_at = 0;
    let mut parts = 1;
    let mut line_start = true;
    let mut in_header = false;
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while let Some(&byte) = bytes.get(at) {
        if matches!(byte, b' ' | b'\t') {
            at += 1;
            continue;
        }
        let end = token_end(bytes, at);
        if line_start
            && let Some((bracket, bracket_at)) = open.last()
            && starts_statement(&bytes[at..], *bracket)
        {
            scan.unclosed.push(Unclosed { bracket: *bracket_at, statement: statement_at..line_at });
            open.clear();
        }
        match byte {
            b'[' if open.is_empty() && line_start => {
                scan.headers.push(at..header_end(bytes, at));
                in_header = true;
                parts = 1;
            }
            b'[' | b']' | b'{' | b'}' if in_header => {}
            b'[' | b'{' => {
                if open.is_empty() {
                    statement_at = line_at;
                }
                open.push((byte, at));
                parts = 1;
                if open.len() > BRACKETS {
                    scan.too_deep = Some((at, "brackets"));
                    return scan;
                }
            }
            b']' | b'}' => {
                let opener = if byte == b']' { b'[' } else { b'{' };
                if open.last().is_some_and(|(byte, _)| *byte == opener) {
                    open.pop();
                }
            }
            b'.' => {
                parts += 1;
                if parts > KEY_PARTS {
                    scan.too_deep = Some((at, "parts of a key"));
                    return scan;
                }
            }
            b'\n' => (parts, in_header, line_at) = (1, false, end),
            b'=' | b',' => parts = 1,
            _ => {}
        }
        line_start = byte == b'\n';
        at = end;
    }
    scan
}

/// The comments of a text, each from its `#` to the end of its line.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = token_end(bytes, at);
        if bytes[at] == b'#' {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// Whether a line can only be the start of a new statement, although a bracket is open.
fn starts_statement(line: &[u8], bracket: u8) -> bool {
    let line = line.split(|b| *b == b'\n').next().unwrap_or(line);
    let is_bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let bare = line.iter().take_while(|b| is_bare(b)).count();
    let after = line[bare..].trim_ascii_start();
    if bare > 0 {
        return bracket == b'[' && after.starts_with(b"=");
    }
    let Some(name) = line.strip_prefix(b"[") else { return false };
    let name = name.strip_prefix(b"[").unwrap_or(name);
    let length = name.iter().take_while(|b| is_bare(b) || **b == b'.').count();
    let (name, rest) = name.split_at(length);
    let is_value = name.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_' | b'e'));
    let is_word = matches!(name, b"true" | b"false" | b"inf" | b"nan");
    let rest = rest.strip_prefix(b"]").map(|r| r.strip_prefix(b"]").unwrap_or(r).trim_ascii());
    !is_value && !is_word && rest.is_some_and(|r| r.is_empty() || r.starts_with(b"#"))
}

/// The bytes that end a bare word.
const ENDS_WORD: [bool; 256] = table(b".=,[]{} \t#\r\n");

/// The bytes at which a string between double quotes may end or go on in another way.
const ENDS_BASIC: [bool; 256] = table(b"\"\\\n");

/// The same for a string between single quotes.
const ENDS_LITERAL: [bool; 256] = table(b"'\n");

/// For each byte whether it is one of these.
const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// Where the first byte of a table is; the end where there is none.
fn find(bytes: &[u8], table: &[bool; 256]) -> usize {
    bytes.iter().position(|byte| table[usize::from(*byte)]).unwrap_or(bytes.len())
}

/// One past the token that starts at `at`.
pub(super) fn token_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let length = match rest[0] {
        b'.' | b'=' | b',' | b'[' | b']' | b'{' | b'}' | b' ' | b'\t' | b'\r' | b'\n' => 1,
        b'#' => rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len()),
        quote @ (b'"' | b'\'') if rest.starts_with(&[quote; 3]) => long_string(rest, quote),
        quote @ (b'"' | b'\'') => string(rest, quote),
        _ => find(rest, &ENDS_WORD),
    };
    at + length.max(1)
}

/// Length of a string of one line; a string that is not closed ends with the line.
fn string(rest: &[u8], quote: u8) -> usize {
    let ends = if quote == b'"' { &ENDS_BASIC } else { &ENDS_LITERAL };
    let mut at = 1;
    loop {
        at += find(&rest[at..], ends);
        match rest.get(at) {
            None | Some(b'\n') => return at,
            Some(b'\\') => at += if matches!(rest.get(at + 1), Some(b'"' | b'\\')) { 2 } else { 1 },
            Some(_) => return at + 1,
        }
    }
}

/// Length of a string of many lines; up to two quotes may stand before the closing three.
fn long_string(rest: &[u8], quote: u8) -> usize {
    let mut at = 3;
    while at < rest.len() {
        if quote == b'"' && rest[at] == b'\\' && matches!(rest.get(at + 1), Some(b'"' | b'\\')) {
            at += 2;
        } else if rest[at..].starts_with(&[quote; 3]) {
            let more = rest[at + 3..].iter().take(2).take_while(|b| **b == quote).count();
            return at + 3 + more;
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// One past the last closing bracket of the header that starts at `at`, or the end of the line when it is not closed.
fn header_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    let mut closed = None;
    while let Some(&byte) = bytes.get(end) {
        if matches!(byte, b'\n' | b'#') {
            break;
        }
        end = token_end(bytes, end);
        if byte == b']' {
            closed = Some(end);
        }
    }
    closed.unwrap_or(end)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn headers(text: &str) -> Vec<&str> {
        scan(text).headers.into_iter().map(|h| &text[h]).collect()
    }

    #[test]
    fn headers_are_found_outside_of_values() {
        let text = "a = [\n[1]\n]\n[app.web] # [x]\n  [[step]]\ns = '''\n[not]\n'''\nt = \"[\"\n[b]";
        assert_eq!(headers(text), ["[app.web]", "[[step]]", "[b]"]);
    }

    #[test]
    fn sections_are_counted_from_the_header() {
        let found = scan("x=1\n[a]\ny=1\n[b]\n");
        assert_eq!((found.section(0), found.section(4), found.section(9), found.section(14)), (0, 1, 1, 2));
        assert_eq!((found.section_start(0), found.section_start(2)), (0, 12));
    }

    #[test]
    fn deep_brackets_are_refused() {
        assert_eq!(scan(&format!("a = {}", "[".repeat(100_000))).too_deep.unwrap().1, "brackets");
        assert_eq!(scan(&format!("a = {}", "{a=".repeat(100_000))).too_deep.unwrap().1, "brackets");
        assert!(scan(&format!("a = {}1{}", "[".repeat(30), "]".repeat(30))).too_deep.is_none());
    }

    #[test]
    fn long_keys_are_refused_but_dots_in_strings_are_not() {
        assert!(scan(&format!("a{} = 1", ".a".repeat(100_000))).too_deep.is_some());
        assert!(scan(&format!("[a{}]", ".a".repeat(100_000))).too_deep.is_some());
        assert!(scan(&format!("a = \"{}\"", ".".repeat(1000))).too_deep.is_none());
        assert!(scan(&format!("a = 1 # {}", ".".repeat(1000))).too_deep.is_none());
        assert!(scan(&"a = 1.5\n".repeat(1000)).too_deep.is_none());
    }

    #[test]
    fn a_list_that_is_not_closed_ends_at_the_next_statement() {
        let text = "[a]\nzones = [\"é\"\nlabel = 1\n[b]\nuses = [{ to = 1\n[[c.d]]\n";
        let found = scan(text);
        assert_eq!(headers(text), ["[a]", "[b]", "[[c.d]]"]);
        assert_eq!(found.unclosed.iter().map(|u| u.bracket).collect::<Vec<_>>(), [12, 40]);
        let mended = found.mended(text);
        assert_eq!(mended.len(), text.len());
        assert_eq!(mended.split_whitespace().collect::<Vec<_>>(), ["[a]", "label", "=", "1", "[b]", "[[c.d]]"]);
    }

    #[test]
    fn lists_over_many_lines_are_closed() {
        for text in ["a = [\n[1],\n[true],\n[\"x\"],\n1e5,\n]\n", "a = {\nb = 1,\nc = [\n{ d = 1,\ne = 2 } ] }\n"] {
            assert!(scan(text).unclosed.is_empty(), "{text}");
        }
    }

    #[test]
    fn an_open_header_ends_with_its_line() {
        assert_eq!(headers("[[step\n[b]\n"), ["[[step", "[b]"]);
    }

    #[test]
    fn open_strings_end() {
        assert_eq!(headers("a = \"x\n[b]\n"), ["[b]"]);
        assert_eq!(headers("a = \"\"\"x\n[b]\n"), [""; 0]);
    }
}
