//! What a printer needs: the ground of the sheet up to what is cut off, crop marks, lines that are not too thin, and the
//! size of the smallest text.

use super::outline::{line, page_rect};
use super::types::{Fill, Group, Node, OnSheet, Path, Scene, Stroke, Tag};
use super::{Color, Page, Theme};
use crate::geom::{PageRect, Pt, Sheet};

/// How long a crop mark is, and how far it stays away from the sheet at least, in millimetres.
const MARK: (f64, f64) = (5.0, 3.0);
/// Room outside of the marks, in millimetres.
const OUTSIDE: f64 = 2.0;
/// The thinnest line, in points: what is thinner may not be printed.
const HAIRLINE: f64 = 0.25;
/// Points for each millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// The least opacity that counts as seen.
const SEEN: f64 = 0.02;

/// Room round the sheet as it is cut, in millimetres.
pub(super) fn around(sheet: &Sheet) -> f64 {
    if sheet.crop_marks { sheet.bleed.max(MARK.1) + MARK.0 + OUTSIDE } else { sheet.bleed }
}

/// The paper: the ground of the picture, on white where marks stand outside of it.
pub(super) fn ground(theme: &Theme, page: &Page) -> Vec<Node> {
    let whole = PageRect::new(0.0, 0.0, page.w, page.h);
    let paper = |rect: &PageRect, color, class| {
        let fill = Some(Fill::plain(color));
        Node::Path(Path { tag: Some(Tag::new(class)), segments: page_rect(rect), fill, ..Path::default() })
    };
    match &page.sheet {
        Some(on) if on.bleed.x > 1e-6 => {
            vec![paper(&whole, Color::WHITE, "paper"), paper(&on.bleed, theme.paper, "ground")]
        }
        _ => vec![paper(&whole, theme.paper, "paper")],
    }
}

/// Two short lines at each corner, outside of what is cut off.
pub(super) fn crop_marks(on: &OnSheet) -> Node {
    let mm = 1.0 / on.unit;
    let away = ((on.trim.x - on.bleed.x) * on.unit).max(MARK.1) * mm;
    let long = MARK.0 * mm;
    let trim = &on.trim;
    let mut children = Vec::new();
    for (x, sx) in [(trim.x, -1.0), (trim.x1(), 1.0)] {
        for (y, sy) in [(trim.y, -1.0), (trim.y1(), 1.0)] {
            let (from, to) = (sx * away, sx * (away + long));
            let across = line(&[Pt::new(x + from, y), Pt::new(x + to, y)]);
            let (from, to) = (sy * away, sy * (away + long));
            let along = line(&[Pt::new(x, y + from), Pt::new(x, y + to)]);
            children.push(Node::Path(Path {
                segments: [across, along].concat(),
                stroke: Some(Stroke::plain(Color::BLACK, HAIRLINE / POINTS * mm)),
                ..Path::default()
            }));
        }
    }
    Node::Group(Group { tag: Tag::new("crop-marks"), children })
}

/// Makes lines thicker that are too thin to be printed.
pub(super) fn thicken(nodes: &mut [Node], unit: f64) {
    let least = HAIRLINE / POINTS / unit;
    for node in nodes {
        match node {
            Node::Group(group) => thicken(&mut group.children, unit),
            Node::Path(path) => {
                if let Some(stroke) = path.stroke.as_mut().filter(|stroke| stroke.opacity > SEEN) {
                    stroke.width = stroke.width.max(least);
                }
            }
            Node::Text(_) | Node::Use(_) => {}
        }
    }
}

impl Scene {
    /// The em of the smallest text on paper, in points; `None` for a picture that fills no sheet or has no text.
    pub fn smallest_text(&self) -> Option<f64> {
        let unit = self.sheet?.unit;
        let em = smallest(&self.nodes);
        em.is_finite().then_some(em * unit * POINTS)
    }
}

fn smallest(nodes: &[Node]) -> f64 {
    nodes
        .iter()
        .map(|node| match node {
            Node::Group(group) => smallest(&group.children),
            Node::Text(text) if !text.text.trim().is_empty() => text.em(),
            Node::Text(_) | Node::Path(_) | Node::Use(_) => f64::INFINITY,
        })
        .fold(f64::INFINITY, f64::min)
}
