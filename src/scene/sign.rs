//! Labels that stand upright on the page, each on a small plate of its own, for readers who find slanted text hard.
//!
//! A plate stands as near to the middle of the place that layout keeps for its label as it can without hiding what
//! stands there; the name of a container hangs under its front edge where it can. From above all text is upright by
//! itself, and there are no plates.

use super::ground::{band_id, thickness};
use super::group::{floor_text, line_of};
use super::lettering::{Style, label, upright};
use super::outline::rounded;
use super::spot::{Spots, holds};
use super::tray::FLOOR;
use super::types::{Fill, Group, Node, Path, Stroke, Tag};
use super::{Color, Pen, names};
use crate::geom::{GRect, Gu, PageRect, Pt};
use crate::layout::{ContainerKind, Layout, Tray, tops};
use crate::syntax::attributes::Criticality;
use crate::text::Weight;

/// Size of the em against that of a text in the plane, which looks smaller than it is.
const SIZE: f64 = 0.88;
/// Room between a text and the edge of its plate, and its corners, in ems.
const PAD: (f64, f64) = (0.45, 0.22);
const CORNER: f64 = 0.3;
/// Distance of two lines, in ems.
const LEADING: f64 = 1.2;
/// Places along the strip of a label that are tried, the middle first.
const ALONG: [f64; 9] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
/// Places along the front edge of a container under which its name is tried to hang.
const UNDER: [f64; 7] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// How far over and under the strip, in heights of the plate.
const ACROSS: [f64; 6] = [0.0, 0.5, 1.0, -0.5, 1.5, 2.2];

/// A label with its place.
pub(super) struct Sign {
    /// What it belongs to.
    of: String,
    lines: Vec<String>,
    style: Style,
    fill: Color,
    edge: Option<Stroke>,
    /// Its middle on a page whose origin is that of the ground.
    at: Pt,
    half: [f64; 2],
}

/// A label that has no place yet.
struct Wanted {
    of: String,
    lines: Vec<String>,
    style: Style,
    fill: Color,
    edge: Option<Stroke>,
    strip: GRect,
    along_x: bool,
    z: Gu,
    /// For the name of a container: the edge under which it may hang.
    edge_below: Option<EdgeBelow>,
}

/// The foot of the front edge of a container.
struct EdgeBelow {
    /// Of no depth.
    edge: GRect,
    z: Gu,
    /// The colour of what is under it.
    fill: Color,
    /// What lies there and belongs to others: a name on it would be taken for theirs.
    others: Vec<Vec<Pt>>,
}

/// All labels of a layout in their places. The origin of the pen's projection must be that of the ground.
pub(super) fn signs(pen: &Pen, layout: &Layout, spots: &mut Spots) -> Vec<Sign> {
    wanted(pen, layout).into_iter().map(|wanted| placed(pen, spots, wanted)).collect()
}

