//! In which order the networks of an environment stand one before the other, with what stands in none, and in which stacks
//! side by side.
//!
//! A wire between two of them passes all that stand between. The order in which least of the wires pass others is the
//! minimum linear arrangement of the networks, weighted by what they hold; see Petit, *Addenda to the survey of layout
//! problems* (2011). Of few networks all orders are tried, and the best are tried with wires, too; more of them change places
//! with their neighbours.
//!
//! *Invariant*: copies of an environment have the order and the stacks of their original.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::district::District;
use crate::model::{Model, PlacementIx};

/// So many networks at most have all their orders tried; more are improved by changing neighbours.
const ALL: usize = 5;

/// Most stacks of one environment.
const MOST_STACKS: usize = 5;

/// The orders of all stacks of districts, each as the place of every district in its stack, the best first; at least one.
/// `copies` gives the district that one copies.
pub(super) fn orders<'a>(
    model: &Model,
    districts: &[District],
    stacks: impl Iterator<Item = &'a Vec<usize>>,
    copies: &[Option<usize>],
) -> Vec<Vec<usize>> {
    let joined = LazyCell::new(|| joined(model, districts));
    let near = LazyCell::new(|| near(&joined, districts.len()));
    let one_by_one = |order: Vec<usize>| order.into_iter().map(|d| vec![d]).collect();
    let of = |stack: &[usize]| {
        // what a wire to the one behind this one passes is nothing, to the next one that, …
        let size = |d: usize| 1 + districts[d].members.len() as i64;
        if stack.len() > ALL { vec![improved(stack.to_vec(), &near, size)] } else { all_orders(stack, &joined, size) }
    };
    let all = ways(stacks, copies, |stack| of(stack).into_iter().map(one_by_one).collect());
    if all.is_empty() { vec![vec![0; districts.len()]] } else { all }
}

/// Ways to put the districts of stacks in a row, parts that stand in one place together, each as the place of every district.
/// `of` gives those of one stack, at least one. The first way has the first of each stack, the next one the second, as far
/// as there are some. A copy follows its original.
fn ways<'a>(
    stacks: impl Iterator<Item = &'a Vec<usize>>,
    copies: &[Option<usize>],
    of: impl Fn(&[usize]) -> Vec<Vec<Vec<usize>>>,
) -> Vec<Vec<usize>> {
    let (originals, followers): (Vec<_>, Vec<_>) =
        stacks.filter(|s| s.len() > 1).partition(|s| s.iter().any(|d| copies[*d].is_none()));
    let all: Vec<Vec<Vec<Vec<usize>>>> = originals.into_iter().map(|stack| of(stack)).collect();
    let way = |k: usize| {
        let mut places = vec![0; copies.len()];
        for ways in &all {
            for (place, part) in ways[k.min(ways.len() - 1)].iter().enumerate() {
                for d in part {
                    places[*d] = place;
                }
            }
        }
        for d in followers.iter().flat_map(|s| s.iter()) {
            places[*d] = copies[*d].map_or(0, |original| places[original]);
        }
        places
    };
    (0..all.iter().map(Vec::len).max().unwrap_or(0)).map(way).collect()
}

/// Ways to put the districts of each environment into several stacks side by side, each as the stack of every district:
/// an order of them, `places`, is cut into parts of about equally many cells, and into parts of about the same depth. Those
/// who call stand before those whom they call. `stacks` and `copies` as in [`orders`].
pub(super) fn splits<'a>(
    model: &Model,
    districts: &[District],
    stacks: impl Iterator<Item = &'a Vec<usize>>,
    copies: &[Option<usize>],
    places: &[usize],
) -> Vec<Vec<usize>> {
    // most models have no stack of several
    let ahead = LazyCell::new(|| ahead(model, districts));
    // for each part the calls into it less those from it
    let into = |parts: &[Vec<usize>]| {
        let mut part = vec![None; districts.len() + 1];
        parts.iter().enumerate().for_each(|(k, list)| list.iter().for_each(|d| part[*d] = Some(k)));
        let mut sums = vec![0_i64; parts.len()];
        for (&(from, to), calls) in ahead.iter().filter(|((from, to), _)| part[*from] != part[*to]) {
            for (end, calls) in [(from, -calls), (to, *calls)] {
                if let Some(k) = part[end] {
                    sums[k] += calls;
                }
            }
        }
        sums
    };
    ways(stacks, copies, |stack| {
        let mut order = stack.to_vec();
        order.sort_by_key(|d| places[*d]);
        let even = cuts(&order, |d| districts[d].members.len());
        let mut all: Vec<Vec<Vec<usize>>> = Vec::new();
        for parts in even.into_iter().chain(cuts(&order, |d| rough_depth(&districts[d]))) {
            // a stable sort: of equals, the one that was behind comes first
            let mut sorted: Vec<(i64, Vec<usize>)> = into(&parts).into_iter().zip(parts).collect();
            sorted.sort_by_key(|(calls, _)| *calls);
            let parts: Vec<Vec<usize>> = sorted.into_iter().map(|(_, part)| part).collect();
            if !all.contains(&parts) {
                all.push(parts);
            }
        }
        all
    })
}

