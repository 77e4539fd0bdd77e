//! Chooses how many rows and columns everything has, so that the sheet is well filled.
//!
//! The box of any ground rectangle is √3 : 1 on the page in isometric view, whatever its sides, so the sum of its
//! sides is what counts; the plan that is smallest and nearest to a square wins. All arrangements are tried on rough
//! sizes, which cost nothing.

use std::collections::BTreeMap;

use super::district::District;
use super::lattice::Fill;

/// How everything is arranged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arrangement {
    /// Whether the regions after the first stand beside it, with what is beyond; else all stand in one column.
    pub aside: bool,
    /// The column of each region, where all stand in several columns side by side, with what is beyond behind the last; else
    /// none.
    pub region_columns: Vec<usize>,
    /// Columns of environments, by region.
    pub environment_columns: Vec<usize>,
    /// By district: columns, and whether cells have their deeper shape.
    pub columns: Vec<(usize, bool)>,
    /// Most rows of what stands before the regions.
    pub front_rows: usize,
    /// Rows of what stands beyond.
    pub beyond_rows: usize,
    /// How the columns of a district are filled at first.
    pub fill: Fill,
    /// Whether all stays where it is put at first: then no columns and rows are left empty, as trials leave none.
    pub stays: bool,
    /// The place of each district among those of its stack; see [`super::stacks`].
    pub places: Vec<usize>,
    /// The stack of each district among those of its environment, which stand side by side; none where all have but one.
    pub stacks: Vec<usize>,
}

impl Arrangement {
    /// What tells it from others that are nearly as good.
    fn tells(&self) -> (&[(usize, bool)], bool, &[usize]) {
        (&self.columns, self.aside, &self.region_columns)
    }
}

/// How the regions stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One before the other.
    Column,
    /// All but the first beside it.
    Aside,
    /// In so many columns side by side.
    Columns(usize),
}

/// Most columns of regions, and the least number of regions in each.
const MOST_COLUMNS: usize = 5;
const IN_COLUMN: usize = 3;

/// The ways in which so many regions may stand.
fn forms(regions: usize) -> impl Iterator<Item = Form> {
    let aside = (regions > 1).then_some(Form::Aside);
    let columns = (2..=MOST_COLUMNS).filter(move |k| IN_COLUMN * k <= regions).map(Form::Columns);
    [Form::Column].into_iter().chain(aside).chain(columns)
}

/// A column for each of some boxes, in order, so that so many columns are about equally deep.
fn even(boxes: &[(i64, i64)], columns: usize) -> Vec<usize> {
    let total: i64 = boxes.iter().map(|b| b.1 + APART).sum();
    let mut before = 0;
    let at = boxes.iter().map(|b| {
        let depth = b.1 + APART;
        let middle = before + depth / 2;
        before += depth;
        (middle * columns as i64 / total.max(1)) as usize
    });
    at.collect()
}

/// Rough size of a cell outside the regions, with its street.
const OUTSIDE: (i64, i64) = (330, 360);
/// Widths of a district in per cent of its depth that are tried.
const SHAPES: [i64; 12] = [35, 50, 70, 85, 100, 120, 150, 200, 240, 300, 400, 560];

/// A shape of a district: columns and sort of cells, and rough width and depth.
type Shape = ((usize, bool), (i64, i64));

