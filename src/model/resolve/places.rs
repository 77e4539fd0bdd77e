//! Places one component: its regions, its zones, the instances in each.
//!
//! Zones and networks are said for one region. Where a component stands in another region (by its own placement, or
//! because only the defaults name zones) they are mapped to what that region has; where it stands in that region, a zone
//! that the region lacks is an error.
//!
//! *Invariant*: every component gets at least one placement.

use super::context::{Context, quoted};
use super::counts::{Amount, amount, placed, tidy, total};
use super::environments::not_stated;
use super::networks::Networks;
use super::regions::Regions;
use super::templates::{NetworkStated, NumbersStated, Stated, fill};
use crate::catalog::{InstanceType, Kind, Scope, builtin};
use crate::diag::Diagnostic;
use crate::model::{ComponentIx, Placement, RegionIx, ZoneCount};
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::{Attributes, Count, List};
use crate::syntax::codes;
use crate::syntax::document::{self, PlacementRole, Role};

/// What is to be placed.
pub(super) struct Subject<'a> {
    pub(super) source: &'a document::Component,
    pub(super) kind: &'static Kind,
    pub(super) attributes: &'a Attributes,
    pub(super) stated: Stated,
    pub(super) overlays: &'a [document::Placement],
    /// Its own table, not a template or the defaults, says a place: the placements are further ones.
    pub(super) says_place: bool,
    /// The region that its environment says.
    pub(super) environment_region: Option<RegionIx>,
    /// The region that its own zones were said for, where that is not the one it stands in.
    pub(super) zones_for: Option<RegionIx>,
    /// The region that its own numbers by zone were said for, likewise.
    pub(super) counts_for: Option<RegionIx>,
}

impl Subject<'_> {
    /// Whether it stands in a place of its own, before those that its placements say: always without placements, else when
    /// its table says a place. What a template or the defaults say is shared by the placements.
    pub(super) fn has_own_place(&self) -> bool {
        self.overlays.is_empty() || self.says_place
    }
}

/// Whether a table says where a component stands or how many it is, rather than what its placements have in common.
pub(super) fn says_place(table: &Attributes) -> bool {
    [table.region.is_some(), table.zones.is_some(), table.network.is_some(), table.subnet.is_some()].contains(&true)
        || table.count.is_some()
        || table.per_zone.is_some()
}

/// Where things can be placed.
pub(super) struct Ground {
    pub(super) regions: Regions,
    pub(super) networks: Networks,
}

/// One place, before it is known in detail.
struct Spot<'a> {
    role: Role,
    kind: &'static Kind,
    attributes: &'a Attributes,
    region: Option<RegionIx>,
    /// Zones were said by the component itself, not by the defaults.
    zones_own: bool,
    /// Zones were said for this region, so it must have them.
    zones_here: bool,
    /// Numbers by zone were said for this region; one number for each zone by the component itself.
    numbers: NumbersStated,
    /// The zones that are said beside numbers by zone.
    zones_beside: Option<&'a List>,
    network_here: NetworkStated,
    serving: PlacementRole,
    span: Span,
}

impl Ground {
    /// All places of a component, its first one first.
    pub(super) fn place(&self, cx: &mut Context, subject: &Subject) -> Vec<Placement> {
        let base = self.base_region(cx, subject);
        let (attributes, stated) = (subject.attributes, subject.stated);
        let said_for = if stated.zones { subject.zones_for.or(base) } else { self.regions.of_default_zones };
        let counted_for =
            if stated.numbers.by_zone { subject.counts_for.or(base) } else { self.regions.of_default_zones };
        let own = subject.has_own_place();
        let mut placements = Vec::with_capacity(usize::from(own) + subject.overlays.len());
        if own {
            let spot = Spot {
                role: subject.source.role,
                kind: subject.kind,
                attributes,
                region: base,
                zones_own: stated.zones,
                zones_here: said_for == base,
                numbers: NumbersStated { by_zone: counted_for == base, ..stated.numbers },
                zones_beside: attributes.zones.as_ref().filter(|_| stated.zones && stated.numbers.by_zone),
                network_here: stated.network,
                serving: PlacementRole::Active,
                span: place_span(subject),
            };
            placements.push(self.stand(cx, &spot));
        }
        for overlay in subject.overlays {
            if let Some(name) = &overlay.attributes.environment {
                let message = "a placement stands in the environment of its component";
                cx.push(Diagnostic::error(codes::BAD_VALUE, name.span, message, "can not be another one"));
            }
            let mut all = overlay.attributes.clone();
            let region = match &all.region {
                Some(name) if regional(subject.kind) => self.regions.find(cx, name).or(base),
                _ => base,
            };
            fill(&mut all, attributes);
            let own = &overlay.attributes;
            // a subnet is one of its network
            let networks = [&all, attributes].map(|a| a.network.as_ref().map(|name| &name.value));
            if own.subnet.is_none() && networks[0] != networks[1] {
                all.subnet = None;
            }
            let spot = Spot {
                role: subject.source.role,
                kind: subject.kind,
                attributes: &all,
                region,
                zones_own: stated.zones || own.zones.is_some(),
                zones_here: own.zones.is_some() || said_for == region,
                numbers: NumbersStated {
                    by_zone: own.count.is_some() || counted_for == region,
                    per_zone: all.per_zone.is_some() && (stated.numbers.per_zone || own.per_zone.is_some()),
                },
                zones_beside: own.zones.as_ref().filter(|_| own.count.is_some()),
                network_here: NetworkStated {
                    network: own.network.is_some() || stated.network.network && region == base,
                    // of the subnets of the component it has those of its own zones
                    subnet: own.subnet.is_some() || stated.network.subnet && region == base && own.zones.is_none(),
                },
                serving: overlay.role.as_ref().map_or(PlacementRole::Active, |role| role.value),
                span: overlay.span,
            };
            placements.push(self.stand(cx, &spot));
        }
        self.add_replica_regions(cx, subject, &mut placements);
        placements
    }

