//! Gives each cell a column and a row of a lattice, so that those that talk to each other stand near, and requests run
//! to the right.
//!
//! Cells are sorted by tier and filled column by column, or group by group (see [`blocks`]); in the first case sweeps
//! pull each cell to the weighted mean of its neighbours; then swaps of two cells (or of a cell and an empty slot) are
//! kept while they lower the cost. The cost of a connection is `7·|columns| + 10·|rows|`, more when it runs against
//! the flow; a row costs as much as the zones it is deep. After the barycentre method of Sugiyama, Tagawa and Toda
//! (1981).
//!
//! *Invariant*: each cell has its own slot; only whole numbers are compared, so the result is the same everywhere.

mod blocks;
mod gaps;
mod kept;

pub(super) use kept::place_kept;

use crate::model::communities;

/// The most cells of a community that has a block of slots.
const COMMUNITY: usize = 20;

/// A cell to be placed.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Place in the flow.
    pub tier: usize,
    /// First and last zone; `None` for a plain cell, which stands in the plain rows.
    pub zones: Option<(usize, usize)>,
    /// Cells of one class stand in rows of their own. Plain cells have the greatest class.
    pub class: usize,
    /// Least width; least depth of each zone, or of a plain cell's floor; depth of the nameplate. In ground units.
    pub size: (i64, i64, i64),
    /// Group it stands with, for the first order.
    pub group: usize,
    /// Connections from what stands before the first column, and to what stands behind the last.
    pub outside: (usize, usize),
}

impl Item {
    /// Least depth of a row in which it stands alone.
    fn depth(&self) -> i64 {
        self.bands() + self.size.2
    }

    /// Depth of its zones.
    fn bands(&self) -> i64 {
        let (lo, hi) = self.zones.unwrap_or((0, 0));
        self.size.1 * (hi + 1 - lo) as i64
    }
}

/// The first slots of items.
#[derive(Default)]
struct Filled {
    columns: usize,
    /// How many rows each class has.
    rows: Vec<usize>,
    /// By column and row, one for each item; rows are counted from the first of the item's class.
    slots: Vec<(usize, usize)>,
}

/// Slots by column and row, one for each item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lattice {
    pub nc: usize,
    pub nr: usize,
    /// Rows below this are avenues.
    pub avenues: usize,
    /// The class of each row.
    pub classes: Vec<usize>,
    pub slots: Vec<(usize, usize)>,
}

/// Rounds of swapping at most.
const ROUNDS: usize = 6;
/// Above this number of cells only those near in the order are swapped.
const SMALL: usize = 90;
/// How near.
const WINDOW: usize = 56;

/// Cost of a hundredth of a ground unit of a column's width or a row's depth.
const ROOM: i64 = 10;

/// Rough width of a street between columns, and depth of one between rows, in hundredths of a ground unit.
pub(super) const STREETS: (i64, i64) = (110, 200);

/// Rows of each class for some columns; `counts` are the numbers of items by class.
pub(super) fn shape(counts: &[usize], columns: usize) -> Vec<usize> {
    counts.iter().map(|n| n.div_ceil(columns.max(1))).collect()
}

/// How many items there are of each of so many classes.
fn count<'a>(items: impl Iterator<Item = &'a Item>, classes: usize) -> Vec<usize> {
    let mut counts = vec![0; classes];
    for item in items {
        counts[item.class] += 1;
    }
    counts
}

/// How columns are filled at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fill {
    /// One after the other, in the order of tiers.
    #[default]
    Columns,
    /// Each tier starts a new column, as in a layered drawing, which takes more columns.
    Layers,
    /// Each group has a block of slots.
    Groups,
    /// What has most to do with each other has a block of slots, whatever groups there are; see [`communities`](crate::model::communities).
    Communities,
    /// The same with few trials, where there is little time.
    CommunitiesAtOnce,
}

