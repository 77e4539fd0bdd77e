//! Reads the embedded glyphs: line drawings on a grid of 24 by 24.
//!
//! The files hold nothing but `path` elements with a `d` attribute, drawn with one stroke width, so two searches for
//! quoted attributes read them; no XML reader is needed.
//!
//! *Invariant*: every embedded file keeps to that form and stays inside the grid; a test reads them all.

use std::sync::OnceLock;

use super::embedded;

/// A line drawing on a grid of 24 by 24, to be stroked with round caps and joins and not filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// The name of its file.
    pub name: String,
    /// The `d` attributes of its paths.
    pub paths: Vec<String>,
    /// The width of the stroke in units of the grid.
    pub stroke_width: f64,
}

/// The glyph of this name.
pub fn glyph(name: &str) -> Option<&'static Glyph> {
    let all = all();
    all.binary_search_by(|known| known.name.as_str().cmp(name)).ok().map(|at| &all[at])
}

/// The names of all glyphs, sorted.
pub fn glyph_names() -> impl Iterator<Item = &'static str> {
    embedded::GLYPHS.iter().map(|&(name, _)| name)
}

/// The mascot of this name: a line drawing as a glyph is, but on a grid of 48 by 24. Outlines that are closed are filled.
pub fn mascot(name: &str) -> Option<Glyph> {
    embedded::MASCOTS.iter().find(|(known, _)| *known == name).map(|(name, svg)| parse(name, svg))
}

/// The names of all mascots, sorted.
pub fn mascot_names() -> impl Iterator<Item = &'static str> {
    embedded::MASCOTS.iter().map(|&(name, _)| name)
}

fn all() -> &'static [Glyph] {
    static ALL: OnceLock<Vec<Glyph>> = OnceLock::new();
    ALL.get_or_init(|| embedded::GLYPHS.iter().map(|&(name, svg)| parse(name, svg)).collect())
}

/// The stroke width of a file that gives none.
const STROKE_WIDTH: f64 = 1.9;

fn parse(name: &str, svg: &str) -> Glyph {
    let width = attributes(svg, " stroke-width=\"").next().and_then(|text| text.parse().ok());
    Glyph {
        name: name.to_owned(),
        paths: attributes(svg, " d=\"").map(str::to_owned).collect(),
        stroke_width: width.unwrap_or(STROKE_WIDTH),
    }
}

/// The values of an attribute, given with its opening quote, in the order of the file.
fn attributes<'a>(svg: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    svg.split(opening).skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paths_and_width_of_a_file() {
        let svg = r#"<svg id="x" stroke-width="2.5"><path d="M1 2h3"/><path d="M4 5z"/></svg>"#;
        let glyph = parse("x", svg);
        assert_eq!(glyph.paths, ["M1 2h3", "M4 5z"]);
        assert_eq!(glyph.stroke_width.to_string(), "2.5");
    }

    #[test]
    fn an_unknown_name_has_no_glyph() {
        assert_eq!(glyph("no-such-glyph"), None);
    }
}
