//! Ids and data of the picture: what names a group, and boxes as text.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::geom::{GRect, Gu, PageRect, number};
use crate::layout::ContainerKind;
use crate::model::{EnvironmentIx, Parts, PlacementIx};

/// Hands out ids, each once.
#[derive(Default)]
pub(super) struct Ids {
    given: RefCell<BTreeMap<String, u32>>,
}

impl Ids {
    /// The wanted id, with a number behind it when it was given before.
    pub(super) fn next(&self, wanted: &str) -> String {
        let mut given = self.given.borrow_mut();
        let mut id = wanted.to_owned();
        loop {
            let count = given.entry(id.clone()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return id;
            }
            id = format!("{wanted}.{count}");
        }
    }
}

/// The name of a container, unique in the picture.
pub(super) fn container_id(model: &Parts, kind: ContainerKind) -> String {
    match kind {
        ContainerKind::Region(ix) => format!("region-{}", part(&model.regions[ix.ix()].id)),
        ContainerKind::Environment(ix) => format!("env-{}", part(&model.environments[ix.ix()].id)),
        ContainerKind::Network(ix) => format!("network-{}", part(&model.networks[ix.ix()].id)),
    }
}

/// The name of a tray: the component's, with environment and region behind it where the component stands more than
/// once.
pub(super) fn tray_id(model: &Parts, ix: PlacementIx, is_first: bool) -> String {
    let placement = &model.placements[ix.ix()];
    let component = &model.components[placement.component.ix()];
    let mut id = format!("{}-{}", component.role.table(), part(&component.id));
    if !is_first {
        for more in [env_id(model, component.environment), region_id(model, ix)] {
            if !more.is_empty() {
                id.push('.');
                id.push_str(part(more));
            }
        }
    }
    id
}

/// The name in the file of what a container stands for.
pub(super) fn container_name(model: &Parts, kind: ContainerKind) -> &str {
    match kind {
        ContainerKind::Region(ix) => &model.regions[ix.ix()].id,
        ContainerKind::Environment(ix) => &model.environments[ix.ix()].id,
        ContainerKind::Network(ix) => &model.networks[ix.ix()].id,
    }
}

/// The id of an environment, or nothing.
pub(super) fn env_id(model: &Parts, ix: Option<EnvironmentIx>) -> &str {
    ix.map_or("", |ix| model.environments[ix.ix()].id.as_str())
}

/// The id of the region of a placement, or nothing.
pub(super) fn region_id(model: &Parts, ix: PlacementIx) -> &str {
    model.placements[ix.ix()].region.map_or("", |ix| model.regions[ix.ix()].id.as_str())
}

/// A part of an id that is never empty.
pub(super) fn part(id: &str) -> &str {
    if id.is_empty() { "main" } else { id }
}

/// A box as `x y w d` in ground units, always with two decimals.
pub(super) fn box_data(rect: &GRect) -> String {
    [rect.x, rect.y, rect.w, rect.d].map(units).join(" ")
}

/// A length in ground units with two decimals.
pub(super) fn units(v: Gu) -> String {
    let sign = if v.0 < 0 { "-" } else { "" };
    let a = v.0.unsigned_abs();
    format!("{sign}{}.{:02}", a / 100, a % 100)
}

/// A box of the page as `x y w h`.
pub(super) fn page_box(rect: &PageRect) -> String {
    [rect.x, rect.y, rect.w, rect.h].map(number).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_have_two_decimals_and_a_sign() {
        assert_eq!(box_data(&GRect::new(Gu(-5), Gu(120), Gu(100), Gu(1))), "-0.05 1.20 1.00 0.01");
    }

    #[test]
    fn an_id_is_given_once() {
        let ids = Ids::default();
        assert_eq!([ids.next("a"), ids.next("a"), ids.next("a.2"), ids.next("a")], ["a", "a.2", "a.2.2", "a.3"]);
    }
}