/// Places items in about some columns, those of each class in rows of their own. `edges` are pairs (from, to) of items.
pub(super) fn place(items: &[Item], edges: &[(usize, usize)], columns: usize, fill: Fill) -> Lattice {
    let classes = items.iter().map(|i| i.class + 1).max().unwrap_or(0);
    let counts = count(items.iter(), classes);
    let edges = weighted(items.len(), edges);
    let columns = columns.clamp(1, items.len().max(1));
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&k| (items[k].tier, items[k].group, k));
    let Filled { columns, rows, slots } = match fill {
        Fill::Columns => by_tiers(items, &order, shape(&counts, columns), false),
        Fill::Layers => by_tiers(items, &order, shape(&counts, columns), true),
        Fill::Groups => blocks::fill(items, &edges, &counts, columns, blocks::MANY),
        Fill::Communities | Fill::CommunitiesAtOnce => {
            let of = communities(items.len(), &edges, COMMUNITY);
            let grouped: Vec<Item> = items.iter().zip(of).map(|(i, group)| Item { group, ..i.clone() }).collect();
            let trials = if fill == Fill::Communities { blocks::MANY } else { blocks::FEW };
            blocks::fill(&grouped, &edges, &counts, columns, trials)
        }
    };
    let zonal = |class: usize| items.iter().any(|i| i.class == class && i.zones.is_some());
    let avenues = (0..classes).filter(|c| zonal(*c)).map(|c| rows[c]).sum();
    let nr = rows.iter().sum::<usize>().max(1);
    let mut board = Board::new(items, &edges, columns.max(1), nr, rows);
    for &k in &order {
        let first = board.rows_of(items[k].class).start;
        board.set(k, (slots[k].0, first + slots[k].1));
    }
    board.in_blocks = fill == Fill::Groups;
    if matches!(fill, Fill::Columns | Fill::Layers) {
        board.sweep(&order);
    }
    board.swap();
    Lattice { nc: board.nc, nr, avenues, classes: board.classes(), slots: board.at }.trimmed()
}

/// Fills column after column in an order that is sorted by tier; if `layered`, each tier starts a new one.
fn by_tiers(items: &[Item], order: &[usize], rows: Vec<usize>, layered: bool) -> Filled {
    let mut slots = vec![(0, 0); items.len()];
    let mut start = 0;
    for tier in order.chunk_by(|a, b| !layered || items[*a].tier == items[*b].tier) {
        let mut next = vec![0; rows.len()];
        for &k in tier {
            let class = items[k].class;
            slots[k] = (start + next[class] / rows[class], next[class] % rows[class]);
            next[class] += 1;
        }
        start += next.iter().zip(&rows).map(|(n, rows)| n.div_ceil(*rows.max(&1))).max().unwrap_or(0);
    }
    Filled { columns: start, rows, slots }
}

/// Connections between items with what each counts: less for one of many.
fn weighted(items: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize, i64)> {
    let mut degree = vec![0i64; items];
    for &(a, b) in edges {
        degree[a] += 1;
        degree[b] += 1;
    }
    let weight = |(a, b): (usize, usize)| 10_000 / (100 + 15 * (degree[a].max(degree[b]).min(60) - 4).max(0));
    edges.iter().map(|&edge| (edge.0, edge.1, weight(edge))).collect()
}

/// What a connection costs from one slot to another.
fn price(from: (usize, usize), to: (usize, usize)) -> i64 {
    let columns = to.0 as i64 - from.0 as i64;
    let rows = to.1.abs_diff(from.1) as i64;
    let against = if columns < 0 { 20 - 7 * columns } else { i64::from(columns == 0) * 6 };
    7 * columns.abs() + 10 * rows + against
}

/// What the connections of an item cost that come from before the first of some columns, and go behind the last.
fn price_outside(item: &Item, column: usize, columns: usize) -> i64 {
    let (before, behind) = item.outside;
    500 * (before.min(3) * column + behind.min(3) * (columns - 1 - column)) as i64
}

struct Board<'a> {
    items: &'a [Item],
    adj: Vec<Vec<(usize, bool, i64)>>,
    at: Vec<(usize, usize)>,
    who: Vec<Option<usize>>,
    nc: usize,
    nr: usize,
    /// First row of each class, and the number of rows at the end.
    starts: Vec<usize>,
    /// Number of tiers.
    tiers: usize,
    /// Depth of each row and width of each column, while cells are swapped.
    rows: Vec<Extent>,
    columns: Vec<Most>,
    /// Whether items change places within their group alone.
    in_blocks: bool,
}

impl<'a> Board<'a> {
    fn new(items: &'a [Item], edges: &[(usize, usize, i64)], nc: usize, nr: usize, rows: Vec<usize>) -> Self {
        let mut adj = vec![Vec::new(); items.len()];
        for &(a, b, w) in edges {
            adj[a].push((b, true, w));
            adj[b].push((a, false, w));
        }
        let tiers = items.iter().map(|i| i.tier).max().unwrap_or(0) + 1;
        let mut starts = vec![0];
        for r in rows {
            starts.push(starts.last().copied().unwrap_or(0) + r);
        }
        let (at, who) = (vec![(0, 0); items.len()], vec![None; nc * nr]);
        Self { items, adj, at, who, nc, nr, starts, tiers, rows: Vec::new(), columns: Vec::new(), in_blocks: false }
    }

