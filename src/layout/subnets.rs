//! Subnets as strips: which subnet a zone band shows, and room for its name at the band's left end.
//!
//! A band shows a subnet when every tray of its zone in that avenue stands in it. One tray elsewhere, or one that does not
//! say its subnet, and the band shows none: a tint must be true of all that stands on it.

use super::district::band_label;
use super::grid::{Cell, Grid, Plan, Row, Slot};
use super::measure::{BAND_LABEL_SIZE, PITCH};
use crate::geom::Gu;
use crate::model::{Model, NetworkIx, PlacementIx, Subnet};
use crate::text::{Weight, width};

/// Room left and right of the name of a zone, in the strip at the left end of an avenue.
const BESIDE: Gu = Gu(48);
/// The widest strip that a name may ask for; a longer name stays in the tooltip.
const WIDEST: Gu = Gu(540);

/// A subnet: its network, and its index there.
type At = (NetworkIx, usize);

/// The subnet that all trays of a zone in one avenue stand in, if they do.
pub(super) fn of_zone(model: &Model, plan: &Plan, grid: &Grid, row: usize, zone: usize) -> Option<At> {
    let trays = || cells(plan, grid, row).map(|cell| cell.placement);
    common(model, trays(), zone).or_else(|| {
        let is_empty = trays().all(|p| model.placement(p).zones.iter().all(|z| z.zone != zone));
        wide(model, trays()).filter(|_| is_empty)
    })
}

/// The subnet without a zone that all those stand in that name any: it is in the zones of theirs that are empty too.
fn wide(model: &Model, trays: impl Iterator<Item = PlacementIx>) -> Option<At> {
    let mut all = trays.map(|p| model.placement(p)).filter(|p| !p.subnets.is_empty()).map(|p| match p.subnets[..] {
        [at] => p.network.map(|network| (network, at)),
        _ => None,
    });
    let at = all.next()??;
    (all.all(|other| other == Some(at)) && model.subnet(at)?.zone.is_none()).then_some(at)
}

/// Whether the zones of an avenue are known; else it is the strip of a subnet.
pub(super) fn has_zones(plan: &Plan, grid: &Grid, row: usize) -> bool {
    cells(plan, grid, row).all(|cell| !cell.template.unknown)
}

fn cells<'a>(plan: &'a Plan, grid: &'a Grid, row: usize) -> impl Iterator<Item = &'a Cell> + 'a {
    (0..grid.nc).filter_map(move |i| match grid.slot(i, row) {
        Slot::Cell(c) => Some(&plan.cells[c]),
        _ => None,
    })
}

/// The subnet of all those that stand in a zone, and of what stands in none and names one.
fn common(model: &Model, trays: impl Iterator<Item = PlacementIx>, zone: usize) -> Option<At> {
    let mut found = None;
    for placement in trays.map(|p| model.placement(p)) {
        let spans_all = placement.zones.is_empty() && !placement.subnets.is_empty();
        if !spans_all && placement.zones.iter().all(|z| z.zone != zone) {
            continue;
        }
        let network = placement.network?;
        // a subnet of one zone says nothing about what its members run in another
        let holds = |at: &usize| model.subnet((network, *at)).is_some_and(|s| s.zone.is_none_or(|home| home == zone));
        let mut here = placement.subnets.iter().copied().filter(holds);
        let (Some(at), None) = (here.next(), here.next()) else { return None };
        if *found.get_or_insert((network, at)) != (network, at) {
            return None;
        }
    }
    found
}

/// The text at the left end of a band, with its subnet where a strip of this width has room for it.
pub(super) fn band_name(model: &Model, zone: Option<&str>, at: Option<At>, strip: Gu) -> String {
    match at.and_then(|at| model.subnet(at)).map(|subnet| with_subnet(zone, subnet)) {
        Some(long) if length(&long) + BESIDE <= strip => long,
        _ => zone.map(band_label).unwrap_or_default(),
    }
}

fn with_subnet(zone: Option<&str>, subnet: &Subnet) -> String {
    zone.map_or_else(|| subnet.label.clone(), |zone| format!("{} · {}", band_label(zone), subnet.label))
}

fn length(text: &str) -> Gu {
    Gu((width(text, Weight::SemiBold) * i64::from(BAND_LABEL_SIZE.0) / 1000) as i32)
}

