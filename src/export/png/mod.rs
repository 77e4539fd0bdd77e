//! Draws a scene as PNG: its SVG is rasterised in bands of fixed height and written as it comes.
//!
//! Bands keep the memory small; their height is fixed, because where a band ends shows in the smoothing of edges, and
//! the same scene shall give the same bytes.
//!
//! *Invariant*: no file is read: references from the picture to anything outside find nothing.

use std::fmt;

use tiny_skia::{Color, Pixmap, Transform};
use usvg::{ImageHrefResolver, Options, Tree};

use super::svg::{SvgOptions, svg};
use crate::scene::Scene;

/// Rows drawn at a time.
const BAND: u32 = 1024;
/// The longest side in pixels.
const MAX_SIDE: u32 = 30_000;
/// The most pixels.
const MAX_PIXELS: u64 = 250_000_000;

/// How large a PNG is.
#[derive(Clone, Copy, Debug)]
pub struct PngOptions {
    /// Its width in pixels; stronger than the scale.
    pub width: Option<u32>,
    /// Pixels for each page unit.
    pub scale: f64,
    /// Page units for each metre of paper: the file then says how large it is to be printed.
    pub units_per_metre: Option<f64>,
}

impl Default for PngOptions {
    fn default() -> Self {
        Self { width: None, scale: 2.0, units_per_metre: None }
    }
}

/// Why there is no PNG.
#[derive(Clone, PartialEq, Debug)]
pub enum PngError {
    /// It would be too large: width and height in pixels.
    TooLarge(f64, f64),
    /// The scale or width is not a number above 0.
    NoSize,
    /// The picture could not be read or written; the words of the library.
    Failed(String),
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(w, h) => write!(
                f,
                "a PNG of {w:.0} × {h:.0} pixels is too large: no side may have more than {MAX_SIDE} pixels, and the \
                 whole no more than {} million; choose a smaller scale or width",
                MAX_PIXELS / 1_000_000
            ),
            Self::NoSize => write!(f, "the scale and the width of a PNG must be above 0"),
            Self::Failed(why) => write!(f, "the PNG could not be drawn: {why}"),
        }
    }
}

impl std::error::Error for PngError {}

/// A scene as the bytes of a PNG file.
///
/// # Errors
/// If the picture would be too large, or have no size.
pub fn png(scene: &Scene, options: &PngOptions) -> Result<Vec<u8>, PngError> {
    png_in_steps(scene, options, &mut |_| {})
}

/// As [`png()`]; calls a function after each step with the share of the work that is done, from 0 to 1.
///
/// # Errors
/// As [`png()`].
pub fn png_in_steps(scene: &Scene, options: &PngOptions, after: &mut dyn FnMut(f64)) -> Result<Vec<u8>, PngError> {
    let (scale, [w, h]) = size(scene.width, scene.height, options)?;
    // in page units, whatever the size on paper is
    let text = svg(scene, &SvgOptions { width: Some(scene.width), ..SvgOptions::default() });
    let tree = Tree::from_str(&text, &closed()).map_err(|error| PngError::Failed(error.to_string()))?;
    drop(text);
    let metre = options.units_per_metre.map(|units| (units * scale).round() as u32);
    encode(&tree, scale, [w, h], metre, after)
}

/// The scale and the size in pixels.
fn size(width: f64, height: f64, options: &PngOptions) -> Result<(f64, [u32; 2]), PngError> {
    let scale = options.width.map_or(options.scale, |pixels| f64::from(pixels) / width.max(1.0));
    if !(scale.is_finite() && scale > 0.0) {
        return Err(PngError::NoSize);
    }
    let (w, h) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let most = f64::from(MAX_SIDE);
    if w > most || h > most || w * h > MAX_PIXELS as f64 {
        return Err(PngError::TooLarge(w, h));
    }
    Ok((scale, [w as u32, h as u32]))
}

/// Options with which a picture reaches nothing outside itself.
fn closed() -> Options<'static> {
    Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

fn encode(
    tree: &Tree,
    scale: f64,
    [w, h]: [u32; 2],
    metre: Option<u32>,
    after: &mut dyn FnMut(f64),
) -> Result<Vec<u8>, PngError> {
    let failed = |error: ::png::EncodingError| PngError::Failed(error.to_string());
    let mut out = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut out, w, h);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_compression(::png::Compression::Fast);
    if let Some(pixels) = metre {
        let unit = ::png::Unit::Meter;
        encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: pixels, yppu: pixels, unit }));
    }
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer().map_err(failed)?;
    let mut rows = Vec::new();
    for top in (0..h).step_by(BAND as usize) {
        let high = BAND.min(h - top);
        let mut band = Pixmap::new(w, high).ok_or(PngError::NoSize)?;
        band.fill(Color::WHITE);
        let scale = scale as f32;
        let transform = Transform::from_row(scale, 0.0, 0.0, scale, 0.0, -(top as f32));
        resvg::render(tree, transform, &mut band.as_mut());
        // the paper covers everything, so no pixel is transparent
        rows.clear();
        rows.extend(band.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]));
        std::io::Write::write_all(&mut stream, &rows).map_err(|error| PngError::Failed(error.to_string()))?;
        after(f64::from(top + high) / f64::from(h));
    }
    stream.finish().map_err(failed)?;
    drop(writer);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_are_too_large_or_nothing_are_refused() {
        let of = |width, scale| size(1000.0, 500.0, &PngOptions { width, scale, units_per_metre: None });
        assert_eq!(of(None, 2.0).map(|(_, size)| size), Ok([2000, 1000]));
        assert_eq!(of(Some(500), 2.0).map(|(_, size)| size), Ok([500, 250]));
        assert!(matches!(of(Some(30_001), 1.0), Err(PngError::TooLarge(..))));
        assert!(matches!(of(Some(25_000), 1.0), Err(PngError::TooLarge(..))));
        assert_eq!(of(None, f64::NAN), Err(PngError::NoSize));
        assert_eq!(of(Some(0), 1.0), Err(PngError::NoSize));
    }
}
