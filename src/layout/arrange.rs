//! Chooses how many rows and columns everything has, so that the sheet is well filled.
//!
//! The box of any ground rectangle is √3 : 1 on the page in isometric view, whatever its sides, so the sum of its
//! sides is what counts; the plan that is smallest and nearest to a square wins. All arrangements are tried on rough
//! sizes, which cost nothing.

use super::district::District;

/// How everything is arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrangement {
    /// Whether the regions after the first stand beside it, with what is beyond; else all stand in one column.
    pub aside: bool,
    /// Columns of environments, by region.
    pub environment_columns: Vec<usize>,
    /// Columns, by district.
    pub columns: Vec<usize>,
    /// Rows of what stands beyond.
    pub beyond_rows: usize,
}

/// Rough size of a cell outside the regions, with its street.
const OUTSIDE: (i64, i64) = (330, 330);
/// Widths of a district in per cent of its depth that are tried.
const SHAPES: [i64; 9] = [35, 50, 70, 100, 140, 200, 280, 400, 560];

/// Tries shapes for the districts, columns of environments, and places for the lesser regions; the least sheet wins,
/// the first of equals.
pub(super) fn arrange(districts: &[District], regions: &[Vec<Vec<usize>>], front: usize, beyond: usize) -> Arrangement {
    let options: Vec<Vec<(usize, (i64, i64))>> = districts
        .iter()
        .map(|d| {
            SHAPES
                .iter()
                .map(|s| {
                    let columns = columns_for(d, *s);
                    (columns, d.estimate(columns))
                })
                .collect()
        })
        .collect();
    let front_w = if front == 0 { 0 } else { OUTSIDE.0 * (front as i64).min(4) };
    let mut best: Option<(i64, Arrangement)> = None;
    for main in 0..SHAPES.len() {
        for other in 0..SHAPES.len() {
            for share in 1..=3usize {
                for aside in [false, true] {
                    let same = other == main;
                    if (!aside && !same) || (regions.len() < 2 && aside) {
                        continue;
                    }
                    let shape = |r: usize| if aside && r > 0 { other } else { main };
                    let environment_columns: Vec<usize> = regions.iter().map(|l| share.min(l.len()).max(1)).collect();
                    let blocks: Vec<(i64, i64)> = regions
                        .iter()
                        .enumerate()
                        .map(|(r, list)| {
                            // the networks of an environment stand one before the other
                            let sizes: Vec<(i64, i64)> = list
                                .iter()
                                .map(|parts| {
                                    let all = || parts.iter().map(|d| options[*d][shape(r)].1);
                                    (all().map(|s| s.0).max().unwrap_or(0), all().map(|s| s.1 + 150).sum())
                                })
                                .collect();
                            let (w, d) = grid_size(&sizes, environment_columns[r], 250);
                            (w + 150, d + 250)
                        })
                        .collect();
                    let split = if aside { 1 } else { blocks.len() };
                    let stack = |list: &[(i64, i64)]| {
                        (list.iter().map(|b| b.0).max().unwrap_or(0), list.iter().map(|b| b.1 + 250).sum::<i64>())
                    };
                    let (mw, md) = stack(&blocks[..split.min(blocks.len())]);
                    let (sw, sd) = stack(&blocks[split.min(blocks.len())..]);
                    let room = (md - sd).max(OUTSIDE.1 * 2);
                    let beyond_rows = ((room / OUTSIDE.1).max(1) as usize).min(beyond.max(1));
                    let beyond_columns = beyond.div_ceil(beyond_rows) as i64;
                    let (w, d) = (
                        front_w + mw + sw.max(beyond_columns * OUTSIDE.0),
                        md.max(sd + if beyond > 0 { beyond_rows as i64 * OUTSIDE.1 } else { 0 }),
                    );
                    // environments side by side put a wall between the first and what it calls
                    let wall = environment_columns.iter().map(|c| *c as i64 - 1).sum::<i64>();
                    // up to two to one nothing is lost that the eye would see, and a long chain reads better in one row
                    let skew = (w - d * 2).max(d - w).max(0);
                    let score = ((w + d) * 100 + 30 * skew) * (100 + 15 * wall);
                    if best.as_ref().is_none_or(|(s, _)| score < *s) {
                        let columns = (0..districts.len())
                            .map(|k| {
                                let r =
                                    regions.iter().position(|l| l.iter().any(|parts| parts.contains(&k))).unwrap_or(0);
                                options[k][shape(r)].0
                            })
                            .collect();
                        best = Some((score, Arrangement { aside, environment_columns, columns, beyond_rows }));
                    }
                }
            }
        }
    }
    best.map_or(
        Arrangement { aside: false, environment_columns: Vec::new(), columns: Vec::new(), beyond_rows: 1 },
        |b| b.1,
    )
}

/// Width and depth of boxes in a lattice with some columns, row by row.
fn grid_size(sizes: &[(i64, i64)], columns: usize, street: i64) -> (i64, i64) {
    let mut widths = vec![0; columns];
    let mut depth = 0;
    for row in sizes.chunks(columns.max(1)) {
        for (k, s) in row.iter().enumerate() {
            widths[k] = widths[k].max(s.0);
        }
        depth += row.iter().map(|s| s.1).max().unwrap_or(0) + street;
    }
    (widths.iter().map(|w| w + street).sum(), depth)
}

/// The number of columns that brings a district nearest to a width of `percent` of its depth.
fn columns_for(district: &District, percent: i64) -> usize {
    district
        .columns()
        .min_by_key(|&r| {
            let (w, d) = district.estimate(r);
            let want = d * percent / 100;
            ((w - want).abs() * 1000 / (w + want + 1), r)
        })
        .unwrap_or(1)
}