fn wanted(pen: &Pen, layout: &Layout) -> Vec<Wanted> {
    let theme = pen.theme;
    let unit = pen.projection.unit() * SIZE;
    let style = |weight, size: Gu, color| Style::new(weight, size.units() * unit, color).middle();
    let mut out: Vec<Wanted> = layout.trays.iter().map(|tray| of_tray(pen, tray, unit)).collect();
    for mark in &layout.wire_labels {
        out.push(Wanted {
            of: format!("wire-{}", mark.wire + 1),
            lines: vec![mark.text.clone()],
            style: style(Weight::Regular, mark.size, theme.wire.text),
            fill: theme.plate.top,
            edge: None,
            strip: mark.rect,
            along_x: mark.along_x,
            z: Gu::ZERO,
            edge_below: None,
        });
    }
    for outline in &layout.outlines {
        let strip = outline.name.map(|name| (name.rect, name.along_x, name.size, Gu::ZERO));
        let on_floor = outline.on_floor.then(|| (floor_text(outline), true, Gu(32), FLOOR));
        let Some((strip, along_x, size, z)) = strip.or(on_floor).filter(|_| !outline.label.is_empty()) else {
            continue;
        };
        let lines = if outline.on_floor { &theme.tray.outline } else { &theme.outline };
        let edge = line_of(lines, outline.of.kind(pen.model));
        out.push(Wanted {
            of: outline.of.id(pen.model).to_owned(),
            lines: vec![outline.label.clone()],
            style: style(Weight::SemiBold, size, edge.color),
            fill: if outline.on_floor { theme.tray.top } else { theme.plate.top },
            edge: None,
            strip,
            along_x,
            z,
            edge_below: None,
        });
    }
    for band in layout.bands.iter().filter(|band| !band.label.is_empty()) {
        out.push(Wanted {
            of: band_id(pen.model, band),
            lines: vec![band.label.clone()],
            style: style(Weight::SemiBold, band.label_size, theme.band.text),
            fill: theme.band.even,
            edge: None,
            strip: ink(&band.label_rect, &band.label, band.label_size),
            along_x: true,
            z: Gu::ZERO,
            edge_below: None,
        });
    }
    for (container, top) in layout.containers.iter().zip(tops(&layout.containers)) {
        let faces = if container.level == 0 { &theme.slab } else { &theme.plate };
        let of = names::container_name(pen.model, container.kind).to_owned();
        let capitals = matches!(container.kind, ContainerKind::Region(_));
        let spacing = if capitals { 80.0 } else { 20.0 };
        let mut add = |lines: Vec<String>, style: Style, strip: GRect, edge_below: Option<EdgeBelow>| {
            let of = of.clone();
            out.push(Wanted {
                of,
                lines,
                style,
                fill: faces.top,
                edge: None,
                strip,
                along_x: true,
                z: top,
                edge_below,
            });
        };
        if !container.caption.is_empty() {
            let set = Style { spacing, ..style(Weight::SemiBold, container.caption_size, faces.text) };
            let r = container.rect;
            let edge = GRect::new(r.x, r.y1(), r.w, Gu::ZERO);
            let fill = if container.level == 0 { theme.paper } else { faces.top };
            let others = layout.containers.iter().filter(|o| o.level == container.level && o.rect != r);
            let others = others.map(|o| pen.projection.rect(&o.rect, Gu::ZERO).to_vec()).collect();
            let below = EdgeBelow { edge, z: top - thickness(container), fill, others };
            add(vec![container.caption.clone()], set, container.caption_rect, Some(below));
        }
        if let Some(strip) = container.summary.iter().map(|(_, rect)| *rect).reduce(|a, b| a.union(&b)) {
            let lines = container.summary.iter().map(|(line, _)| line.clone()).collect();
            add(lines, style(Weight::Regular, container.summary_size, faces.text), strip, None);
        }
    }
    out
}

/// The part of a strip that a text at its left end covers.
fn ink(strip: &GRect, text: &str, size: Gu) -> GRect {
    let wide = Style::new(Weight::SemiBold, size.units(), Color::WHITE).width(text);
    GRect { w: Gu::from_units(wide).min(strip.w), ..*strip }
}

fn of_tray(pen: &Pen, tray: &Tray, unit: f64) -> Wanted {
    let style = &pen.theme.tray;
    let component = &pen.model.components[pen.model.placements[tray.placement.ix()].component.ix()];
    let is_critical = component.criticality == Criticality::Critical;
    let (color, fill, edge) = match (tray.plate, is_critical) {
        (false, _) => (style.bare, pen.theme.paper, None),
        (true, true) => (style.text, style.critical_plate, Some(style.critical.stroke())),
        (true, false) => (style.text, style.plate, Some(style.edge.stroke())),
    };
    Wanted {
        of: component.id.clone(),
        lines: tray.lines.clone(),
        style: Style::new(Weight::SemiBold, tray.text_size.units() * unit, color).middle(),
        fill,
        edge: edge.map(|edge| Stroke { dash: Vec::new(), width: 0.9, ..edge }),
        strip: tray.nameplate,
        along_x: true,
        z: if tray.plate { FLOOR } else { Gu::ZERO },
        edge_below: None,
    }
}

