//! The zone bands under each avenue, with their names.
//!
//! An avenue runs from before its first tray to behind its last one. Where no more than a street would be bare it runs to
//! the ends of its container, so that bands line up.
//!
//! *Invariant*: no wire runs through the name of a zone, or along the end of a band.

use std::cell::LazyCell;

use super::grid::{Grid, Plan, Row, Slot};
use super::measure::{BAND_LABEL_SIZE, BAND_NAME, PITCH, ZONE_EDGE};
use super::stretch::{Stretch, stretches};
use super::subnets;
use crate::geom::{GRect, Gu};
use crate::layout::{Band, Wire};
use crate::model::Model;

/// How far bands reach into the first bare column: no tray, outline or track along y has its edge there.
const PAST_STREET: Gu = Gu(20);

/// The bands of all avenues, once wires have their ways.
pub(super) fn bands(model: &Model, plan: &Plan, wires: &[Wire]) -> Vec<Band> {
    let wires = LazyCell::new(|| by_level(stretches(wires)));
    let mut order = plan.bottom_up();
    order.reverse();
    let mut out = Vec::new();
    for g in order {
        let grid = &plan.grids[g];
        let Some((region, environment)) = grid.place else { continue };
        for (j, row) in grid.rows.iter().enumerate() {
            let Row::Avenue { lo, hi, band } = *row else { continue };
            let y = grid.street_y(j) + grid.street_d(j);
            let of_zone =
                |zone: usize, (from, to): (Gu, Gu)| GRect::new(from, y + band * (zone - lo) as i32, to - from, band);
            let is_free = |ends: (Gu, Gu)| {
                let mut rects = (lo..=hi).map(|zone| of_zone(zone, ends));
                rects.all(|rect| !is_crossed(grid, &rect, &wires))
            };
            let ends = ends(grid, j, is_free);
            let is_known = subnets::has_zones(plan, grid, j);
            for zone in lo..=hi {
                let rect = of_zone(zone, ends);
                let subnet = subnets::of_zone(model, plan, grid, j, zone);
                let zone = is_known.then_some(zone);
                let name = zone.and_then(|zone| model.region(region).zones.get(zone)).map(String::as_str);
                out.push(Band {
                    region,
                    environment,
                    zone,
                    subnet,
                    rect,
                    label: subnets::band_name(model, name, subnet, grid.left),
                    label_rect: name_rect(grid, &rect),
                    label_size: BAND_LABEL_SIZE,
                });
            }
        }
    }
    out
}

/// Where the name of a zone stands in its band.
fn name_rect(grid: &Grid, band: &GRect) -> GRect {
    GRect::new(band.x + Gu(14), band.y1() - BAND_NAME.0, grid.left - Gu(20), BAND_NAME.0 - BAND_NAME.1)
}

/// From where to where an avenue runs along x; `is_free` says whether the names of its zones lie on no wire then.
fn ends(grid: &Grid, j: usize, is_free: impl Fn((Gu, Gu)) -> bool) -> (Gu, Gu) {
    let inset = grid.pad / 2;
    let is_bare = |i: &usize| grid.slot(*i, j) == Slot::Empty;
    let end = (0..grid.nc).rev().take_while(is_bare).last();
    let end = end.map_or(grid.rect.x1() - inset, |i| grid.street_x(i) + grid.street_w(i) + PAST_STREET);
    let from = grid.rect.x + inset;
    let Some(last_bare) = (0..grid.nc).take_while(is_bare).last() else { return (from, end) };
    // names stand in the last of the bare columns, if they have room there
    let later = grid.street_x(last_bare + 1) - grid.left;
    let has_room = later >= grid.street_x(last_bare) + grid.street_w(last_bare) + PAST_STREET;
    if has_room && is_free((later, end)) { (later, end) } else { (from, end) }
}

/// Straight parts by their direction and their coordinate across.
fn by_level(mut wires: Vec<Stretch>) -> Vec<Stretch> {
    wires.sort_unstable_by_key(|s| (s.along_x, s.level));
    wires
}

