//! What lies on the ground under everything: slabs and plates, zone strips.

use std::collections::BTreeSet;

use super::Pen;
use super::lettering::{Style, label, text};
use super::names::{box_data, container_id, container_name, part};
use super::outline::{line, polygon};
use super::theme::Faces;
use super::types::{Fill, Group, Node, Path, Stroke, Tag};
use crate::geom::{GRect, Gu, Pt};
use crate::layout::{Band, Container, ContainerKind, PLATE};
use crate::model::{Parts, Subnet};
use crate::text::Weight;

/// Thickness of the lowest slab.
const SLAB: Gu = Gu(35);
/// Radius of the corners of containers seen from above, in page units.
const FLAT_CORNER: f64 = 8.0;

/// How thick a container is.
pub(super) fn thickness(container: &Container) -> Gu {
    if container.level == 0 { SLAB } else { PLATE }
}

/// Draws a slab or plate with its caption.
pub(super) fn container(pen: &Pen, container: &Container, top: Gu) -> Node {
    let kind = match container.kind {
        ContainerKind::Region(_) => "container region",
        ContainerKind::Environment(_) => "container environment",
        ContainerKind::Network(_) => "container network",
    };
    let faces = if container.level == 0 { &pen.theme.slab } else { &pen.theme.plate };
    let id = pen.ids.next(&container_id(pen.model, container.kind));
    let name = container_name(pen.model, container.kind);
    let tag = Tag {
        id: Some(id.clone()),
        title: (!container.caption.is_empty()).then(|| container.caption.clone()),
        ..Tag::new(kind).with("id", name).with("box", box_data(&container.rect))
    };
    let mut children = slab(pen, &container.rect, top, thickness(container), faces);
    if !container.caption.is_empty() && !pen.upright {
        let capitals = matches!(container.kind, ContainerKind::Region(_));
        let style = Style {
            spacing: if capitals { 80.0 } else { 20.0 },
            ..Style::new(Weight::SemiBold, container.caption_size.units(), faces.text)
        };
        let r = &container.caption_rect;
        let y = r.y.units() + r.d.units() / 2.0 + style.drop();
        let plane = pen.projection.plane(r.x.units(), y, top.units());
        children.push(label(name, text(&container.caption, style, plane)));
    }
    let style = Style::new(Weight::Regular, container.summary_size.units(), faces.text);
    for (line, r) in container.summary.iter().filter(|_| !pen.upright) {
        let y = r.y.units() + r.d.units() / 2.0 + style.drop();
        let plane = pen.projection.plane(r.x.units(), y, top.units());
        children.push(label(name, text(line, style, plane)));
    }
    Node::Group(Group { tag, children })
}

/// Two sides and the top of a box.
pub(super) fn slab(pen: &Pen, rect: &GRect, top: Gu, height: Gu, faces: &Faces) -> Vec<Node> {
    let upper = pen.projection.rect(rect, top);
    if !pen.projection.has_height() {
        return vec![Node::Path(Path {
            segments: pen.flat_box(rect, FLAT_CORNER),
            fill: Some(Fill::plain(faces.top)),
            stroke: Some(Stroke { width: 1.2, ..faces.edge.stroke() }),
            ..Path::default()
        })];
    }
    let mut out = sides(pen, rect, top, height, [faces.left, faces.right]);
    out.push(Node::Path(Path {
        segments: polygon(&upper),
        fill: Some(Fill::plain(faces.top)),
        stroke: Some(Stroke { round: true, ..faces.edge.stroke() }),
        ..Path::default()
    }));
    out
}

/// The two sides of a box that are seen.
pub(super) fn sides(pen: &Pen, rect: &GRect, top: Gu, height: Gu, colors: [super::Color; 2]) -> Vec<Node> {
    let upper = pen.projection.rect(rect, top);
    let lower = pen.projection.rect(rect, top - height);
    let face = |points: [Pt; 4], color| {
        Node::Path(Path { segments: polygon(&points), fill: Some(Fill::plain(color)), ..Path::default() })
    };
    vec![
        face([upper[3], upper[2], lower[2], lower[3]], colors[0]),
        face([upper[2], upper[1], lower[1], lower[2]], colors[1]),
    ]
}

