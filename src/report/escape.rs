//! Keeps control characters of the user's text away from the terminal.
//!
//! An id or a comment may hold an escape sequence that moves the cursor or renames the window, or a mark that turns the
//! direction of writing. In messages such characters are spelled out; in quoted source they are replaced by others of
//! the same number of bytes, so that every offset stays right.

use std::borrow::Cow;

/// The text with each dangerous character spelled out as `\u{1b}`. Line ends become spaces.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_dangerous(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The text with each dangerous character but line ends and tabs replaced by one of the same length in bytes.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    let keep = |c: char, next: Option<&char>| match c {
        '\n' | '\t' => true,
        '\r' => next == Some(&'\n'),
        c => !is_dangerous(c),
    };
    if !text.chars().any(|c| c != '\n' && is_dangerous(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(match c {
            c if keep(c, chars.peek()) => c,
            c if c.len_utf8() == 1 => '?',
            c if c.len_utf8() == 2 => '·',
            _ => '\u{fffd}',
        });
    }
    Cow::Owned(out)
}

/// Controls, and the marks that change the direction of writing.
fn is_dangerous(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_out_controls() {
        assert_eq!(printable("plain é"), "plain é");
        assert_eq!(printable("a\u{1b}[31mb\nc\u{202e}"), "a\\u{1b}[31mb c\\u{202e}");
    }

    #[test]
    fn replaces_with_the_same_number_of_bytes() {
        let text = "a\u{1b}b\tc\r\nd\re\u{85}f\u{202e}g\n";
        let safe = same_length(text);
        assert_eq!(safe, "a?b\tc\r\nd?e·f\u{fffd}g\n");
        assert_eq!(safe.len(), text.len());
    }
}
