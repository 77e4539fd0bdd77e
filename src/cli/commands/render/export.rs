//! Turns a picture into the bytes of a file.

use super::look::{Look, TextChoice};
use crate::cli::ending::Failure;
use crate::cli::output::Format;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::export::{self, Lettering, PngOptions, SvgOptions};
use crate::scene::Scene;

/// Longest side of a PNG in pixels when no size is asked for: a wall poster is still read at that size, and drawn soon.
const WIDEST: f64 = 10_000.0;
/// Pixels for each inch of paper when no size is asked for.
const USUAL_DPI: f64 = 150.0;
/// Page units for an inch of a picture without a sheet: a unit is a CSS pixel.
const UNITS: f64 = 96.0;
/// Millimetres in an inch.
const INCH: f64 = 25.4;

/// The bytes of a picture in a form.
pub(super) fn bytes(look: &Look, scene: &Scene, format: Format, terminal: Terminal) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Svg => Ok(export::svg(scene, &svg_options(look)).into_bytes()),
        Format::Pdf => export::pdf(scene).map_err(|error| Failure::new(error.to_string())),
        Format::Png => {
            let mut progress = Progress::new("drawing the PNG", terminal);
            let drawn = export::png_in_steps(scene, &png_options(look, scene), &mut |share| progress.at(share));
            progress.end();
            drawn.map_err(|error| Failure::new(error.to_string()))
        }
    }
}

fn svg_options(look: &Look) -> SvgOptions {
    let text = match look.text {
        TextChoice::Outlines => Lettering::Outlines,
        TextChoice::Font => Lettering::Font,
    };
    SvgOptions { text, ..SvgOptions::default() }
}

/// How large a PNG is: as said, else by the paper, else two pixels for a unit, and not larger than can be used.
fn png_options(look: &Look, scene: &Scene) -> PngOptions {
    let inch = scene.sheet.map_or(UNITS, |on| INCH / on.unit);
    let most = WIDEST / scene.width.max(scene.height).max(1.0);
    let usual = if scene.sheet.is_some() { USUAL_DPI / inch } else { PngOptions::default().scale };
    let said = look.scale.or_else(|| look.dpi.map(|dpi| f64::from(dpi) / inch));
    let scale = said.unwrap_or_else(|| usual.min(most));
    let is_measured = scene.sheet.is_some() || look.dpi.is_some();
    PngOptions { width: look.width, scale, units_per_metre: is_measured.then(|| inch * 1000.0 / INCH) }
}
