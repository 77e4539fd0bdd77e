//! What layout hands on: boxes, solids, wires and labels on the ground, in ground units; no colours, no projection.
//!
//! *Invariant*: trays do not overlap; a wire enters no tray but those at its ends; every label lies in its own box,
//! which nothing else enters; a lettered disc meets no text and no tray.

use super::measure::{SMALL, TRAY_HEIGHT};
use crate::geom::{GPoint, GRect, Gu};
use crate::model::{
    ComponentIx, ConnectionIx, EnvironmentIx, GroupIx, LinkIx, NetworkIx, Parts, PlacementIx, RegionIx,
};
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::GroupKind;
use crate::text::{Weight, width};

/// The whole drawing on the ground.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The smallest box round everything on the ground.
    pub bounds: GRect,
    /// Region slabs, environment plates, networks; outer before inner.
    pub containers: Vec<Container>,
    /// Zone strips.
    pub bands: Vec<Band>,
    /// One for each placement.
    pub trays: Vec<Tray>,
    /// Outlines of groups, on the ground round several trays or on the floor of one.
    pub outlines: Vec<Outline>,
    /// Letters that stand for groups: on members that no outline can hold, and on outlines whose name has no room.
    pub marks: Vec<GroupMark>,
    /// Connections.
    pub wires: Vec<Wire>,
    /// Texts beside connections.
    pub wire_labels: Vec<WireLabel>,
    /// Lettered discs on connections whose text has no room beside them; by letter.
    pub badges: Vec<Badge>,
    /// Numbered circles.
    pub steps: Vec<StepMark>,
    /// How much is drawn.
    pub detail: super::Detail,
    /// Whether places were taken without trying others.
    pub quick: bool,
    /// Environments of which only a plate is drawn.
    pub condensed: Vec<EnvironmentIx>,
    /// Where everything stands, for the next layout to keep.
    pub lock: super::Lock,
    /// What layout had to leave out or make smaller, in words for the user.
    pub notes: Vec<String>,
}

/// What a container is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ContainerKind {
    /// A region: the slab.
    Region(RegionIx),
    /// An environment in a region: a plate on the slab.
    Environment(EnvironmentIx),
    /// A VPC: a plate on the slab.
    Network(NetworkIx),
}

/// A slab or plate.
#[derive(Clone, Debug)]
pub struct Container {
    /// What it is.
    pub kind: ContainerKind,
    /// The box.
    pub rect: GRect,
    /// How many containers are round it: 0 for a slab on the bare ground.
    pub level: u8,
    /// The text along its front edge.
    pub caption: String,
    /// The strip reserved for the caption, inside `rect`, along the front edge.
    pub caption_rect: GRect,
    /// Size of the caption's em.
    pub caption_size: Gu,
    /// What is said of an environment of which only this plate is drawn: lines of text, each in its box.
    pub summary: Vec<(String, GRect)>,
    /// Size of the summary's em.
    pub summary_size: Gu,
}

/// Thickness of a plate that lies on a slab or on another plate.
pub const PLATE: Gu = Gu(16);

/// The height of each container's top: 0 where nothing lies on it, less where something does.
pub fn tops(containers: &[Container]) -> Vec<Gu> {
    let mut tops = vec![Gu::ZERO; containers.len()];
    // inner ones come after outer ones
    for inner in (0..containers.len()).rev() {
        for outer in 0..inner {
            if containers[outer].level < containers[inner].level
                && containers[outer].rect.contains(&containers[inner].rect)
            {
                tops[outer] = tops[outer].min(tops[inner] - PLATE);
            }
        }
    }
    tops
}

