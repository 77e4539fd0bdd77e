//! Which rows the members of a district may stand in: those of one subnet have rows of their own, so that a strip can show
//! it.
//!
//! Subnets that one component names together are one shelf. Shelves of different zones share rows where they do the same:
//! the public ones, and of the private ones those that are equally far along the flow.

use std::collections::BTreeSet;

use super::connected::first_of_each;
use super::grid::hull;
use crate::catalog::Scope;
use crate::model::{ComponentIx, Model, NetworkIx, Placement, PlacementIx, Subnet};
use crate::syntax::document::Role;

/// So much apart along the flow, in hundredths of a rank, shelves of different zones do not do the same.
const APART: usize = 100;

/// Subnets whose members stand in the same rows.
struct Shelf {
    public: bool,
    /// The mean rank of the members, in hundredths.
    rank: usize,
    /// The first of the subnets.
    first: usize,
    /// The zones of the subnets; none if one of them is in all.
    zones: Option<BTreeSet<usize>>,
}

impl Shelf {
    /// Whether the rows of this shelf may be those of another one too: both do the same, in different zones.
    fn has_room_for(&self, other: &Self) -> bool {
        let is_apart = |(a, b): (&BTreeSet<usize>, &BTreeSet<usize>)| a.is_disjoint(b);
        self.public == other.public
            && (self.public || self.rank.abs_diff(other.rank) < APART)
            && self.zones.as_ref().zip(other.zones.as_ref()).is_some_and(is_apart)
    }
}

/// Where a placement may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// Cells of one class stand in rows of their own.
    pub class: usize,
    /// What its tray covers, if it stands in a strip.
    pub strip: Option<Strip>,
}

/// The strip that a tray covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strip {
    /// First and last zone.
    pub zones: (usize, usize),
    /// Whether they are known; else this is the strip of a subnet, which counts as zone 0.
    pub is_known: bool,
}

impl Strip {
    const UNKNOWN: Self = Self { zones: (0, 0), is_known: false };

    fn of(zones: (usize, usize)) -> Self {
        Self { zones, is_known: true }
    }
}

/// Where each placement may stand, with classes without gaps. First those of the public subnets, then those of the others
/// in the order of the flow, those in no subnet, those in no zone. `ranks` says how far along the flow each is.
pub(super) fn stands(
    model: &Model,
    network: Option<NetworkIx>,
    placements: &[PlacementIx],
    ranks: &[usize],
) -> Vec<Stand> {
    let subnets = network.map_or(&[][..], |n| model.networks[n.ix()].subnets.as_slice());
    let shelf = shelves(model, subnets, placements);
    let row = rows(model, subnets, &shelf, placements, ranks);
    let strips = Strips::new(model, subnets, &shelf, placements);
    // without public subnets nobody asks for them
    let ways_in = if strips.public.is_empty() { BTreeSet::new() } else { ways_in(model) };
    let raw: Vec<(usize, Option<Strip>)> = placements
        .iter()
        .map(|p| {
            let p = model.placement(*p);
            // what a copy has with the outside is drawn at the original alone
            let original = model.component(p.component).replica_of.unwrap_or(p.component);
            let is_way_in = ways_in.contains(&original);
            // what the internet reaches in a network is in its public subnets, whether it says so or not
            let own = if p.subnets.is_empty() && is_way_in { &strips.public } else { &p.subnets };
            let strip = strips.of(model, p, own);
            let class = match (own.first(), strip) {
                (_, None) => subnets.len() + 1,
                (Some(subnet), _) => row[*subnet],
                (None, _) => subnets.len(),
            };
            (class, strip)
        })
        .collect();
    let mut used: Vec<usize> = raw.iter().map(|r| r.0).collect();
    used.sort_unstable();
    used.dedup();
    raw.into_iter().map(|(class, strip)| Stand { class: used.partition_point(|u| *u < class), strip }).collect()
}

/// The gateways that are called from outside all regions.
fn ways_in(model: &Model) -> BTreeSet<ComponentIx> {
    let outside = model.links.iter().filter(|l| model.placement(l.from).region.is_none());
    let called = outside.map(|l| model.placement(l.to).component);
    called.filter(|c| model.component(*c).role == Role::Gateway).collect()
}

