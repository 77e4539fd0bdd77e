//! Takes columns and rows in which nothing stands out of a lattice.

use super::Lattice;

impl Lattice {
    /// Without the columns and rows at the end in which nothing stands, as it comes back from a lock.
    pub(super) fn trimmed(self) -> Self {
        let (mut columns, mut rows) = self.used();
        let (avenues, plain) = rows.split_at_mut(self.avenues);
        for list in [&mut columns[..], avenues, plain] {
            let end = list.iter().rposition(|used| *used).map_or(0, |last| last + 1);
            list[..end].fill(true);
        }
        self.with(&columns, &rows)
    }

    /// Without all columns and rows in which nothing stands.
    pub(in crate::layout) fn closed(self) -> Self {
        let (columns, rows) = self.used();
        self.with(&columns, &rows)
    }

    /// The columns and rows in which something stands.
    fn used(&self) -> (Vec<bool>, Vec<bool>) {
        let (mut columns, mut rows) = (vec![false; self.nc], vec![false; self.nr]);
        for (column, row) in &self.slots {
            (columns[*column], rows[*row]) = (true, true);
        }
        (columns, rows)
    }

    /// With some of its columns and rows alone; all in which something stands are among them.
    fn with(mut self, columns: &[bool], rows: &[bool]) -> Self {
        let (column, row) = (used_before(columns), used_before(rows));
        for slot in &mut self.slots {
            *slot = (column[slot.0], row[slot.1]);
        }
        let mut used = rows.iter();
        self.classes.retain(|_| used.next().is_some_and(|used| *used));
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

    fn with_gaps() -> Lattice {
        let slots = vec![(0, 0), (3, 0), (3, 2), (1, 4)];
        Lattice { nc: 5, nr: 5, avenues: 3, classes: vec![0, 0, 1, 2, 3], slots }
    }

    #[test]
    fn at_the_end_no_column_or_row_is_empty() {
        let lattice = Lattice { avenues: 4, nr: 6, classes: vec![0, 0, 1, 1, 3, 3], ..with_gaps() }.trimmed();
        assert_eq!((lattice.nc, lattice.nr, lattice.avenues), (4, 4, 3));
        assert_eq!(lattice.slots, [(0, 0), (3, 0), (3, 2), (1, 3)]);
        assert_eq!(lattice.classes, [0, 0, 1, 3]);
    }

    #[test]
    fn no_column_or_row_is_empty() {
        let lattice = with_gaps().closed();
        assert_eq!((lattice.nc, lattice.nr, lattice.avenues), (3, 3, 2));
        assert_eq!(lattice.slots, [(0, 0), (2, 0), (2, 1), (1, 2)]);
        assert_eq!(lattice.classes, [0, 1, 3]);
    }
}