/// A zone strip.
#[derive(Clone, Debug)]
pub struct Band {
    /// The region.
    pub region: RegionIx,
    /// The environment, if any.
    pub environment: Option<EnvironmentIx>,
    /// Index of the zone in the region's list; none for the strip of a subnet whose members stand in no known zone.
    pub zone: Option<usize>,
    /// The network and, by its index there, the subnet that all trays of the zone in this avenue stand in.
    pub subnet: Option<(NetworkIx, usize)>,
    /// The box.
    pub rect: GRect,
    /// The text at its left end, e.g. `Zone a`, or `Zone a · web-a` where there is room for the subnet, or `web-a`.
    pub label: String,
    /// The strip reserved for the text: nothing else is in it.
    pub label_rect: GRect,
    /// Size of the text's em.
    pub label_size: Gu,
}

/// The tray of one placement with everything on it.
#[derive(Clone, Debug)]
pub struct Tray {
    /// The placement.
    pub placement: PlacementIx,
    /// The box.
    pub rect: GRect,
    /// Whether it has a plate under it. What stands outside the regions stands on bare ground.
    pub plate: bool,
    /// The strip of the label, inside `rect`, along the front edge.
    pub nameplate: GRect,
    /// The label, a line each.
    pub lines: Vec<String>,
    /// Size of the label's em.
    pub text_size: Gu,
    /// The solids on it, back to front.
    pub solids: Vec<Solid>,
    /// The box of the Auto Scaling group inside the tray: its arrow lies there, on the floor under the instances.
    pub scaling: Option<GRect>,
    /// Whether that box is drawn too. It is not where a group of the file is outlined there, or round several trays.
    pub scaling_box: bool,
}

impl Tray {
    /// How high its floor lies, and so how far behind itself it hides the ground.
    pub(in crate::layout) fn height(&self) -> Gu {
        if self.plate { TRAY_HEIGHT } else { Gu::ZERO }
    }

    /// The box of the label, which is set in the middle of its nameplate: as wide as its longest line.
    pub fn label_rect(&self) -> GRect {
        let wide = self.lines.iter().map(|line| width(line, Weight::SemiBold)).max().unwrap_or(0);
        let half = Gu((wide * i64::from(self.text_size.0) / 2000) as i32);
        let r = self.nameplate;
        GRect::new(r.x + r.w / 2 - half, r.y, half * 2, r.d)
    }
}

/// Size of the em of the name of a group on the floor of a tray.
pub const FLOOR_NAME: Gu = Gu(46);
/// Size of the em of the count on a solid, and room at its ends.
const COUNT: Gu = Gu(48);
const COUNT_ENDS: Gu = Gu(36);

/// What a solid stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SolidRole {
    /// The balancer at the head of an app.
    Balancer,
    /// One instance, or several in one solid.
    Instance,
    /// A primary database.
    Primary,
    /// A standby or a replica.
    Replica,
    /// A managed service as a whole, a gateway, someone outside.
    Whole,
}

/// A solid on a tray.
#[derive(Clone, Debug)]
pub struct Solid {
    /// What it stands for.
    pub role: SolidRole,
    /// Id of a form in `icons/solids`.
    pub form: String,
    /// Id of the family whose colour it has.
    pub family: String,
    /// Id of the glyph on it.
    pub glyph: String,
    /// Index of its zone in the region's list.
    pub zone: Option<usize>,
    /// Footprint.
    pub rect: GRect,
    /// Height of its foot over the ground.
    pub z: Gu,
    /// Height.
    pub h: Gu,
    /// How many instances it stands for; a badge when more than one.
    pub count: u32,
    /// A sentence for the tooltip.
    pub title: String,
}

impl Solid {
    /// How many instances it stands for, as its badge says it; `None` for one.
    pub fn count_words(&self) -> Option<String> {
        count_words(self.count)
    }

    /// The box of its count in the flat view, where that may be wider than the solid; `None` where it stands for one.
    pub(in crate::layout) fn count_box(&self) -> Option<GRect> {
        let r = &self.rect;
        self.count_words().map(|words| {
            let w = count_width(&words);
            GRect::new(r.x + (r.w - w) / 2, r.y1() - COUNT * 4 / 3, w, COUNT * 4 / 3)
        })
    }
}

