//! Draws a component's tray with everything on it: floor, nameplate, label, solids, count badges.

use super::Pen;
use super::ground::sides;
use super::group;
use super::lettering::{Style, label, text, upright};
use super::names::{box_data, env_id, region_id, units};
use super::order::{back_to_front, by_distance};
use super::outline::{line, polygon, rounded};
use super::solid::Solids;
use super::theme::Line;
use super::types::{Fill, Group, Node, Paint, Path, Stroke, Tag, Use};
use crate::geom::{GRect, Gu, Projection, Pt};
use crate::layout::{Outline, Solid, SolidRole, Tray};
use crate::syntax::attributes::{Criticality, Provenance};
use crate::syntax::document::PlacementRole;
use crate::text::{Weight, width_at};

/// Height of a tray's floor.
pub(super) const FLOOR: Gu = Gu(8);
/// Radius of the corners seen from above, in page units.
const FLAT_CORNER: f64 = 3.0;
/// Distance of two lines of the hatching of what is filled in.
const HATCH: Gu = Gu(32);
/// Distance of two lines of a label, in ems.
const LEADING: f64 = 1.2;

/// Draws the tray of a placement.
pub(super) fn tray(pen: &Pen, solids: &mut Solids, tray: &Tray, outlines: &[&Outline]) -> Node {
    let placement = &pen.model.placements[tray.placement.ix()];
    let component = &pen.model.components[placement.component.ix()];
    let id = pen.tray_name(tray.placement);
    let waits = placement.role != PlacementRole::Active;
    let is_critical = component.criticality == Criticality::Critical;
    let link = component.attributes.link.as_ref().map(|link| link.value.clone()).filter(|link| is_safe(link));
    let tag = Tag {
        id: Some(id.to_owned()),
        title: Some(title(pen, tray)),
        link,
        ..Tag::new("tray")
            .with("id", component.id.as_str())
            .with("env", env_id(pen.model, component.environment))
            .with("region", region_id(pen.model, tray.placement))
            .with("box", box_data(&tray.rect))
    };
    let mut children = Vec::new();
    if tray.plate {
        plate(pen, tray, is_critical, waits, &mut children);
    }
    if is_illustrative(pen, tray) {
        children.push(hatching(pen, tray));
    }
    // one name alone: that of another would stand on it
    let named = outlines.iter().position(|outline| {
        let room = free_room(pen, tray, &group::floor_text(outline));
        group::floor_name(pen, outline).is_some_and(|name| {
            name.w <= room && outlines.iter().all(|o| !o.rect.overlaps(&name) || o.rect.contains(&name))
        })
    });
    for (level, outline) in outlines.iter().enumerate() {
        children.push(group::on_floor(pen, outline, named == Some(level)));
    }
    children.extend(pen.blast.on_floor(pen, tray));
    if let Some(rect) = &tray.scaling {
        scaling(pen, tray, rect, &mut children);
    }
    if !pen.upright {
        lines(pen, tray, &component.id, &mut children);
    }
    let reach = |h: Gu| Gu::from_units(h.units() * pen.projection.shadow());
    let boxes: Vec<(GRect, Gu)> = tray.solids.iter().map(|solid| (solid.rect, reach(solid.h))).collect();
    let (mut badges, mut crosses) = (Vec::new(), Vec::new());
    for i in back_to_front(&boxes, by_distance(&boxes)) {
        let faded = waits || tray.solids[i].role == SolidRole::Replica;
        children.push(solid(pen, solids, &component.id, tray, &tray.solids[i], faded));
        crosses.extend(pen.blast.cross(pen, tray, &tray.solids[i]));
        badges.extend(badge(pen, &component.id, &tray.solids[i], foot(tray, &tray.solids[i])));
    }
    children.extend(badges);
    children.extend(crosses);
    Node::Group(Group { tag, children })
}

/// What stands here: its name, its kind, and its subnets.
fn title(pen: &Pen, tray: &Tray) -> String {
    let placement = &pen.model.placements[tray.placement.ix()];
    let component = &pen.model.components[placement.component.ix()];
    let mut out = format!("{} ({})", component.label, component.kind.title);
    let network = placement.network.and_then(|ix| pen.model.networks.get(ix.ix()));
    let subnets = network.into_iter().flat_map(|network| network.subnets_of(placement));
    let names: Vec<&str> = subnets.map(|subnet| subnet.label.as_str()).collect();
    if !names.is_empty() {
        out.push_str(if names.len() == 1 { ", subnet " } else { ", subnets " });
        out.push_str(&names.join(" and "));
    }
    out
}

