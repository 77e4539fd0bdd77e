//! Fills a lattice group by group, so that each group is one block of slots in each class of rows.
//!
//! Blocks stand in strips of columns, from left to right; in one strip those of several groups stand one behind the other.
//! In which order, how wide each is and how many rows there are is tried out: a change stays when connections become
//! shorter, or the whole smaller. What is in no group is a group by itself.
//!
//! *Invariant*: each item has its own slot; the number of trials is fixed by the number of items.

use std::collections::BTreeMap;

use super::{Filled, Item, ROOM, STREETS, count, price, price_outside, shape};

/// Trials from each start, times the number of items: where there is time, and where there is little.
pub(super) const MANY: usize = 500_000;
pub(super) const FEW: usize = 50_000;
/// How far a group goes in the order at a time.
const FAR: usize = 12;
/// Widths that blocks have at first, where they have as many members, for as many starts.
const WIDTHS: [usize; 3] = [1, 2, 4];
/// Columns at first, and at most, in per cent of those that are wished: blocks leave slots empty.
const FEWER: usize = 80;
const MORE: usize = 115;
/// What each column above those costs.
const TOO_MANY: i64 = 100_000;

/// Places items in about some columns. `edges` are (from, to, weight), `counts` the numbers of items by class; there are
/// so many `trials` from each start, times the number of items.
pub(super) fn fill(
    items: &[Item],
    edges: &[(usize, usize, i64)],
    counts: &[usize],
    columns: usize,
    trials: usize,
) -> Filled {
    let mut groups: BTreeMap<(bool, usize), Vec<usize>> = BTreeMap::new();
    for (k, item) in items.iter().enumerate() {
        let alone = item.group == usize::MAX;
        groups.entry((alone, if alone { k } else { item.group })).or_default().push(k);
    }
    let mean = |list: &[usize]| list.iter().map(|k| 100 * items[*k].tier).sum::<usize>() / list.len();
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    for list in &mut groups {
        list.sort_by_key(|k| (items[*k].tier, *k));
    }
    groups.sort_by_key(|list| (mean(list), list[0]));
    let counted = groups.iter().map(|list| count(list.iter().map(|k| &items[*k]), counts.len())).collect();
    let field = Field { items, edges, groups, counts: counted, most: columns * MORE / 100 };
    let rows = shape(counts, columns * FEWER / 100);
    let found = WIDTHS.iter().map(|width| field.search(field.first(*width, &rows), trials));
    let best = found.min_by_key(|found| found.0).map(|found| found.1);
    field.filled(&best.unwrap_or_default())
}

/// How a lattice is filled: the groups in the order in which they are placed, each with its width, and the most rows of
/// each class.
#[derive(Clone, Default)]
struct Order {
    groups: Vec<(usize, usize)>,
    rows: Vec<usize>,
}

/// The width at which a group with so many members of each class is one row deep.
fn widest(counts: &[usize]) -> usize {
    counts.iter().copied().max().unwrap_or(1)
}

/// Items with what joins them.
struct Field<'a> {
    items: &'a [Item],
    edges: &'a [(usize, usize, i64)],
    /// The members of each group, by tier.
    groups: Vec<Vec<usize>>,
    /// How many members of each class each group has.
    counts: Vec<Vec<usize>>,
    /// The most columns.
    most: usize,
}

