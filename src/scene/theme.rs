//! Themes: named colours and strokes, read from `icons/themes/*.toml`.
//!
//! Every entry is a field, so a theme that lacks one is no theme, and a colour that nothing draws is an error of the
//! compiler.

use serde::{Deserialize, Deserializer, de};

use super::color::Color;
use super::types::Stroke;
use crate::catalog;
use crate::syntax::attributes::ConnectionKind;

/// Colours and strokes of a picture.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The page.
    pub paper: Color,
    /// The lowest container.
    pub slab: Faces,
    /// Containers on it.
    pub plate: Faces,
    /// Zone strips.
    pub band: Band,
    /// Trays of components.
    pub tray: Tray,
    /// Outlines of groups.
    pub outline: Outlines,
    /// Connections.
    pub wire: Wires,
    /// Blocks.
    pub solid: Solids,
    /// Numbered circles and count badges.
    pub mark: Marks,
    /// Panels in the corners.
    pub panel: Panel,
    /// The title block.
    pub title: TitleBlock,
}

/// A line.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its colour.
    pub color: Color,
    /// Its width in page units.
    pub width: f64,
    /// Dashes and gaps in turn.
    #[serde(default)]
    pub dash: Vec<f64>,
}

impl Line {
    /// The line as a stroke.
    pub fn stroke(&self) -> Stroke {
        Stroke::plain(self.color, self.width).dashed(&self.dash)
    }
}

/// A slab or plate.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faces {
    /// Its top.
    pub top: Color,
    /// The side that looks along +y, left on the page.
    pub left: Color,
    /// The side that looks along +x, right on the page.
    pub right: Color,
    /// Its edge.
    pub edge: Line,
    /// Its caption.
    pub text: Color,
}

/// Zone strips.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The first, third, … zone.
    pub even: Color,
    /// The others.
    pub odd: Color,
    /// Their edge.
    pub edge: Line,
    /// Their names.
    pub text: Color,
}

/// Trays of components.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tray {
    /// The floor.
    pub top: Color,
    /// How much the floor covers.
    pub opacity: f64,
    /// The side that looks along +y.
    pub left: Color,
    /// The side that looks along +x.
    pub right: Color,
    /// The edge.
    pub edge: Line,
    /// The strip of the label.
    pub plate: Color,
    /// The label.
    pub text: Color,
    /// The edge of a critical component.
    pub critical: Line,
    /// The strip of a critical component.
    #[serde(rename = "critical-plate")]
    pub critical_plate: Color,
    /// The edge of what waits to take over.
    pub standby: Line,
    /// How far the solids of what waits are moved towards white.
    #[serde(rename = "standby-fade")]
    pub standby_fade: f64,
    /// The box of instances that scale by themselves.
    pub scaling: Line,
    /// The arrow under them.
    pub arrow: Color,
}

/// Outlines of groups.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlines {
    /// Instances that scale together.
    pub scaling: Line,
    /// A security boundary.
    pub security: Line,
    /// Everything else.
    pub other: Line,
}

/// Connections.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wires {
    /// The caller waits.
    pub sync: Line,
    /// The caller goes on.
    #[serde(rename = "async")]
    pub asynchronous: Line,
    /// Data is copied.
    pub replication: Line,
    /// From time to time.
    pub batch: Line,
    /// When the first way fails.
    pub failover: Line,
    /// Brings new versions.
    pub deploy: Line,
    /// What parts a line from the one it crosses.
    pub casing: Color,
    /// Text beside connections.
    pub text: Color,
}

impl Wires {
    /// The line of a kind of connection.
    pub fn line(&self, kind: ConnectionKind) -> &Line {
        match kind {
            ConnectionKind::Sync => &self.sync,
            ConnectionKind::Async => &self.asynchronous,
            ConnectionKind::Replication => &self.replication,
            ConnectionKind::Batch => &self.batch,
            ConnectionKind::Failover => &self.failover,
            ConnectionKind::Deploy => &self.deploy,
        }
    }
}

/// Blocks.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Solids {
    /// Whether the faces have the colour of the family; else those three that follow.
    pub painted: bool,
    /// The top.
    pub top: Color,
    /// The side that looks along +y.
    pub left: Color,
    /// The side that looks along +x.
    pub right: Color,
    /// The line round the whole.
    pub silhouette: Line,
    /// Edges between faces.
    pub inner: Line,
    /// What darkens and what is dark: the shadow, the right side of painted blocks.
    pub ink: Color,
    /// How much of the ink a shadow has.
    pub shadow: f64,
    /// A lamp that is on.
    pub lamp: Color,
    /// Upright figures, the front and the back of them.
    pub figure: [Color; 2],
}

/// Numbered circles and count badges.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// A numbered circle.
    pub step: Color,
    /// The number and the ring.
    pub text: Color,
    /// A count badge.
    pub badge: Color,
}

/// Panels in the corners.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Their ground.
    pub fill: Color,
    /// Their edge.
    pub edge: Line,
    /// Their headings.
    pub heading: Color,
    /// Their text.
    pub text: Color,
}

/// The title block.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleBlock {
    /// Its ground.
    pub fill: Color,
    /// The bar at its left.
    pub bar: Color,
    /// The word over the title.
    pub kicker: Color,
    /// The title.
    pub text: Color,
    /// The lines under it.
    pub soft: Color,
}

impl Theme {
    /// The theme of this name that comes with the program.
    pub fn builtin(name: &str) -> Option<Self> {
        let text = catalog::embedded_themes().iter().find(|(known, _)| *known == name)?.1;
        catalog::read(text)
    }

    /// The names of the themes that come with the program, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        catalog::embedded_themes().iter().map(|(name, _)| *name)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("expected `#rrggbb`, not `{text}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_file_is_a_whole_theme() {
        assert!(Theme::names().all(|name| Theme::builtin(name).is_some()));
        assert!(Theme::builtin("reference").is_some() && Theme::builtin("color").is_some());
        assert!(Theme::builtin("no-such-theme").is_none());
    }
}
