//! Gathers the components of every environment: those declared for it, and those of the environment it replicates.

use super::context::Context;
use super::counts::{scaled, tidy, total};
use super::environments::Environments;
use super::places::{Ground, Subject, regional, says_place};
use super::templates::{Stated, Templates, fill};
use crate::catalog::Kind;
use crate::diag::Diagnostic;
use crate::model::{ComponentIx, EnvironmentIx, Placement, RegionIx, ZoneCount};
use crate::source::Span;
use crate::syntax::attributes::Attributes;
use crate::syntax::codes;
use crate::syntax::document::{self, Role};

/// A component of one environment, before all are numbered.
pub(super) struct Draft<'d> {
    pub(super) source: &'d document::Component,
    pub(super) span: Span,
    pub(super) kind: &'static Kind,
    pub(super) attributes: Attributes,
    pub(super) placements: Vec<Placement>,
    /// Whether its own table says its first place.
    pub(super) own_place: bool,
    /// The environment that holds the original of this copy.
    pub(super) copied_from: Option<EnvironmentIx>,
    stated: Stated,
    /// Whether the table of the component says a place.
    says_place: bool,
    /// The region that its own zones were said for.
    zones_for: Option<RegionIx>,
    overlays: &'d [document::Placement],
}

impl<'d> Draft<'d> {
    pub(super) fn id(&self) -> &'d str {
        &self.source.id.value
    }
}

/// All components: those outside of the environments, then those of each environment, each list sorted by id.
pub(super) struct Drafts<'d>(Vec<Vec<Draft<'d>>>);

impl<'d> Drafts<'d> {
    fn list(&self, environment: Option<EnvironmentIx>) -> &[Draft<'d>] {
        self.0.get(at(environment)).map_or(&[], Vec::as_slice)
    }

    /// Where a component is in the list of its environment.
    fn position(&self, environment: Option<EnvironmentIx>, id: &str) -> Option<usize> {
        self.list(environment).binary_search_by(|draft| draft.id().cmp(id)).ok()
    }

    /// All components with their environments, by environment and id.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Option<EnvironmentIx>, &Draft<'d>)> {
        environments(&self.0).flat_map(|(environment, list)| list.iter().map(move |draft| (environment, draft)))
    }

    /// The same, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (Option<EnvironmentIx>, &mut Draft<'d>)> {
        environments(&mut self.0).flat_map(|(environment, list)| list.iter_mut().map(move |draft| (environment, draft)))
    }

    /// The same, to be taken apart.
    pub(super) fn into_iter(self) -> impl Iterator<Item = (Option<EnvironmentIx>, Draft<'d>)> {
        environments(self.0).flat_map(|(environment, list)| list.into_iter().map(move |draft| (environment, draft)))
    }

    /// For each component the number of the one that it is a copy of.
    pub(super) fn originals(&self) -> Vec<Option<ComponentIx>> {
        let mut starts = Vec::with_capacity(self.0.len());
        let mut count = 0;
        for list in &self.0 {
            starts.push(count);
            count += list.len();
        }
        let original = |draft: &Draft| {
            let from = draft.copied_from?;
            Some(ComponentIx((starts[at(Some(from))] + self.position(Some(from), draft.id())?) as u32))
        };
        self.iter().map(|(_, draft)| original(draft)).collect()
    }
}

/// The place of an environment's list.
fn at(environment: Option<EnvironmentIx>) -> usize {
    environment.map_or(0, |ix| ix.ix() + 1)
}

/// Lists with their environments.
fn environments<T>(lists: impl IntoIterator<Item = T>) -> impl Iterator<Item = (Option<EnvironmentIx>, T)> {
    std::iter::once(None).chain((0..).map(|ix| Some(EnvironmentIx(ix)))).zip(lists)
}