/// Which zones the strips of subnets cover.
struct Strips<'a> {
    subnets: &'a [Subnet],
    shelf: &'a [usize],
    /// By shelf, whether members stand in zones that are known, and whether some are of one zone that is not.
    members: Vec<(bool, bool)>,
    /// The zones of all placements.
    all: Option<(usize, usize)>,
    /// The public subnets with members.
    public: Vec<usize>,
}

impl<'a> Strips<'a> {
    fn new(model: &Model, subnets: &'a [Subnet], shelf: &'a [usize], placements: &[PlacementIx]) -> Self {
        let mut this = Self { subnets, shelf, members: vec![(false, false); subnets.len()], all: None, public: vec![] };
        for p in placements.iter().map(|p| model.placement(*p)) {
            let zones = hull_of(p);
            this.all = hull(this.all.into_iter().chain(zones));
            let Some(first) = p.subnets.first() else { continue };
            let (known, unknown) = &mut this.members[shelf[*first]];
            *known |= zones.is_some();
            *unknown |= zones.is_none() && model.component(p.component).kind.scope == Scope::Zonal;
            this.public.extend(p.subnets.iter().filter(|s| subnets[**s].public == Some(true)));
        }
        this.public.sort_unstable();
        this.public.dedup();
        this
    }

    /// What the tray of a placement covers, if it stands in a strip: its own zones, or for what belongs to the region those
    /// of its subnets.
    fn of(&self, model: &Model, placement: &Placement, own: &[usize]) -> Option<Strip> {
        let zones = hull_of(placement);
        let Some(first) = own.first().filter(|_| zones.is_none()) else { return zones.map(Strip::of) };
        match (model.component(placement.component).kind.scope, self.members[self.shelf[*first]]) {
            (Scope::Zonal, (false, _)) | (Scope::Regional, (false, true)) => Some(Strip::UNKNOWN),
            (Scope::Regional, _) => {
                let is_wide = own.iter().any(|s| self.subnets[*s].zone.is_none());
                let homes = hull(own.iter().filter_map(|s| self.subnets[*s].zone).map(|zone| (zone, zone)));
                let zones = homes.filter(|_| !is_wide).or(self.all);
                Some(zones.map_or(Strip::UNKNOWN, Strip::of))
            }
            // it stands in one of them, but in which?
            (Scope::Zonal, (true, _)) | (Scope::Global | Scope::External, _) => None,
        }
    }
}

fn hull_of(placement: &Placement) -> Option<(usize, usize)> {
    hull(placement.zones.iter().map(|z| (z.zone, z.zone)))
}

/// For each subnet the first one of its shelf.
fn shelves(model: &Model, subnets: &[Subnet], placements: &[PlacementIx]) -> Vec<usize> {
    let together = placements.iter().flat_map(|p| model.placement(*p).subnets.windows(2)).map(|p| (p[0], p[1]));
    first_of_each(subnets.len(), together)
}

