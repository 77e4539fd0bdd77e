//! Adds the standby places that a region makes by standing in for another.

use std::collections::BTreeSet;

use super::components::Drafts;
use super::context::Context;
use super::counts::{Amount, placed, scaled};
use super::environments::Environments;
use super::names::Thing;
use super::places::{Ground, regional};
use crate::model::{Placement, RegionIx};
use crate::source::{Span, Spanned, Text};
use crate::syntax::document::{Carries, PlacementRole, Region, Strategy};

/// Where the standby places of a component begin: for each one the index of the place it stands in for, both within the
/// list of that component.
pub(super) type StandsIn = Vec<(usize, usize)>;

/// What a region carries of the one it stands in for.
struct Carrier<'d> {
    region: RegionIx,
    original: RegionIx,
    scale: f64,
    role: PlacementRole,
    span: Span,
    choice: Choice<'d>,
}

enum Choice<'d> {
    All,
    Only(BTreeSet<&'d str>),
    Except(BTreeSet<&'d str>),
}

/// Adds the places, and tells for each component which of its places stand in for which.
pub(super) fn stand_in<'d>(
    cx: &mut Context<'d>,
    environments: &Environments,
    ground: &Ground,
    drafts: &mut Drafts<'d>,
) -> Vec<StandsIn> {
    let mut carriers = Vec::new();
    for region in &cx.document.regions {
        carriers.extend(carrier(cx, ground, region));
    }
    carriers.sort_by_key(|carrier| carrier.region);
    let mut all = Vec::new();
    for (environment, draft) in drafts.iter_mut() {
        let id = draft.id();
        let mut stands_in = StandsIn::new();
        let base = environment.is_some_and(|ix| environments.list[ix.ix()].replicates.is_none());
        if base && regional(draft.kind) {
            let own = draft.placements.len();
            for carrier in carriers.iter().filter(|carrier| carrier.choice.takes(id)) {
                let serves = |p: &Placement| p.region == Some(carrier.original) && p.role == PlacementRole::Active;
                let Some(of) = draft.placements[..own].iter().position(serves) else { continue };
                if draft.placements.iter().all(|p| p.region != Some(carrier.region)) {
                    stands_in.push((draft.placements.len(), of));
                    draft.placements.push(standby(ground, carrier, &draft.placements[of]));
                }
            }
        }
        all.push(stands_in);
    }
    all
}

fn carrier<'d>(cx: &mut Context<'d>, ground: &Ground, region: &'d Region) -> Option<Carrier<'d>> {
    let choice = match region.carries.as_ref().map(|c| &c.value) {
        None | Some(Carries::All) => Choice::All,
        Some(Carries::Only(ids)) => Choice::Only(known(cx, ids)),
        Some(Carries::Except(ids)) => Choice::Except(known(cx, ids)),
    };
    let ix = ground.regions.get(cx, &region.id.value)?;
    let resolved = ground.regions.region(ix);
    let span = resolved.stands_in_span.unwrap_or(region.id.span);
    let role = match resolved.strategy.map(|said| said.value) {
        Some(Strategy::BackupRestore | Strategy::PilotLight) => PlacementRole::PilotLight,
        Some(Strategy::ActiveActive) => PlacementRole::Active,
        Some(Strategy::WarmStandby | Strategy::HotStandby) | None => PlacementRole::Standby,
    };
    Some(Carrier { region: ix, original: resolved.stands_in_for?, scale: resolved.scale, role, span, choice })
}

fn known<'d>(cx: &mut Context, ids: &'d [Spanned<Text>]) -> BTreeSet<&'d str> {
    ids.iter().filter(|id| cx.find(Thing::Component, id).is_some()).map(|id| id.value.as_str()).collect()
}

impl Choice<'_> {
    fn takes(&self, id: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(id),
            Self::Except(ids) => !ids.contains(id),
        }
    }
}

/// The standby of a place: scaled, in the first zones of the region, in no more of them than the original has.
fn standby(ground: &Ground, carrier: &Carrier, original: &Placement) -> Placement {
    let count = scaled(original.instances, carrier.scale);
    let there = ground.regions.region(carrier.region).zones.len();
    let zones: Vec<usize> = (0..original.zones.len().min(there)).collect();
    let tools = ground.regions.provisioned_by(carrier.region);
    Placement {
        region: Some(carrier.region),
        network: None,
        subnets: Vec::new(),
        zones: placed(Amount::Total(count), &zones),
        instances: count,
        role: carrier.role,
        zones_stated: original.zones_stated && !zones.is_empty(),
        provisioned_by: if tools.is_empty() { original.provisioned_by.clone() } else { tools },
        span: carrier.span,
        ..original.clone()
    }
}