/// Makes the components of all environments.
pub(super) fn components<'d>(
    cx: &mut Context<'d>,
    templates: &Templates,
    environments: &Environments<'d>,
    ground: &Ground,
) -> Drafts<'d> {
    let mut drafts = Drafts((0..=environments.list.len()).map(|_| Vec::new()).collect());
    let said = std::mem::take(&mut cx.attributes);
    for (source, said) in cx.document.components.iter().zip(said) {
        let (environment, draft) = declared(cx, templates, environments, ground, source, said);
        drafts.0[at(environment)].push(draft);
    }
    debug_assert!(drafts.0.iter().all(|list| list.is_sorted_by_key(Draft::id)), "components are not in order");
    for replica in &environments.replicas {
        replicate(cx, templates, environments, ground, &mut drafts, *replica);
    }
    for (ix, each) in environments.overrides() {
        if drafts.position(Some(ix), &each.id.value).is_none() {
            let environment = &environments.list[ix.ix()].id;
            let message = format!("environment `{environment}` has no component `{}`", each.id.value);
            let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, each.id.span, message, "not in it");
            let finding = match cx.names.get(super::names::Thing::Component, &each.id.value) {
                Some(at) => finding.with_related(cx.document.components[at].id.span, "declared here"),
                None => finding,
            };
            cx.push(finding);
        }
    }
    drafts
}

/// A component in the environment it is declared for.
fn declared<'d>(
    cx: &mut Context<'d>,
    templates: &Templates,
    environments: &Environments<'d>,
    ground: &Ground,
    source: &'d document::Component,
    said: Attributes,
) -> (Option<EnvironmentIx>, Draft<'d>) {
    let says_place_itself = says_place(&said);
    let mut own = templates.own(cx, said);
    let environment = (source.role != Role::External).then(|| {
        let default = cx.document.defaults.environment.as_ref();
        environments.of(cx, source, own.environment.as_ref().or(default))
    });
    let mut overlays = source.placements.as_slice();
    let mut says = says_place_itself;
    let mut span = source.id.span;
    if let Some(over) = environment.and_then(|ix| environments.overriding(ix, &source.id.value)) {
        own = overridden(cx, templates, over, &own);
        span = over.id.span;
        if !over.placements.is_empty() {
            overlays = &over.placements;
            says |= says_place(&over.attributes);
        }
    }
    let kind = templates.kind(cx, &own, source.role);
    let stated = templates.with_defaults(&mut own, source.role, kind);
    let environment_region = environment.and_then(|ix| environments.region(ix));
    let subject = Subject {
        source,
        kind,
        attributes: &own,
        stated,
        overlays,
        says_place: says,
        environment_region,
        zones_for: None,
        counts_for: None,
    };
    let placements = ground.place(cx, &subject);
    let own_place = subject.has_own_place();
    let zones_for = placements.first().and_then(|p| p.region);
    let attributes = own;
    let copied_from = None;
    let draft = Draft {
        source,
        span,
        kind,
        attributes,
        placements,
        own_place,
        copied_from,
        stated,
        says_place: says_place_itself,
        zones_for,
        overlays,
    };
    (environment, draft)
}

/// What an override says, over what the component says.
fn overridden(cx: &mut Context, templates: &Templates, over: &document::Component, base: &Attributes) -> Attributes {
    let mut attributes = over.attributes.clone();
    if attributes.template.is_some() {
        attributes = templates.own(cx, attributes);
    }
    fill(&mut attributes, base);
    attributes
}

/// Adds the components of the environment that this one replicates.
fn replicate<'d>(
    cx: &mut Context<'d>,
    templates: &Templates,
    environments: &Environments<'d>,
    ground: &Ground,
    drafts: &mut Drafts<'d>,
    replica: EnvironmentIx,
) {
    let environment = &environments.list[replica.ix()];
    let Some(original) = environment.replicates else { return };
    let mut copies = Vec::new();
    for draft in drafts.list(Some(original)) {
        let id = draft.id();
        if environment.except.binary_search_by(|except| except.as_str().cmp(id)).is_ok()
            || drafts.position(Some(replica), id).is_some()
        {
            continue;
        }
        let copy = match environments.overriding(replica, id) {
            Some(over) => changed(cx, templates, environments, ground, (replica, original), draft, over),
            None => copied(ground, environments, (replica, original), draft),
        };
        copies.push(copy);
    }
    let list = &mut drafts.0[at(Some(replica))];
    list.extend(copies);
    list.sort_by_key(Draft::id);
}

