//! Draws groups: outlines on the ground and on the floors of trays, and the letters that stand for groups.

use std::collections::BTreeSet;

use super::Pen;
use super::lettering::{Style, label, text};
use super::names::{box_data, part};
use super::outline::{line, polygon};
use super::theme::{Line, Outlines};
use super::tray::FLOOR;
use super::types::{Fill, Group, Node, Path, Segment, Stroke, Tag};
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{FLOOR_NAME, GroupMark, Layout, Marked, Outline};
use crate::model::PlacementIx;
use crate::syntax::document::GroupKind;
use crate::text::{Weight, width_at};

/// How far the name of a group on a floor keeps from the left edge.
const FLOOR_INSET: f64 = 0.14;
/// Width of the ring round a letter.
const RING: f64 = 1.0;

/// The outlines on the ground.
pub(super) fn outlines(pen: &Pen, layout: &Layout) -> Vec<Node> {
    layout.outlines.iter().filter(|outline| !outline.on_floor).map(|outline| on_ground(pen, outline)).collect()
}

/// An outline round the trays that it holds, with gaps where names stand in its line.
fn on_ground(pen: &Pen, outline: &Outline) -> Node {
    let edge = line_of(&pen.theme.outline, outline.of.kind(pen.model));
    let gaps = if pen.upright { &[][..] } else { &outline.gaps };
    let segments = path(pen, &outline.rect, gaps);
    let mut children = vec![Node::Path(Path { segments, stroke: Some(edge.stroke()), ..Path::default() })];
    if let Some(name) = outline.name.as_ref().filter(|_| !pen.upright) {
        let style = Style::new(Weight::SemiBold, name.size.units(), edge.color).middle();
        let at = name.rect;
        let (x, y) = (at.x.units() + at.w.units() / 2.0, at.y.units() + at.d.units() / 2.0);
        let plane = if name.along_x {
            pen.projection.plane(x, y + style.drop(), 0.0)
        } else {
            pen.projection.plane_up(x + style.drop(), y, 0.0)
        };
        children.push(label(outline.of.id(pen.model), text(&outline.label, style, plane)));
    }
    Node::Group(Group { tag: tag(pen, outline), children })
}

/// Draws the outline on the floor of its tray, with its name or without.
pub(super) fn on_floor(pen: &Pen, outline: &Outline, named: bool) -> Node {
    let edge = line_of(&pen.theme.tray.outline, outline.of.kind(pen.model));
    let mut children = vec![Node::Path(Path {
        segments: polygon(&pen.projection.rect(&outline.rect, FLOOR)),
        stroke: Some(edge.stroke()),
        ..Path::default()
    })];
    let style = Style::new(Weight::SemiBold, FLOOR_NAME.units(), edge.color);
    let at = floor_text(outline);
    if named {
        let y = at.y.units() + at.d.units() / 2.0 + style.drop();
        let plane = pen.projection.plane(at.x.units() + FLOOR_INSET, y, FLOOR.units());
        children.push(label(outline.of.id(pen.model), text(&outline.label, style, plane)));
    }
    Node::Group(Group { tag: tag(pen, outline), children })
}

/// The room that the name of an outline on a floor takes; `None` where it has none, or where names stand upright.
pub(super) fn floor_name(pen: &Pen, outline: &Outline) -> Option<GRect> {
    let strip = floor_text(outline);
    let wide = width_at(&outline.label, Weight::SemiBold, FLOOR_NAME.units()) + FLOOR_INSET;
    let rect = GRect { w: Gu((wide * 100.0).ceil() as i32), ..strip };
    (!pen.upright && !outline.label.is_empty()).then_some(rect)
}

/// The strip along the back edge of an outline on a floor where its text is.
pub(super) fn floor_text(outline: &Outline) -> GRect {
    let r = &outline.rect;
    // as deep as its tails reach
    GRect::new(r.x, r.y + Gu(2), r.w, FLOOR_NAME + Gu(12))
}

/// The id of the group, its box, and who is inside: ids of components and of their trays.
fn tag(pen: &Pen, outline: &Outline) -> Tag {
    let name = outline.of.id(pen.model);
    let of =
        |each: &dyn Fn(PlacementIx) -> String| outline.members.iter().map(|p| each(*p)).collect::<Vec<_>>().join(" ");
    let component = |p: PlacementIx| pen.model.components[pen.model.placements[p.ix()].component.ix()].id.clone();
    Tag {
        id: Some(pen.ids.next(&format!("outline-{}", part(name)))),
        title: (!outline.label.is_empty())
            .then(|| format!("{}: {}", kind_words(outline.of.kind(pen.model)), outline.label)),
        ..Tag::new("container outline")
            .with("id", name)
            .with("box", box_data(&outline.rect))
            .with("members", of(&component))
            .with("trays", of(&|p| pen.tray_name(p).to_owned()))
    }
}

