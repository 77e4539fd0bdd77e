//! SYN006: address ranges that overlap or lie outside their network.
//!
//! The ranges of a network's subnets are sorted by their first address; an overlap is then always with the one that
//! reaches furthest so far.

use std::net::IpAddr;

use crate::catalog::Trait;
use crate::diag::{Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model, Network, NetworkIx, Subnet};
use crate::syntax::codes;

/// One finding for each subnet that is outside or overlaps an earlier one.
pub(super) static RULE: Rule = Rule {
    code: codes::CIDR_CONFLICT,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/cidr-conflict.md"),
    check: Check::Model(check),
};

/// First and last address, as numbers. Addresses of the two families never compare as near.
type Range = (bool, u128, u128);

fn check(model: &Model, sink: &mut Sink<'_>) {
    for network in &model.networks {
        let whole = network.cidr.as_deref().and_then(range);
        let subnets =
            network.subnets.iter().filter_map(|subnet| Some((range(subnet.cidr.as_deref()?)?, &*subnet.id, subnet)));
        sweep(subnets.collect(), |own, subnet, earlier| {
            if let Some(earlier) = earlier {
                overlap(sink, network, earlier, subnet);
            } else if whole.is_some_and(|whole| whole.0 == own.0 && (own.1 < whole.1 || own.2 > whole.2)) {
                outside(sink, network, subnet);
            }
        });
    }
    for c in model.base_components().filter(|&c| model.component(c).kind.traits.has(Trait::JoinsNetworks)) {
        check_joined(model, sink, c);
    }
}

/// The networks that a component leads between, such as a peering: a router can not tell equal addresses apart.
fn check_joined(model: &Model, sink: &mut Sink<'_>, c: ComponentIx) {
    let ends = model.outgoing(c).map(|link| model.connection(link).to);
    let ends = ends.chain(model.incoming(c).map(|link| model.connection(link).from));
    let mut networks: Vec<NetworkIx> =
        ends.flat_map(|end| model.places(end)).filter_map(|place| place.network).collect();
    networks.sort_unstable();
    networks.dedup();
    let networks = networks.into_iter().map(|network| model.network(network));
    let ranges = networks.filter_map(|network| Some((range(network.cidr.as_deref()?)?, &*network.id, network)));
    sweep(ranges.collect(), |_, network, earlier| {
        let Some(earlier) = earlier else { return };
        let cidr = |network: &Network| network.cidr.clone().unwrap_or_default();
        let message =
            format!("networks `{}` and `{}`, which `{}` joins, overlap", earlier.id, network.id, model.name(c));
        sink.push(
            Draft::at(network.span, message, format!("`{}`", cidr(network)))
                .element(network.id.clone())
                .related(earlier.span, format!("`{}`", cidr(earlier)))
                .related(model.component(c).span, "leads between them")
                .help("give each network a range of its own"),
        );
    });
}

/// Hands on each of some ranges with what has it, by growing addresses and ids, and with what has the furthest range before
/// it where the two overlap.
fn sweep<'a, T>(mut ranges: Vec<(Range, &str, &'a T)>, mut each: impl FnMut(Range, &'a T, Option<&'a T>)) {
    ranges.sort_by_key(|(range, id, _)| (*range, *id));
    let mut furthest: Option<(Range, &T)> = None;
    for (own, _, item) in ranges {
        let earlier = furthest.filter(|(other, _)| other.0 == own.0 && own.1 <= other.2);
        each(own, item, earlier.map(|(_, item)| item));
        if earlier.is_none_or(|(other, _)| own.2 > other.2) {
            furthest = Some((own, item));
        }
    }
}

fn overlap(sink: &mut Sink<'_>, network: &Network, earlier: &Subnet, later: &Subnet) {
    let cidr = |subnet: &Subnet| subnet.cidr.clone().unwrap_or_default();
    sink.push(
        Draft::at(
            later.span,
            format!("subnets `{}` and `{}` of network `{}` overlap", earlier.id, later.id, network.id),
            format!("`{}`", cidr(later)),
        )
        .element(format!("{}.{}", network.id, later.id))
        .related(earlier.span, format!("`{}`", cidr(earlier)))
        .help("give each subnet a range of its own"),
    );
}

fn outside(sink: &mut Sink<'_>, network: &Network, subnet: &Subnet) {
    let (whole, own) = (network.cidr.as_deref().unwrap_or_default(), subnet.cidr.as_deref().unwrap_or_default());
    sink.push(
        Draft::at(
            subnet.span,
            format!("subnet `{}` is outside the range of its network `{}`", subnet.id, network.id),
            format!("`{own}`"),
        )
        .element(format!("{}.{}", network.id, subnet.id))
        .related(network.span, format!("`{whole}`"))
        .help(format!("choose a range inside `{whole}`")),
    );
}

/// The addresses of `10.0.0.0/16` or of an IPv6 range; `None` if it is neither.
fn range(cidr: &str) -> Option<Range> {
    let (address, length) = cidr.split_once('/')?;
    let length: u32 = length.parse().ok()?;
    let (is_v6, bits, start) = match address.parse().ok()? {
        IpAddr::V4(v4) => (false, 32, u128::from(u32::from(v4))),
        IpAddr::V6(v6) => (true, 128, u128::from(v6)),
    };
    if length > bits {
        return None;
    }
    let rest = u128::MAX.checked_shr(128 - bits + length).unwrap_or(0);
    Some((is_v6, start & !rest, start | rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_addresses() {
        assert_eq!(range("10.0.0.0/16"), Some((false, 0x0a00_0000, 0x0a00_ffff)));
        assert_eq!(range("10.0.3.7/32"), Some((false, 0x0a00_0307, 0x0a00_0307)));
        assert_eq!(range("0.0.0.0/0"), Some((false, 0, 0xffff_ffff)));
        assert_eq!(range("::/0"), Some((true, 0, u128::MAX)));
        assert_eq!(range("10.0.0.0/33"), None);
        assert_eq!(range("10.0.0.0/4294967295"), None);
        assert_eq!(range("10.0.0.0"), None);
    }
}