/// Whether one of some straight parts, given in the order of [`by_level`], runs through the strip with the name of a band
/// along y, or over the name along x.
fn is_crossed(grid: &Grid, band: &GRect, wires: &[Stretch]) -> bool {
    let strip = GRect::new(band.x - PITCH, band.y, grid.left + PITCH, band.d);
    let name = name_rect(grid, band).grown(ZONE_EDGE);
    let through = |along_x: bool, across: (Gu, Gu), along: (Gu, Gu)| {
        let first = wires.partition_point(|s| (s.along_x, s.level) < (along_x, across.0));
        let mut near = wires[first..].iter().take_while(|s| s.along_x == along_x && s.level <= across.1);
        near.any(|s| s.from < along.1 && along.0 < s.to)
    };
    through(false, (strip.x, strip.x1()), (strip.y, strip.y1()))
        || through(true, (name.y, name.y1()), (name.x, name.x1()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::layout::{Layout, LayoutConfig, check, layout};
    use crate::model::testing::model;

    /// The layout of four queues in a row, with a server behind one of them.
    fn with_server(column: usize) -> Layout {
        let text = "[region.r]\nzones = [\"z\", \"y\"]\n[defaults]\nregion = \"r\"\n[app.a]\nzones = [\"z\", \"y\"]\n\
             [store.p]\nkind = \"sqs\"\n[store.q]\nkind = \"sqs\"\n[store.s]\nkind = \"sqs\"\nlabel = \"a queue with a name\"\n\
             [store.t]\nkind = \"sqs\"\n[external.x]\nuses = [\"a\"]\n";
        let model = model(text);
        let mut lock = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() }).lock;
        let (avenues, plain) = lock.districts.values_mut().next().unwrap();
        *avenues = [("a".to_owned(), (column, 0))].into();
        *plain = ["p", "q", "s", "t"].iter().zip(0..).map(|(name, i)| ((*name).to_owned(), (i, 0))).collect();
        let drawn = layout(&model, &LayoutConfig { lock: Some(lock), ..LayoutConfig::default() });
        assert_eq!(check(&model, &drawn), []);
        drawn
    }

    /// The ends of the first band, and of the slab.
    fn ends(drawn: &Layout) -> [i32; 4] {
        let (band, slab) = (drawn.bands[0].rect, drawn.containers[0].rect);
        assert!(drawn.bands.iter().all(|b| (b.rect.x, b.rect.w) == (band.x, band.w)));
        assert!(drawn.bands.iter().all(|b| b.rect.contains(&b.label_rect)));
        [band.x.0, band.x1().0, slab.x.0, slab.x1().0]
    }

    #[test]
    fn bands_end_where_an_avenue_is_bare() {
        let [from, to, slab, end] = ends(&with_server(0));
        assert!(from - slab < 30 && end - to > 500, "{from} {to} {slab} {end}");
        let [from, to, slab, end] = ends(&with_server(3));
        assert!(from - slab > 500 && end - to < 30, "{from} {to} {slab} {end}");
    }

    #[test]
    fn names_of_zones_do_not_move_to_where_a_wire_comes_through() {
        let mut grid = Grid::new(2, 1);
        grid.left = Gu(200);
        let band = GRect::new(Gu(1000), Gu(400), Gu(900), Gu(300));
        let crossed = |along_x: bool, level: i32, from: i32, to: i32| {
            let stretch = Stretch { along_x, wire: 1, level: Gu(level), from: Gu(from), to: Gu(to) };
            // with others, in the order of their wires
            let far = |wire: usize, level: i32| Stretch { wire, level: Gu(level), ..stretch };
            is_crossed(&grid, &band, &by_level(vec![far(0, 5000), stretch, far(2, 10)]))
        };
        // along y: through the strip with the names, or just before it
        assert!(crossed(false, 1100, 300, 900) && crossed(false, 980, 500, 520));
        assert!(!crossed(false, 1300, 300, 900) && !crossed(false, 900, 300, 900) && !crossed(false, 1100, 700, 900));
        // along x: over the name, which stands at the front edge
        assert!(crossed(true, 660, 900, 1900) && !crossed(true, 500, 900, 1900) && !crossed(true, 660, 1300, 1900));
    }
}