/// Tries shapes for the districts, columns of environments, and places for the lesser regions. Gives the arrangements with
/// the smallest sheets, at least one, the best first, each with other columns in the districts or with the lesser regions
/// elsewhere, and what it costs. `front` are the numbers of cells in each rank before the regions, `beyond` is the number
/// of cells behind them, `stacks` as in an arrangement; `alike` gives for each district an earlier one whose columns it
/// has.
pub(super) fn arrange(
    districts: &[District],
    regions: &[Vec<Vec<usize>>],
    front: &[usize],
    beyond: usize,
    stacks: &[usize],
    alike: &[Option<usize>],
) -> Vec<(i64, Arrangement)> {
    // by region, environment and stack
    let by_stack = |parts: &Vec<usize>| grouped(parts.iter().copied(), stacks);
    let regions: Vec<Vec<Vec<Vec<usize>>>> = regions.iter().map(|list| list.iter().map(by_stack).collect()).collect();
    let mut options: Vec<Vec<Shape>> = districts.iter().map(shapes_for).collect();
    for family in regions.iter().flatten().flatten().filter(|parts| parts.len() > 1) {
        for (d, shapes) in family.iter().zip(shapes_together(districts, family)) {
            options[*d] = shapes;
        }
    }
    for (d, original) in alike.iter().enumerate() {
        if let Some(original) = original {
            let as_there =
                options[*original].iter().map(|&(shape, _)| (shape, districts[d].estimate(shape.0, shape.1)));
            options[d] = as_there.collect();
        }
    }
    // the region of each
    let mut home = vec![0; districts.len()];
    for (r, list) in regions.iter().enumerate() {
        list.iter().flatten().flatten().for_each(|d| home[*d] = r);
    }
    let mut found: Vec<(i64, Arrangement)> = Vec::new();
    for main in 0..SHAPES.len() {
        for other in 0..SHAPES.len() {
            for share in 1..=3usize {
                for form in forms(regions.len()) {
                    let aside = form == Form::Aside;
                    if !aside && other != main {
                        continue;
                    }
                    let shape = |r: usize| if aside && r > 0 { other } else { main };
                    let columns: Vec<usize> = regions.iter().map(|l| share.min(l.len()).max(1)).collect();
                    let blocks: Vec<(i64, i64)> = regions
                        .iter()
                        .enumerate()
                        .map(|(r, list)| region_size(list, columns[r], |d| options[d][shape(r)].1))
                        .collect();
                    let in_front = |list: &[(i64, i64)]| stack(list.iter().copied(), APART);
                    let region_columns = if let Form::Columns(most) = form { even(&blocks, most) } else { Vec::new() };
                    let split = if aside { 1 } else { blocks.len() };
                    let (mw, md) = match form {
                        Form::Columns(_) => {
                            let columns = grouped(0..blocks.len(), &region_columns);
                            let (w, d) = beside(columns.iter().map(|c| stack(c.iter().map(|r| blocks[*r]), APART)));
                            (w + APART, d)
                        }
                        _ => in_front(&blocks[..split]),
                    };
                    let (sw, sd) = in_front(&blocks[split..]);
                    // what stands before the regions fills their depth, and so does what is beyond, under the others
                    let square = (front.iter().sum::<usize>() as f64).sqrt() as usize + 2;
                    let front_rows = ((md / OUTSIDE.1) as usize).max(square);
                    let front_columns: usize = front.iter().map(|n| n.div_ceil(front_rows)).sum();
                    let room = (md - sd).max(OUTSIDE.1 * 2);
                    let beyond_rows = ((room / OUTSIDE.1).max(1) as usize).min(beyond.max(1));
                    let beyond_columns = beyond.div_ceil(beyond_rows) as i64;
                    let w = front_columns as i64 * OUTSIDE.0 + mw + sw.max(beyond_columns * OUTSIDE.0);
                    let d = md.max(sd + if beyond > 0 { beyond_rows as i64 * OUTSIDE.1 } else { 0 });
                    // environments side by side put a wall between the first and what it calls
                    let wall = columns.iter().map(|c| *c as i64 - 1).sum::<i64>();
                    // and a place without an environment is a bare field
                    let bare =
                        |(list, c): (&Vec<Vec<Vec<usize>>>, &usize)| (list.len().div_ceil(*c) * c - list.len()) as i64;
                    let bare = regions.iter().zip(&columns).map(bare).sum::<i64>();
                    // up to two to one nothing is lost that the eye would see, and a long chain reads better in one row
                    let skew = (w - d * 2).max(d - w).max(0);
                    let score = ((w + d) * 100 + 30 * skew) * (100 + 15 * (wall + bare));
                    let of = |k: usize| options[k][shape(home[k])].0;
                    let arrangement = Arrangement {
                        aside,
                        region_columns,
                        environment_columns: columns,
                        columns: (0..districts.len()).map(of).collect(),
                        front_rows,
                        beyond_rows,
                        fill: Fill::Columns,
                        stays: false,
                        places: Vec::new(),
                        stacks: stacks.to_vec(),
                    };
                    found.push((score, arrangement));
                }
            }
        }
    }
    // a stable sort: the first of equals stays first
    found.sort_by_key(|f| f.0);
    let most = found.first().map_or(0, |f| f.0 + f.0 * SPARE / 100);
    let mut out: Vec<(i64, Arrangement)> = Vec::new();
    for (score, a) in found.iter().take_while(|f| f.0 <= most) {
        if out.iter().all(|(_, o)| o.tells() != a.tells()) {
            out.push((*score, a.clone()));
        }
        if out.len() == CHOICES {
            break;
        }
    }
    // where the lesser regions stand says most about the ways to them: the other place is looked at too
    let most = most + most * FURTHER / 100;
    let form = |a: &Arrangement| (a.aside, a.region_columns.is_empty());
    let other = |f: &(i64, Arrangement)| out.iter().all(|(_, o)| form(o) != form(&f.1));
    out.extend(found.into_iter().take_while(|f| f.0 <= most).find(other));
    out
}