/// A plain copy: its places moved and scaled.
fn copied<'d>(
    ground: &Ground,
    environments: &Environments<'d>,
    (replica, original): (EnvironmentIx, EnvironmentIx),
    draft: &Draft<'d>,
) -> Draft<'d> {
    let scale = environments.list[replica.ix()].scale;
    Draft {
        source: draft.source,
        span: draft.span,
        kind: draft.kind,
        attributes: draft.attributes.clone(),
        placements: moved(ground, draft, environments.region(replica), scale),
        own_place: draft.own_place,
        copied_from: Some(original),
        stated: draft.stated,
        says_place: draft.says_place,
        zones_for: draft.zones_for,
        overlays: draft.overlays,
    }
}

/// A copy of which the environment says something differently. Where that touches its places, they are worked out anew.
fn changed<'d>(
    cx: &mut Context<'d>,
    templates: &Templates,
    environments: &Environments<'d>,
    ground: &Ground,
    (replica, original): (EnvironmentIx, EnvironmentIx),
    draft: &Draft<'d>,
    over: &'d document::Component,
) -> Draft<'d> {
    let said = &over.attributes;
    let mut copy = copied(ground, environments, (replica, original), draft);
    copy.span = over.id.span;
    copy.attributes = overridden(cx, templates, over, &draft.attributes);
    if said.kind.is_some() || said.template.is_some() {
        copy.kind = templates.kind(cx, &copy.attributes, draft.source.role);
    }
    if !over.placements.is_empty() {
        copy.overlays = &over.placements;
    }
    if !places_differ(over) {
        for placement in &mut copy.placements {
            ground.refit(placement, &copy.attributes);
        }
        return copy;
    }
    let moved_to = environments.region(replica);
    if over.placements.is_empty() && (said.region.is_some() || moved_to.is_some()) {
        copy.overlays = &[];
    }
    let first = copy.placements.first().and_then(|p| p.region);
    copy.stated.region = said.region.is_some();
    copy.stated.zones |= said.zones.is_some();
    copy.stated.numbers.by_zone |= said.count.is_some() || said.replicas.is_some();
    copy.stated.numbers.per_zone |= said.per_zone.is_some();
    copy.stated.network.network |= said.network.is_some();
    // of the subnets of the original it has those of its own zones
    copy.stated.network.subnet = said.subnet.is_some() || copy.stated.network.subnet && said.zones.is_none();
    let subject = Subject {
        source: draft.source,
        kind: copy.kind,
        attributes: &copy.attributes,
        stated: copy.stated,
        overlays: copy.overlays,
        says_place: draft.says_place || !over.placements.is_empty() && says_place(said),
        environment_region: moved_to.or(first),
        zones_for: if said.zones.is_some() { None } else { draft.zones_for },
        counts_for: if said.count.is_some() || said.replicas.is_some() { None } else { draft.zones_for },
    };
    let mut placements = ground.place(cx, &subject);
    if said.zones.is_some() {
        copy.zones_for = placements.first().and_then(|p| p.region);
    }
    let counted = [said.count.is_some(), said.per_zone.is_some(), said.replicas.is_some(), said.multi_az.is_some()];
    if !counted.contains(&true) && said.autoscale.is_none() && over.placements.is_empty() {
        let scale = environments.whole_scale(replica);
        for placement in &mut placements {
            scale_place(placement, scale);
        }
    }
    copy.placements = placements;
    copy
}

/// Whether an override says anything of where or how many.
fn places_differ(over: &document::Component) -> bool {
    let said = &over.attributes;
    !over.placements.is_empty()
        || [said.kind.is_some(), said.template.is_some(), said.region.is_some(), said.zones.is_some()].contains(&true)
        || [said.network.is_some(), said.subnet.is_some(), said.count.is_some(), said.per_zone.is_some()]
            .contains(&true)
        || [said.autoscale.is_some(), said.multi_az.is_some(), said.replicas.is_some()].contains(&true)
        || said.quorum.is_some()
}

/// The places of a copy. Those in the first region of the original move to the region of the environment.
fn moved(ground: &Ground, draft: &Draft, to: Option<RegionIx>, scale: f64) -> Vec<Placement> {
    let from = draft.placements.first().and_then(|p| p.region);
    let to = to.filter(|to| regional(draft.kind) && from != Some(*to));
    let mut placements = Vec::with_capacity(draft.placements.len());
    for original in &draft.placements {
        let mut placement = original.clone();
        match to {
            // its place is taken by the one that moves there
            Some(to) if placement.region == Some(to) => continue,
            Some(to) if placement.region == from => move_place(ground, &mut placement, &draft.attributes, to),
            _ => {}
        }
        scale_place(&mut placement, scale);
        placements.push(placement);
    }
    placements
}

