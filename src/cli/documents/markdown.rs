//! Diagrams in Markdown: a fenced block of the language `isoplan`, or a comment that names a file.

use super::{Found, Line, Picture, address, one_line};
use crate::cli::documents::options::escaped;

/// All blocks, in order; or the line of one without an end.
pub(super) fn find(lines: &[Line]) -> Result<Vec<Found>, (usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (_, rest) = lines[at].parted();
        if let Some((fence, info)) = opening(rest) {
            let end = (at + 1..lines.len()).find(|line| closes(lines[*line].parted().1, fence));
            if let Some(info) = named(info) {
                let Some(end) = end else { return Err((at + 1, "the block has no end".to_owned())) };
                let text = (at + 1..end).any(|line| !lines[line].is_blank()).then_some((at + 1, end));
                found.push(Found { lines: (at, end), info: info.to_owned(), text });
            }
            at = end.unwrap_or(lines.len());
        } else if let Some(info) = rest.strip_prefix("<!-- isoplan ").and_then(|rest| rest.strip_suffix("-->")) {
            found.push(Found { lines: (at, at), info: info.trim().to_owned(), text: None });
        }
        at += 1;
    }
    Ok(found)
}

/// The fence that a line opens, and what stands behind it.
fn opening(line: &str) -> Option<(&str, &str)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let rest = line.trim_start_matches(sign);
    let fence = &line[..line.len() - rest.len()];
    (fence.len() >= 3 && !(sign == '`' && rest.contains('`'))).then(|| (fence, rest.trim()))
}

/// Whether a line closes a fence.
fn closes(line: &str, fence: &str) -> bool {
    line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty()
}

/// What is said beside the name of our language.
fn named(info: &str) -> Option<&str> {
    let rest = info.strip_prefix("isoplan")?;
    (rest.is_empty() || rest.starts_with([' ', ','])).then(|| rest.trim_start_matches([' ', ',']))
}

/// The lines of a picture. One picture is an image of Markdown, whose path every maker of pages knows how to follow; two
/// need HTML, and its paths are those that the browser sees.
pub(super) fn picture(lines: &mut Vec<String>, picture: &Picture) {
    let (alt, light) = (one_line(picture.alt), address(picture.light));
    let Some(dark) = picture.dark else {
        let light = light.replace('(', "%28").replace(')', "%29");
        lines.extend([String::new(), format!("![{}]({light})", plain(&alt)), String::new()]);
        return;
    };
    lines.push("<picture>".to_owned());
    lines.push(format!("  <source media=\"(prefers-color-scheme: dark)\" srcset=\"{}\">", address(dark)));
    lines.push(format!("  <img alt=\"{}\" src=\"{light}\">", escaped(&alt)));
    lines.push("</picture>".to_owned());
}

/// A text in which nothing is a sign of Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '!' | '~' | '$' | '{') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