/// Draws the zone strips. Two that touch share one line: dashes on dashes would close their gaps.
pub(super) fn bands(pen: &Pen, bands: &[Band]) -> Vec<Node> {
    let tops: BTreeSet<(Gu, Gu)> = bands.iter().map(|band| (band.rect.x, band.rect.y)).collect();
    bands.iter().map(|each| band(pen, each, tops.contains(&(each.rect.x, each.rect.y1())))).collect()
}

/// Draws a zone strip with its name; the next strip draws the line at its front if there is one.
fn band(pen: &Pen, band: &Band, has_next: bool) -> Node {
    let style = &pen.theme.band;
    let subnet = subnet_of(pen.model, band);
    let name = band_id(pen.model, band);
    let region = part(&pen.model.regions[band.region.ix()].id);
    let id = match (zone_of(pen.model, band), subnet) {
        (None, Some(subnet)) => format!("subnet-{region}-{}", part(&subnet.id)),
        (zone, _) => format!("zone-{region}-{}", part(zone.unwrap_or_default())),
    };
    let id = pen.ids.next(&id);
    let mut tag = Tag::new("container band").with("id", name.clone()).with("box", box_data(&band.rect));
    if let Some(subnet) = subnet {
        let zone = zone_of(pen.model, band).map(|zone| format!("Zone {zone}: subnet "));
        tag.title = Some(format!("{}{}", zone.as_deref().unwrap_or("Subnet "), in_words(subnet)));
        tag = tag.with("subnet", subnet.id.as_str());
    }
    let fill = match subnet.and_then(|subnet| subnet.public) {
        Some(true) => style.public,
        Some(false) => style.private,
        None if band.zone.is_none_or(|zone| zone.is_multiple_of(2)) => style.even,
        None => style.odd,
    };
    let [a, b, c, d] = pen.projection.rect(&band.rect, Gu::ZERO);
    let mut edges: Vec<[Pt; 2]> = vec![[a, b], [a, d], [b, c]];
    if !has_next {
        edges.push([d, c]);
    }
    let edges = edges.iter().flat_map(|edge| line(edge)).collect();
    let mut children = vec![
        Node::Path(Path { segments: polygon(&[a, b, c, d]), fill: Some(Fill::plain(fill)), ..Path::default() }),
        Node::Path(Path { segments: edges, stroke: Some(style.edge.stroke()), ..Path::default() }),
    ];
    if !band.label.is_empty() && !pen.upright {
        let text_style = Style::new(Weight::SemiBold, band.label_size.units(), style.text);
        let r = &band.label_rect;
        let y = r.y.units() + r.d.units() / 2.0 + text_style.drop();
        let plane = pen.projection.plane(r.x.units(), y, 0.0);
        children.push(label(&name, text(&band.label, text_style, plane)));
    }
    Node::Group(Group { tag: Tag { id: Some(id), ..tag }, children })
}

/// The name of the zone of a strip, if it has one.
fn zone_of<'a>(model: &'a Parts, band: &Band) -> Option<&'a str> {
    model.regions[band.region.ix()].zones.get(band.zone?).map(String::as_str)
}

/// The subnet that a strip shows, if any.
pub(super) fn subnet_of<'a>(model: &'a Parts, band: &Band) -> Option<&'a Subnet> {
    model.subnet(band.subnet?)
}

/// What tells a strip from others: its region and zone, as in `us-east-1a`, or its network and subnet where the zone is
/// not known, as in `main.front`.
pub(super) fn band_id(model: &Parts, band: &Band) -> String {
    let network = band.subnet.and_then(|(ix, _)| model.networks.get(ix.ix()));
    match (band.zone, network.zip(subnet_of(model, band))) {
        (None, Some((network, subnet))) => format!("{}.{}", network.id, subnet.id),
        _ => format!("{}{}", model.regions[band.region.ix()].id, zone_of(model, band).unwrap_or_default()),
    }
}

/// A subnet with its range and who reaches it, as far as the file says.
fn in_words(subnet: &Subnet) -> String {
    let mut out = subnet.label.clone();
    let reach = subnet.public.map(|public| if public { "public" } else { "private" });
    for more in [subnet.cidr.as_deref(), reach].into_iter().flatten() {
        out.push_str(", ");
        out.push_str(more);
    }
    out
}
