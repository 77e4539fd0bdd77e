//! Measures, shapes and wraps labels with the embedded face, and gives the outlines of its glyphs.
//!
//! All text of a picture is set in two weights of one face, a subset of Inter that is part of the program
//! (`icons/font/README.md`). Shaping is done by `harfrust`, outlines are read by `skrifa`.
//!
//! *Invariant*: every length is an integer of thousandths of an em, rounded once from font units, and depends on
//! nothing but the text and the weight; so a layout is the same on every machine.

mod estimate;
mod face;
mod outline;
mod printable;
mod shape;
mod wrap;

pub use estimate::fits_for_sure;
pub use face::{Metrics, Weight, advance, face_data, metrics, missing};
pub use outline::outline;
pub use printable::printable;
pub use shape::{PlacedGlyph, Shaped, shape, width, width_at};
pub use wrap::{Wrapped, balance, wrap};
