//! The zone bands under each avenue, with their names.
//!
//! An avenue runs from before its first tray to behind its last one. Where no more than a street would be bare it runs to
//! the ends of its container, so that bands line up.
//!
//! *Invariant*: no wire runs through the name of a zone, or along the end of a band.

use super::grid::{Grid, Plan, Row, Slot};
use super::measure::{BAND_LABEL_SIZE, BAND_NAME, PITCH};
use super::stretch::Stretch;
use super::subnets;
use crate::geom::{GRect, Gu};
use crate::layout::Band;
use crate::model::Model;

/// How far bands reach into the first bare column: no tray, outline or track along y has its edge there.
const PAST_STREET: Gu = Gu(20);

/// The bands of all avenues, given the straight parts of all wires, sorted.
pub(super) fn bands(model: &Model, plan: &Plan, wires: &[Stretch]) -> Vec<Band> {
    let mut order = plan.bottom_up();
    order.reverse();
    let mut out = Vec::new();
    for g in order {
        let grid = &plan.grids[g];
        let Some((region, environment)) = grid.place else { continue };
        for (j, row) in grid.rows.iter().enumerate() {
            let Row::Avenue { lo, hi, band } = *row else { continue };
            let y = grid.street_y(j) + grid.street_d(j);
            let (from, to) = ends(grid, j, GRect::new(Gu::ZERO, y, Gu::ZERO, band * (hi + 1 - lo) as i32), wires);
            for zone in lo..=hi {
                let rect = GRect::new(from, y + band * (zone - lo) as i32, to - from, band);
                let name = model.regions[region.ix()].zones.get(zone).map_or("", String::as_str);
                let subnet = subnets::of_zone(model, plan, grid, j, zone);
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

/// From where to where an avenue runs along x; `across` has its place along y.
fn ends(grid: &Grid, j: usize, across: GRect, wires: &[Stretch]) -> (Gu, Gu) {
    let inset = grid.pad / 2;
    let is_bare = |i: &usize| grid.slot(*i, j) == Slot::Empty;
    let end = (0..grid.nc).rev().take_while(is_bare).last();
    let end = end.map_or(grid.rect.x1() - inset, |i| grid.street_x(i) + grid.street_w(i) + PAST_STREET);
    let from = grid.rect.x + inset;
    let Some(last_bare) = (0..grid.nc).take_while(is_bare).last() else { return (from, end) };
    // names stand in the last of the bare columns, if they have room there
    let later = grid.street_x(last_bare + 1) - grid.left;
    let names = GRect::new(later, across.y, grid.left, across.d);
    let has_room = later >= grid.street_x(last_bare) + grid.street_w(last_bare) + PAST_STREET;
    if has_room && !is_crossed(&names, wires) { (later, end) } else { (from, end) }
}

/// Whether a wire runs along y through, or close to, some ground.
fn is_crossed(ground: &GRect, wires: &[Stretch]) -> bool {
    let (from, to) = (ground.x - PITCH, ground.x1());
    let first = wires.partition_point(|s| (s.along_x, s.level) < (false, from));
    let near = wires[first..].iter().take_while(|s| !s.along_x && s.level <= to);
    near.into_iter().any(|s| s.from < ground.y1() && ground.y < s.to)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

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
        let drawn = with_server(3);
        let [free, ..] = ends(&drawn);
        // one that comes along y, there
        let crossed = |along: i32| {
            let stretch = super::Stretch {
                along_x: false,
                wire: 0,
                level: drawn.bands[0].label_rect.center().x,
                from: drawn.bands[0].rect.y + crate::geom::Gu(along),
                to: drawn.bands[0].rect.y + crate::geom::Gu(along + 90),
            };
            super::is_crossed(&drawn.bands[0].rect, &[stretch])
        };
        assert!(free > 0 && crossed(10) && !crossed(-90) && !crossed(900));
    }
}