/// How many instances a solid stands for, as its badge says it; `None` for one. From a thousand on the number is rounded, so
/// that the badge has room on its tray and stays off its name; the tooltip says it whole.
pub(in crate::layout) fn count_words(count: u32) -> Option<String> {
    let rounded = |unit: u32| (u64::from(count) + u64::from(unit / 2)) / u64::from(unit);
    let tenths = |unit: u32| format!("{}.{}", rounded(unit / 10) / 10, rounded(unit / 10) % 10);
    match count {
        0 | 1 => None,
        2..1000 => Some(format!("×{count}")),
        1000..9_950 => Some(format!("×{}k", tenths(1000))),
        9_950..99_500 => Some(format!("×{}k", rounded(1000))),
        99_500..9_950_000 => Some(format!("×{}M", tenths(1_000_000))),
        _ => Some(format!("×{}M", rounded(1_000_000))),
    }
}

/// The width of a count badge with some words.
pub(in crate::layout) fn count_width(words: &str) -> Gu {
    Gu((width(words, Weight::SemiBold) * i64::from(COUNT.0) / 1000) as i32) + COUNT_ENDS
}

/// How many domains round a group hold its members too; there is no room for more lines.
const MOST_NESTED: usize = 8;

/// A group that is outlined; two sorts of tables declare such.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outlined {
    /// A group.
    Group(GroupIx),
    /// A security group, by its index.
    Security(usize),
}

impl Outlined {
    /// All that a model has, in order, each with its members in all environments, sorted: its own, and those of the domains
    /// in it.
    pub fn all(model: &Parts) -> Vec<(Self, Vec<ComponentIx>)> {
        let mut groups: Vec<Vec<ComponentIx>> = model.groups.iter().map(|g| g.members.clone()).collect();
        for group in &model.groups {
            let mut at = group.parent;
            for _ in 0..MOST_NESTED {
                let Some(outer) = at else { break };
                groups[outer.ix()].extend(&group.members);
                at = model.groups[outer.ix()].parent;
            }
        }
        for members in &mut groups {
            members.sort_unstable();
            members.dedup();
        }
        let groups = groups.into_iter().enumerate().map(|(k, members)| (Self::Group(GroupIx(k as u32)), members));
        let security = model.security_groups.iter().enumerate().map(|(k, g)| (Self::Security(k), g.members.clone()));
        groups.chain(security).collect()
    }

    /// Its kind.
    pub fn kind(self, model: &Parts) -> GroupKind {
        match self {
            Self::Group(ix) => model.groups.get(ix.ix()).map_or(GroupKind::Team, |g| g.kind),
            Self::Security(_) => GroupKind::Security,
        }
    }

    /// Its id in the file.
    pub fn id(self, model: &Parts) -> &str {
        match self {
            Self::Group(ix) => model.groups.get(ix.ix()).map_or("", |g| &g.id),
            Self::Security(ix) => model.security_groups.get(ix).map_or("", |g| &g.id),
        }
    }

    /// Its name in words.
    pub fn label(self, model: &Parts) -> &str {
        match self {
            Self::Group(ix) => model.groups.get(ix.ix()).map_or("", |g| &g.label),
            Self::Security(ix) => model.security_groups.get(ix).map_or("", |g| &g.label),
        }
    }

    /// Whether members bear its letter where no outline can hold them, in a drawing of so many trays. Domains are too large
    /// and too many for that in a large one.
    pub fn is_lettered(self, model: &Parts, trays: usize) -> bool {
        trays <= SMALL || self.kind(model) != GroupKind::Domain
    }
}

