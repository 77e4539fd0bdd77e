//! Writes scenes as files: one folder for each format, with the same names of files where they do the same. Reads icons,
//! which takes the same crates.
//!
//! *Invariant*: an exporter reads the scene and its own options alone, so the same scene gives the same bytes.

mod base64;
pub mod icon;
pub mod pdf;
pub mod png;
pub mod svg;
#[cfg(test)]
mod tests;

pub use base64::base64;
pub use icon::{IconError, icon};
pub use pdf::{PdfError, pdf};
pub use png::{PngError, PngOptions, png, png_in_steps};
pub use svg::{Lettering, SvgOptions, svg};
