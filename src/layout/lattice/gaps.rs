//! Takes columns and rows in which nothing stands out of a lattice.

use super::Lattice;

impl Lattice {
    /// Without the columns and rows at the end in which nothing stands, as it comes back from a lock.
    pub(super) fn trimmed(mut self) -> Self {
        let used = |row: usize| self.slots.iter().any(|s| s.1 == row);
        let last = |from: usize, to: usize| (from..to).rev().find(|row| used(*row)).map_or(from, |row| row + 1);
        let (avenues, nr) = (last(0, self.avenues), last(self.avenues, self.nr));
        let spare = self.avenues - avenues;
        self.classes.truncate(nr);
        self.classes.drain(avenues..self.avenues);
        for slot in self.slots.iter_mut().filter(|s| s.1 >= self.avenues) {
            slot.1 -= spare;
        }
        self.nc = self.slots.iter().map(|s| s.0 + 1).max().unwrap_or(1);
        (self.avenues, self.nr) = (avenues, nr - spare);
        self
    }

    /// The same without those in between.
    pub(in crate::layout) fn closed(mut self) -> Self {
        let (mut columns, mut rows) = (vec![false; self.nc], vec![false; self.nr]);
        for (column, row) in &self.slots {
            (columns[*column], rows[*row]) = (true, true);
        }
        let (column, row) = (used_before(&columns), used_before(&rows));
        for slot in &mut self.slots {
            *slot = (column[slot.0], row[slot.1]);
        }
        let mut used = rows.into_iter();
        self.classes.retain(|_| used.next().unwrap_or_default());
        self.avenues = row[self.avenues];
        (self.nc, self.nr) = (column[self.nc].max(1), row[self.nr]);
        self
    }
}

/// For each of some places, and for the end, how many before it are in use.
fn used_before(used: &[bool]) -> Vec<usize> {
    let sums = used.iter().scan(0, |sum, used| {
        *sum += usize::from(*used);
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_or_row_is_empty() {
        let slots = vec![(0, 0), (3, 0), (3, 2), (1, 4)];
        let lattice = Lattice { nc: 5, nr: 5, avenues: 3, classes: vec![0, 0, 1, 2, 3], slots }.closed();
        assert_eq!((lattice.nc, lattice.nr, lattice.avenues), (3, 3, 2));
        assert_eq!(lattice.slots, [(0, 0), (2, 0), (2, 1), (1, 2)]);
        assert_eq!(lattice.classes, [0, 1, 3]);
    }
}