/// For each subnet the rows of its shelf: one number for shelves that share them, in the order in which they stand.
fn rows(model: &Model, subnets: &[Subnet], shelf: &[usize], placements: &[PlacementIx], ranks: &[usize]) -> Vec<usize> {
    let mut sums = vec![(0, 0); subnets.len()];
    for (placement, rank) in placements.iter().zip(ranks) {
        if let Some(subnet) = model.placement(*placement).subnets.first() {
            let (sum, count) = &mut sums[shelf[*subnet]];
            (*sum, *count) = (*sum + 100 * rank, *count + 1);
        }
    }
    let own = |first: usize| (0..subnets.len()).filter(move |s| shelf[*s] == first);
    let mut all: Vec<Shelf> = (0..subnets.len())
        .filter(|first| shelf[*first] == *first && sums[*first].1 > 0)
        .map(|first| Shelf {
            public: own(first).any(|s| subnets[s].public == Some(true)),
            rank: sums[first].0 / sums[first].1,
            first,
            zones: own(first).map(|s| subnets[s].zone).collect(),
        })
        .collect();
    all.sort_by_key(|s| (!s.public, s.rank, s.first));
    let mut out = vec![0; subnets.len()];
    // the first shelf of each, with the zones of all
    let mut rows: Vec<Shelf> = Vec::new();
    for next in all {
        let at = rows.iter().position(|row| row.has_room_for(&next)).unwrap_or(rows.len());
        own(next.first).for_each(|s| out[s] = at);
        match rows.get_mut(at).and_then(|row| row.zones.as_mut()) {
            Some(taken) => taken.extend(next.zones.into_iter().flatten()),
            None => rows.push(next),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::layout::flow::Flow;
    use crate::model::RegionIx;
    use crate::model::testing::model;

    /// The members of each class, by id.
    fn of(apps: &str) -> Vec<String> {
        let subnet = |id: &str| {
            let zone = &id[id.len() - 1..];
            format!("[network.n.subnet.{id}]\nzone = \"{zone}\"\npublic = {}\n", id.starts_with("pub"))
        };
        let subnets: String = ["pub-a", "pub-b", "web-a", "web-b", "data-a", "data-b"].map(subnet).concat();
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[network.n]\n[network.n.subnet.wide]\n[network.n.subnet.free]\n\
            [defaults]\nnetwork = \"n\"\n";
        let model = model(&format!("{text}{subnets}{apps}"));
        let placements: Vec<PlacementIx> = (0..model.placements.len()).map(|k| PlacementIx(k as u32)).collect();
        let network = model.placements[0].network;
        let flow = Flow::new(&model, model.placements[0].region.unwrap_or_default(), &placements);
        let stands = stands(&model, network, &placements, &flow.ranks);
        let classes: Vec<usize> = stands.iter().map(|s| s.class).collect();
        let last = classes.iter().copied().max().unwrap_or(0);
        let id = |p: &PlacementIx| model.component(model.placement(*p).component).id.as_str();
        let members = |class: usize| {
            let mut ids: Vec<&str> =
                placements.iter().zip(&classes).filter(|(_, c)| **c == class).map(|(p, _)| id(p)).collect();
            ids.sort_unstable();
            ids.join(" ")
        };
        (0..=last).map(members).collect()
    }

    fn in_subnet(id: &str, subnet: &str, uses: &str) -> String {
        format!("[app.{id}]\nsubnet = {subnet}\nuses = [{uses}]\n")
    }

    #[test]
    fn public_subnets_are_behind_and_the_others_in_the_order_of_the_flow() {
        let both = |tier: &str| format!("[\"{tier}-a\", \"{tier}-b\"]");
        let apps = in_subnet("db", &both("data"), "")
            + &in_subnet("web", &both("web"), "\"db\"")
            + &in_subnet("way-in", &both("pub"), "\"web\"")
            + "[app.loose]\nzones = [\"a\"]\n[store.files]\nkind = \"s3\"\n";
        assert_eq!(of(&apps), ["way-in", "web", "db", "loose", "files"]);
    }

    #[test]
    fn subnets_of_two_zones_that_do_the_same_share_rows() {
        let of_zone = |z: &str| {
            in_subnet(&format!("in-{z}"), &format!("\"pub-{z}\""), &format!("\"web-{z}\""))
                + &in_subnet(&format!("web-{z}"), &format!("\"web-{z}\""), &format!("\"db-{z}\""))
                + &in_subnet(&format!("db-{z}"), &format!("\"data-{z}\""), "")
        };
        assert_eq!(of(&(of_zone("a") + &of_zone("b"))), ["in-a in-b", "web-a web-b", "db-a db-b"]);
        // what does something else has rows of its own, though its zone would be free
        let apps = of_zone("a") + &in_subnet("db-b", "\"data-b\"", "");
        assert_eq!(of(&apps), ["in-a", "db-b", "web-a", "db-a"]);
    }

    #[test]
    fn what_belongs_to_the_region_stands_in_the_zones_of_its_subnets() {
        let text = "[region.r]\nzones = [\"a\", \"b\", \"c\"]\n[network.n]\n[network.n.subnet.pub-b]\nzone = \"b\"\n\
            public = true\n[network.n.subnet.pub-c]\nzone = \"c\"\npublic = true\n[network.n.subnet.wide]\n\
            [network.n.subnet.free]\n[defaults]\nnetwork = \"n\"\n[external.users]\nuses = [\"way-in\"]\n\
            [gateway.way-in]\nuses = [\"inner\"]\n[gateway.inner]\n[app.bastion]\nsubnet = [\"pub-b\", \"pub-c\"]\n\
            [app.web]\nsubnet = \"wide\"\nzones = [\"a\", \"b\"]\n[app.guest]\nsubnet = \"wide\"\n\
            [store.files]\nkind = \"efs\"\nsubnet = \"wide\"\n[app.job]\nsubnet = \"free\"\n\
            [store.disk]\nkind = \"efs\"\nsubnet = \"free\"\n";
        let model = model(text);
        let placements: Vec<PlacementIx> = (0..model.placements.len()).map(|k| PlacementIx(k as u32)).collect();
        let inside: Vec<PlacementIx> =
            placements.into_iter().filter(|p| model.placement(*p).network.is_some()).collect();
        let flow = Flow::new(&model, RegionIx(0), &inside);
        let stands = stands(&model, Some(NetworkIx(0)), &inside, &flow.ranks);
        let of = |id: &str| {
            let is_it = |p: &PlacementIx| model.component(model.placement(*p).component).id == id;
            stands[inside.iter().position(is_it).unwrap()]
        };
        let zones = |id: &str| of(id).strip.map(|strip| strip.zones);
        let is_unknown = |id: &str| of(id).strip.is_some_and(|strip| !strip.is_known);
        // what the internet reaches stands in the public subnets, though it names none
        assert_eq!(of("way-in"), of("bastion"));
        assert_eq!(zones("way-in"), Some((1, 2)));
        assert_eq!(zones("inner"), None);
        // a subnet without a zone is in all that are used
        assert_eq!((zones("web"), zones("files")), (Some((0, 1)), Some((0, 2))));
        // of which zone this is, nobody says
        assert_eq!((zones("guest"), of("web").class), (None, of("files").class));
        // no zone of this subnet is known: it has a strip all the same
        assert_eq!(of("job"), of("disk"));
        assert_eq!((zones("job"), is_unknown("job")), (Some((0, 0)), true));
        assert!(["way-in", "web", "files", "guest"].iter().all(|id| !is_unknown(id)));
        assert!(of("job").class != of("web").class && of("job").class < of("inner").class);
    }

    #[test]
    fn a_copy_of_what_is_called_from_outside_stands_as_the_original_does() {
        let text = "[region.r]\nzones = [\"a\"]\n[network.n]\n[network.n.subnet.open]\npublic = true\n[environment.p]\n\
            [environment.q]\nreplicates = \"p\"\n[defaults]\nnetwork = \"n\"\nenvironment = \"p\"\n\
            [external.users]\nuses = [\"way-in\"]\n[gateway.way-in]\n[app.bastion]\nsubnet = \"open\"\n";
        let model = model(text);
        let inside: Vec<PlacementIx> = (0..model.placements.len()).map(|k| PlacementIx(k as u32)).collect();
        let of = |environment: &str| -> Vec<Stand> {
            let is_in = |p: &PlacementIx| {
                let at = model.component(model.placement(*p).component).environment;
                at.is_some_and(|e| model.environment(e).id == environment)
            };
            let own: Vec<PlacementIx> = inside.iter().copied().filter(is_in).collect();
            let flow = Flow::new(&model, RegionIx(0), &own);
            stands(&model, Some(NetworkIx(0)), &own, &flow.ranks)
        };
        let original = of("p");
        assert!(original.len() == 2 && original[0] == original[1], "{original:?}");
        assert_eq!(of("q"), original);
    }

    #[test]
    fn a_subnet_without_a_zone_shares_no_rows() {
        let wide = |id: &str, subnet: &str| in_subnet(id, subnet, "") + "zones = [\"b\"]\n";
        let apps = wide("x", "\"wide\"") + &wide("y", "\"free\"") + &in_subnet("z", "\"web-a\"", "");
        assert_eq!(of(&apps).len(), 3);
    }
}