/// An outline of a group on the ground, or on the floor of the one tray that it holds.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The group.
    pub of: Outlined,
    /// The box.
    pub rect: GRect,
    /// Whether it lies on the floor of its tray, else on the ground round its trays.
    pub on_floor: bool,
    /// The name of the group.
    pub label: String,
    /// Where that name stands on the ground; `None` where it finds no room, and on floors.
    pub name: Option<OutlineName>,
    /// Boxes in which its line is not drawn, since a name stands there: its own, or that of an outline just inside it.
    pub gaps: Vec<GRect>,
    /// The placements whose trays it holds, sorted.
    pub members: Vec<PlacementIx>,
}

/// The place of the name of an outline, lying on the ground.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutlineName {
    /// Its box; nothing is in it but parts of the lines of outlines, which are not drawn there.
    pub rect: GRect,
    /// Whether it runs along x (true) or along −y.
    pub along_x: bool,
    /// Size of its em.
    pub size: Gu,
}

/// A letter that stands for a group; the legend says its name.
#[derive(Clone, Debug)]
pub struct GroupMark {
    /// The group.
    pub of: Outlined,
    /// The letter, or two where letters run out; the same on all marks of a group.
    pub letter: String,
    /// Its box.
    pub rect: GRect,
    /// Size of its em.
    pub size: Gu,
    /// What it marks.
    pub on: Marked,
}

impl GroupMark {
    /// The ground that it takes: on a tray it lies as high as the plate, so it hides a little behind it.
    pub(in crate::layout) fn drawn(&self) -> GRect {
        match self.on {
            Marked::Tray(_) => self.rect.with_hidden(TRAY_HEIGHT),
            Marked::Outline(_) => self.rect,
        }
    }
}

/// What a letter is put on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Marked {
    /// The tray of a member, at its edge.
    Tray(PlacementIx),
    /// An outline, by its index, on its line.
    Outline(usize),
}

/// A connection, or several as one bundle.
#[derive(Clone, Debug)]
pub struct Wire {
    /// The links it carries, in order; more than one for a bundle.
    pub links: Vec<LinkIx>,
    /// The connections of those links, in order, each once.
    pub connections: Vec<ConnectionIx>,
    /// Its kind.
    pub kind: ConnectionKind,
    /// Corner points from caller to callee, one line for each link; lines of a bundle share a trunk.
    pub lines: Vec<Vec<GPoint>>,
    /// Arrowheads at both ends.
    pub both_ways: bool,
}

/// A text beside a connection, lying on the ground.
#[derive(Clone, Debug)]
pub struct WireLabel {
    /// Index of the wire.
    pub wire: usize,
    /// The text.
    pub text: String,
    /// Its box; nothing else is in it.
    pub rect: GRect,
    /// Whether it runs along x (true) or along −y.
    pub along_x: bool,
    /// Size of its em.
    pub size: Gu,
}

/// A lettered disc on a connection; a panel says which text the letter stands for.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Index of the wire.
    pub wire: usize,
    /// `A` to `Z`, then `AA`, `AB` and so on; discs with the same text have the same letter.
    pub letter: String,
    /// The text.
    pub text: String,
    /// Its centre on the ground.
    pub at: GPoint,
    /// Its radius on the page, in ground units.
    pub radius: Gu,
    /// Size of the letter's em.
    pub size: Gu,
}

/// A numbered circle.
#[derive(Clone, Copy, Debug)]
pub struct StepMark {
    /// The number.
    pub number: usize,
    /// Its centre on the ground.
    pub at: GPoint,
    /// Its radius on the page, in ground units.
    pub radius: Gu,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_counts_are_rounded() {
        let said = |count| count_words(count).unwrap_or_default();
        let counts = [1, 2, 999, 1_000, 9_949, 9_950, 99_499, 99_500, 999_999, 1_250_000, 9_950_000, u32::MAX];
        let words = ["", "×2", "×999", "×1.0k", "×9.9k", "×10k", "×99k", "×0.1M", "×1.0M", "×1.3M", "×10M", "×4295M"];
        assert_eq!(counts.map(said), words);
    }
}