/// Moves a place to another region: zones by name where it has them, else its first free ones. What finds no zone of its
/// own joins the first ones.
fn move_place(ground: &Ground, placement: &mut Placement, attributes: &Attributes, to: RegionIx) {
    if let Some(from) = placement.region {
        let names = &ground.regions.region(from).zones;
        let zones = placement.zones.iter().map(|z| names[z.zone].as_str());
        let mapped = ground.regions.map_zones(to, zones);
        let known: Vec<usize> = mapped.iter().flatten().copied().collect();
        let counts = placement.zones.iter().zip(mapped).enumerate().filter_map(|(at, (old, new))| {
            let zone = new.or_else(|| known.get(at.checked_rem(known.len())?).copied())?;
            Some(ZoneCount { zone, count: old.count })
        });
        placement.zones = tidy(counts.collect());
    }
    placement.region = Some(to);
    placement.network = None;
    placement.subnets.clear();
    placement.zones_stated &= !placement.zones.is_empty();
    placement.provisioned_by = ground.provisioned_by(attributes, Some(to));
}

/// Scales the instances of a place, in as many of its zones as the new number fills.
fn scale_place(placement: &mut Placement, scale: f64) {
    if (scale - 1.0).abs() < f64::EPSILON {
        return;
    }
    let new = scaled(placement.instances, scale);
    if !placement.zones.is_empty() {
        placement.zones = spread_like(&placement.zones, new);
    }
    placement.instances = if placement.zones.is_empty() { new } else { total(&placement.zones) };
    if let Some(autoscale) = &mut placement.autoscale {
        autoscale.min = scaled(autoscale.min, scale);
        autoscale.max = scaled(autoscale.max, scale).max(autoscale.min);
    }
}

/// Spreads a new number over zones in the proportion of the old ones: one for each zone first, as far as it goes, and each
/// further one to the zone that lacks most of its share.
fn spread_like(old: &[ZoneCount], new: u32) -> Vec<ZoneCount> {
    let before = u64::from(total(old)).max(1);
    let zones = old.len().min(new as usize);
    let mut counts: Vec<ZoneCount> = old
        .iter()
        .take(zones)
        .map(|z| {
            let share = (u64::from(z.count) * u64::from(new) / before) as u32;
            ZoneCount { zone: z.zone, count: share.max(1) }
        })
        .collect();
    let mut sum = counts.iter().map(|z| u64::from(z.count)).sum::<u64>();
    let places = counts.len().max(1);
    let mut at = 0;
    // rounding down leaves less than one a zone to give, raising to one at most as many to take
    while sum < u64::from(new) && !counts.is_empty() {
        let missing = ((u64::from(new) - sum) / places as u64).max(1);
        counts[at % places].count = counts[at % places].count.saturating_add(missing as u32);
        sum += missing;
        at += 1;
    }
    while sum > u64::from(new) {
        let Some(most) = counts.iter_mut().max_by_key(|z| z.count).filter(|z| z.count > 1) else { break };
        most.count -= 1;
        sum -= 1;
    }
    tidy(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(old: &[u32], new: u32) -> Vec<u32> {
        let old: Vec<ZoneCount> =
            old.iter().enumerate().map(|(zone, count)| ZoneCount { zone, count: *count }).collect();
        spread_like(&old, new).iter().map(|z| z.count).collect()
    }

    #[test]
    fn a_new_number_keeps_zones_and_shares() {
        assert_eq!(spread(&[4, 4, 4], 6), [2, 2, 2]);
        assert_eq!(spread(&[3, 3], 3), [2, 1]);
        assert_eq!(spread(&[9, 1], 5), [4, 1]);
        assert_eq!(spread(&[1, 1, 1], 1), [1]);
        assert_eq!(spread(&[2, 2, 2], 12), [4, 4, 4]);
        assert_eq!(spread(&[100, 1, 1, 1], 4), [1, 1, 1, 1]);
    }
}