    /// The region of a component that says no other for one of its places.
    fn base_region(&self, cx: &mut Context, subject: &Subject) -> Option<RegionIx> {
        if !regional(subject.kind) || subject.source.role == Role::External {
            return None;
        }
        let name = subject.attributes.region.as_ref();
        let found = if subject.stated.region {
            name.and_then(|name| self.regions.find(cx, name)).or(subject.environment_region)
        } else {
            subject.environment_region.or_else(|| name.and_then(|name| self.regions.find(cx, name)))
        };
        let each_place_says =
            !subject.has_own_place() && subject.overlays.iter().all(|p| p.attributes.region.is_some());
        found.or(self.regions.usual).or_else(|| {
            if name.is_none() && !each_place_says {
                let ids = self.regions.list.iter().map(|r| r.id.as_str());
                cx.push(not_stated(subject.source, "region", ids));
            }
            Some(RegionIx(0))
        })
    }

    /// One place in detail.
    fn stand(&self, cx: &mut Context, spot: &Spot) -> Placement {
        let attributes = spot.attributes;
        let mut placement = Placement {
            component: ComponentIx(0),
            region: spot.region,
            network: None,
            subnets: Vec::new(),
            zones: Vec::new(),
            instances: 1,
            role: spot.serving,
            zones_stated: false,
            count_stated: false,
            instance: instance(attributes.instance.as_ref()),
            instance_name: attributes.instance.clone(),
            autoscale: attributes.autoscale.as_ref().map(|a| a.value),
            provisioned_by: self.provisioned_by(attributes, spot.region),
            stands_in_for: None,
            span: spot.span,
        };
        let Some(region) = spot.region else {
            let (amount, stated) = amount(attributes, spot.role, false, 1);
            placement.instances = unplaced(attributes, amount);
            placement.count_stated = stated || by_zone(attributes).is_some();
            return placement;
        };
        let names = (attributes.network.as_ref(), attributes.subnet.as_ref());
        (placement.network, placement.subnets) =
            self.networks.find(cx, &self.regions, region, names, spot.network_here);
        let zones = self.zones(cx, spot, region, &placement);
        let stated = spot.zones_own || !placement.subnets.is_empty() && spot.network_here.subnet;
        let (amount, count_stated) = amount(attributes, spot.role, stated, zones.len());
        placement.count_stated = count_stated || by_zone(attributes).is_some();
        placement.zones = match by_zone(attributes) {
            Some(by) if attributes.per_zone.is_none() => tidy(self.by_zone(cx, spot, region, by)),
            _ => placed(amount, &zones),
        };
        let ours = !placement.zones.is_empty() || !zones.is_empty();
        if ours && spot.role == Role::Store && attributes.count.is_none() && attributes.per_zone.is_none() {
            self.add_replicas(cx, spot, region, &zones, &mut placement.zones);
        }
        self.leave_subnets(&mut placement);
        placement.zones_stated = ours;
        placement.instances = if ours { total(&placement.zones) } else { unplaced(attributes, amount) };
        placement
    }

