//! Shadings: from left to right over a box of one by one, along a line, or out of a circle.

use pdf_writer::types::FunctionShadingType;
use pdf_writer::{Finish, Pdf, Ref};

use super::Numbers;
use crate::scene::{Color, Course, Shade};

/// Writes a shading; its number.
pub(super) fn write(out: &mut Pdf, numbers: &mut Numbers, shade: &Shade) -> Ref {
    let id = numbers.next();
    let pieces: Vec<Ref> = shade.stops.windows(2).map(|_| numbers.next()).collect();
    for (pair, piece) in shade.stops.windows(2).zip(&pieces) {
        out.exponential_function(*piece).domain([0.0, 1.0]).c0(channels(pair[0].1)).c1(channels(pair[1].1)).n(1.0);
    }
    let whole = numbers.next();
    if pieces.is_empty() {
        let color = shade.stops.first().map_or(Color::WHITE, |(_, color)| *color);
        out.exponential_function(whole).domain([0.0, 1.0]).c0(channels(color)).c1(channels(color)).n(1.0);
    } else {
        let inner = shade.stops.len().saturating_sub(2);
        out.stitching_function(whole)
            .domain([0.0, 1.0])
            .functions(pieces.iter().copied())
            .bounds(shade.stops.iter().skip(1).take(inner).map(|(at, _)| *at as f32))
            .encode(pieces.iter().flat_map(|_| [0.0, 1.0]));
    }
    let mut shading = out.function_shading(id);
    let is_round = matches!(shade.course, Course::Round { .. });
    shading.shading_type(if is_round { FunctionShadingType::Radial } else { FunctionShadingType::Axial });
    shading.color_space().device_rgb();
    match shade.course {
        Course::Across => shading.coords([0.0, 0.0, 1.0, 0.0]),
        Course::Line(from, to) => shading.coords([from.x, from.y, to.x, to.y].map(|v| v as f32)),
        Course::Round { focus, inner, .. } => {
            shading.coords([focus.x, focus.y, inner, 0.0, 0.0, 1.0].map(|v| v as f32))
        }
    };
    shading.function(whole).extend([true, true]);
    shading.finish();
    id
}

/// A colour as shares.
pub(super) fn channels(color: Color) -> [f32; 3] {
    color.0.map(|v| f32::from(v) / 255.0)
}
