//! Says how many instances stand in each zone.
//!
//! *Invariant*: zones are sorted, each once, and none has zero instances; sums never overflow.

use crate::model::ZoneCount;
use crate::syntax::attributes::{Attributes, Count};
use crate::syntax::document::Role;

/// How many, before it is known where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Amount {
    /// So many in each zone.
    PerZone(u32),
    /// So many in all.
    Total(u32),
}

/// How many instances the attributes ask for, and whether they say so themselves. `zones_stated` is whether the component
/// itself names its zones, `zones` how many there are. Numbers by zone are not looked at.
///
/// A store is one instance, its standby and its replicas. A single database does not stand in two zones because the
/// defaults name two; it does when it names them itself.
pub(super) fn amount(attributes: &Attributes, role: Role, zones_stated: bool, zones: usize) -> (Amount, bool) {
    if let Some(per_zone) = &attributes.per_zone {
        return (Amount::PerZone(per_zone.value), true);
    }
    if let Some(Count::Total(total)) = attributes.count.as_ref().map(|c| &c.value) {
        return (Amount::Total(*total), true);
    }
    if role == Role::Store {
        if attributes.multi_az.is_some() || attributes.replicas.is_some() {
            let standby = u32::from(attributes.multi_az.as_ref().is_some_and(|m| m.value));
            let replicas = match attributes.replicas.as_ref().map(|r| &r.value) {
                Some(Count::Total(total)) => *total,
                _ => 0,
            };
            return (Amount::Total(replicas.saturating_add(1 + standby)), true);
        }
        if let Some(quorum) = &attributes.quorum {
            return (Amount::Total(quorum.value), true);
        }
    }
    if let Some(autoscale) = &attributes.autoscale {
        return (Amount::Total(autoscale.value.min.max(zones as u32)), true);
    }
    if role == Role::Store && !zones_stated {
        return (Amount::Total(1), false);
    }
    (Amount::PerZone(1), false)
}

/// Places an amount in zones; a total is spread evenly and the first zones take the rest.
pub(super) fn placed(amount: Amount, zones: &[usize]) -> Vec<ZoneCount> {
    match amount {
        Amount::PerZone(count) => tidy(zones.iter().map(|zone| ZoneCount { zone: *zone, count }).collect()),
        Amount::Total(total) => {
            let places = (zones.len() as u32).max(1);
            let (each, rest) = (total / places, (total % places) as usize);
            let count = |at: usize| each + u32::from(at < rest);
            tidy(zones.iter().enumerate().map(|(at, zone)| ZoneCount { zone: *zone, count: count(at) }).collect())
        }
    }
}

/// Sorts by zone, joins what is in one zone and drops what is empty.
pub(super) fn tidy(mut counts: Vec<ZoneCount>) -> Vec<ZoneCount> {
    counts.sort_by_key(|z| z.zone);
    counts.dedup_by(|next, kept| {
        let same = next.zone == kept.zone;
        if same {
            kept.count = kept.count.saturating_add(next.count);
        }
        same
    });
    counts.retain(|z| z.count > 0);
    counts
}

/// All instances.
pub(super) fn total(counts: &[ZoneCount]) -> u32 {
    counts.iter().fold(0, |sum, z| sum.saturating_add(z.count))
}

/// A number times a scale, rounded up, at least one. Zero stays zero.
pub(super) fn scaled(count: u32, scale: f64) -> u32 {
    if count == 0 {
        return 0;
    }
    // 70 × 0.1 is a little more than 7 in binary and must not become 8
    ((f64::from(count) * scale - 1e-9).ceil() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(counts: &[ZoneCount]) -> Vec<(usize, u32)> {
        counts.iter().map(|z| (z.zone, z.count)).collect()
    }

    #[test]
    fn a_total_is_spread_evenly() {
        assert_eq!(pairs(&placed(Amount::Total(7), &[0, 1, 2])), [(0, 3), (1, 2), (2, 2)]);
        assert_eq!(pairs(&placed(Amount::Total(1), &[2, 0])), [(2, 1)]);
        assert_eq!(pairs(&placed(Amount::Total(0), &[0, 1])), []);
        assert_eq!(pairs(&placed(Amount::PerZone(4), &[1, 0])), [(0, 4), (1, 4)]);
    }

    #[test]
    fn scaling_rounds_up_and_leaves_at_least_one() {
        assert_eq!(scaled(70, 0.1), 7);
        assert_eq!(scaled(3, 0.25), 1);
        assert_eq!(scaled(5, 0.5), 3);
        assert_eq!(scaled(0, 2.0), 0);
        assert_eq!(scaled(u32::MAX, 100.0), u32::MAX);
    }
}
