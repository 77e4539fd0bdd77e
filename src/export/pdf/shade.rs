//! Shadings from left to right over a box of one by one.

use pdf_writer::types::FunctionShadingType;
use pdf_writer::{Finish, Pdf, Ref};

use super::Numbers;
use crate::scene::{Color, Shade};

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
    shading.shading_type(FunctionShadingType::Axial);
    shading.color_space().device_rgb();
    shading.coords([0.0, 0.0, 1.0, 0.0]).function(whole).extend([true, true]);
    shading.finish();
    id
}

/// A colour as shares.
pub(super) fn channels(color: Color) -> [f32; 3] {
    color.0.map(|v| f32::from(v) / 255.0)
}
