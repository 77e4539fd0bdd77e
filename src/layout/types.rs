//! What layout hands on: boxes, solids, wires and labels on the ground, in ground units; no colours, no projection.
//!
//! *Invariant*: trays do not overlap; a wire enters no tray but those at its ends; every label lies in its own box,
//! which nothing else enters; a lettered disc meets no text and no tray.

use crate::geom::{GPoint, GRect, Gu};
use crate::model::{ComponentIx, ConnectionIx, EnvironmentIx, GroupIx, LinkIx, NetworkIx, PlacementIx, RegionIx};
use crate::syntax::attributes::ConnectionKind;

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
    /// Outlines of groups that cross containers, on the ground.
    pub outlines: Vec<Outline>,
    /// Connections.
    pub wires: Vec<Wire>,
    /// Texts beside connections.
    pub wire_labels: Vec<WireLabel>,
    /// Lettered discs on connections whose text has no room beside them; by letter.
    pub badges: Vec<Badge>,
    /// Numbered circles.
    pub steps: Vec<StepMark>,
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
}

/// A zone strip.
#[derive(Clone, Debug)]
pub struct Band {
    /// The region.
    pub region: RegionIx,
    /// The environment, if any.
    pub environment: Option<EnvironmentIx>,
    /// Index of the zone in the region's list.
    pub zone: usize,
    /// The box.
    pub rect: GRect,
    /// The text at its left end, e.g. `Zone a`.
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
    /// The box of the Auto Scaling group inside the tray, drawn on its floor round the instances.
    pub scaling: Option<GRect>,
}

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

/// An outline of a group on the ground.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The group; `None` for a security group.
    pub group: Option<GroupIx>,
    /// Index of the security group, if it is one.
    pub security: Option<usize>,
    /// The box.
    pub rect: GRect,
    /// The text.
    pub label: String,
    /// The components inside.
    pub members: Vec<ComponentIx>,
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
