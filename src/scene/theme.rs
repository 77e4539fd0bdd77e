//! Themes: named colours and strokes, read from `icons/themes/*.toml` and from files of the user.
//!
//! Every entry is a field, so a theme that lacks one is no theme, and a colour that nothing draws is an error of the
//! compiler. A file may leave out what the theme that it starts from has.
//!
//! *Invariant*: every number of a theme is finite and within its bounds, so none can spoil a picture.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::color::Color;
use super::types::Stroke;
use crate::catalog::{self, Fault};
use crate::source::SourceFile;
use crate::syntax;
use crate::syntax::attributes::ConnectionKind;

/// The widest line, the longest dash, and the most dashes and gaps, in page units.
const WIDEST: f64 = 20.0;
const LONGEST: f64 = 100.0;
const MOST_DASHES: usize = 8;

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
    /// What icons of a pack lie on.
    pub icon: Chip,
    /// Numbered circles, lettered discs and count badges.
    pub mark: Marks,
    /// Panels in the corners.
    pub panel: Panel,
    /// The title block.
    pub title: TitleBlock,
    /// The colours of the families, by id.
    pub family: BTreeMap<String, Color>,
}

/// A line.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its colour.
    pub color: Color,
    /// Its width in page units.
    #[serde(deserialize_with = "width")]
    pub width: f64,
    /// Dashes and gaps in turn.
    #[serde(default, deserialize_with = "dashes")]
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
    /// Where all trays stand in one subnet that the internet can reach.
    pub public: Color,
    /// Where all trays stand in one subnet that it can not.
    pub private: Color,
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
    #[serde(deserialize_with = "share")]
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
    /// The label of what stands on the paper without a tray.
    pub bare: Color,
    /// The edge of a critical component.
    pub critical: Line,
    /// The strip of a critical component.
    #[serde(rename = "critical-plate")]
    pub critical_plate: Color,
    /// The edge of what waits to take over.
    pub standby: Line,
    /// How far the solids of what waits are moved towards the tint.
    #[serde(rename = "standby-fade", deserialize_with = "share")]
    pub standby_fade: f64,
    /// What the solids of what waits are moved towards.
    #[serde(rename = "standby-tint")]
    pub standby_tint: Color,
    /// The box of instances that scale by themselves.
    pub scaling: Line,
    /// The arrow under them.
    pub arrow: Color,
    /// Outlines of groups on the floor.
    pub outline: Outlines,
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
    /// Whether a form keeps the colour that it has of its own, as the bucket has, or takes that of its family.
    pub own: bool,
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
    #[serde(deserialize_with = "share")]
    pub shadow: f64,
    /// A pane of glass in a face that is not painted.
    pub pane: Color,
    /// A lamp that is on.
    pub lamp: Color,
    /// Upright figures, the front and the back of them.
    pub figure: [Color; 2],
}

/// Numbered circles, lettered discs and count badges.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// A numbered circle.
    pub step: Color,
    /// The number in it.
    #[serde(rename = "step-text")]
    pub step_text: Color,
    /// Its ring, the text of a count badge, and the ground of a lettered disc.
    pub text: Color,
    /// A count badge, and the ring and letter of a lettered disc.
    pub badge: Color,
}

/// What an icon of a pack lies on.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chip {
    /// Its ground.
    pub chip: Color,
    /// Its edge.
    pub edge: Line,
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
        let theme = catalog::read_theme(text);
        debug_assert!(theme.is_ok(), "the theme `{name}`: {:?}", theme.as_ref().err());
        theme.ok()
    }

    /// Reads a theme file: single values over those of the theme that its `base` names, or of `reference`.
    ///
    /// # Errors
    /// Each value that is wrong, with its place, in the order of the file.
    pub fn parse(text: &str) -> Result<Self, Vec<ThemeError>> {
        catalog::read_theme(text)
            .map_err(|faults| faults.into_iter().map(|fault| ThemeError::new(text, fault)).collect())
    }

    /// The names of the themes that come with the program, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        catalog::embedded_themes().iter().map(|(name, _)| *name)
    }
}

/// Why a file is no theme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThemeError {
    /// The line, from 1.
    pub line: usize,
    /// The column in that line, from 1.
    pub column: usize,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

impl ThemeError {
    fn new(text: &str, fault: Fault) -> Self {
        let at = SourceFile::new("", text).position(fault.at.start);
        let help =
            fault.unknown.as_ref().map(|(name, known)| match syntax::nearest(name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("expected one of `{}`", known.join("`, `")),
            });
        Self { line: at.line, column: at.column, message: fault.message, help }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ThemeError {}

/// A number from 0 to 1.
fn share<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    within(f64::deserialize(from)?, 0.0, 1.0)
}

/// The width of a line.
fn width<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    within(f64::deserialize(from)?, 0.0, WIDEST)
}

/// Dashes and gaps.
fn dashes<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
    let all = Vec::<f64>::deserialize(from)?;
    if all.len() > MOST_DASHES {
        return Err(de::Error::custom(format!("expected at most {MOST_DASHES} dashes and gaps, not {}", all.len())));
    }
    all.into_iter().map(|length| within(length, 0.1, LONGEST)).collect()
}

fn within<E: de::Error>(number: f64, least: f64, most: f64) -> Result<f64, E> {
    // a number that is none is in no range
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(E::custom(format!("expected a number from {least} to {most}, not {number}")))
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("expected a colour as `#rrggbb`, not `{}`", text.escape_debug())))
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