impl Field<'_> {
    /// The groups by tier, each about so wide.
    fn first(&self, width: usize, rows: &[usize]) -> Order {
        let wide = |counts: &Vec<usize>| {
            let least = counts.iter().zip(rows).map(|(n, r)| n.div_ceil((*r).max(1))).max().unwrap_or(1);
            least.max(width).min(widest(counts))
        };
        Order { groups: self.counts.iter().map(wide).enumerate().collect(), rows: rows.to_vec() }
    }

    /// Changes an order while it becomes better, with so many trials times the number of items. Gives it with its cost.
    fn search(&self, mut order: Order, trials: usize) -> (i64, Order) {
        let (mut other, mut room) = (Order::default(), Room::default());
        let mut best = self.cost(&order, i64::MAX, &mut room);
        let mut left = trials / self.items.len().max(1);
        let mut before = i64::MAX;
        while best < before && left > 0 {
            before = best;
            let mut offer = |order: &mut Order, change: &dyn Fn(&mut Order)| {
                if left == 0 {
                    return;
                }
                left -= 1;
                other.groups.clone_from(&order.groups);
                other.rows.clone_from(&order.rows);
                change(&mut other);
                let cost = self.cost(&other, best, &mut room);
                if cost < best {
                    best = cost;
                    std::mem::swap(order, &mut other);
                }
            };
            for class in 0..order.rows.len() {
                let rows = order.rows[class];
                if rows > 1 {
                    offer(&mut order, &|o| o.rows[class] = rows - 1);
                }
                if rows > 0 {
                    offer(&mut order, &|o| o.rows[class] = rows + 1);
                }
            }
            for k in 0..order.groups.len() {
                let (group, width) = order.groups[k];
                if width > 1 {
                    offer(&mut order, &|o| o.groups[k].1 = width - 1);
                }
                if width < widest(&self.counts[group]) {
                    offer(&mut order, &|o| o.groups[k].1 = width + 1);
                }
                for to in (k.saturating_sub(FAR)..(k + FAR).min(order.groups.len())).filter(|to| *to != k) {
                    offer(&mut order, &|o| {
                        if to > k {
                            o.groups[k..=to].rotate_left(1);
                        } else {
                            o.groups[to..=k].rotate_right(1);
                        }
                    });
                    if to > k + 1 {
                        offer(&mut order, &|o| o.groups.swap(k, to));
                    }
                }
            }
        }
        (best, order)
    }

    /// Puts the groups of an order into strips, one after the other; one that does not fit behind those of the strip that
    /// was begun starts a new one.
    fn filled(&self, order: &Order) -> Filled {
        let mut room = Room::default();
        self.fill(order, &mut room);
        room.filled
    }

    /// As [`Self::filled`], into room that is there.
    fn fill(&self, order: &Order, room: &mut Room) {
        let classes = order.rows.len();
        let Room { filled: Filled { columns, rows, slots }, used, next, .. } = room;
        slots.resize(self.items.len(), (0, 0));
        for list in [&mut *rows, used, next] {
            list.clear();
            list.resize(classes, 0);
        }
        // the first column of the strip, and its width
        let (mut start, mut wide) = (0, 0);
        for &(group, width) in &order.groups {
            let counts = &self.counts[group];
            let fits = |width: usize, used: &[usize]| {
                (0..classes).all(|class| used[class] + counts[class].div_ceil(width) <= order.rows[class])
            };
            let mut width = width;
            if width > wide || !fits(width, used) {
                start += wide;
                used.fill(0);
                // where it is too deep for the rows it becomes wider; in one row it always fits
                width = (width..=widest(counts)).find(|w| fits(*w, used)).unwrap_or(width);
                wide = width;
            }
            next.fill(0);
            for &k in &self.groups[group] {
                let class = self.items[k].class;
                let deep = counts[class].div_ceil(width);
                slots[k] = (start + next[class] / deep, used[class] + next[class] % deep);
                next[class] += 1;
            }
            for class in 0..classes {
                used[class] += counts[class].div_ceil(width);
                rows[class] = rows[class].max(used[class]);
            }
        }
        *columns = start + wide;
    }

    /// What a lattice that is filled in an order costs: its connections, the widths of its columns and the depths of its
    /// rows, with the streets between. What is said once the cost comes to a limit is no less than that.
    fn cost(&self, order: &Order, limit: i64, room: &mut Room) -> i64 {
        self.fill(order, room);
        let Room { filled: Filled { columns, rows, slots }, first, widths, depths, .. } = room;
        let columns = *columns;
        first.clear();
        first.extend(rows.iter().scan(0, |sum, rows| Some(std::mem::replace(sum, *sum + rows))));
        let mut cost = TOO_MANY * columns.saturating_sub(self.most) as i64;
        widths.clear();
        widths.resize(columns, 0);
        depths.clear();
        depths.resize(rows.iter().sum(), (0, 0));
        for (item, slot) in self.items.iter().zip(&mut *slots) {
            // from here on rows are counted from the first of all
            slot.1 += first[item.class];
            cost += price_outside(item, slot.0, columns);
            widths[slot.0] = item.size.0.max(widths[slot.0]);
            let (bands, lip) = &mut depths[slot.1];
            (*bands, *lip) = (item.bands().max(*bands), item.size.2.max(*lip));
        }
        let width: i64 = widths.iter().map(|width| width + STREETS.0).sum();
        let depth: i64 = depths.iter().map(|(bands, lip)| bands + lip + STREETS.1).sum();
        cost += ROOM * (width + depth);
        // nothing costs less than nothing
        for &(from, to, weight) in self.edges {
            if cost >= limit {
                break;
            }
            cost += weight * price(slots[from], slots[to]);
        }
        cost
    }
}

