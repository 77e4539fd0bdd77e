//! Diagrams in reStructuredText: a comment `.. isoplan …` or a `code-block` of the language `isoplan`.

use super::{Found, Line, Picture, address, one_line};

/// All blocks, in order.
pub(super) fn find(lines: &[Line]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (indent, rest) = lines[at].parted();
        let Some(rest) = rest.strip_prefix(".. ") else {
            at += 1;
            continue;
        };
        let code = rest.strip_prefix("code-block::").or_else(|| rest.strip_prefix("sourcecode::"));
        let info = match code {
            Some(language) => (language.trim() == "isoplan").then_some(""),
            None => rest.strip_prefix("isoplan").filter(|info| info.is_empty() || info.starts_with(' ')),
        };
        let end = body_end(lines, at, indent);
        if let Some(info) = info {
            let mut from = at + 1;
            while code.is_some() && from < end && lines[from].parted().1.starts_with(':') {
                from += 1;
            }
            let text = (from < end).then_some((from, end));
            found.push(Found { lines: (at, end - 1), info: info.trim().to_owned(), text });
        }
        at = end;
    }
    found
}

/// The line after the text that belongs to the one at `at`: all that is indented more.
fn body_end(lines: &[Line], at: usize, indent: &str) -> usize {
    let mut end = at + 1;
    for (index, line) in lines.iter().enumerate().skip(at + 1) {
        if line.is_blank() {
            continue;
        }
        if line.parted().0.len() <= indent.len() {
            break;
        }
        end = index + 1;
    }
    end
}

/// The lines of a picture. The form has no way to say that one is for dark pages.
pub(super) fn picture(lines: &mut Vec<String>, picture: &Picture) {
    lines.push(String::new());
    lines.push(format!(".. image:: {}", address(picture.light)));
    lines.push(format!("   :alt: {}", one_line(picture.alt)));
    lines.push(String::new());
}
