//! What a picture uses of the means of drawing: the legend explains these and nothing else.

use std::collections::BTreeSet;

use crate::layout::{Layout, SolidRole};
use crate::model::Parts;
use crate::syntax::attributes::{ConnectionKind, Criticality};
use crate::syntax::document::{GroupKind, PlacementRole};

/// A means of drawing that a picture uses or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Means {
    /// A balancer at the head of an app.
    Balancer,
    /// A trunk of several connections.
    Trunk,
    /// Heights of solids that differ with the size of the instance.
    Height,
    /// A solid that stands for several.
    Count,
    /// A paler solid: a copy of what stands beside it.
    Replica,
    /// The edge of what is critical.
    Critical,
    /// The edge of what waits to take over.
    Standby,
    /// Zone strips.
    Zone,
    /// The box and arrow of what scales by itself.
    Scaling,
    /// Lettered discs on connections.
    Letter,
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
    /// Everything else.
    pub(super) means: BTreeSet<Means>,
    /// Outlines: kinds of groups; security groups are of the kind security.
    pub(super) outlines: BTreeSet<u8>,
}

/// A kind of component as it is seen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Kind {
    pub(super) family: String,
    pub(super) glyph: String,
    pub(super) form: String,
    pub(super) words: String,
}

/// The number of a kind of group in [`Usage::outlines`].
pub(super) fn group_number(kind: Option<GroupKind>) -> u8 {
    match kind {
        Some(GroupKind::AutoScaling) => 0,
        None | Some(GroupKind::Security) => 1,
        Some(_) => 2,
    }
}

impl Usage {
    /// Whether the picture uses this.
    pub(super) fn has(&self, means: Means) -> bool {
        self.means.contains(&means)
    }

    fn note(&mut self, means: Means, is_used: bool) {
        if is_used {
            self.means.insert(means);
        }
    }

    /// What a layout uses.
    pub(super) fn of(model: &Parts, layout: &Layout) -> Self {
        let mut out = Self { wires: layout.wires.iter().map(|wire| wire.kind).collect(), ..Self::default() };
        out.note(Means::Zone, !layout.bands.is_empty());
        out.note(Means::Trunk, layout.wires.iter().any(|wire| wire.lines.len() > 1));
        out.note(Means::Letter, !layout.badges.is_empty());
        let mut heights = BTreeSet::new();
        for tray in &layout.trays {
            let placement = &model.placements[tray.placement.ix()];
            let component = &model.components[placement.component.ix()];
            out.note(Means::Critical, component.criticality == Criticality::Critical && tray.plate);
            out.note(Means::Standby, placement.role != PlacementRole::Active && tray.plate);
            out.note(Means::Scaling, tray.scaling.is_some());
            for solid in &tray.solids {
                out.note(Means::Count, solid.count > 1);
                out.note(Means::Balancer, solid.role == SolidRole::Balancer);
                out.note(Means::Replica, solid.role == SolidRole::Replica);
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
                        words: component.kind.label.clone(),
                    });
                }
            }
        }
        let forms: BTreeSet<&String> = heights.iter().map(|(form, _)| form).collect();
        let differ = heights.len() > forms.len();
        out.note(Means::Height, differ);
        out.outlines = layout
            .outlines
            .iter()
            .map(|outline| group_number(outline.group.map(|group| model.groups[group.ix()].kind)))
            .collect();
        out
    }
}