/// Widens the strips at the left ends of avenues where a band will show its subnet. Copies stay as wide as their
/// originals.
pub(super) fn make_room(model: &Model, plan: &mut Plan) {
    let mut wanted: Vec<Gu> = plan.grids.iter().map(|grid| strip(model, plan, grid)).collect();
    for g in 0..wanted.len() {
        if let Some(original) = plan.grids[g].copy_of {
            let wide = wanted[g].max(wanted[original]);
            (wanted[g], wanted[original]) = (wide, wide);
        }
    }
    for (grid, wide) in plan.grids.iter_mut().zip(wanted) {
        grid.left = grid.left.max(wide);
    }
}

/// The strip that the names of the bands of a grid need.
fn strip(model: &Model, plan: &Plan, grid: &Grid) -> Gu {
    let Some((region, _)) = grid.place else { return Gu::ZERO };
    let zones = &model.region(region).zones;
    let mut wide = Gu::ZERO;
    for (j, row) in grid.rows.iter().enumerate() {
        let Row::Avenue { lo, hi, .. } = *row else { continue };
        let is_known = has_zones(plan, grid, j);
        for zone in lo..=hi {
            let found = of_zone(model, plan, grid, j, zone).and_then(|at| model.subnet(at));
            let Some(subnet) = found else { continue };
            let zone = zones.get(zone).filter(|_| is_known).map(String::as_str);
            let need = (length(&with_subnet(zone, subnet)) + BESIDE).round_up(PITCH);
            if need <= WIDEST {
                wide = wide.max(need);
            }
        }
    }
    wide
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::geom::Gu;
    use crate::layout::{Band, Layout, LayoutConfig, check, layout};
    use crate::model::{Model, testing};

    fn lay_out(apps: &str) -> (Model, Layout) {
        let text = format!(
            "[defaults]\nregion = \"r\"\nnetwork = \"main\"\n[region.r]\nzones = [\"a\", \"b\"]\n[network.main]\n\
             region = \"r\"\n[network.main.subnet.web-a]\nzone = \"a\"\npublic = true\n[network.main.subnet.data-b]\n\
             zone = \"b\"\npublic = false\n[network.main.subnet.wide]\n[network.main.subnet.long]\nzone = \"a\"\n\
             label = \"a subnet whose name is far too long for any strip\"\n{apps}"
        );
        let model = testing::model(&text);
        let layout = layout(&model, &LayoutConfig::default());
        assert_eq!(check(&model, &layout), []);
        (model, layout)
    }

    fn of<'a>(model: &'a Model, band: &Band) -> Option<&'a str> {
        band.subnet.map(|(network, at)| model.network(network).subnets[at].id.as_str())
    }

    #[test]
    fn a_band_shows_the_one_subnet_of_its_trays() {
        let (model, layout) = lay_out("[app.x]\nsubnet = \"web-a\"\n[app.y]\nsubnet = \"web-a\"\n");
        assert_eq!(layout.bands.len(), 1);
        assert_eq!(of(&model, &layout.bands[0]), Some("web-a"));
        assert_eq!(layout.bands[0].label, "Zone a · web-a");
        assert!(layout.bands[0].label_rect.w > Gu(200));
    }

    #[test]
    fn a_subnet_whose_members_stand_in_no_known_zone_has_a_strip_too() {
        let (model, layout) = lay_out(
            "[external.users]\nuses = [\"in\"]\n[gateway.in]\nkind = \"load-balancer\"\nuses = [\"x\"]\nsubnet = \"wide\"\n\
             [app.x]\nsubnet = \"wide\"\nuses = [\"y\", \"z\"]\n[app.y]\nsubnet = \"web-a\"\n[app.z]\n",
        );
        let shown: Vec<_> = layout.bands.iter().map(|b| (b.zone, of(&model, b), b.label.as_str())).collect();
        assert_eq!(shown, [(Some(0), Some("web-a"), "Zone a · web-a"), (None, Some("wide"), "wide")]);
    }

    #[test]
    fn subnets_keep_rows_of_their_own_while_cells_change_places() {
        let app = |id: &str, zone: char, tier: &str, uses: &str| {
            format!("[app.{id}-{zone}]\nzones = [\"{zone}\"]\nsubnet = \"{tier}-{zone}\"\nuses = [{uses}]\n")
        };
        let subnet = |id: &str, zone: char| format!("[network.main.subnet.{id}-{zone}]\nzone = \"{zone}\"\n");
        let of_zone = |zone: char| {
            ["web", "api"].map(|tier| subnet(tier, zone)).concat()
                + &app("web", zone, "web", &format!("\"api-{zone}\""))
                + &app("api", zone, "api", "\"db\", \"cache\", \"jobs\"")
        };
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[network.main]\nregion = \"r\"\n[defaults]\nregion = \"r\"\n\
            network = \"main\"\n[external.users]\nuses = [\"alb\"]\n[gateway.alb]\nuses = [\"web-a\", \"web-b\"]\n\
            [store.db]\nzones = [\"a\", \"b\"]\n[store.cache]\nzones = [\"a\"]\n[store.jobs]\nkind = \"sqs\"\n\
            [app.worker]\nzones = [\"a\", \"b\"]\nuses = [\"jobs\", \"db\"]\n";
        let model = testing::model(&(text.to_owned() + &of_zone('a') + &of_zone('b')));
        let mut layout = layout(&model, &LayoutConfig::default());
        assert_eq!(check(&model, &layout), []);
        layout.bands.retain(|band| band.subnet.is_some());
        let mut shown: Vec<_> = layout.bands.iter().filter_map(|band| of(&model, band)).collect();
        shown.sort_unstable();
        assert_eq!(shown, ["api-a", "api-b", "web-a", "web-b"]);
    }

    #[test]
    fn one_tray_elsewhere_or_unsaid_takes_the_subnet_from_the_band() {
        for other in ["subnet = \"long\"", "zones = [\"a\"]"] {
            let (model, layout) = lay_out(&format!("[app.x]\nsubnet = \"web-a\"\nuses = [\"y\"]\n[app.y]\n{other}\n"));
            for band in &layout.bands {
                let on_it = layout.trays.iter().filter(|t| t.rect.overlaps(&band.rect));
                let mut subnets: Vec<_> =
                    on_it.map(|t| model.placement(t.placement).subnets.first().copied()).collect();
                subnets.dedup();
                let one = if let [one] = subnets[..] { one } else { None };
                assert_eq!(band.subnet.map(|(_, at)| at), one, "{band:?}");
            }
        }
    }

    #[test]
    fn a_tray_over_several_zones_shows_the_subnet_of_each() {
        let both = "zones = [\"a\", \"b\"]\nsubnet = [\"web-a\", \"data-b\"]\n";
        let (model, layout) = lay_out(&format!("[app.x]\n{both}[app.y]\n{both}uses = [\"x\"]\n"));
        let labels: Vec<&str> = layout.bands.iter().map(|b| b.label.as_str()).collect();
        assert_eq!(labels, ["Zone a · web-a", "Zone b · data-b"]);
        assert_eq!(layout.bands.iter().map(|b| of(&model, b)).collect::<Vec<_>>(), [Some("web-a"), Some("data-b")]);
        // of two in one zone it is not known which
        let (_, layout) = lay_out("[app.x]\nzones = [\"a\"]\nsubnet = [\"web-a\", \"wide\"]\n");
        assert_eq!(layout.bands.iter().map(|b| b.subnet).collect::<Vec<_>>(), [None]);
    }

    #[test]
    fn a_subnet_without_a_zone_holds_all_zones() {
        let (model, layout) = lay_out("[app.x]\nsubnet = \"wide\"\nzones = [\"a\", \"b\"]\n");
        let labels: Vec<&str> = layout.bands.iter().map(|b| b.label.as_str()).collect();
        assert_eq!(labels, ["Zone a · wide", "Zone b · wide"]);
        assert!(layout.bands.iter().all(|b| of(&model, b) == Some("wide")));
    }

    #[test]
    fn a_name_that_is_too_long_leaves_the_zone_alone() {
        let (model, layout) = lay_out("[app.x]\nsubnet = \"long\"\n");
        assert_eq!((of(&model, &layout.bands[0]), layout.bands[0].label.as_str()), (Some("long"), "Zone a"));
    }
}