    /// The rows of a class.
    fn rows_of(&self, class: usize) -> std::ops::Range<usize> {
        self.starts[class]..self.starts[class + 1]
    }

    /// The class that a row belongs to.
    fn class_of(&self, row: usize) -> usize {
        self.starts.partition_point(|s| *s <= row).saturating_sub(1)
    }

    fn set(&mut self, k: usize, slot: (usize, usize)) {
        self.at[k] = slot;
        self.who[slot.0 * self.nr + slot.1] = Some(k);
    }

    /// Cost of the connections of an item if it stood at a slot; `skip` is not counted.
    fn cost(&self, k: usize, slot: (usize, usize), skip: Option<usize>) -> i64 {
        let mut sum = price_outside(&self.items[k], slot.0, self.nc);
        for &(o, out, w) in &self.adj[k] {
            if Some(o) == skip {
                continue;
            }
            sum += w * if out { price(slot, self.at[o]) } else { price(self.at[o], slot) };
        }
        sum
    }

    fn classes(&self) -> Vec<usize> {
        (0..self.nr).map(|r| self.class_of(r)).collect()
    }

    /// The depth of a row.
    fn row_size(&self, row: usize) -> Extent {
        let items = || (0..self.nc).filter_map(|c| self.who[c * self.nr + row]).map(|k| &self.items[k]);
        let zones = |i: &Item| i.zones.unwrap_or((0, 0));
        let most = |of: &dyn Fn(&Item) -> i64| Most::of(items().map(of));
        let parts =
            [most(&|i| i.size.1), most(&|i| i.size.2), most(&|i| -(zones(i).0 as i64)), most(&|i| zones(i).1 as i64)];
        let [band, lip, first, last] = parts.map(|p| p.value);
        let size = if items().next().is_none() { 0 } else { band * (last + first + 1) + lip };
        Extent { size, parts }
    }

    /// Width of a column.
    fn column_size(&self, column: usize) -> Most {
        let slots = column * self.nr..(column + 1) * self.nr;
        Most::of(self.who[slots].iter().flatten().map(|k| self.items[*k].size.0))
    }

    /// Sorts the rows of each column by the mean row of the neighbours, forth and back.
    fn sweep(&mut self, order: &[usize]) {
        let mut best = self.total();
        let mut kept = self.at.clone();
        for round in 0..8 {
            for step in 0..self.nc {
                let c = if round % 2 == 0 { step } else { self.nc - 1 - step };
                for class in 0..self.starts.len() - 1 {
                    let rows = self.rows_of(class);
                    let mut column: Vec<(i64, usize)> = rows
                        .clone()
                        .filter_map(|r| self.who[c * self.nr + r])
                        .map(|k| {
                            let (mut sum, mut weight) = (0, 0);
                            for &(o, _, w) in &self.adj[k] {
                                sum += w * 1000 * self.at[o].1 as i64;
                                weight += w;
                            }
                            (if weight == 0 { 1000 * self.at[k].1 as i64 } else { sum / weight }, k)
                        })
                        .collect();
                    column.sort_unstable();
                    for r in rows.clone() {
                        self.who[c * self.nr + r] = None;
                    }
                    for (r, (_, k)) in rows.zip(column) {
                        self.set(k, (c, r));
                    }
                }
            }
            let cost = self.total();
            if cost < best {
                best = cost;
                kept.clone_from(&self.at);
            }
        }
        self.who.fill(None);
        for &k in order {
            self.set(k, kept[k]);
        }
    }

    fn total(&self) -> i64 {
        (0..self.items.len()).map(|k| self.cost(k, self.at[k], None)).sum::<i64>()
    }