/// About how deep a district is when it is twice as wide as deep, in hundredths of a ground unit.
fn rough_depth(district: &District) -> usize {
    let columns = (2 * district.members.len()).isqrt().clamp(*district.columns().start(), *district.columns().end());
    district.estimate(columns, false).1.unsigned_abs() as usize
}

/// An order cut into two parts at each place near its middle, and into more parts where there are enough; `size` says how
/// much each one adds to a part.
fn cuts(order: &[usize], size: impl Fn(usize) -> usize) -> Vec<Vec<Vec<usize>>> {
    let sums: Vec<usize> = order
        .iter()
        .scan(0, |sum, d| {
            *sum += size(*d);
            Some(*sum)
        })
        .collect();
    let total = sums.last().copied().unwrap_or(0);
    // the cut after which a part of the whole is nearest to what it should be
    let cut = |part: usize, of: usize| {
        let all = 1..order.len();
        all.min_by_key(|k| (sums[k - 1] * of).abs_diff(total * part)).unwrap_or(1)
    };
    let middle = cut(1, 2);
    let near = [middle, middle + 1, middle.wrapping_sub(1)].into_iter().filter(|k| (1..order.len()).contains(k));
    let mut lists: Vec<Vec<usize>> = near.map(|k| vec![k]).collect();
    for parts in (3..=MOST_STACKS).filter(|parts| order.len() > 2 * (parts - 1)) {
        let mut list: Vec<usize> = (1..parts).map(|part| cut(part, parts)).collect();
        list.dedup();
        lists.push(list);
    }
    let divide = |list: Vec<usize>| {
        let ends = list.iter().copied().chain([order.len()]);
        let starts = [0].into_iter().chain(list.iter().copied());
        starts.zip(ends).map(|(from, to)| order[from..to].to_vec()).collect()
    };
    lists.into_iter().map(divide).collect()
}

/// How often each district calls another one. What is outside all of them counts as one more: who is called from there
/// stands ahead of the others, and who calls what is there behind them.
fn ahead(model: &Model, districts: &[District]) -> BTreeMap<(usize, usize), i64> {
    let of = homes(districts);
    let outside = districts.len();
    let home = |p: &PlacementIx| of.get(p).copied().unwrap_or(outside);
    let mut ahead = BTreeMap::new();
    for link in &model.links {
        let pair = match (home(&link.from), home(&link.to)) {
            (from, to) if from == outside || to == outside => (to, from),
            pair => pair,
        };
        if pair.0 != pair.1 {
            *ahead.entry(pair).or_default() += 1;
        }
    }
    ahead
}

/// The district of each placement that stands in one.
fn homes(districts: &[District]) -> BTreeMap<PlacementIx, usize> {
    let all = districts.iter().enumerate();
    all.flat_map(|(k, d)| d.members.iter().map(move |m| (m.placement, k))).collect()
}