fn plate(pen: &Pen, tray: &Tray, is_critical: bool, waits: bool, out: &mut Vec<Node>) {
    let style = &pen.theme.tray;
    let edge = tray_edge(pen, is_critical, waits);
    let plate = if is_critical { style.critical_plate } else { style.plate };
    let floor = Fill { paint: Paint::Plain(style.top), opacity: style.opacity };
    let (outline, strip) = if pen.projection.has_height() {
        out.extend(sides(pen, &tray.rect, FLOOR, FLOOR, [style.left, style.right]));
        let strip = polygon(&pen.projection.rect(&tray.nameplate, FLOOR));
        (polygon(&pen.projection.rect(&tray.rect, FLOOR)), strip)
    } else {
        (pen.flat_box(&tray.rect, FLAT_CORNER), pen.flat_foot(&tray.nameplate, FLAT_CORNER))
    };
    out.push(Node::Path(Path { segments: outline.clone(), fill: Some(floor), ..Path::default() }));
    out.push(Node::Path(Path { segments: strip, fill: Some(Fill::plain(plate)), ..Path::default() }));
    let stroke = Stroke { round: edge.dash.is_empty(), ..edge.stroke() };
    out.push(Node::Path(Path { segments: outline, stroke: Some(stroke), ..Path::default() }));
}

/// Whether a tray is marked as filled in rather than known.
pub(super) fn is_illustrative(pen: &Pen, tray: &Tray) -> bool {
    let component = &pen.model.components[pen.model.placements[tray.placement.ix()].component.ix()];
    let source = component.attributes.source.as_ref().map(|source| source.value);
    pen.provenance && source == Some(Provenance::Illustrative)
}

/// Lines over the floor of a tray, but for the strip of its label.
fn hatching(pen: &Pen, tray: &Tray) -> Node {
    let z = if tray.plate { FLOOR } else { Gu::ZERO };
    let (r, front) = (&tray.rect, tray.nameplate.y);
    let mut segments = Vec::new();
    // x + y is the same all along a line
    let mut sum = r.x + r.y + HATCH;
    while sum < r.x1() + front {
        let from = (sum - front).max(r.x);
        let to = (sum - r.y).min(r.x1());
        let ends = [from, to].map(|x| pen.projection.at(x.units(), (sum - x).units(), z.units()));
        segments.extend(line(&ends));
        sum += HATCH;
    }
    let style = &pen.theme.tray;
    let stroke = Stroke::plain(style.edge.color.mix(style.top, 0.45), style.edge.width);
    Node::Path(Path { segments, stroke: Some(stroke), tag: Some(Tag::new("illustrative")), ..Path::default() })
}

/// How far along x a strip of the floor can be seen, before a solid stands on it or hides it.
fn free_room(pen: &Pen, tray: &Tray, strip: &GRect) -> Gu {
    let shadow = pen.projection.shadow();
    let hidden = tray.solids.iter().map(|solid| {
        let reach = Gu::from_units((solid.z + solid.h).units() * shadow);
        let r = &solid.rect;
        GRect::new(r.x - reach, r.y - reach, r.w + reach, r.d + reach)
    });
    hidden.filter(|hidden| hidden.overlaps(strip)).map(|hidden| hidden.x).fold(strip.x1(), Gu::min) - strip.x
}

/// The edge of a tray: red if critical, dashed if it waits.
fn tray_edge(pen: &Pen, is_critical: bool, waits: bool) -> Line {
    let style = &pen.theme.tray;
    match (is_critical, waits) {
        (true, true) => Line { dash: style.standby.dash.clone(), ..style.critical.clone() },
        (true, false) => style.critical.clone(),
        (false, true) => style.standby.clone(),
        (false, false) => style.edge.clone(),
    }
}

