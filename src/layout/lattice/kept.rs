//! Keeps items in the slots that they had, and finds some for those that are new.

use std::collections::BTreeSet;

use super::{Board, Item, Lattice, weighted};

/// Places items of which some have kept slots, with rows counted apart for avenues and plain rows. A new item takes the
/// free slot of the least cost in a row of its class. Where there is none, its class gets a row in which nothing stands, or
/// columns at the end; and one that has no row gets a new one.
///
/// A row has the class of the first item that keeps a slot in it; what an older lock kept there beside it stays too.
pub(in crate::layout) fn place_kept(
    items: &[Item],
    edges: &[(usize, usize)],
    kept: &[Option<(usize, usize)>],
) -> Lattice {
    let mut taken = BTreeSet::new();
    let kept: Vec<Option<(usize, usize)>> =
        items.iter().zip(kept).map(|(i, s)| s.filter(|s| taken.insert((i.zones.is_some(), *s)))).collect();
    let [mut zonal, mut plain] = [true, false].map(|zonal| rows(items, &kept, zonal));
    let mut nc = kept.iter().flatten().map(|s| s.0 + 1).max().unwrap_or(1);
    for class in items.iter().map(|i| i.class).collect::<BTreeSet<_>>() {
        let list = || items.iter().zip(&kept).filter(|(i, _)| i.class == class);
        let new = list().filter(|(_, slot)| slot.is_none()).count();
        let rows = if list().any(|(i, _)| i.zones.is_some()) { &mut zonal } else { &mut plain };
        nc = nc.max(make_place(rows, class, new, nc));
    }
    let avenues = zonal.len();
    let mut rows = zonal;
    rows.extend(plain);
    let nr = rows.len().max(1);
    let mut board = Board::new(items, &weighted(items.len(), edges), nc, nr, vec![avenues, nr - avenues]);
    for (k, slot) in kept.iter().enumerate() {
        if let Some((column, row)) = *slot {
            board.set(k, (column, if items[k].zones.is_some() { row } else { avenues + row }));
        }
    }
    for k in (0..items.len()).filter(|k| kept[*k].is_none()) {
        let own = (0..rows.len()).filter(|row| rows[*row].class == Some(items[k].class));
        let slots = own.flat_map(|row| (0..nc).map(move |column| (column, row)));
        let free = slots.filter(|(column, row)| board.who[column * nr + row].is_none());
        if let Some(slot) = free.min_by_key(|slot| (board.cost(k, *slot, None), *slot)) {
            board.set(k, slot);
        }
    }
    // where nothing stands any class would do
    let last = items.iter().map(|i| i.class).max().unwrap_or(0);
    let mut classes: Vec<usize> = rows.iter().map(|row| row.class.unwrap_or(last)).collect();
    classes.resize(nr, last);
    Lattice { nc, nr, avenues, classes, slots: board.at }
}

/// A row in which items are kept.
#[derive(Clone, Default)]
struct Kept {
    /// The class of the first of them; none where nothing stands.
    class: Option<usize>,
    /// How many there are.
    items: usize,
}

/// The rows, avenues or plain ones, up to the last in which an item is kept.
fn rows(items: &[Item], kept: &[Option<(usize, usize)>], zonal: bool) -> Vec<Kept> {
    let mut rows: Vec<Kept> = Vec::new();
    for (item, slot) in items.iter().zip(kept).filter(|(item, _)| item.zones.is_some() == zonal) {
        let Some((_, row)) = *slot else { continue };
        if rows.len() <= row {
            rows.resize(row + 1, Kept::default());
        }
        rows[row].class.get_or_insert(item.class);
        rows[row].items += 1;
    }
    rows
}

/// Gives a class rows until there is a place for so many new items, or no row is left in which nothing stands. Gives the
/// number of columns that there must be.
fn make_place(rows: &mut Vec<Kept>, class: usize, new: usize, columns: usize) -> usize {
    loop {
        let own = || rows.iter().filter(|row| row.class == Some(class));
        let (count, items) = (own().count(), own().map(|row| row.items).sum::<usize>() + new);
        if new == 0 || items <= count * columns {
            return columns;
        }
        match rows.iter_mut().find(|row| row.class.is_none()) {
            Some(row) => row.class = Some(class),
            None if count == 0 => rows.push(Kept { class: Some(class), items: 0 }),
            None => return items.div_ceil(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(class: usize, zonal: bool) -> Item {
        let zones = zonal.then_some((0, 1));
        Item { tier: 0, zones, class, size: (400, 200, 80), group: 0, outside: (0, 0) }
    }

    #[test]
    fn rows_keep_their_classes_and_new_items_go_to_those_of_theirs() {
        // two rows of the first class, one of the second, one that is plain
        let mut items = vec![item(0, true), item(0, true), item(1, true), item(2, false), item(0, true)];
        let mut kept = vec![Some((0, 0)), Some((1, 1)), Some((0, 2)), Some((0, 0)), Some((1, 0))];
        let lattice = place_kept(&items, &[], &kept);
        assert_eq!((lattice.nc, lattice.avenues, &lattice.classes[..]), (2, 3, &[0, 0, 1, 2][..]));
        assert_eq!(lattice.slots, [(0, 0), (1, 1), (0, 2), (0, 3), (1, 0)]);
        // one free slot in the first class, then a column more, one in the second
        items.extend([item(0, true), item(0, true), item(1, true)]);
        kept.extend([None; 3]);
        let lattice = place_kept(&items, &[], &kept);
        assert_eq!((lattice.nc, &lattice.classes[..]), (3, &[0, 0, 1, 2][..]));
        let row = |k: usize| lattice.slots[k].1;
        assert!(row(5) < 2 && row(6) < 2 && row(7) == 2, "{:?}", lattice.slots);
        assert_eq!(lattice.slots[..5], [(0, 0), (1, 1), (0, 2), (0, 3), (1, 0)]);
    }

    #[test]
    fn a_class_without_a_row_takes_one_where_nothing_stands_or_gets_a_new_one() {
        let items = [item(0, true), item(0, true), item(1, true), item(2, true), item(3, false)];
        let kept = [Some((0, 0)), Some((0, 2)), None, None, None];
        let lattice = place_kept(&items, &[], &kept);
        assert_eq!((lattice.avenues, &lattice.classes[..]), (4, &[0, 1, 0, 2, 3][..]));
        assert_eq!(lattice.slots.iter().map(|s| s.1).collect::<Vec<_>>(), [0, 2, 1, 3, 4]);
    }

    #[test]
    fn what_an_older_lock_kept_in_one_row_stays_there() {
        let items = [item(0, true), item(1, true), item(1, true)];
        let lattice = place_kept(&items, &[], &[Some((0, 0)), Some((1, 0)), None]);
        assert_eq!((lattice.slots, lattice.classes), (vec![(0, 0), (1, 0), (0, 1)], vec![0, 1]));
    }
}