/// Some things by the stack or column of each, the first one first; by one where none are known.
fn grouped(list: impl Iterator<Item = usize>, stacks: &[usize]) -> Vec<Vec<usize>> {
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for k in list {
        out.entry(stacks.get(k).copied().unwrap_or(0)).or_default().push(k);
    }
    out.into_values().collect()
}

/// How much larger than the smallest sheet a choice may be, in per cent.
const SPARE: i64 = 12;
/// How much larger again one with the lesser regions in the other place may be, in per cent.
const FURTHER: i64 = 20;
/// Most choices.
const CHOICES: usize = 4;

/// Rough size of a region with its environments in some columns; the networks of one stand one before the other, in
/// stacks side by side.
fn region_size(environments: &[Vec<Vec<usize>>], columns: usize, size: impl Fn(usize) -> (i64, i64)) -> (i64, i64) {
    let of = |parts: &Vec<usize>| stack(parts.iter().map(|d| size(*d)), JOINED);
    let sizes: Vec<(i64, i64)> = environments.iter().map(|stacks| beside(stacks.iter().map(of))).collect();
    let (w, d) = grid_size(&sizes, columns, 250);
    (w + 150, d + 250)
}

/// Rough depth between blocks of one environment, and between regions.
const JOINED: i64 = 150;
const APART: i64 = 250;

/// Size of boxes one before the other, with room after each.
fn stack(boxes: impl Iterator<Item = (i64, i64)>, room: i64) -> (i64, i64) {
    boxes.fold((0, 0), |(w, d), b| (w.max(b.0), d + b.1 + room))
}

/// Size of boxes side by side, with room between them.
fn beside(boxes: impl Iterator<Item = (i64, i64)>) -> (i64, i64) {
    let (w, d) = boxes.fold((0, 0), |(w, d), b| (w + b.0 + APART, d.max(b.1)));
    (w - APART, d)
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

/// How far a size is from a width of so many per cent of its depth, in thousandths.
fn off((w, d): (i64, i64), percent: i64) -> i64 {
    let want = d * percent / 100;
    (w - want).abs() * 1000 / (w + want + 1)
}

/// For each shape the number of columns that brings a district nearest to it, of the sorts of cells the one that makes it
/// smaller.
fn shapes_for(district: &District) -> Vec<Shape> {
    let all: Vec<Vec<Shape>> = district
        .shapes()
        .iter()
        .map(|deep| district.columns().map(|c| ((c, *deep), district.estimate(c, *deep))).collect())
        .collect();
    let nearest = |sizes: &Vec<Shape>, percent: i64| {
        sizes.iter().copied().min_by_key(|&(shape, size)| (off(size, percent), shape))
    };
    let best = |percent: &i64| all.iter().filter_map(|s| nearest(s, *percent)).min_by_key(|(_, (w, d))| w + d);
    SHAPES.iter().map(|s| best(s).unwrap_or(((1, false), (0, 0)))).collect()
}

/// As [`shapes_for`], for districts that stand one before the other on one set of columns: for each shape the number of
/// columns that brings all of them together nearest to it.
fn shapes_together(districts: &[District], family: &[usize]) -> Vec<Vec<Shape>> {
    let of = |d: usize, columns: usize| -> Shape {
        let range = districts[d].columns();
        let columns = columns.clamp(*range.start(), *range.end());
        let all = districts[d].shapes().iter().map(|deep| ((columns, *deep), districts[d].estimate(columns, *deep)));
        all.min_by_key(|(shape, (w, d))| (w + d, *shape)).unwrap_or(((1, false), (0, 0)))
    };
    let most = family.iter().map(|d| *districts[*d].columns().end()).max().unwrap_or(1);
    let all: Vec<Vec<Shape>> = (1..=most).map(|columns| family.iter().map(|d| of(*d, columns)).collect()).collect();
    let nearest =
        |percent: i64| all.iter().min_by_key(|shapes| off(stack(shapes.iter().map(|s| s.1), JOINED), percent));
    let chosen: Vec<&Vec<Shape>> = SHAPES.iter().filter_map(|s| nearest(*s)).collect();
    (0..family.len()).map(|k| chosen.iter().map(|shapes| shapes[k]).collect()).collect()
}