fn placed(pen: &Pen, spots: &mut Spots, wanted: Wanted) -> Sign {
    let Wanted { of, lines, style, fill, edge, strip, along_x, z, edge_below } = wanted;
    let wide = lines.iter().map(|line| style.width(line)).fold(0.0, f64::max);
    let high = style.size * (LEADING * (lines.len().max(1) as f64 - 1.0) + 1.0);
    let half = [wide / 2.0 + PAD.0 * style.size, high / 2.0 + PAD.1 * style.size];
    let (x, y, w, d) = (strip.x.units(), strip.y.units(), strip.w.units(), strip.d.units());
    let mut candidates = Vec::new();
    // with its right upper corner at the edge, it hangs clear of what falls away to the right
    if let Some(EdgeBelow { edge, z, others, .. }) = &edge_below {
        let places = UNDER.map(|along| {
            let on = pen.projection.at(edge.x.units() + edge.w.units() * along, edge.y.units(), z.units());
            (Pt::new(on.x - half[0], on.y + half[1]), along - 2.0)
        });
        let is_elsewhere = |at: &Pt| {
            let parts = [-1.0, -0.5, 0.0, 0.5, 1.0];
            let mut points = parts.iter().flat_map(|i| parts.map(|j| Pt::new(at.x + i * half[0], at.y + j * half[1])));
            points.any(|point| others.iter().any(|other| holds(other, point)))
        };
        candidates.extend(places.into_iter().filter(|(at, _)| !is_elsewhere(at)));
    }
    let below = candidates.len();
    for across in ACROSS {
        for along in ALONG {
            let (dx, dy) = if along_x { (w * along, d / 2.0) } else { (w / 2.0, d * along) };
            let on = pen.projection.at(x + dx, y + dy, z.units());
            let far = (along - 0.5).abs() + across.abs() * 0.3;
            candidates.push((Pt::new(on.x, on.y + across * 2.0 * half[1]), far));
        }
    }
    let at = spots.plate(&candidates, half);
    let fill = match edge_below {
        Some(under) if candidates[..below].iter().any(|c| c.0 == at) => under.fill,
        _ => fill,
    };
    Sign { of, lines, style, fill, edge, at, half }
}

impl Sign {
    /// What it covers, on a page whose origin is that of the ground.
    pub(super) fn extent(&self) -> Vec<Pt> {
        let r = self.rect(Pt::default());
        vec![Pt::new(r.x, r.y), Pt::new(r.x1(), r.y), Pt::new(r.x1(), r.y1()), Pt::new(r.x, r.y1())]
    }

    fn rect(&self, origin: Pt) -> PageRect {
        let [w, h] = self.half;
        PageRect::new(self.at.x + origin.x - w, self.at.y + origin.y - h, 2.0 * w, 2.0 * h)
    }

    /// Draws it.
    pub(super) fn draw(&self, pen: &Pen) -> Node {
        let (r, size) = (self.rect(pen.projection.origin()), self.style.size);
        let mut children = vec![Node::Path(Path {
            segments: rounded(r.x, r.y, r.w, r.h, CORNER * size),
            fill: Some(Fill::plain(self.fill)),
            stroke: self.edge.clone(),
            ..Path::default()
        })];
        let first = r.y + r.h / 2.0 - size * LEADING * (self.lines.len() as f64 - 1.0) / 2.0 + self.style.drop();
        for (i, line) in self.lines.iter().enumerate() {
            let at = Pt::new(r.x + r.w / 2.0, first + size * LEADING * i as f64);
            children.push(label(&self.of, upright(line, self.style, at)));
        }
        Node::Group(Group { tag: Tag::new("sign").with("for", self.of.clone()), children })
    }
}
