//! The drawing list: what lies on the page, in paint order, with final coordinates and resolved colours.
//!
//! It knows nothing of SVG, so that every exporter reads the same list.
//!
//! *Invariant*: a [`Use`] names a symbol of the scene that draws it; ids of groups are unique in a scene.

use super::color::Color;
use crate::geom::{PageRect, Projection, Pt};
use crate::text::{Shaped, Weight};

/// A whole picture.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Width of the page in page units.
    pub width: f64,
    /// Height of the page in page units.
    pub height: f64,
    /// The sheet of paper that it fills, if it is drawn for one.
    pub sheet: Option<OnSheet>,
    /// How the ground lies on the page.
    pub projection: Projection,
    /// The title; never empty.
    pub title: String,
    /// What the picture shows, in a sentence or more.
    pub description: String,
    /// Shadings, named by [`Paint::Shade`].
    pub shades: Vec<Shade>,
    /// Outlines beyond which paths are cut off, named by [`Path::clip`].
    pub clips: Vec<Clip>,
    /// Drawings that are used more than once, by id.
    pub symbols: Vec<Symbol>,
    /// Everything, back to front.
    pub nodes: Vec<Node>,
    /// Layers of the picture: runs of its entries that follow each other and leave none out.
    pub layers: Vec<Layer>,
}

/// A run of entries that can be shown and hidden as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layer {
    /// What it holds.
    pub kind: LayerKind,
    /// The first of the entries after it.
    pub end: usize,
}

/// What a layer holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LayerKind {
    /// The paper.
    Paper,
    /// Slabs of regions and plates on them.
    Ground,
    /// Zone strips.
    Bands,
    /// Outlines of groups on the ground.
    Groups,
    /// Lines between components.
    Connections,
    /// Trays with what stands on them.
    Components,
    /// Texts, letters and numbers on the drawing.
    Labels,
    /// Marks of findings.
    Findings,
    /// Marks of what a loss does.
    Loss,
    /// Title, legend and lists.
    Panels,
    /// Where to cut.
    CropMarks,
}

impl LayerKind {
    /// All layers, in the order of painting.
    pub const ALL: [Self; 11] = [
        Self::Paper,
        Self::Ground,
        Self::Bands,
        Self::Groups,
        Self::Connections,
        Self::Components,
        Self::Labels,
        Self::Findings,
        Self::Loss,
        Self::Panels,
        Self::CropMarks,
    ];

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Paper => "Paper",
            Self::Ground => "Ground",
            Self::Bands => "Zone bands",
            Self::Groups => "Groups",
            Self::Connections => "Connections",
            Self::Components => "Components",
            Self::Labels => "Labels",
            Self::Findings => "Findings",
            Self::Loss => "Loss",
            Self::Panels => "Panels",
            Self::CropMarks => "Crop marks",
        }
    }
}

impl Scene {
    /// The layers, each with its entries.
    pub fn in_layers(&self) -> impl Iterator<Item = (LayerKind, &[Node])> {
        let starts = std::iter::once(0).chain(self.layers.iter().map(|layer| layer.end));
        starts.zip(&self.layers).map(|(start, layer)| (layer.kind, &self.nodes[start..layer.end]))
    }
}

/// The sheet of paper that a picture fills; boxes are in page units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OnSheet {
    /// Millimetres for each page unit.
    pub unit: f64,
    /// The sheet as it is cut.
    pub trim: PageRect,
    /// How far the ground of the picture reaches.
    pub bleed: PageRect,
}

/// A shading.
#[derive(Clone, PartialEq, Debug)]
pub struct Shade {
    /// Places (0 to 1) and colours.
    pub stops: Vec<(f64, Color)>,
    /// Where these places are.
    pub course: Course,
}

/// How a shading runs. Before its beginning it has the first colour, after its end the last.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Course {
    /// From left to right over the box of what it fills.
    Across,
    /// From one point to another, in the plane of what it fills.
    Line(Pt, Pt),
    /// Out of a circle round `focus` to the circle of radius 1 round the origin.
    Round {
        /// The middle of the inner circle.
        focus: Pt,
        /// The radius of the inner circle.
        inner: f64,
        /// Leads from that plane to the plane of what is filled.
        matrix: [f64; 6],
    },
}

/// An outline beyond which paths are cut off, in their plane.
#[derive(Clone, PartialEq, Debug)]
pub struct Clip {
    /// The outline.
    pub segments: Vec<Segment>,
    /// Whether parts that it goes round twice are outside, as are holes.
    pub even_odd: bool,
}

/// A drawing that is used more than once.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its id, unique in the scene.
    pub id: String,
    /// What it draws, round its own origin.
    pub nodes: Vec<Node>,
}

/// One entry of the drawing list.
#[derive(Clone, Debug)]
pub enum Node {
    /// Several entries that belong together.
    Group(Group),
    /// A filled or stroked shape.
    Path(Path),
    /// A line of text.
    Text(Text),
    /// A symbol put somewhere.
    Use(Use),
}

