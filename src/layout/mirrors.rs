//! Regions that run what another one runs: there the components take over the places that they have in the first.
//!
//! A region that stands in for another, or serves beside it, is read by comparing: what is where it was is seen to be the
//! same. Sizes stay its own, for a standby at a quarter of the size should look like one. So it is with networks of one
//! region that are built alike.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::alike::alike;
use super::district::District;
use crate::model::{ComponentIx, EnvironmentIx, Model};

/// Whose places the members of a district take over.
pub(super) struct Likeness {
    /// The district.
    pub of: usize,
    /// For each member the name of that one there; see [`District::names`].
    pub names: Vec<String>,
}

/// For each district the one whose places its components take over, if there is one: that which runs the same, else that
/// which is built alike. `replicated` gives for each the one in another environment whose places it has anyway.
pub(super) fn mirrors(
    model: &Model,
    districts: &[District],
    regions: &[Vec<Vec<usize>>],
    replicated: &[Option<usize>],
) -> Vec<Option<Likeness>> {
    let blocks = || regions.iter().flatten();
    let own = |d: usize, of: usize| Likeness { of, names: districts[d].names(model) };
    let same = same(model, districts, regions).into_iter().enumerate();
    let mut out: Vec<Option<Likeness>> = same.map(|(d, of)| of.map(|of| own(d, of))).collect();
    // the first block is like none before it
    if blocks().skip(1).flatten().any(|d| replicated[*d].is_none()) {
        for (d, like) in alike(model, districts, blocks().map(Vec::as_slice)) {
            out[d].get_or_insert(like);
        }
    }
    // what is copied is no copy itself
    let copied: BTreeSet<usize> =
        replicated.iter().flatten().copied().chain(out.iter().flatten().map(|like| like.of)).collect();
    for block in blocks() {
        let is_own = |d: &usize| out[*d].is_none() && replicated[*d].is_none();
        let networks: Vec<usize> = block.iter().copied().filter(is_own).collect();
        if networks.len() < 2 {
            continue;
        }
        for (d, like) in alike(model, districts, networks.chunks(1)) {
            if !copied.contains(&d) {
                out[d] = Some(like);
            }
        }
    }
    out
}

/// For each district the one that runs the same: of the same environment, in an earlier region, with at least seven in ten of
/// the components of either also in the other; of several the one that shares most. Only what stands alone in its region and
/// environment counts, for networks have an order and columns of their own.
fn same(model: &Model, districts: &[District], regions: &[Vec<Vec<usize>>]) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; districts.len()];
    // components of each district, each once, however many places it has there
    let components: Vec<BTreeSet<ComponentIx>> =
        districts.iter().map(|d| d.members.iter().map(|m| model.placement(m.placement).component).collect()).collect();
    let mut homes: BTreeMap<(Option<EnvironmentIx>, ComponentIx), Vec<usize>> = BTreeMap::new();
    for d in regions.iter().flatten().filter_map(|parts| if let [d] = parts[..] { Some(d) } else { None }) {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for c in &components[d] {
            let known = homes.entry((districts[d].environment, *c)).or_default();
            for o in known.iter() {
                *shared.entry(*o).or_default() += 1;
            }
            known.push(d);
        }
        let most = |o: usize| components[d].len().max(components[o].len());
        let like = shared.into_iter().filter(|(o, n)| n * 10 >= most(*o) * 7);
        // of equals the first
        out[d] = like.max_by_key(|(o, n)| (*n, Reverse(*o))).map(|(o, _)| o);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::geom::GPoint;
    use crate::layout::detail::Detail;
    use crate::layout::world::World;
    use crate::layout::{LayoutConfig, check, layout};
    use crate::model::testing::model;

    /// Apps in a ring, in two regions; what the second runs less is the number given.
    fn two_regions(less: usize) -> String {
        let mut text = String::from(
            "[region.east]\nzones = [\"a\", \"b\"]\n[region.west]\nzones = [\"a\", \"b\"]\nstands-in-for = \"east\"\nscale = 0.5\n",
        );
        let left: Vec<String> = (less..9).map(|k| format!("\"app-{k}\"")).collect();
        let _ =
            writeln!(text, "carries = [{}]\n[defaults]\nregion = \"east\"\nzones = [\"a\", \"b\"]", left.join(", "));
        for k in 0..9 {
            let _ = writeln!(text, "[app.app-{k}]\nper-zone = {}\nuses = [\"app-{}\"]", 1 + k % 4, (k * 4 + 1) % 9);
        }
        text
    }

    /// Whether components that stand in both regions stand in the same order along both axes.
    fn is_mirrored(text: &str) -> bool {
        let model = model(text);
        let config = LayoutConfig::default();
        let drawn = layout(&model, &config);
        assert_eq!(check(&model, &drawn), []);
        let at = |p| drawn.trays.iter().find(|t| t.placement == p).map(|t| t.rect.center());
        let pairs: Vec<(GPoint, GPoint)> = model
            .components
            .iter()
            .filter_map(|c| Some((at(*c.placements.first()?)?, at(*c.placements.get(1)?)?)))
            .collect();
        assert!(pairs.len() > 1);
        let along = |f: fn(&GPoint) -> i32| {
            let same = |(a, b): &(GPoint, GPoint)| pairs.iter().all(|(p, q)| (f(p) < f(a)) <= (f(q) <= f(b)));
            pairs.iter().all(same)
        };
        along(|p| p.x.0) && along(|p| p.y.0)
    }

    #[test]
    fn a_region_that_runs_most_of_another_has_its_places() {
        assert!(is_mirrored(&two_regions(0)) && is_mirrored(&two_regions(2)));
    }

    #[test]
    fn plain_rows_stay_before_avenues_and_a_lock_keeps_the_picture() {
        // what stands in zones in one region stands in none in the other
        let text = "[region.east]\nzones = [\"a\", \"b\"]\n[region.west]\nzones = [\"a\", \"b\"]\n\
            [store.s0]\nregion = \"east\"\nzones = [\"a\"]\nuses = [\"s2\"]\n[[store.s0.placement]]\nregion = \"west\"\n\
            [store.s1]\nregion = \"east\"\nuses = [\"s2\"]\n[[store.s1.placement]]\nregion = \"west\"\nzones = [\"a\"]\n\
            [store.s2]\nregion = \"east\"\nuses = [\"s0\"]\n[[store.s2.placement]]\nregion = \"west\"\n";
        let model = model(text);
        let first = layout(&model, &LayoutConfig::default());
        let second = layout(&model, &LayoutConfig { lock: Some(first.lock.clone()), ..LayoutConfig::default() });
        assert_eq!(second.lock, first.lock);
        let places = |l: &crate::layout::Layout| l.trays.iter().map(|t| (t.placement, t.rect)).collect::<Vec<_>>();
        assert_eq!(places(&second), places(&first));
        for band in &first.bands {
            let slab = first.containers.iter().find(|c| c.rect.contains(&band.rect)).map(|c| c.rect);
            let mut plain = first.trays.iter().filter(|t| model.placement(t.placement).zones.is_empty());
            assert!(plain.all(|t| slab.is_none_or(|s| !s.contains(&t.rect)) || t.rect.y >= band.rect.y1()));
        }
    }

    #[test]
    fn a_region_that_runs_little_of_another_has_its_own() {
        let takes_over = |less| {
            let world = World::new(&model(&two_regions(less)), None, Detail::Full);
            world.mirrors.iter().any(Option::is_some)
        };
        assert!(takes_over(2) && !takes_over(4));
    }
}