    /// The zones of a place in the order they are said; empty where none are known or the kind is not bound to zones.
    fn zones(&self, cx: &mut Context, spot: &Spot, region: RegionIx, placement: &Placement) -> Vec<usize> {
        // if it says that it has so many in each zone it stands in zones, whatever its kind
        let is_in_zones = spot.kind.scope == Scope::Zonal || spot.zones_own || spot.numbers.per_zone;
        if !is_in_zones {
            // what is put into subnets has a part in each, as a balancer or a file system has
            return self.subnet_zones(cx, spot, placement, &[]).unwrap_or_default();
        }
        let mut zones: Vec<usize> = Vec::new();
        if let Some(list) = &spot.attributes.zones {
            if spot.zones_here {
                for zone in &list.value {
                    zones.extend(self.regions.find_zone(cx, region, &zone.value, zone.span));
                }
            } else {
                let names = list.value.iter().map(|zone| zone.value.as_str());
                zones.extend(self.regions.map_zones(region, names).into_iter().flatten());
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        zones.retain(|zone| seen.insert(*zone));
        if let Some(zones) = self.subnet_zones(cx, spot, placement, &zones) {
            return zones;
        }
        // where a region has a single zone there is nothing to say, and so many in each zone are in each of the region
        let of_region = self.regions.region(region).zones.len();
        let are_all = of_region == 1 || spot.attributes.per_zone.is_some();
        if zones.is_empty() && spot.attributes.zones.is_none() && are_all {
            zones.extend(0..of_region);
        }
        zones
    }

    /// Takes away the subnets of zones in which nothing stands, as long as others are left.
    fn leave_subnets(&self, placement: &mut Placement) {
        let Some(network) = placement.network.map(|ix| &self.networks.list[ix.ix()]) else { return };
        let zone = |at: &usize| network.subnets.get(*at).and_then(|subnet| subnet.zone);
        let used = |at: &usize| zone(at).is_none_or(|home| placement.zones.iter().any(|z| z.zone == home));
        if placement.subnets.iter().any(used) {
            let kept = placement.subnets.iter().copied().filter(used).collect();
            placement.subnets = kept;
        }
    }

    /// The zones of the subnets, where they decide: that is, where the component does not name its zones.
    fn subnet_zones(
        &self,
        cx: &mut Context,
        spot: &Spot,
        placement: &Placement,
        zones: &[usize],
    ) -> Option<Vec<usize>> {
        let network = self.networks.list.get(placement.network?.ix())?;
        let subnets = || network.subnets_of(placement);
        if !spot.network_here.subnet || subnets().next().is_none() {
            return None;
        }
        if !spot.zones_own || zones.is_empty() {
            let mut homes: Vec<usize> = Vec::new();
            for subnet in subnets() {
                // one without a zone is in all of them
                let zone = subnet.zone?;
                if !homes.contains(&zone) {
                    homes.push(zone);
                }
            }
            return Some(homes);
        }
        let names = spot.attributes.subnet.iter().flat_map(|list| &list.value.0);
        for name in names {
            let subnet = subnets().find(|subnet| subnet.id == name.value.as_str());
            let Some(zone) = subnet.and_then(|subnet| subnet.zone).filter(|zone| !zones.contains(zone)) else {
                continue;
            };
            let region = self.regions.region(network.region);
            let message = format!("subnet {} is in zone {}", quoted(&name.value), quoted(&region.zones[zone]));
            let mut finding = Diagnostic::error(codes::MISPLACED_ELEMENT, name.span, message, "not one of its zones");
            if let Some(list) = &spot.attributes.zones {
                finding = finding.with_related(list.span, "its zones");
            }
            cx.push(finding);
        }
        None
    }

    /// Numbers by zone.
    fn by_zone(&self, cx: &mut Context, spot: &Spot, region: RegionIx, by: &[(Spanned<Text>, u32)]) -> Vec<ZoneCount> {
        if spot.numbers.by_zone {
            return by
                .iter()
                .filter_map(|(zone, count)| {
                    let found = self.regions.find_zone(cx, region, &zone.value, zone.span)?;
                    self.fits_zones(cx, spot, region, (zone, found));
                    Some(ZoneCount { zone: found, count: *count })
                })
                .collect();
        }
        let zones = self.regions.map_zones(region, by.iter().map(|(zone, _)| zone.value.as_str()));
        let counts = zones.into_iter().zip(by);
        counts.filter_map(|(zone, (_, count))| zone.map(|zone| ZoneCount { zone, count: *count })).collect()
    }

    /// Complains about a number for a zone that is not among those that are said beside it.
    fn fits_zones(&self, cx: &mut Context, spot: &Spot, region: RegionIx, (name, zone): (&Spanned<Text>, usize)) {
        let Some(list) = spot.zones_beside else { return };
        let known = self.regions.map_zones(region, list.value.iter().map(|zone| zone.value.as_str()));
        if known.iter().all(Option::is_some) && !known.contains(&Some(zone)) {
            let message = format!("`count` puts instances into zone {}, `zones` does not", quoted(&name.value));
            let finding = Diagnostic::error(codes::MISPLACED_ELEMENT, name.span, message, "not one of its zones");
            cx.push(finding.with_related(list.span, "its zones").with_help("add it there, or take it out here"));
        }
    }

    /// Adds the replicas that are said by zone, or for this region as a whole.
    fn add_replicas(
        &self,
        cx: &mut Context,
        spot: &Spot,
        region: RegionIx,
        zones: &[usize],
        counts: &mut Vec<ZoneCount>,
    ) {
        let Some(Count::By(by)) = spot.attributes.replicas.as_ref().map(|r| &r.value) else { return };
        for (name, count) in by {
            match self.regions.get(cx, &name.value) {
                Some(named) if named == region => {
                    // the primary has the first zone, so that replicas begin behind it
                    let mut behind = zones.to_vec();
                    behind.rotate_left(1.min(zones.len()));
                    counts.extend(placed(Amount::Total(*count), &behind));
                }
                Some(_) => {}
                None => {
                    let zone = if spot.numbers.by_zone {
                        self.regions.find_zone(cx, region, &name.value, name.span)
                    } else {
                        self.regions.map_zones(region, std::iter::once(name.value.as_str())).pop().flatten()
                    };
                    counts.extend(zone.map(|zone| ZoneCount { zone, count: *count }));
                }
            }
        }
        *counts = tidy(std::mem::take(counts));
    }

    /// Adds a place for replicas that are said for another region, unless the component says that place itself.
    fn add_replica_regions(&self, cx: &mut Context, subject: &Subject, placements: &mut Vec<Placement>) {
        let Some(Count::By(by)) = subject.attributes.replicas.as_ref().map(|r| &r.value) else { return };
        if subject.source.role != Role::Store || !regional(subject.kind) {
            return;
        }
        for (name, count) in by.iter().filter(|(_, count)| *count > 0) {
            let Some(region) = self.regions.get(cx, &name.value) else { continue };
            if placements.iter().any(|p| p.region == Some(region)) {
                continue;
            }
            let Some(first) = placements.first() else { return };
            let bound = subject.kind.scope == Scope::Zonal;
            let known = if bound { self.regions.region(region).zones.len().min(*count as usize) } else { 0 };
            let zones: Vec<usize> = (0..known).collect();
            let replica = Placement {
                region: Some(region),
                network: None,
                subnets: Vec::new(),
                zones: placed(Amount::Total(*count), &zones),
                instances: *count,
                zones_stated: false,
                count_stated: true,
                provisioned_by: self.provisioned_by(subject.attributes, Some(region)),
                span: name.span,
                ..first.clone()
            };
            placements.push(replica);
        }
    }

    /// Brings what does not depend on where and how many up to date.
    pub(super) fn refit(&self, placement: &mut Placement, attributes: &Attributes) {
        placement.instance = instance(attributes.instance.as_ref());
        placement.instance_name.clone_from(&attributes.instance);
        placement.provisioned_by = self.provisioned_by(attributes, placement.region);
    }

    /// The tools that set a place up: those of the component, else those of the region.
    pub(super) fn provisioned_by(&self, attributes: &Attributes, region: Option<RegionIx>) -> Vec<String> {
        match (&attributes.provisioned_by, region) {
            (Some(list), _) => list.value.iter().map(|tool| tool.value.to_string()).collect(),
            (None, Some(region)) => self.regions.provisioned_by(region),
            (None, None) => Vec::new(),
        }
    }
}

/// Whether a kind stands in a region.
pub(super) fn regional(kind: &Kind) -> bool {
    matches!(kind.scope, Scope::Zonal | Scope::Regional)
}

/// The numbers by zone of `count`.
fn by_zone(attributes: &Attributes) -> Option<&[(Spanned<Text>, u32)]> {
    match attributes.count.as_ref().map(|c| &c.value) {
        Some(Count::By(by)) => Some(by),
        _ => None,
    }
}

/// Instances of a place whose zones are not known, or that has none.
fn unplaced(attributes: &Attributes, amount: Amount) -> u32 {
    if let Some(by) = by_zone(attributes) {
        return by.iter().fold(0, |sum: u32, (_, count)| sum.saturating_add(*count));
    }
    match amount {
        Amount::Total(total) => total,
        Amount::PerZone(each) => each,
    }
}

/// The instance type of a name; one that the catalogue lacks may be new, so that a rule asks for it.
fn instance(name: Option<&Spanned<Text>>) -> Option<&'static InstanceType> {
    builtin().instance(&name?.value)
}

/// The place in the file that says where a component stands.
fn place_span(subject: &Subject) -> Span {
    let own = |stated: bool, span: Option<Span>| span.filter(|_| stated);
    own(subject.stated.zones, subject.attributes.zones.as_ref().map(|z| z.span))
        .or(own(subject.stated.region, subject.attributes.region.as_ref().map(|r| r.span)))
        .unwrap_or(subject.source.id.span)
}
