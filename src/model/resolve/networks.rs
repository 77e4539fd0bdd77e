//! Resolves networks and subnets, and finds those of a placement.

use std::collections::BTreeMap;

use super::context::{Context, label_or, quoted};
use super::names::Thing;
use super::regions::Regions;
use super::templates::NetworkStated;
use crate::diag::Diagnostic;
use crate::model::{Network, NetworkIx, RegionIx, Subnet};
use crate::source::{Spanned, Text};
use crate::syntax::attributes::OneOrMore;
use crate::syntax::document;
use crate::syntax::{codes, nearest};

/// The networks, with what is needed to find subnets in them.
pub(super) struct Networks {
    /// In the order of the document, which is that of their ids.
    pub(super) list: Vec<Network>,
    /// Each subnet by its id and network.
    subnets: BTreeMap<(String, NetworkIx), usize>,
}

/// A network, and subnets in it.
pub(super) type Place = (Option<NetworkIx>, Vec<usize>);

impl Networks {
    pub(super) fn new(cx: &mut Context, regions: &Regions) -> Self {
        let mut this = Self { list: Vec::new(), subnets: BTreeMap::new() };
        for network in &cx.document.networks {
            this.add(cx, regions, network);
        }
        this
    }

    fn add(&mut self, cx: &mut Context, regions: &Regions, network: &document::Network) {
        let ix = NetworkIx(self.list.len() as u32);
        let own = network.region.as_ref().and_then(|name| regions.find(cx, name));
        let region = own.or(regions.usual).unwrap_or_else(|| {
            if network.region.is_none() && cx.document.defaults.region.is_none() {
                let message = format!("network {} does not say its region", quoted(&network.id.value));
                let ids = super::context::listed(regions.list.iter().map(|r| r.id.as_str()));
                let label = format!("expected region {ids}");
                let finding = Diagnostic::error(codes::PLACE_NOT_STATED, network.id.span, message, label);
                cx.push(finding.with_help("add `region` here or to `[defaults]`"));
            }
            RegionIx(0)
        });
        let mut subnets = Vec::with_capacity(network.subnets.len());
        for subnet in &network.subnets {
            let zone = subnet.zone.as_ref().and_then(|z| regions.find_zone(cx, region, &z.value, z.span));
            subnets.push(Subnet {
                id: subnet.id.value.to_string(),
                label: label_or(subnet.label.as_ref(), &subnet.id.value),
                span: subnet.id.span,
                zone,
                cidr: subnet.cidr.as_ref().map(|c| c.value.to_string()),
                public: subnet.public.as_ref().map(|p| p.value),
            });
        }
        subnets.sort_by(|a, b| a.id.cmp(&b.id));
        for (at, subnet) in subnets.iter().enumerate() {
            self.subnets.insert((subnet.id.clone(), ix), at);
        }
        self.list.push(Network {
            id: network.id.value.to_string(),
            label: label_or(network.label.as_ref(), &network.id.value),
            span: network.id.span,
            region,
            cidr: network.cidr.as_ref().map(|c| c.value.to_string()),
            subnets,
        });
    }

    /// The network and the subnets that a placement names. Of a network that stands in another region nothing is left; it is
    /// an error only when the network was said for this very place.
    pub(super) fn find(
        &self,
        cx: &mut Context,
        regions: &Regions,
        region: RegionIx,
        names: (Option<&Spanned<Text>>, Option<&Spanned<OneOrMore>>),
        said_here: NetworkStated,
    ) -> Place {
        let nowhere = (None, Vec::new());
        let (network, subnets) = names;
        let subnets = subnets.map_or(&[][..], |list| &list.value.0);
        let Some(name) = network else { return self.by_subnets(cx, region, subnets, said_here.subnet) };
        let Some(ix) = cx.find(Thing::Network, name).map(|at| NetworkIx(at as u32)) else { return nowhere };
        let network = &self.list[ix.ix()];
        if network.region != region {
            if said_here.network {
                let (other, here) = (regions.region(network.region), regions.region(region));
                let message = format!("network {} is in region {}", quoted(&name.value), quoted(&other.id));
                let label = format!("this stands in {}", quoted(&here.id));
                let finding = Diagnostic::error(codes::MISPLACED_ELEMENT, name.span, message, label);
                cx.push(finding.with_related(network.span, "the network"));
            }
            return nowhere;
        }
        (Some(ix), subnets.iter().filter_map(|name| self.subnet(cx, ix, name)).collect())
    }

