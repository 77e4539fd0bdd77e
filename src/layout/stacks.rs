//! In which order the networks of an environment stand one before the other, with what stands in none.
//!
//! A wire between two of them passes all that stand between. The order in which least of the wires pass others is the
//! minimum linear arrangement of the networks, weighted by what they hold; see Petit, *Addenda to the survey of layout
//! problems* (2011). There are few networks, so all orders of them are tried. The best are tried with wires, too.
//!
//! *Invariant*: copies of an environment have the order of their original.

use std::collections::BTreeMap;

use super::district::District;
use crate::model::{Model, PlacementIx};

/// So many networks at most have all their orders tried; more are improved by changing neighbours.
const ALL: usize = 5;

/// The orders of all stacks of districts, each as the place of every district in its stack, the best first; at least one.
/// `copies` gives the district that one copies.
pub(super) fn orders<'a>(
    model: &Model,
    districts: &[District],
    stacks: impl Iterator<Item = &'a Vec<usize>>,
    copies: &[Option<usize>],
) -> Vec<Vec<usize>> {
    let (originals, followers): (Vec<_>, Vec<_>) =
        stacks.filter(|s| s.len() > 1).partition(|s| s.iter().any(|d| copies[*d].is_none()));
    let joined = joined(model, districts);
    let all: Vec<Vec<Vec<usize>>> = originals.iter().map(|stack| of_stack(stack, districts, &joined)).collect();
    let most = all.iter().map(Vec::len).max().unwrap_or(1);
    let places = |k: usize| {
        let mut places = vec![0; districts.len()];
        for orders in &all {
            for (place, d) in orders[k.min(orders.len() - 1)].iter().enumerate() {
                places[*d] = place;
            }
        }
        for d in followers.iter().flat_map(|s| s.iter()) {
            places[*d] = copies[*d].map_or(0, |original| places[original]);
        }
        places
    };
    (0..most).map(places).collect()
}

/// How many connections there are between each two districts.
fn joined(model: &Model, districts: &[District]) -> BTreeMap<(usize, usize), usize> {
    let all = districts.iter().enumerate();
    let of: BTreeMap<PlacementIx, usize> =
        all.flat_map(|(k, d)| d.members.iter().map(move |m| (m.placement, k))).collect();
    let mut joined = BTreeMap::new();
    for link in &model.links {
        if let (Some(a), Some(b)) = (of.get(&link.from), of.get(&link.to))
            && a != b
        {
            *joined.entry((*a.min(b), *a.max(b))).or_default() += 1;
        }
    }
    joined
}

/// The orders of one stack, the best first.
fn of_stack(stack: &[usize], districts: &[District], joined: &BTreeMap<(usize, usize), usize>) -> Vec<Vec<usize>> {
    let cost = |order: &[usize]| {
        let mut cost = 0;
        for (j, b) in order.iter().enumerate() {
            // what a wire to the first before this one passes is nothing, to the next one that, …
            let mut passed = 1;
            for a in order[..j].iter().rev() {
                cost += joined.get(&(*a.min(b), *a.max(b))).copied().unwrap_or(0) * passed;
                passed += 1 + districts[*a].members.len();
            }
        }
        cost
    };
    if stack.len() > ALL {
        return vec![improved(stack.to_vec(), cost)];
    }
    let mut all = vec![Vec::new()];
    for _ in 0..stack.len() {
        let longer = |order: &Vec<usize>| {
            let free = stack.iter().filter(|d| !order.contains(d));
            free.map(|d| order.iter().copied().chain([*d]).collect()).collect::<Vec<Vec<usize>>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    // a stable sort: of equals, the one that keeps the order of the file's networks comes first
    all.sort_by_cached_key(|order| cost(order));
    all
}

/// Changes neighbours while that makes an order better.
fn improved(mut order: Vec<usize>, cost: impl Fn(&[usize]) -> usize) -> Vec<usize> {
    let mut least = cost(&order);
    for _ in 0..order.len() {
        let before = least;
        for k in 1..order.len() {
            order.swap(k - 1, k);
            let now = cost(&order);
            if now < least {
                least = now;
            } else {
                order.swap(k - 1, k);
            }
        }
        if least == before {
            break;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use crate::layout::detail::Detail;
    use crate::layout::{LayoutConfig, check, layout, world};
    use crate::model::testing::model;

    /// Three networks of two environments, one of which copies the other: `a` and `b` have to do with `c` alone.
    const THREE: &str = "[defaults]\nregion = \"r\"\nzones = [\"z\"]\nenvironment = \"p\"\n[region.r]\nzones = [\"z\"]\n\
        [environment.p]\n[environment.q]\nreplicates = \"p\"\n\
        [network.a]\nregion = \"r\"\n[network.b]\nregion = \"r\"\n[network.c]\nregion = \"r\"\n\
        [app.a]\nnetwork = \"a\"\nuses = [\"c\"]\n[app.c]\nnetwork = \"c\"\nuses = [\"b\"]\n[app.b]\nnetwork = \"b\"\n";

    #[test]
    fn networks_that_are_connected_stand_side_by_side() {
        let model = model(THREE);
        let world = world::World::new(&model, None, Detail::Full);
        let orders = world.orders(&model);
        assert_eq!(orders.len(), 6);
        let mut choice = world.choices().swap_remove(0);
        choice.places.clone_from(&orders[0]);
        let (_, lock) = world::plan(&model, &world, None, &choice);
        let places: Vec<usize> = ["p r a", "p r c", "p r b"].map(|d| lock.places[d]).into();
        assert_eq!(places, [0, 1, 2]);
        // a copy has the order of its original
        for d in ["a", "b", "c"] {
            assert_eq!(lock.places[&format!("q r {d}")], lock.places[&format!("p r {d}")]);
        }
    }

    #[test]
    fn a_lock_keeps_the_order() {
        let first = layout(&model(THREE), &LayoutConfig::default());
        // what would stand between others now comes behind them
        let more = format!("{THREE}[network.aa]\nregion = \"r\"\n[app.d]\nnetwork = \"aa\"\nuses = [\"a\", \"c\"]\n");
        let model = model(&more);
        let locked = layout(&model, &LayoutConfig { lock: Some(first.lock.clone()), ..LayoutConfig::default() });
        assert_eq!(check(&model, &locked), []);
        assert!(first.lock.places.iter().all(|(d, place)| locked.lock.places[d] == *place));
        assert_eq!(locked.lock.places["p r aa"], 3);
    }
}