/// What an entry stands for.
#[derive(Clone, Debug, Default)]
pub struct Tag {
    /// Its class, such as `tray`.
    pub class: &'static str,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its data: key without `data-`, value; in the order in which they are written.
    pub data: Vec<(&'static str, String)>,
    /// What a tooltip says.
    pub title: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

impl Tag {
    /// A tag with a class and nothing else.
    pub fn new(class: &'static str) -> Self {
        Self { class, ..Self::default() }
    }

    /// The same tag with one more piece of data.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.data.push((key, value.into()));
        self
    }
}

/// Several entries that belong together.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// What it stands for.
    pub tag: Tag,
    /// What it holds, back to front.
    pub children: Vec<Node>,
}

/// A step of an outline, in page units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// Begin anew here.
    Move(Pt),
    /// A straight line to here.
    Line(Pt),
    /// A quadratic curve: control point, end.
    Quad(Pt, Pt),
    /// A cubic curve: two control points, end.
    Cubic(Pt, Pt, Pt),
    /// Back to the beginning.
    Close,
}

impl Text {
    /// The size of its em on the page, along its baseline.
    pub fn em(&self) -> f64 {
        self.size * self.matrix[0].hypot(self.matrix[1])
    }
}

impl Segment {
    /// The same step with all its points led elsewhere.
    #[must_use]
    pub fn map(self, to: impl Fn(Pt) -> Pt) -> Self {
        match self {
            Self::Move(p) => Self::Move(to(p)),
            Self::Line(p) => Self::Line(to(p)),
            Self::Quad(c, p) => Self::Quad(to(c), to(p)),
            Self::Cubic(c, d, p) => Self::Cubic(to(c), to(d), to(p)),
            Self::Close => Self::Close,
        }
    }
}

/// What fills a shape.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Paint {
    /// One colour.
    Plain(Color),
    /// A shading of the scene, by its place in the list.
    Shade(usize),
}

/// The filling of a shape.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fill {
    /// With what.
    pub paint: Paint,
    /// From 0, not to be seen, to 1.
    pub opacity: f64,
}

impl Fill {
    /// One colour, covering.
    pub fn plain(color: Color) -> Self {
        Self { paint: Paint::Plain(color), opacity: 1.0 }
    }
}

/// The line round a shape.
#[derive(Clone, PartialEq, Debug)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width in page units.
    pub width: f64,
    /// Lengths of dashes and gaps in turn; empty for a line without gaps.
    pub dash: Vec<f64>,
    /// Whether its ends and corners are round.
    pub round: bool,
    /// From 0, not to be seen, to 1.
    pub opacity: f64,
}

impl Stroke {
    /// A line without gaps.
    pub fn plain(color: Color, width: f64) -> Self {
        Self { color, width, dash: Vec::new(), round: false, opacity: 1.0 }
    }

    /// The same line with dashes.
    #[must_use]
    pub fn dashed(self, dash: &[f64]) -> Self {
        Self { dash: dash.to_vec(), ..self }
    }
}

/// A filled or stroked shape.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// What it stands for, if it stands for something by itself.
    pub tag: Option<Tag>,
    /// Its outline.
    pub segments: Vec<Segment>,
    /// Whether the filling leaves out what the outline goes round twice.
    pub even_odd: bool,
    /// Its filling.
    pub fill: Option<Fill>,
    /// The line round it.
    pub stroke: Option<Stroke>,
    /// What it is cut off at, by its place in the list of the scene.
    pub clip: Option<usize>,
}

/// Which point of a text lies at the origin of its matrix.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Anchor {
    /// Its beginning.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// The weight of the face.
    pub weight: Weight,
    /// Size of the em in the units of the matrix.
    pub size: f64,
    /// Leads from the plane of the text (baseline along x, y down) to the page.
    pub matrix: [f64; 6],
    /// What lies at the origin of that plane.
    pub anchor: Anchor,
    /// Its colour.
    pub fill: Color,
    /// Extra room after each character, in thousandths of the em.
    pub spacing: f64,
    /// The four corners of its ink on the page.
    pub quad: [Pt; 4],
}

impl Text {
    /// Where the baseline of the shaped text begins in its plane, in thousandths of the em.
    pub fn start(&self, shaped: &Shaped) -> f64 {
        let width = shaped.advance as f64 + self.spacing * shaped.glyphs.len() as f64;
        match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -width / 2.0,
            Anchor::End => -width,
        }
    }
}

/// A symbol put somewhere.
#[derive(Clone, Debug)]
pub struct Use {
    /// The id of the symbol.
    pub symbol: String,
    /// Leads from the symbol to the page (or to the symbol round it).
    pub matrix: [f64; 6],
    /// Colour of the lines that the symbol leaves open.
    pub stroke: Option<Color>,
}