    /// A subnet of a network by its name.
    fn subnet(&self, cx: &mut Context, ix: NetworkIx, name: &Spanned<Text>) -> Option<usize> {
        let found = self.subnets.get(&(name.value.to_string(), ix)).copied();
        if found.is_none() {
            let network = &self.list[ix.ix()];
            let message = format!("unknown subnet {}", quoted(&name.value));
            let label = format!("network {} has no such subnet", quoted(&network.id));
            let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, name.span, message, label)
                .with_related(network.span, "the network");
            cx.push(with_nearest(cx, finding, name, network.subnets.iter().map(|s| s.id.as_str())));
        }
        found
    }

    /// Subnets that are named without their network: all of one.
    fn by_subnets(&self, cx: &mut Context, region: RegionIx, names: &[Spanned<Text>], said_here: bool) -> Place {
        let (mut network, mut subnets): (Option<(NetworkIx, &Spanned<Text>)>, _) = (None, Vec::new());
        for name in names {
            let Some((ix, at)) = self.by_subnet(cx, region, name, said_here) else { continue };
            let (first, by) = *network.get_or_insert((ix, name));
            if first == ix {
                subnets.push(at);
                continue;
            }
            let [here, there] = [ix, first].map(|ix| quoted(&self.list[ix.ix()].id));
            let message = format!("subnet {} is in network {here}", quoted(&name.value));
            let label = format!("{} is in network {there}", quoted(&by.value));
            let finding = Diagnostic::error(codes::MISPLACED_ELEMENT, name.span, message, label);
            cx.push(finding.with_help("name subnets of one network"));
        }
        (network.map(|(ix, _)| ix), subnets)
    }

    /// A subnet that is named without its network: the only one of that name in the region.
    fn by_subnet(
        &self,
        cx: &mut Context,
        region: RegionIx,
        name: &Spanned<Text>,
        said_here: bool,
    ) -> Option<(NetworkIx, usize)> {
        let all: Vec<(NetworkIx, usize)> = self
            .subnets
            .range((name.value.to_string(), NetworkIx(0))..=(name.value.to_string(), NetworkIx(u32::MAX)))
            .map(|((_, ix), at)| (*ix, *at))
            .collect();
        let here: Vec<_> = all.iter().filter(|(ix, _)| self.list[ix.ix()].region == region).collect();
        match here.as_slice() {
            [found] => return Some(**found),
            [] if all.is_empty() => {
                let message = format!("unknown subnet {}", quoted(&name.value));
                let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, name.span, message, "not declared");
                let ids = self.list.iter().flat_map(|n| &n.subnets).map(|s| s.id.as_str());
                cx.push(with_nearest(cx, finding, name, ids));
            }
            [] if said_here => {
                let message = format!("subnet {} is in another region", quoted(&name.value));
                let finding = Diagnostic::error(codes::MISPLACED_ELEMENT, name.span, message, "not in this region");
                cx.push(finding);
            }
            [] => {}
            _ => {
                let message = format!("several networks have a subnet {}", quoted(&name.value));
                let finding = Diagnostic::error(codes::PLACE_NOT_STATED, name.span, message, "which of them?");
                cx.push(finding.with_help("add `network`"));
            }
        }
        None
    }
}

fn with_nearest<'a>(
    cx: &Context,
    finding: Diagnostic,
    name: &Spanned<Text>,
    ids: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    if !cx.names.afford(ids.clone().count()) {
        return finding;
    }
    match nearest(&name.value, ids) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding,
    }
}