/// The box of what scales by itself, if it is drawn, and the double arrow on its floor.
///
/// The arrow lies before the front row if there is room, where nothing hides it; else under the solids.
fn scaling(pen: &Pen, tray: &Tray, rect: &GRect, out: &mut Vec<Node>) {
    let style = &pen.theme.tray;
    // the strip of the label stays free
    let rect = &GRect { d: rect.d.min(tray.nameplate.y - Gu(3) - rect.y), ..*rect };
    let (x, y, w, d) = (rect.x.units(), rect.y.units(), rect.w.units(), rect.d.units());
    let inside = tray.solids.iter().filter(|solid| rect.overlaps(&solid.rect));
    let front = inside.map(|solid| solid.rect.y1()).max().unwrap_or(rect.y1()).units();
    let end = tray.nameplate.y.units();
    let wing = ((end - front) * 0.45).min(0.24);
    if tray.scaling_box {
        out.push(Node::Path(Path {
            segments: polygon(&pen.projection.rect(rect, FLOOR)),
            stroke: Some(style.scaling.stroke()),
            ..Path::default()
        }));
    }
    let points = if wing > 0.1 {
        let middle = rect.y1().units().clamp(front + wing, end - wing);
        let long = (w - 0.2).max(4.0 * wing);
        double_arrow(long, wing).map(|(along, across)| (x + w / 2.0 + along, middle + across))
    } else if d >= w {
        double_arrow(d, 0.46f64.min(w * 0.45)).map(|(along, across)| (x + w / 2.0 + across, y + d / 2.0 + along))
    } else {
        double_arrow(w, 0.46f64.min(d * 0.45)).map(|(along, across)| (x + w / 2.0 + along, y + d / 2.0 + across))
    };
    let points = points.map(|(x, y)| pen.projection.at(x, y, FLOOR.units()));
    out.push(Node::Path(Path { segments: polygon(&points), fill: Some(Fill::plain(style.arrow)), ..Path::default() }));
}

/// The corners of an arrow with two heads round its middle: along it, across it.
fn double_arrow(long: f64, wing: f64) -> [(f64, f64); 10] {
    let (half, shaft) = (long / 2.0, wing * 0.42);
    let neck = half - (wing * 1.5).min(half * 0.6);
    let side = [(-half, 0.0), (-neck, -wing), (-neck, -shaft), (neck, -shaft), (neck, -wing)];
    let mut out = [(0.0, 0.0); 10];
    for (i, (along, across)) in side.into_iter().enumerate() {
        out[i] = (along, across);
        out[i + 5] = (-along, -across);
    }
    out
}

fn lines(pen: &Pen, tray: &Tray, id: &str, out: &mut Vec<Node>) {
    let color = if tray.plate { pen.theme.tray.text } else { pen.theme.tray.bare };
    let style = Style::new(Weight::SemiBold, tray.text_size.units(), color).middle();
    let z = if tray.plate { FLOOR.units() } else { 0.0 };
    let r = &tray.nameplate;
    let (x, middle) = (r.x.units() + r.w.units() / 2.0, r.y.units() + r.d.units() / 2.0);
    let first = middle - style.size * LEADING * (tray.lines.len() as f64 - 1.0) / 2.0 + style.drop();
    for (i, line) in tray.lines.iter().enumerate() {
        let y = first + style.size * LEADING * i as f64;
        out.push(label(id, text(line, style, pen.projection.plane(x, y, z))));
    }
}

/// The height at which a solid stands: on the floor of its tray at least.
pub(super) fn foot(tray: &Tray, solid: &Solid) -> Gu {
    if tray.plate { solid.z.max(FLOOR) } else { solid.z }
}

fn solid(pen: &Pen, solids: &mut Solids, id: &str, tray: &Tray, solid: &Solid, faded: bool) -> Node {
    let z = foot(tray, solid);
    let region = pen.model.placements[tray.placement.ix()].region;
    let zone = region.zip(solid.zone).and_then(|(region, zone)| pen.model.regions[region.ix()].zones.get(zone));
    let at = pen.projection.at(solid.rect.x.units(), solid.rect.y.units(), z.units());
    let tag = Tag {
        title: (!solid.title.is_empty()).then(|| solid.title.clone()),
        ..Tag::new("solid")
            .with("id", id)
            .with("tray", pen.tray_name(tray.placement))
            .with("zone", zone.map_or("", String::as_str))
            .with("box", box_data(&solid.rect))
            .with("z", units(z))
            .with("h", units(solid.h))
    };
    let component = pen.model.placements[tray.placement.ix()].component;
    let symbol = solids.symbol(solid, pen.model.components[component.ix()].kind.id, faded);
    let put = Use { symbol, matrix: [1.0, 0.0, 0.0, 1.0, at.x, at.y], stroke: None };
    Node::Group(Group { tag, children: vec![Node::Use(put)] })
}

