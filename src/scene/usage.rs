//! What a picture uses of the means of drawing: the legend explains these and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::Pen;
use super::ground::subnet_of;
use super::icon::Icons;
use super::loss::{Mark, State};
use crate::diag::Severity;
use crate::geom::GPoint;
use crate::layout::{Layout, Marked, Outlined, SolidRole, Tray};
use crate::model::Parts;
use crate::syntax::attributes::{ConnectionKind, Criticality};
use crate::syntax::document::{GroupKind, PlacementRole};

/// A means of drawing that a picture uses or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Means {
    /// A balancer at the head of an app.
    Balancer,
    /// Heights of solids that differ with the size of the instance.
    Height,
    /// A solid that stands for several.
    Count,
    /// A paler solid: a copy of what stands beside it, or one that waits to take over.
    Pale,
    /// The edge of what is critical.
    Critical,
    /// The edge of what waits to take over.
    Standby,
    /// The hatching of what is filled in.
    Illustrative,
    /// Zone strips.
    Zone,
    /// A zone strip without the tint of a subnet.
    PlainZone,
    /// The strip of a public subnet.
    PublicSubnet,
    /// The strip of a subnet that is not said to be public or private, and whose zone is not known.
    Subnet,
    /// The strip of a private subnet.
    PrivateSubnet,
    /// The arrow of what scales by itself.
    Scaling,
    /// Lettered discs on connections.
    Letter,
    /// The mark of a finding.
    Finding(Severity),
    /// A red connection.
    FaultyWire,
    /// A red zone strip.
    FaultyZone,
    /// The mark of what a loss does to a component.
    Loss(State),
    /// The red tray of what is down.
    Down,
    /// A cross over an instance that is lost.
    Cross,
    /// The hatching of ground that is lost.
    LostGround,
    /// A red connection on the way to what goes down.
    CutWire,
}

/// The means of drawing that a picture uses.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Usage {
    /// Forms and families of the solids.
    pub(super) solids: BTreeSet<(String, String)>,
    /// What glyphs stand for.
    pub(super) kinds: BTreeSet<Kind>,
    /// Kinds of connections.
    pub(super) wires: BTreeSet<ConnectionKind>,
    /// Kinds of connections of which several share a trunk.
    pub(super) trunks: BTreeSet<ConnectionKind>,
    /// Everything else.
    pub(super) means: BTreeSet<Means>,
    /// Outlines: kinds of groups, by [`kind_number`].
    pub(super) outlines: BTreeSet<u8>,
    /// Letters with the groups that they stand for.
    pub(super) letters: BTreeMap<Outlined, String>,
    /// Groups of which an outline has neither name nor letter.
    pub(super) nameless: BTreeSet<Outlined>,
}

/// A kind of component as it is seen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Kind {
    pub(super) family: String,
    pub(super) glyph: String,
    pub(super) form: String,
    /// The name of its icon, if the user has one.
    pub(super) icon: Option<String>,
    pub(super) words: String,
}

/// Kinds of groups in the order of the legend.
pub(super) const GROUP_KINDS: [GroupKind; 5] =
    [GroupKind::AutoScaling, GroupKind::Security, GroupKind::Placement, GroupKind::Team, GroupKind::Domain];

/// The place of a kind of group in [`GROUP_KINDS`].
fn kind_number(kind: GroupKind) -> u8 {
    GROUP_KINDS.iter().position(|known| *known == kind).map_or(u8::MAX, |at| at as u8)
}

impl Usage {
    /// Whether the picture uses this.
    pub(super) fn has(&self, means: Means) -> bool {
        self.means.contains(&means)
    }

    /// Adds a means to those that are used, if it is.
    pub(super) fn note(&mut self, means: Means, is_used: bool) {
        if is_used {
            self.means.insert(means);
        }
    }

