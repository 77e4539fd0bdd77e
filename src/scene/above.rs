//! Where solids stand when they are seen from above.
//!
//! Layout puts a solid in front of the floor that it hides when it is seen from the side, so both together stand in the
//! middle of their zone. From above nothing is hidden: there the solid itself stands in the middle.
//!
//! *Invariant*: it stays on the ground that layout kept free for it, so nothing new is met.

use crate::geom::{GRect, Gu};
use crate::layout::{Layout, Outline};

/// Free floor round the solids in a box, and between the lines on a floor.
const BORDER: Gu = Gu(18);
const APART: Gu = Gu(8);

/// The layout with all solids of trays moved back by half of what they hide, and the boxes of what scales round them.
/// What stands on the bare ground stays, since wires end at it.
pub(super) fn from_above(layout: &Layout) -> Layout {
    let mut out = layout.clone();
    for (tray, old) in out.trays.iter_mut().zip(&layout.trays).filter(|(_, old)| old.plate) {
        for solid in &mut tray.solids {
            // from the side a solid hides its footprint moved by up to its height
            solid.rect.x -= solid.h / 2;
            solid.rect.y -= solid.h / 2;
        }
        let Some(rect) = &old.scaling else { continue };
        let mut own: Vec<&mut Outline> =
            out.outlines.iter_mut().filter(|o| o.on_floor && o.members == [old.placement]).collect();
        let lines = own.iter().filter(|o| !rect.contains(&o.rect)).map(|o| o.rect.grown(-APART));
        let behind = GRect { d: old.nameplate.y - APART / 2 - old.rect.y, ..old.rect };
        let floor = lines.fold(behind, |floor, line| floor.within(&line));
        let scales = old.solids.iter().zip(&tray.solids).filter(|(before, _)| rect.overlaps(&before.rect));
        let all = scales.map(|(_, solid)| solid.rect).reduce(|all, solid| all.union(&solid));
        let Some(all) = all else { continue };
        let around = all.grown(BORDER).within(&floor);
        for outline in own.iter_mut().filter(|o| rect.contains(&o.rect)) {
            outline.rect = around;
        }
        tray.scaling = Some(around);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::layout::{LayoutConfig, layout};
    use crate::model::testing::model;

    const SHOP: &str = "[region.r]\nzones = [\"a\", \"b\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n\
        [group.web]\nkind = \"auto-scaling\"\nmembers = [\"shop\"]\n[group.safe]\nkind = \"security\"\nmembers = [\"shop\"]\n\
        [app.shop]\nper-zone = 2\nbalancer = \"public\"\nuses = [\"files\"]\n[store.files]\nkind = \"s3\"\n\
        [external.people]\nkind = \"users\"\nuses = [\"shop\"]\n";

    #[test]
    fn solids_stand_in_the_middle_and_their_boxes_round_them() {
        let model = model(SHOP);
        let side = layout(&model, &LayoutConfig::default());
        let above = from_above(&side);
        let mut boxes = 0;
        for (old, tray) in side.trays.iter().zip(&above.trays) {
            let floor = GRect { d: tray.nameplate.y - tray.rect.y, ..tray.rect };
            let all = tray.solids.iter().map(|s| s.rect).reduce(|a, b| a.union(&b)).unwrap();
            if !tray.plate {
                assert_eq!((&old.rect, &old.solids[0].rect), (&tray.rect, &tray.solids[0].rect));
                continue;
            }
            assert!((all.center().y - floor.center().y).abs() <= Gu(2), "{all:?} on {floor:?}");
            for (was, solid) in old.solids.iter().zip(&tray.solids) {
                assert!(was.rect.with_hidden(was.h).contains(&solid.rect), "it stays where nothing else is");
            }
            let Some(scaling) = tray.scaling else { continue };
            let servers: Vec<&GRect> = tray.solids.iter().filter(|s| s.zone.is_some()).map(|s| &s.rect).collect();
            assert!(servers.len() == 4 && servers.iter().all(|s| scaling.contains(s)));
            assert!(tray.solids.iter().all(|s| s.zone.is_some() || !scaling.overlaps(&s.rect)));
            let own = above.outlines.iter().filter(|o| o.on_floor && o.members == [tray.placement]);
            assert_eq!(own.filter(|o| o.rect == scaling).count(), 1);
            boxes += 1;
        }
        assert_eq!(boxes, 1);
    }
}