/// What one trial after the other works with.
#[derive(Default)]
struct Room {
    filled: Filled,
    /// By class: rows in use in the strip, members of a group so far, and the first row.
    used: Vec<usize>,
    next: Vec<usize>,
    first: Vec<usize>,
    /// By column and by row: the widest item, and the deepest zones and nameplate.
    widths: Vec<i64>,
    depths: Vec<(i64, i64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item for each word: its group, a dot for none, and its class.
    fn items(words: &str) -> Vec<Item> {
        let item = |word: &str| Item {
            tier: 0,
            zones: word.ends_with('0').then_some((0, 1)),
            class: usize::from(!word.ends_with('0')),
            size: (300, 200, 80),
            group: word.bytes().next().filter(|letter| *letter != b'.').map_or(usize::MAX, usize::from),
            outside: (0, 0),
        };
        words.split(' ').map(item).collect()
    }

    fn filled(items: &[Item], edges: &[(usize, usize, i64)], columns: usize) -> Filled {
        fill(items, edges, &count(items.iter(), 2), columns, MANY)
    }

    #[test]
    fn each_group_has_a_block_to_itself_in_each_class() {
        let items = items("a0 b0 a0 .0 b0 c0 a0 c0 a0 b0 c0 c1 a1 b1 c1 .1 a1");
        for columns in 1..9 {
            let Filled { columns, rows, slots } = filled(&items, &[(0, 1, 90), (4, 5, 90)], columns);
            let of = |k: usize| (items[k].class, slots[k]);
            for (k, item) in items.iter().enumerate() {
                assert!(slots[k].0 < columns && slots[k].1 < rows[item.class], "{columns} {rows:?} {slots:?}");
                assert!((0..k).all(|o| of(o) != of(k)), "{slots:?}");
                if item.group == usize::MAX {
                    continue;
                }
                let members =
                    || (0..items.len()).filter(|o| (items[*o].group, items[*o].class) == (item.group, item.class));
                let span = |of: &dyn Fn(usize) -> usize| members().map(of).min()..=members().map(of).max();
                let (across, down) = (span(&|o| slots[o].0), span(&|o| slots[o].1));
                let inside = |o: usize| across.contains(&Some(slots[o].0)) && down.contains(&Some(slots[o].1));
                let strangers = (0..items.len()).filter(|o| items[*o].class == item.class && inside(*o));
                assert!(strangers.clone().all(|o| items[o].group == item.group), "{slots:?}");
            }
        }
    }

    #[test]
    fn groups_that_call_each_other_stand_side_by_side() {
        let items = items("a0 a0 b0 b0 c0 c0 d0 d0");
        // a calls d, d calls b, b calls c
        let edges = [(0, 6, 90), (1, 7, 90), (6, 2, 90), (7, 3, 90), (2, 4, 90), (3, 5, 90)];
        let slots = filled(&items, &edges, 4).slots;
        let order: Vec<usize> = [0, 6, 2, 4].iter().map(|k| slots[*k].0).collect();
        assert!(order.is_sorted(), "{slots:?}");
        assert!([0, 2, 4, 6].iter().all(|k| slots[*k] != slots[k + 1]), "{slots:?}");
    }

    #[test]
    fn one_item_has_one_slot() {
        let Filled { columns, rows, slots } = filled(&items("a0"), &[], 1);
        assert_eq!((columns, &rows[..], &slots[..]), (1, &[1, 0][..], &[(0, 0)][..]));
    }
}
