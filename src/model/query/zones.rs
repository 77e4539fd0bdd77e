//! Tells in which zones a component serves, and with how many instances.

use super::super::{ComponentIx, Model, Placement, RegionIx};
use crate::catalog::Scope;
use crate::syntax::document::PlacementRole;

/// The zones a component serves from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Zones {
    /// Not bound to zones: regional, global, outside.
    Any,
    /// These zones, by index in their region's list; sorted, each once.
    Of(Vec<(RegionIx, usize)>),
    /// Bound to zones, but the file does not say to which.
    Unknown,
}

impl Model {
    /// The zones of the active placements of a component; of all of them when none is active.
    pub fn zones(&self, component: ComponentIx) -> Zones {
        let scope = self.component(component).kind.scope;
        let active = self.places(component).any(|p| p.role == PlacementRole::Active);
        let mut zones = Vec::new();
        let mut unknown = false;
        for place in self.places(component).filter(|p| !active || p.role == PlacementRole::Active) {
            match place.region {
                // none of it runs: neither known nor unknown
                _ if place.zones.is_empty() && place.instances == 0 => {}
                _ if place.zones.is_empty() && scope != Scope::Zonal => return Zones::Any,
                Some(region) if !place.zones.is_empty() => zones.extend(place.zones.iter().map(|z| (region, z.zone))),
                _ => unknown = true,
            }
        }
        if unknown {
            return Zones::Unknown;
        }
        zones.sort_unstable();
        zones.dedup();
        Zones::Of(zones)
    }

    /// Instances over all places, those that wait included.
    pub fn instances(&self, component: ComponentIx) -> u32 {
        sum(self.places(component))
    }

    /// Instances in one region, those that wait included.
    pub fn instances_in(&self, component: ComponentIx, region: RegionIx) -> u32 {
        sum(self.places(component).filter(|p| p.region == Some(region)))
    }
}

fn sum<'a>(places: impl Iterator<Item = &'a Placement>) -> u32 {
    places.fold(0, |sum, place| sum.saturating_add(place.instances))
}