    /// Swaps two slots while that lowers the cost.
    fn swap(&mut self) {
        let slots = self.nc * self.nr;
        let large = slots > SMALL;
        self.rows = (0..self.nr).map(|r| self.row_size(r)).collect();
        self.columns = (0..self.nc).map(|c| self.column_size(c)).collect();
        // the round in which a slot, or a neighbour of who stands there, last changed
        let mut changed = vec![0; slots];
        for round in 1..=ROUNDS {
            let mut better = false;
            for a in 0..slots {
                let last = if large { (a + 1 + WINDOW).min(slots) } else { slots };
                for b in a + 1..last {
                    if large && changed[a].max(changed[b]) + 1 < round {
                        continue;
                    }
                    if self.try_swap(a, b) {
                        better = true;
                        self.note(a, round, &mut changed);
                        self.note(b, round, &mut changed);
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Notes the round for a slot, and for those of the neighbours of who stands there.
    fn note(&self, slot: usize, round: usize, changed: &mut [usize]) {
        changed[slot] = round;
        for (o, _, _) in self.who[slot].iter().flat_map(|k| &self.adj[*k]) {
            let (c, r) = self.at[*o];
            changed[c * self.nr + r] = round;
        }
    }

    fn try_swap(&mut self, a: usize, b: usize) -> bool {
        let (ka, kb) = (self.who[a], self.who[b]);
        if ka.is_none() && kb.is_none() {
            return false;
        }
        let (sa, sb) = ((a / self.nr, a % self.nr), (b / self.nr, b % self.nr));
        if self.class_of(sa.1) != self.class_of(sb.1) {
            return false;
        }
        let group = |k: Option<usize>| k.map_or(usize::MAX, |k| self.items[k].group);
        if self.in_blocks && group(ka) != group(kb) {
            return false;
        }
        let links = |s: &Self| {
            ka.map_or(0, |k| s.cost(k, s.at[k], kb)) + kb.map_or(0, |k| s.cost(k, s.at[k], ka)) + s.between(ka, kb)
        };
        let tiers = |s: &Self| s.drift(ka) + s.drift(kb);
        let before = links(self) + tiers(self);
        self.exchange(ka, kb, sa, sb);
        let worse = links(self) + tiers(self) - before;
        // rows and columns are measured only where they could save as much
        if worse < ROOM * self.most_saved(ka, kb, sa, sb) {
            let (rows, columns) = (lines(sa.1, sb.1), lines(sa.0, sb.0));
            let depths: Vec<Extent> = rows.iter().map(|r| self.row_size(*r)).collect();
            let widths: Vec<Most> = columns.iter().map(|c| self.column_size(*c)).collect();
            let saved = rows.iter().zip(&depths).map(|(r, d)| self.rows[*r].size - d.size).sum::<i64>()
                + columns.iter().zip(&widths).map(|(c, w)| self.columns[*c].value - w.value).sum::<i64>();
            if worse < ROOM * saved {
                rows.iter().zip(depths).for_each(|(r, d)| self.rows[*r] = d);
                columns.iter().zip(widths).for_each(|(c, w)| self.columns[*c] = w);
                return true;
            }
        }
        self.exchange(ka, kb, sb, sa);
        false
    }

    /// A bound of what rows and columns have saved when the cells of two slots have changed places.
    fn most_saved(&self, ka: Option<usize>, kb: Option<usize>, sa: (usize, usize), sb: (usize, usize)) -> i64 {
        let item = |k: Option<usize>| k.map(|k| &self.items[k]);
        let (a, b) = (item(ka), item(kb));
        // a line is no less than the cell that it got, and keeps its size when who left did not fill it alone
        let depth = |row: usize, left: Option<&Item>, came: Option<&Item>| match left {
            Some(item) if self.rows[row].is_filled_by(item) => {
                (self.rows[row].size - came.map_or(0, Item::depth)).max(0)
            }
            _ => 0,
        };
        let width = |column: usize, left: Option<&Item>, came: Option<&Item>| match left {
            Some(item) if self.columns[column].is(item.size.0) => (item.size.0 - came.map_or(0, |i| i.size.0)).max(0),
            _ => 0,
        };
        let rows = if sa.1 == sb.1 { 0 } else { depth(sa.1, a, b) + depth(sb.1, b, a) };
        let columns = if sa.0 == sb.0 { 0 } else { width(sa.0, a, b) + width(sb.0, b, a) };
        rows + columns + 1
    }

    /// Cost of the connections between two items, counted once.
    fn between(&self, a: Option<usize>, b: Option<usize>) -> i64 {
        let (Some(a), Some(b)) = (a, b) else { return 0 };
        let (sa, sb) = (self.at[a], self.at[b]);
        self.adj[a]
            .iter()
            .filter(|(o, _, _)| *o == b)
            .map(|&(_, out, w)| w * if out { price(sa, sb) } else { price(sb, sa) })
            .sum()
    }

    /// How far an item is from the columns of its tier, as a small cost.
    fn drift(&self, k: Option<usize>) -> i64 {
        let Some(k) = k else { return 0 };
        let want = (2 * self.items[k].tier + 1) * self.nc * 50 / self.tiers;
        ((self.at[k].0 * 100 + 50) as i64 - want as i64).abs()
    }

    fn exchange(&mut self, ka: Option<usize>, kb: Option<usize>, sa: (usize, usize), sb: (usize, usize)) {
        self.who[sa.0 * self.nr + sa.1] = kb;
        self.who[sb.0 * self.nr + sb.1] = ka;
        if let Some(k) = ka {
            self.at[k] = sb;
        }
        if let Some(k) = kb {
            self.at[k] = sa;
        }
    }
}

/// The greatest of some values.
#[derive(Clone, Copy, Default)]
struct Most {
    value: i64,
    /// How many there are of it.
    times: usize,
}

impl Most {
    /// The greatest of values; 0, no times, for none.
    fn of(values: impl Iterator<Item = i64>) -> Self {
        let more = |most: Option<Self>, value: i64| match most {
            Some(m) if m.value > value => m,
            Some(m) if m.value == value => Self { value, times: m.times + 1 },
            _ => Self { value, times: 1 },
        };
        values.fold(None, |most, value| Some(more(most, value))).unwrap_or_default()
    }

    /// Whether it is a value that there is once.
    fn is(&self, value: i64) -> bool {
        self.value == value && self.times == 1
    }
}

/// The depth of a row, and what makes it: the deepest band, the deepest label, the first zone (negative) and the last.
#[derive(Clone, Copy)]
struct Extent {
    size: i64,
    parts: [Most; 4],
}

impl Extent {
    /// Whether the row might be less deep without an item of it.
    fn is_filled_by(&self, item: &Item) -> bool {
        let (first, last) = item.zones.unwrap_or((0, 0));
        let own = [item.size.1, item.size.2, -(first as i64), last as i64];
        self.parts.iter().zip(own).any(|(part, value)| part.is(value))
    }
}

/// One or two lines, each once.
fn lines(a: usize, b: usize) -> Vec<usize> {
    if a == b { Vec::new() } else { vec![a, b] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(tier: usize) -> Item {
        Item { tier, zones: Some((0, 1)), class: 0, size: (400, 200, 80), group: 0, outside: (0, 0) }
    }

    #[test]
    fn a_chain_becomes_one_row_from_left_to_right() {
        let items = [item(1), item(0), item(2)];
        let lattice = place(&items, &[(1, 0), (0, 2)], 3, Fill::Columns);
        assert_eq!(lattice.slots, [(1, 0), (0, 0), (2, 0)]);
    }

    #[test]
    fn two_chains_keep_to_their_rows() {
        let items = [item(0), item(0), item(1), item(1)];
        let lattice = place(&items, &[(0, 3), (1, 2)], 2, Fill::Columns);
        assert_eq!(lattice.slots[0].1, lattice.slots[3].1);
        assert_eq!(lattice.slots[1].1, lattice.slots[2].1);
    }

    #[test]
    fn layers_begin_their_own_columns_and_classes_their_own_rows() {
        let mut items: Vec<Item> = (0..5).map(|k| item(usize::from(k >= 3))).collect();
        items[4].class = 1;
        let lattice = place(&items, &[(0, 3), (1, 3), (2, 4)], 2, Fill::Layers);
        assert_eq!((lattice.nc, place(&items, &[], 2, Fill::Columns).nc), (3, 2));
        let row = lattice.slots[4].1;
        assert!(lattice.slots[..4].iter().all(|s| s.1 < row));
        assert_eq!(lattice.classes[row], 1);
    }

    #[test]
    fn what_has_to_do_with_each_other_stands_together() {
        // twelve teams of eight whose members come in turn
        let items: Vec<Item> = (0..96).map(|_| item(0)).collect();
        let team = |k: usize| (k + 12..96).step_by(12).map(move |o| (k, o));
        let edges: Vec<(usize, usize)> = (0..96).flat_map(team).chain([(0, 5), (1, 6), (2, 7)]).collect();
        let spread = |fill: Fill| {
            let slots = place(&items, &edges, 12, fill).slots;
            let far = |a: usize, b: usize| slots[a].0.abs_diff(slots[b].0) + slots[a].1.abs_diff(slots[b].1);
            edges.iter().map(|(a, b)| far(*a, *b)).sum::<usize>()
        };
        let fills = [Fill::Columns, Fill::Communities, Fill::CommunitiesAtOnce].map(spread);
        assert!(fills[1] < fills[0] && fills[2] < fills[0], "{fills:?}");
    }

    #[test]
    fn every_item_has_its_own_slot() {
        let items: Vec<Item> = (0..37).map(|k| item(k % 4)).collect();
        let edges: Vec<(usize, usize)> = (0..36).map(|k| (k, (k * 7 + 3) % 37)).collect();
        for fill in [Fill::Columns, Fill::Layers, Fill::Groups, Fill::Communities, Fill::CommunitiesAtOnce] {
            let mut slots = place(&items, &edges, 8, fill).slots;
            slots.sort_unstable();
            slots.dedup();
            assert_eq!(slots.len(), 37, "{fill:?}");
        }
    }
}
