//! Makes any string into one line that can be printed: no control, no hidden and no direction-changing characters.
//!
//! What is taken out are the general control characters, Unicode's `Default_Ignorable_Code_Point` set (zero-width
//! characters, joiners, marks that override the direction, variation selectors, tags) and code points that XML 1.0
//! forbids. They would make two labels look alike that are not, or turn a label round.

/// A text as one printable line: every run of white space, with tabs and line ends, becomes one space, hidden and
/// control characters go, and both ends are trimmed. A no-break space stays, so that a break can be ruled out.
///
/// Nothing is escaped here: `]]>` or `<b>` is plain text and left to the writers of the formats.
pub fn printable(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if is_space(c) {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if is_drawn(c) {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    // Only no-break spaces are left to trim at the start.
    line.trim_start().to_owned()
}

/// Whether a text is one printable line for sure: visible ASCII with single spaces between.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    let fits = text.bytes().all(|byte| {
        let fits = matches!(byte, 0x21..=0x7e) || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    fits && !text.ends_with(' ')
}

/// Whether a character is one that `printable` keeps.
pub(super) fn is_drawn(c: char) -> bool {
    !is_space(c) && !c.is_control() && !is_hidden(c)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}'
}

fn is_hidden(c: char) -> bool {
    // Non-characters: the last two of each plane, and a range in the first.
    let non_character = u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    non_character
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_line_ends_become_one_space() {
        assert_eq!(printable("a\tb\r\nc\u{85}d\u{2028}e  f\u{2003}g"), "a b c d e f g");
    }

    #[test]
    fn ends_are_trimmed() {
        assert_eq!(printable("\n \u{a0}api\u{200b} \u{a0}\t"), "api");
        assert_eq!(printable(" \u{7}\n"), "");
    }

    #[test]
    fn control_and_hidden_characters_go() {
        assert_eq!(printable("a\0b\u{1b}[31mc\u{7f}\u{9c}"), "ab[31mc");
        assert_eq!(printable("pay\u{200b}ments\u{feff}\u{ad}\u{2060}\u{fffe}\u{e0041}"), "payments");
    }

    #[test]
    fn a_direction_override_goes() {
        assert_eq!(printable("api\u{202e}gpj.exe\u{202c}\u{2066}x\u{2069}\u{200f}"), "apigpj.exex");
    }

    #[test]
    fn markup_is_only_text() {
        assert_eq!(printable("]]><b>&amp;\"'"), "]]><b>&amp;\"'");
    }

    #[test]
    fn letters_marks_and_no_break_spaces_stay() {
        let text = "Zürich 漢字 e\u{301} 10\u{a0}GB 🚀 עברית";
        assert_eq!(printable(text), text);
    }

    #[test]
    fn a_second_time_changes_nothing() {
        for text in [" a \u{200b} b ", "\u{a0} \u{a0}x", "x\u{a0} ", "\t\u{202e}\t"] {
            let once = printable(text);
            assert_eq!(printable(&once), once);
        }
    }
}
