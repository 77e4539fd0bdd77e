//! The form of a solid as data: parts in a unit footprint of unit height, from `icons/solids/*.toml`.
//!
//! Positions and sizes are shares of the footprint and of the height, so one form serves every size. Parts are painted
//! in the order of the file; the file puts what is behind first.

use serde::Deserialize;

use crate::catalog;
use crate::scene::color::Color;

/// A form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Form {
    /// How it looks from above.
    #[serde(default)]
    pub(super) card: Card,
    /// A colour of its own instead of that of its family.
    pub(super) color: Option<Color>,
    /// Whether its faces have its colour in every theme.
    #[serde(default)]
    pub(super) painted: bool,
    /// Size of the glyph against the shorter side.
    #[serde(default = "usual_glyph")]
    pub(super) glyph: f64,
    /// Its parts, back to front.
    #[serde(default)]
    pub(super) part: Vec<Part>,
    /// Where the glyph is on the upright drawings, in their units: middle x, middle y, size.
    pub(super) figure_glyph: Option<[f64; 3]>,
    /// Upright drawings that face the reader, back to front.
    #[serde(default)]
    pub(super) figure: Vec<Figure>,
}

/// How a solid looks from above.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Card {
    /// A square with round corners.
    #[default]
    Square,
    /// A hexagon.
    Hexagon,
    /// A disc.
    Disc,
    /// Its upright figure.
    Figure,
}

/// A convex body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Part {
    pub(super) shape: Shape,
    /// Its corner: shares of width, depth and height.
    #[serde(default)]
    pub(super) at: [f64; 3],
    /// Its size: shares of width, depth and height.
    #[serde(default = "whole")]
    pub(super) size: [f64; 3],
    /// Size of the top against the foot; for a wedge, height of the front edge against the back edge.
    #[serde(default = "one")]
    pub(super) top: f64,
    /// Corners of a prism.
    #[serde(default = "usual_sides")]
    pub(super) sides: u32,
    /// Degrees by which a prism is turned.
    #[serde(default)]
    pub(super) turn: f64,
    /// How its faces are toned.
    #[serde(default)]
    pub(super) tone: Tone,
    /// Whether its foot has a strip in the colour of the family.
    #[serde(default)]
    pub(super) trim: bool,
    /// Lines round it, as shares of its height.
    #[serde(default)]
    pub(super) seams: Vec<f64>,
    /// Openings in the top: x, y, width, depth as shares of the top; for a round part the first number alone, as the
    /// share of the radius.
    #[serde(default)]
    pub(super) wells: Vec<[f64; 4]>,
    /// Where the glyph is.
    pub(super) glyph: Option<Face>,
    /// Drawing on its faces (boxes only).
    #[serde(default)]
    pub(super) detail: Vec<Detail>,
}

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shape {
    Box,
    Prism,
    Round,
    Wedge,
    Roof,
}

/// How faces are toned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Tone {
    /// As the theme says.
    #[default]
    Body,
    /// Darker.
    Dark,
    /// In the colour of the family.
    Family,
}

/// A face of a box.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Face {
    /// The top.
    Top,
    /// The side along +y, left on the page.
    Left,
    /// The side along +x, right on the page.
    Right,
}

/// Something drawn on a face. Positions run from left to right and from the foot up (on the top: along x, along y).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Detail {
    pub(super) face: Face,
    pub(super) kind: DetailKind,
    /// Two corners, as shares of the face.
    pub(super) at: [f64; 4],
    /// How often it is repeated, and how far apart.
    #[serde(default)]
    pub(super) times: Option<(u32, f64, f64)>,
}

/// What is drawn on a face.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DetailKind {
    /// A thin line.
    Line,
    /// A thicker dark line.
    Slot,
    /// A small light.
    Lamp,
    /// A dark pane.
    Pane,
    /// A pane in the colour of the family.
    Mark,
}

/// An upright drawing in a box 24 wide; x = 0 is its middle, y = 0 the ground.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Figure {
    /// The outline as in an SVG path.
    pub(super) d: String,
    /// What fills it.
    pub(super) fill: FigureFill,
    /// Whether it has the silhouette's line.
    #[serde(default)]
    pub(super) outlined: bool,
}

/// What fills a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FigureFill {
    Front,
    Back,
    Body,
    Family,
}

fn whole() -> [f64; 3] {
    [1.0; 3]
}

fn one() -> f64 {
    1.0
}

fn usual_glyph() -> f64 {
    0.7
}

fn usual_sides() -> u32 {
    6
}

/// Reads the form of this name, or the plain box.
pub(super) fn form(name: &str) -> Option<Form> {
    let all = catalog::embedded_solids();
    let text = |name: &str| all.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| all[at].1);
    catalog::read(text(name).or_else(|| text("box"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_a_kind_names_has_a_file() {
        let known: Vec<&str> = catalog::embedded_solids().iter().map(|(name, _)| *name).collect();
        for kind in catalog::builtin().kinds() {
            assert!(known.contains(&kind.solid), "{} wants the solid `{}`", kind.id, kind.solid);
        }
    }

    #[test]
    fn every_file_is_a_form_with_something_to_see() {
        for (name, text) in catalog::embedded_solids() {
            let read: Option<Form> = catalog::read(text);
            assert!(read.is_some_and(|form| !form.part.is_empty() || !form.figure.is_empty()), "{name}");
        }
    }
}