/// The edges of a box, but for what lies in some gaps.
fn path(pen: &Pen, rect: &GRect, gaps: &[GRect]) -> Vec<Segment> {
    let corners = [(rect.x, rect.y), (rect.x1(), rect.y), (rect.x1(), rect.y1()), (rect.x, rect.y1())];
    let corners = corners.map(|(x, y)| GPoint::new(x, y));
    let mut parts: Vec<Vec<GPoint>> = vec![vec![corners[0]]];
    for k in 0..4 {
        let (from, to) = (corners[k], corners[(k + 1) % 4]);
        let mut cuts: Vec<[GPoint; 2]> = gaps.iter().filter_map(|gap| cut(from, to, gap)).collect();
        cuts.sort_by_key(|[start, _]| (start.x - from.x).abs() + (start.y - from.y).abs());
        for [start, end] in cuts {
            parts.last_mut().into_iter().for_each(|part| part.push(start));
            parts.push(vec![end]);
        }
        parts.last_mut().into_iter().for_each(|part| part.push(to));
    }
    // the last part goes on where the first one starts
    if let (Some(last), true) = (parts.pop(), !parts.is_empty()) {
        parts[0].splice(0..1, last);
    } else {
        return polygon(&pen.projection.rect(rect, Gu::ZERO));
    }
    let page = |part: Vec<GPoint>| line(&part.iter().map(|p| pen.projection.point(*p, Gu::ZERO)).collect::<Vec<_>>());
    parts.into_iter().flat_map(page).collect()
}

/// What a gap takes out of an edge, in the direction of the edge.
fn cut(from: GPoint, to: GPoint, gap: &GRect) -> Option<[GPoint; 2]> {
    if from.y == to.y {
        let ends = if from.x < to.x { [gap.x, gap.x1()] } else { [gap.x1(), gap.x] };
        let (lo, hi) = (from.x.min(to.x), from.x.max(to.x));
        let meets = gap.y < from.y && from.y < gap.y1() && lo < gap.x && gap.x1() < hi;
        return meets.then(|| ends.map(|x| GPoint::new(x, from.y)));
    }
    let ends = if from.y < to.y { [gap.y, gap.y1()] } else { [gap.y1(), gap.y] };
    let (lo, hi) = (from.y.min(to.y), from.y.max(to.y));
    let meets = gap.x < from.x && from.x < gap.x1() && lo < gap.y && gap.y1() < hi;
    meets.then(|| ends.map(|y| GPoint::new(from.x, y)))
}

/// The letters that stand for groups, lying on trays and on outlines.
pub(super) fn marks(pen: &Pen, layout: &Layout) -> Vec<Node> {
    let bare: BTreeSet<PlacementIx> = layout.trays.iter().filter(|tray| !tray.plate).map(|t| t.placement).collect();
    let height = |on: Marked| match on {
        Marked::Tray(placement) if !bare.contains(&placement) => FLOOR,
        _ => Gu::ZERO,
    };
    layout.marks.iter().map(|each| mark(pen, each, height(each.on))).collect()
}

fn mark(pen: &Pen, mark: &GroupMark, z: Gu) -> Node {
    let kind = mark.of.kind(pen.model);
    let name = mark.of.id(pen.model);
    let sheet = Node::Path(Path {
        segments: polygon(&pen.projection.rect(&mark.rect, z)),
        fill: Some(Fill::plain(line_of(&pen.theme.tray.outline, kind).color)),
        stroke: Some(Stroke { round: true, ..Stroke::plain(pen.theme.mark.text, RING) }),
        ..Path::default()
    });
    let style = Style::new(Weight::SemiBold, mark.size.units(), pen.theme.mark.text).middle();
    let r = mark.rect;
    let (x, y) = (r.x.units() + r.w.units() / 2.0, r.y.units() + r.d.units() / 2.0 + style.drop());
    let letter = label(name, text(&mark.letter, style, pen.projection.plane(x, y, z.units())));
    let mut tag = Tag {
        title: Some(format!("{}: {}", kind_words(kind), mark.of.label(pen.model))),
        ..Tag::new("badge mark").with("id", name).with("box", box_data(&mark.rect))
    };
    if let Marked::Tray(placement) = mark.on {
        tag = tag.with("tray", pen.tray_name(placement));
    }
    Node::Group(Group { tag, children: vec![sheet, letter] })
}

/// What a kind of group is called.
pub(super) fn kind_words(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::AutoScaling => "Auto Scaling group",
        GroupKind::Security => "Security group",
        GroupKind::Placement => "Placement group",
        GroupKind::Team => "Team",
        GroupKind::Domain => "Group",
    }
}

/// The line of a kind of group.
pub(super) fn line_of(lines: &Outlines, kind: GroupKind) -> &Line {
    match kind {
        GroupKind::AutoScaling => &lines.scaling,
        GroupKind::Security => &lines.security,
        GroupKind::Placement | GroupKind::Team | GroupKind::Domain => &lines.other,
    }
}
