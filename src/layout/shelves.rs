//! Which rows the members of a district may stand in: those of one subnet have rows of their own, so that a strip can show
//! it.
//!
//! Subnets that one component names together are one shelf. Shelves of different zones share rows where they do the same:
//! the public ones, and of the private ones those that are equally far along the flow.

use std::collections::BTreeSet;

use crate::model::{Model, NetworkIx, PlacementIx, Subnet};

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

/// The class of each placement, without gaps: cells of one class stand in rows of their own. First those of the public
/// subnets, then those of the others in the order of the flow, those in no subnet, those in no zone. `ranks` says how far
/// along the flow each is.
pub(super) fn classes(
    model: &Model,
    network: Option<NetworkIx>,
    placements: &[PlacementIx],
    ranks: &[usize],
) -> Vec<usize> {
    let subnets = network.map_or(&[][..], |n| model.networks[n.ix()].subnets.as_slice());
    let shelf = shelves(model, subnets, placements);
    let row = rows(model, subnets, &shelf, placements, ranks);
    let raw: Vec<usize> = placements
        .iter()
        .map(|p| {
            let p = model.placement(*p);
            match (p.subnets.first(), p.zones.is_empty()) {
                (_, true) => subnets.len() + 1,
                (Some(subnet), false) => row[*subnet],
                (None, false) => subnets.len(),
            }
        })
        .collect();
    let mut used = raw.clone();
    used.sort_unstable();
    used.dedup();
    raw.iter().map(|r| used.partition_point(|u| u < r)).collect()
}

/// For each subnet the first one of its shelf.
fn shelves(model: &Model, subnets: &[Subnet], placements: &[PlacementIx]) -> Vec<usize> {
    let mut shelf: Vec<usize> = (0..subnets.len()).collect();
    for placement in placements.iter().map(|p| model.placement(*p)) {
        for pair in placement.subnets.windows(2) {
            let (a, b) = (shelf[pair[0]].min(shelf[pair[1]]), shelf[pair[0]].max(shelf[pair[1]]));
            if a != b {
                shelf.iter_mut().filter(|s| **s == b).for_each(|s| *s = a);
            }
        }
    }
    shelf
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
    use super::*;
    use crate::layout::flow::Flow;
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
        let classes = classes(&model, network, &placements, &flow.ranks);
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
    fn a_subnet_without_a_zone_shares_no_rows() {
        let wide = |id: &str, subnet: &str| in_subnet(id, subnet, "") + "zones = [\"b\"]\n";
        let apps = wide("x", "\"wide\"") + &wide("y", "\"free\"") + &in_subnet("z", "\"web-a\"", "");
        assert_eq!(of(&apps).len(), 3);
    }
}
