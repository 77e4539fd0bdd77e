//! Carries out edits on a text.

use super::Edit;

/// The text with all edits carried out, whose spans are of this text. `None` when two of them overlap, or one is not
/// within the text or cuts a character.
pub fn edited(text: &str, edits: &[Edit]) -> Option<String> {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in order {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start)?);
        text.get(range.clone())?;
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn edit(range: std::ops::Range<usize>, text: &str) -> Edit {
        Edit { span: Span::new(FileId::default(), range), replacement: text.to_owned() }
    }

    #[test]
    fn edits_are_carried_out_in_any_order() {
        let edits = [edit(4..5, "E"), edit(0..1, ""), edit(2..2, "--")];
        assert_eq!(edited("abcdefg", &edits).as_deref(), Some("b--cdEfg"));
        assert_eq!(edited("abc", &[]).as_deref(), Some("abc"));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(edited("abcd", &[edit(0..3, ""), edit(2..4, "")]), None);
        assert_eq!(edited("abcd", &[edit(2..9, "")]), None);
        assert_eq!(edited("é", &[edit(1..2, "")]), None);
    }
}
