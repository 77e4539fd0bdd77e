//! Paths.

use super::paint;
use super::write::Writer;
use crate::geom::{Pt, number};
use crate::scene::{Clip, Path, Segment};

/// A path; its tooltip is an element inside it.
pub(super) fn path(out: &mut Writer, path: &Path) {
    let tag = path.tag.as_ref();
    out.open("path");
    if let Some(tag) = tag {
        out.tag(tag);
        if tag.title.is_some() {
            out.attribute("role", "graphics-symbol img");
        }
    }
    out.attribute("d", &data(&path.segments));
    paint::fill(out, path.fill.as_ref());
    if path.even_odd {
        out.attribute("fill-rule", "evenodd");
    }
    if let Some(index) = path.clip {
        out.attribute("clip-path", &format!("url(#clip-{})", index + 1));
    }
    if let Some(stroke) = &path.stroke {
        paint::stroke(out, stroke);
    }
    match tag.and_then(|tag| tag.title.as_deref()) {
        Some(title) => {
            out.close(false);
            out.element_with_text("title", title);
            out.line("</path>");
        }
        None => out.close(true),
    }
}

/// The definition of what paths are cut off at.
pub(super) fn clip(out: &mut Writer, index: usize, clip: &Clip) {
    out.line(&format!("<clipPath id=\"clip-{}\">", index + 1));
    out.open("path");
    out.attribute("d", &data(&clip.segments));
    if clip.even_odd {
        out.attribute("clip-rule", "evenodd");
    }
    out.close(true);
    out.line("</clipPath>");
}

/// The outline as path data.
fn data(segments: &[Segment]) -> String {
    let mut out = String::with_capacity(segments.len() * 16);
    let mut put = |letter: char, points: &[Pt]| {
        out.push(letter);
        for (i, p) in points.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(&number(p.x));
            out.push(',');
            out.push_str(&number(p.y));
        }
    };
    for segment in segments {
        match *segment {
            Segment::Move(p) => put('M', &[p]),
            Segment::Line(p) => put('L', &[p]),
            Segment::Quad(c, p) => put('Q', &[c, p]),
            Segment::Cubic(c, d, p) => put('C', &[c, d, p]),
            Segment::Close => put('Z', &[]),
        }
    }
    out
}