    /// What a layout uses.
    pub(super) fn of(model: &Parts, layout: &Layout, icons: Option<&Icons>) -> Self {
        let mut out = Self { wires: layout.wires.iter().map(|wire| wire.kind).collect(), ..Self::default() };
        out.note(Means::Zone, layout.bands.iter().any(|band| band.zone.is_some()));
        for band in &layout.bands {
            let subnet = subnet_of(model, band);
            out.means.insert(match subnet.and_then(|subnet| subnet.public) {
                Some(true) => Means::PublicSubnet,
                Some(false) => Means::PrivateSubnet,
                None if band.zone.is_none() => Means::Subnet,
                None => Means::PlainZone,
            });
        }
        out.trunks = layout.wires.iter().filter(|wire| wire.lines.len() > 1).map(|wire| wire.kind).collect();
        out.note(Means::Letter, !layout.badges.is_empty());
        let mut heights = BTreeSet::new();
        for tray in &layout.trays {
            let placement = &model.placements[tray.placement.ix()];
            let component = &model.components[placement.component.ix()];
            out.note(Means::Critical, component.criticality == Criticality::Critical && tray.plate);
            let waits = placement.role != PlacementRole::Active;
            out.note(Means::Standby, waits && tray.plate);
            out.note(Means::Pale, waits && !tray.solids.is_empty());
            out.note(Means::Scaling, tray.scaling.is_some());
            if tray.scaling.is_some() && tray.scaling_box {
                out.outlines.insert(kind_number(GroupKind::AutoScaling));
            }
            for solid in &tray.solids {
                out.note(Means::Count, solid.count > 1);
                out.note(Means::Balancer, solid.role == SolidRole::Balancer);
                out.note(Means::Pale, solid.role == SolidRole::Replica);
                let is_sized = matches!(solid.role, SolidRole::Instance | SolidRole::Primary);
                if is_sized && placement.instance.is_some() {
                    heights.insert((solid.form.clone(), solid.h));
                }
                out.solids.insert((solid.form.clone(), solid.family.clone()));
                if solid.role != SolidRole::Balancer {
                    out.kinds.insert(Kind {
                        family: solid.family.clone(),
                        glyph: solid.glyph.clone(),
                        form: solid.form.clone(),
                        icon: icons.and_then(|icons| icons.name_for(component.kind.id, solid.role)),
                        words: component.kind.label.to_owned(),
                    });
                }
            }
        }
        let forms: BTreeSet<&String> = heights.iter().map(|(form, _)| form).collect();
        let differ = heights.len() > forms.len();
        out.note(Means::Height, differ);
        out.letters = layout.marks.iter().map(|mark| (mark.of, mark.letter.clone())).collect();
        let marked: BTreeSet<Marked> = layout.marks.iter().map(|mark| mark.on).collect();
        for (k, outline) in layout.outlines.iter().enumerate() {
            out.outlines.insert(kind_number(outline.of.kind(model)));
            if !outline.on_floor && outline.name.is_none() && !marked.contains(&Marked::Outline(k)) {
                out.nameless.insert(outline.of);
            }
        }
        out
    }

    /// Adds what a loss uses, with the marks that it puts on a layout.
    pub(super) fn note_loss(&mut self, pen: &Pen, layout: &Layout, marks: &[(Mark, GPoint)]) {
        let blast = pen.blast;
        if blast.is_empty() {
            return;
        }
        for (mark, _) in marks {
            self.note(Means::Loss(mark.state), true);
        }
        let is_down = |tray: &Tray| blast.state(pen.model, tray) == Some(State::Down);
        let is_crossed = |tray: &Tray| tray.solids.iter().any(|solid| blast.takes(pen.model, tray, solid));
        let crossed = layout.trays.iter().any(is_crossed);
        self.note(Means::Down, layout.trays.iter().any(is_down));
        self.note(Means::Cross, crossed);
        self.note(Means::LostGround, crossed || blast.takes_ground(layout));
        self.note(Means::CutWire, blast.has_wires(pen, layout));
    }

    /// Whether outlines of a kind of group are drawn.
    pub(super) fn has_outline(&self, kind: GroupKind) -> bool {
        self.outlines.contains(&kind_number(kind))
    }
}