/// How many connections there are between each two districts.
fn joined(model: &Model, districts: &[District]) -> BTreeMap<(usize, usize), i64> {
    let of = homes(districts);
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

/// For each of so many districts those that it is joined with, and by how many connections.
fn near(joined: &BTreeMap<(usize, usize), i64>, districts: usize) -> Vec<Vec<(usize, i64)>> {
    let mut near = vec![Vec::new(); districts];
    for (&(a, b), links) in joined {
        near[a].push((b, *links));
        near[b].push((a, *links));
    }
    near
}

/// All orders of one stack, the best first. `size` says how much longer a wire is that passes a district.
fn all_orders(stack: &[usize], joined: &BTreeMap<(usize, usize), i64>, size: impl Fn(usize) -> i64) -> Vec<Vec<usize>> {
    let cost = |order: &[usize]| {
        let mut cost = 0;
        for (j, b) in order.iter().enumerate() {
            let mut passed = 1;
            for a in order[..j].iter().rev() {
                cost += joined.get(&(*a.min(b), *a.max(b))).copied().unwrap_or(0) * passed;
                passed += size(*a);
            }
        }
        cost
    };
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

/// Most rounds in which neighbours are changed.
const ROUNDS: usize = 400;

/// Changes neighbours while that makes an order better. `near` and `size` as in [`near`] and [`all_orders`].
///
/// A change moves two districts by the size of the other one: only their own wires become longer or shorter.
fn improved(mut order: Vec<usize>, near: &[Vec<(usize, i64)>], size: impl Fn(usize) -> i64) -> Vec<usize> {
    // what stands elsewhere has no place here
    let mut place = vec![None; near.len()];
    order.iter().enumerate().for_each(|(k, d)| place[*d] = Some(k));
    for _ in 0..order.len().min(ROUNDS) {
        let mut better = false;
        for k in 1..order.len() {
            let (a, b) = (order[k - 1], order[k]);
            // how much longer the wires of one become that moves away from those behind it by so much
            let longer = |d: usize, other: usize, by: i64| -> i64 {
                let others = near[d].iter().filter(|(o, _)| *o != other);
                let others = others.filter_map(|(o, links)| Some((place[*o]?, links)));
                others.map(|(at, links)| if at < k { links * by } else { -links * by }).sum()
            };
            if longer(a, b, size(b)) + longer(b, a, -size(a)) < 0 {
                order.swap(k - 1, k);
                (place[a], place[b]) = (Some(k), Some(k - 1));
                better = true;
            }
        }
        if !better {
            break;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

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
    fn neighbours_change_while_that_shortens_wires() {
        // thirty districts of one to four components, each joined with three others
        let count = 30;
        let size = |d: usize| 2 + (d * 7 % 4) as i64;
        let pairs = (0..count).flat_map(|a| [a * 7 + 3, a * 11 + 5, a * a + 1].map(|b| (a, b % count)));
        let joined: BTreeMap<(usize, usize), i64> =
            pairs.filter(|(a, b)| a != b).map(|(a, b)| ((a.min(b), a.max(b)), 1 + (a % 3) as i64)).collect();
        let cost = |order: &[usize]| -> i64 {
            let place = |d: usize| order.iter().position(|o| *o == d).unwrap_or_default();
            let long = |a: usize, b: usize| {
                let (from, to) = (place(a).min(place(b)), place(a).max(place(b)));
                1 + order[from + 1..to].iter().map(|d| size(*d)).sum::<i64>()
            };
            joined.iter().map(|((a, b), links)| links * long(*a, *b)).sum()
        };
        let start: Vec<usize> = (0..count).collect();
        let found = super::improved(start.clone(), &super::near(&joined, count), size);
        assert!(cost(&found) < cost(&start));
        let is_better = |k: usize| {
            let mut other = found.clone();
            other.swap(k - 1, k);
            cost(&other) < cost(&found)
        };
        assert!(!(1..count).any(is_better), "{found:?}");
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

    /// A hub and so many networks that it calls, each with three components.
    fn spokes(count: usize) -> String {
        let calls: Vec<String> = (0..count).map(|k| format!("\"web{k}\"")).collect();
        let hub = format!(
            "[region.r]\nzones = [\"a\"]\n[defaults]\nzones = [\"a\"]\n[network.hub]\n\
             [external.people]\nuses = [\"hub\"]\n[app.hub]\nnetwork = \"hub\"\nuses = [{}]\n",
            calls.join(", ")
        );
        let spoke = |k: usize| {
            format!(
                "[network.n{k}]\n[app.web{k}]\nnetwork = \"n{k}\"\nuses = [\"api{k}\"]\n\
                 [app.api{k}]\nnetwork = \"n{k}\"\nuses = [\"db{k}\"]\n[store.db{k}]\nnetwork = \"n{k}\"\n"
            )
        };
        (0..count).fold(hub, |text, k| text + &spoke(k))
    }

    #[test]
    fn many_networks_stand_in_stacks_side_by_side() {
        let first = model(&spokes(12));
        let drawn = layout(&first, &LayoutConfig { quick: true, ..LayoutConfig::default() });
        assert_eq!(check(&first, &drawn), []);
        let (w, d) = (drawn.bounds.w.0, drawn.bounds.d.0);
        assert!(w < 3 * d && d < 3 * w, "{w} by {d}");
        let stack = |lock: &crate::layout::Lock, n: &str| lock.stacks.get(&format!("r {n}")).copied().unwrap_or(0);
        assert_eq!(stack(&drawn.lock, "hub"), 0, "who is called from outside stands in the first");
        assert!(drawn.lock.stacks.len() > 4);
        // with a lock all stay where they are, and a new one comes behind those of the first stack
        let more = model(&spokes(13));
        let locked = layout(&more, &LayoutConfig { lock: Some(drawn.lock.clone()), ..LayoutConfig::default() });
        assert_eq!(check(&more, &locked), []);
        assert_eq!(locked.lock.stacks, drawn.lock.stacks);
        assert!(drawn.lock.places.iter().all(|(d, place)| locked.lock.places[d] == *place));
        assert!(locked.lock.places["r n12"] > locked.lock.places["r hub"]);
    }

    #[test]
    fn copies_have_the_stacks_of_their_original() {
        let text = "[environment.p]\n[environment.q]\nreplicates = \"p\"\n".to_owned()
            + &spokes(12).replace("[defaults]", "[defaults]\nenvironment = \"p\"");
        let model = model(&text);
        let drawn = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() });
        assert_eq!(check(&model, &drawn), []);
        let stacks = &drawn.lock.stacks;
        let of_original: Vec<_> = stacks.iter().filter_map(|(d, s)| Some((d.strip_prefix("p ")?, s))).collect();
        let of_copy: Vec<_> = stacks.iter().filter_map(|(d, s)| Some((d.strip_prefix("q ")?, s))).collect();
        assert!(of_original.len() > 4);
        assert_eq!(of_copy, of_original);
    }
}
