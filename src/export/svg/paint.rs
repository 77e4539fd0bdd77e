//! Fills, strokes and shadings as attributes.

use super::write::{self, Writer};
use crate::geom::number;
use crate::scene::{Course, Fill, Paint, Shade, Stroke};

/// The definition of a shading.
pub(super) fn shade(out: &mut Writer, index: usize, shade: &Shade) {
    let name = if matches!(shade.course, Course::Round { .. }) { "radialGradient" } else { "linearGradient" };
    out.open(name);
    out.attribute("id", &format!("shade-{}", index + 1));
    match shade.course {
        Course::Across => {}
        Course::Line(from, to) => {
            out.attribute("gradientUnits", "userSpaceOnUse");
            for (key, v) in [("x1", from.x), ("y1", from.y), ("x2", to.x), ("y2", to.y)] {
                out.attribute(key, &number(v));
            }
        }
        Course::Round { focus, inner, matrix } => {
            out.attribute("gradientUnits", "userSpaceOnUse");
            for (key, v) in [("cx", 0.0), ("cy", 0.0), ("r", 1.0), ("fx", focus.x), ("fy", focus.y), ("fr", inner)] {
                out.attribute(key, &write::share(v));
            }
            out.attribute("gradientTransform", &write::matrix(matrix));
        }
    }
    out.close(false);
    for (place, color) in &shade.stops {
        out.open("stop");
        out.attribute("offset", &write::share(*place));
        out.attribute("stop-color", &color.to_string());
        out.close(true);
    }
    out.line(&format!("</{name}>"));
}

/// The attributes of a filling, or of none.
pub(super) fn fill(out: &mut Writer, fill: Option<&Fill>) {
    let Some(fill) = fill else {
        out.attribute("fill", "none");
        return;
    };
    match fill.paint {
        Paint::Plain(color) => out.attribute("fill", &color.to_string()),
        Paint::Shade(index) => out.attribute("fill", &format!("url(#shade-{})", index + 1)),
    }
    if fill.opacity < 1.0 {
        out.attribute("fill-opacity", &number(fill.opacity));
    }
}

/// The attributes of a line.
pub(super) fn stroke(out: &mut Writer, stroke: &Stroke) {
    // a glyph's symbol leaves its colour open for its user
    if stroke.color != crate::scene::OPEN {
        out.attribute("stroke", &stroke.color.to_string());
    }
    out.attribute("stroke-width", &number(stroke.width));
    if !stroke.dash.is_empty() {
        let dash: Vec<String> = stroke.dash.iter().map(|v| number(*v)).collect();
        out.attribute("stroke-dasharray", &dash.join(" "));
    }
    if stroke.round {
        out.attribute("stroke-linecap", "round");
        out.attribute("stroke-linejoin", "round");
    }
    if stroke.opacity < 1.0 {
        out.attribute("stroke-opacity", &number(stroke.opacity));
    }
}
