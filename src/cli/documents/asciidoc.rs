//! Diagrams in `AsciiDoc`: a listing `[isoplan]` or `[source,isoplan]`, or a comment that names a file.

use super::{Found, Line, Picture, address, one_line};

/// All blocks, in order; or the line of one without an end.
pub(super) fn find(lines: &[Line]) -> Result<Vec<Found>, (usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (_, rest) = lines[at].parted();
        if let Some(info) = listing(rest) {
            let Some(fence) = lines.get(at + 1).map(|line| line.parted().1).filter(|line| verbatim(line)) else {
                return Err((at + 1, "a line `----` must follow".to_owned()));
            };
            let end = (at + 2..lines.len()).find(|line| lines[*line].parted().1 == fence);
            let Some(end) = end else { return Err((at + 1, "the block has no end".to_owned())) };
            let text = (at + 2..end).any(|line| !lines[line].is_blank()).then_some((at + 2, end));
            found.push(Found { lines: (at, end), info, text });
            at = end;
        } else if let Some(info) = rest.strip_prefix("// isoplan ") {
            found.push(Found { lines: (at, at), info: info.trim().to_owned(), text: None });
        } else if verbatim(rest) {
            at = (at + 1..lines.len()).find(|line| lines[*line].parted().1 == rest).unwrap_or(lines.len());
        }
        at += 1;
    }
    Ok(found)
}

/// What is said in the attributes of one of our listings, with spaces for commas.
fn listing(line: &str) -> Option<String> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.strip_prefix("source").unwrap_or(inner);
    let inner = inner.strip_prefix([',', '%']).unwrap_or(inner).trim_start();
    let rest = inner.strip_prefix("isoplan")?;
    (rest.is_empty() || rest.starts_with(',')).then(|| rest.replace(',', " ").trim().to_owned())
}

/// Whether a line opens a block whose text is not read: a listing, a literal, a passthrough, a comment.
fn verbatim(line: &str) -> bool {
    line.len() >= 4 && ["-", ".", "+", "/"].iter().any(|sign| line.trim_start_matches(sign).is_empty())
}

/// The lines of a picture. The form has no way to say that one is for dark pages.
pub(super) fn picture(lines: &mut Vec<String>, picture: &Picture) {
    let alt = one_line(picture.alt).replace('"', "'");
    lines.push(format!("image::{}[\"{alt}\"]", address(picture.light)));
}