/// Size of the em of a count badge, in page units.
const BADGE_TEXT: f64 = 12.5;

/// `×12` at the foot of a solid that stands for several, before it: there it hides no wire and no other solid.
fn badge(pen: &Pen, id: &str, solid: &Solid, z: Gu) -> Option<Node> {
    solid.count_words().map(|words| {
        let style = Style::new(Weight::SemiBold, BADGE_TEXT, pen.theme.mark.text).middle();
        let at = badge_at(&pen.projection, solid, z);
        let (w, h) = badge_size(&words);
        let pill = rounded(at.x - w / 2.0, at.y - h / 2.0, w, h, h / 2.0);
        let fill = Some(Fill::plain(pen.theme.mark.badge));
        let stroke = Some(Stroke::plain(pen.theme.mark.text, 1.2));
        let pill = Node::Path(Path { segments: pill, fill, stroke, ..Path::default() });
        let written = upright(&words, style, Pt::new(at.x, at.y + style.drop()));
        let tag = Tag::new("badge").with("for", id);
        Node::Group(Group { tag, children: vec![pill, label(id, written)] })
    })
}

/// Width and height of a count badge in page units.
fn badge_size(words: &str) -> (f64, f64) {
    (width_at(words, Weight::SemiBold, BADGE_TEXT) + 9.0, BADGE_TEXT + 4.0)
}

/// The middle of a count badge on the page. A wide one stands a little higher, so that it keeps inside the solid, but no
/// higher than the back edges of its top: behind them wires may run.
pub(super) fn badge_at(projection: &Projection, solid: &Solid, z: Gu) -> Pt {
    let r = &solid.rect;
    if projection.has_height() {
        let corner = projection.at(r.x1().units(), r.y1().units(), z.units());
        let left = projection.at(r.x.units(), r.y1().units(), z.units());
        let (w, h) = badge_size(&solid.count_words().unwrap_or_default());
        let rise = (corner.y - left.y) / (corner.x - left.x) * w / 2.0;
        let back = projection.at(r.x.units(), r.y.units(), (z + solid.h).units());
        let lowest = corner.y - 12.0;
        let highest = (back.y + rise + h / 2.0).min(lowest);
        return Pt::new(corner.x, (corner.y - rise - h / 2.0).min(lowest).max(highest));
    }
    projection.at(r.x.units() + r.w.units() / 2.0, r.y1().units() - 0.32, z.units())
}

/// Whether a link leads to a page or a mailbox, and to nothing that runs.
pub(super) fn is_safe(link: &str) -> bool {
    let scheme = link.split(':').next().unwrap_or_default().to_ascii_lowercase();
    matches!(scheme.as_str(), "https" | "http" | "mailto") && link.contains(':')
}

/// What a tray covers on the page, solids included: points whose hull holds it all.
pub(super) fn extent(projection: &Projection, tray: &Tray) -> Vec<Pt> {
    let mut out: Vec<Pt> = projection.rect(&tray.rect, Gu::ZERO).to_vec();
    for solid in &tray.solids {
        out.extend(solid_extent(projection, tray, solid));
        if solid.count > 1 {
            let at = badge_at(projection, solid, foot(tray, solid));
            out.extend([Pt::new(at.x - 20.0, at.y), Pt::new(at.x + 20.0, at.y)]);
        }
    }
    out
}

/// What a solid covers on the page: points whose hull holds it all.
pub(super) fn solid_extent(projection: &Projection, tray: &Tray, solid: &Solid) -> Vec<Pt> {
    let z = foot(tray, solid);
    let mut out = projection.rect(&solid.rect, z).to_vec();
    out.extend(projection.rect(&solid.rect, z + solid.h));
    if projection.has_height() {
        // upright figures are wider and taller than their footprint
        let middle = projection.at(
            solid.rect.x.units() + solid.rect.w.units() / 2.0,
            solid.rect.y.units() + solid.rect.d.units() / 2.0,
            z.units(),
        );
        let half = solid.rect.w.min(solid.rect.d).units() * projection.unit() * 0.625;
        out.extend([Pt::new(middle.x - half, middle.y - 2.0 * half), Pt::new(middle.x + half, middle.y)]);
    }
    out
}
