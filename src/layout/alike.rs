//! Regions, environments and networks that are built alike, though each of their components has a name of its own:
//! `web-eu` and `web-us`, say. They are drawn alike, so that a reader who knows one knows the other.
//!
//! Two are alike when their components can be paired off so that pairs are of one role and kind and are joined in the same
//! way. Pairs are found by colours: at first those of one role and kind have one, then all that see the same colours
//! around them, until no colour falls apart (Weisfeiler and Leman, 1968). Who has one colour still is paired in the order
//! of the names, and the connections tell whether that is right.

use std::collections::{BTreeMap, BTreeSet};

use super::district::District;
use super::mirrors::Likeness;
use crate::model::{Model, PlacementIx};
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::Role;

/// A block has so many members and connections within at least; of less one can not say that it is built like another.
const LEAST: (usize, usize) = (3, 2);
/// Rounds in which colours fall apart at most.
const ROUNDS: usize = 16;

/// What a region runs of one environment, as a graph.
struct Graph {
    /// For each member its district and its number there: district by district.
    members: Vec<(usize, usize)>,
    /// Connections between members.
    edges: Vec<Edge>,
    colors: Vec<u32>,
}

/// From, to, and what for.
type Edge = (usize, usize, ConnectionKind);

/// The districts that are like one in another block: the first that is, of several. `blocks` are lists of districts, such as
/// those of a region and environment, in the order in which they are built.
pub(super) fn alike<'a>(
    model: &Model,
    districts: &[District],
    blocks: impl Iterator<Item = &'a [usize]>,
) -> Vec<(usize, Likeness)> {
    let mut graphs = graphs(model, districts, blocks);
    let component =
        |(d, k): (usize, usize)| model.component(model.placement(districts[d].members[k].placement).component);
    color(&mut graphs, |m| {
        let (c, zonal) = (component(m), districts[m.0].members[m.1].template.zones.is_some());
        (c.role, c.kind.id, zonal.then_some(districts[m.0].members[m.1].class), districts[m.0].network.is_some())
    });
    let named = |g: &Graph| -> Vec<(&str, String)> {
        let names = g.members.chunk_by(|a, b| a.0 == b.0).flat_map(|part| districts[part[0].0].names(model));
        g.members.iter().map(|m| component(*m).label.as_str()).zip(names).collect()
    };
    let mut out = Vec::new();
    let mut first: BTreeMap<Vec<u32>, &Graph> = BTreeMap::new();
    for own in &graphs {
        let mut signature = own.colors.clone();
        signature.sort_unstable();
        let Some(other) = first.get(&signature) else {
            first.insert(signature, own);
            continue;
        };
        let names = named(other);
        let Some(twin) = pairs((own, &named(own)), (other, &names)) else { continue };
        let Some(of) = by_district(own, other, &twin) else { continue };
        for (d, of) in of {
            let twins = own.members.iter().zip(&twin).filter(|(m, _)| m.0 == d);
            out.push((d, Likeness { of, names: twins.map(|(_, t)| names[*t].1.clone()).collect() }));
        }
    }
    out
}

/// The graphs of all blocks that are large enough.
fn graphs<'a>(model: &Model, districts: &[District], blocks: impl Iterator<Item = &'a [usize]>) -> Vec<Graph> {
    let mut home: BTreeMap<PlacementIx, (usize, usize)> = BTreeMap::new();
    let mut graphs: Vec<Graph> = Vec::new();
    for (b, block) in blocks.enumerate() {
        let members: Vec<(usize, usize)> =
            block.iter().flat_map(|d| (0..districts[*d].members.len()).map(move |k| (*d, k))).collect();
        home.extend(members.iter().enumerate().map(|(n, (d, k))| (districts[*d].members[*k].placement, (b, n))));
        graphs.push(Graph { members, edges: Vec::new(), colors: Vec::new() });
    }
    for link in &model.links {
        if let (Some((b, from)), Some((c, to))) = (home.get(&link.from), home.get(&link.to))
            && b == c
        {
            graphs[*b].edges.push((*from, *to, model.connection(link.connection).kind));
        }
    }
    graphs.retain(|g| g.members.len() >= LEAST.0 && g.edges.len() >= LEAST.1);
    for graph in &mut graphs {
        graph.edges.sort_unstable();
    }
    graphs
}

/// What one sees at first: role, kind, in which rows it stands if it stands in zones, and whether it is in a network.
type First = (Role, &'static str, Option<usize>, bool);
/// A colour, and what is around: whether one is called from there, what for, and the colour there.
type Seen = (u32, Vec<(bool, ConnectionKind, u32)>);

/// Gives all members colours: the same ones in all graphs for what can not be told apart.
fn color(graphs: &mut [Graph], first: impl Fn((usize, usize)) -> First) {
    let seen: Vec<Vec<First>> = graphs.iter().map(|g| g.members.iter().map(|m| first(*m)).collect()).collect();
    let mut count = number(graphs, &seen);
    for _ in 0..ROUNDS {
        let seen: Vec<Vec<Seen>> = graphs.iter().map(around).collect();
        let before = std::mem::replace(&mut count, number(graphs, &seen));
        if count == before {
            break;
        }
    }
}

/// What each member of a graph sees.
fn around(graph: &Graph) -> Vec<Seen> {
    let mut seen: Vec<Seen> = graph.colors.iter().map(|c| (*c, Vec::new())).collect();
    for &(from, to, kind) in &graph.edges {
        seen[from].1.push((false, kind, graph.colors[to]));
        seen[to].1.push((true, kind, graph.colors[from]));
    }
    for (_, list) in &mut seen {
        list.sort_unstable();
    }
    seen
}

/// Numbers what was seen, in its order, and makes that the colours. Gives how many there are.
fn number<T: Ord>(graphs: &mut [Graph], seen: &[Vec<T>]) -> usize {
    let mut sorted: Vec<&T> = seen.iter().flatten().collect();
    sorted.sort_unstable();
    sorted.dedup();
    for (graph, seen) in graphs.iter_mut().zip(seen) {
        graph.colors = seen.iter().map(|s| sorted.partition_point(|t| *t < s) as u32).collect();
    }
    sorted.len()
}

/// For each member of one graph that of another which it is paired with; `None` if they are not joined in the same way. Both
/// come with the names of their members.
fn pairs<N: Ord>((a, names_a): (&Graph, &[N]), (b, names_b): (&Graph, &[N])) -> Option<Vec<usize>> {
    let order = |g: &Graph, names: &[N]| {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|n| (g.colors[*n], &names[*n], *n));
        order
    };
    let mut twin = vec![0; names_a.len()];
    for (n, t) in order(a, names_a).into_iter().zip(order(b, names_b)) {
        twin[n] = t;
    }
    let mut edges: Vec<Edge> = a.edges.iter().map(|(from, to, kind)| (twin[*from], twin[*to], *kind)).collect();
    edges.sort_unstable();
    (edges == b.edges).then_some(twin)
}

/// For each district of one graph that of another; `None` if what stands in one network there does not here.
fn by_district(a: &Graph, b: &Graph, twin: &[usize]) -> Option<BTreeMap<usize, usize>> {
    let pairs: BTreeSet<(usize, usize)> = a.members.iter().zip(twin).map(|(m, t)| (m.0, b.members[*t].0)).collect();
    let of: BTreeMap<usize, usize> = pairs.iter().copied().collect();
    let back: BTreeSet<usize> = of.values().copied().collect();
    (of.len() == pairs.len() && back.len() == pairs.len()).then_some(of)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::geom::GPoint;
    use crate::layout::detail::Detail;
    use crate::layout::world::World;
    use crate::layout::{Layout, LayoutConfig, check, layout};
    use crate::model::Model;
    use crate::model::testing::model;

    /// Two regions with an application each, its queue of a kind that is given, and its servers in a network of their own or
    /// in none.
    fn two(queues: [&str; 2], networks: bool) -> String {
        let mut text = String::from("[external.users]\nuses = [\"web-eu\", \"web-us\"]\n");
        for (region, queue) in ["eu", "us"].into_iter().zip(queues) {
            let _ = write!(text, "[region.{region}]\nzones = [\"a\", \"b\"]\n");
            if networks {
                let _ = write!(text, "[network.vpc-{region}]\nregion = \"{region}\"\n");
            }
            let network = if networks { format!("network = \"vpc-{region}\"\n") } else { String::new() };
            // in another order in each region
            let mut tables = [
                format!(
                    "[app.web-{region}]\n{network}zones = [\"a\", \"b\"]\nuses = [\"api-{region}\", \"files-{region}\"]\n"
                ),
                format!(
                    "[app.api-{region}]\n{network}zones = [\"a\", \"b\"]\nuses = [\"db-{region}\", \"jobs-{region}\", \"log-{region}\"]\n"
                ),
                format!(
                    "[app.worker-{region}]\n{network}zones = [\"a\"]\nuses = [\"jobs-{region}\", \"db-{region}\"]\n"
                ),
                format!("[store.db-{region}]\nkind = \"rds\"\n{network}zones = [\"a\", \"b\"]\n"),
                format!("[store.jobs-{region}]\nkind = \"{queue}\"\n"),
                format!("[store.files-{region}]\nkind = \"s3\"\n"),
                format!("[store.log-{region}]\nkind = \"s3\"\n"),
            ];
            if region == "us" {
                tables.reverse();
            }
            for table in tables {
                let _ = writeln!(text, "{table}region = \"{region}\"");
            }
        }
        text
    }

    /// Whether some parts of a second block stand as their twins in the first: equally far from its first application.
    fn looks_alike(model: &Model, drawn: &Layout, [first, second]: [&str; 2], parts: &[&str]) -> bool {
        let at = |id: &str| {
            let of = |t: &&crate::layout::Tray| model.component(model.placement(t.placement).component).id == id;
            drawn.trays.iter().find(of).map(|t| t.rect.center())
        };
        let place = |name: &str, block: &str| -> Option<GPoint> {
            let (p, o) = (at(&format!("{name}-{block}"))?, at(&format!("web-{block}"))?);
            Some(GPoint { x: p.x - o.x, y: p.y - o.y })
        };
        parts.iter().all(|n| place(n, first).is_some() && place(n, first) == place(n, second))
    }

    #[test]
    fn regions_that_are_built_alike_look_alike() {
        let parts = ["api", "worker", "db", "jobs", "files", "log"];
        for networks in [false, true] {
            let model = model(&two(["sqs", "sqs"], networks));
            let drawn = layout(&model, &LayoutConfig::default());
            assert_eq!(check(&model, &drawn), []);
            assert!(looks_alike(&model, &drawn, ["eu", "us"], &parts), "networks: {networks}");
            let again = layout(&model, &LayoutConfig { lock: Some(drawn.lock.clone()), ..LayoutConfig::default() });
            assert_eq!(again.lock, drawn.lock);
            assert!(looks_alike(&model, &again, ["eu", "us"], &parts), "with a lock, networks: {networks}");
        }
    }

    #[test]
    fn what_is_built_in_another_way_is_not_taken_for_alike() {
        let likenesses = |text: &str| {
            let world = World::new(&model(text), None, Detail::Full);
            world.mirrors.iter().flatten().count()
        };
        let text = two(["sqs", "sqs"], false);
        assert_eq!(likenesses(&text), 1);
        // a component of another kind, a connection more, one the other way round, one of another kind
        assert_eq!(likenesses(&two(["sqs", "kinesis"], false)), 0);
        let change = |from: &str, to: &str| {
            let changed = text.replace(from, to);
            assert_ne!(changed, text);
            likenesses(&changed)
        };
        assert_eq!(change("\"jobs-us\", \"db-us\"", "\"jobs-us\", \"db-us\", \"log-us\""), 0);
        assert_eq!(change("\"jobs-us\", \"db-us\"", "\"jobs-us\", { to = \"db-us\", kind = \"batch\" }"), 0);
        assert_eq!(change("\"api-us\", \"files-us\"]", "\"api-us\", \"log-us\"]"), 0);
        // with networks, all of it: what stands in the network there stands in it here
        let networks = two(["sqs", "sqs"], true);
        assert_eq!(likenesses(&networks), 2);
        assert_eq!(likenesses(&networks.replacen("network = \"vpc-us\"\n", "", 1)), 0);
    }

    /// A hub and three networks: two that are built alike, and one with a component more.
    fn spokes() -> String {
        let mut text = String::from(
            "[region.r]\nzones = [\"a\", \"b\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n[network.hub]\n\
             [app.hub]\nnetwork = \"hub\"\nuses = [\"web-one\", \"web-two\", \"web-more\"]\n",
        );
        for spoke in ["one", "two", "more"] {
            let _ = write!(
                text,
                "[network.{spoke}]\n[app.web-{spoke}]\nnetwork = \"{spoke}\"\nuses = [\"api-{spoke}\", \"db-{spoke}\"]\n\
                 [app.api-{spoke}]\nnetwork = \"{spoke}\"\nuses = [\"db-{spoke}\"]\n\
                 [store.db-{spoke}]\nkind = \"rds\"\nnetwork = \"{spoke}\"\n"
            );
        }
        text + "[store.files]\nkind = \"efs\"\nnetwork = \"more\"\n"
    }

    #[test]
    fn networks_of_one_region_that_are_built_alike_look_alike() {
        let model = model(&spokes());
        let world = World::new(&model, None, Detail::Full);
        assert_eq!(world.mirrors.iter().flatten().count(), 1);
        let drawn = layout(&model, &LayoutConfig::default());
        let locked = layout(&model, &LayoutConfig { lock: Some(drawn.lock.clone()), ..LayoutConfig::default() });
        for drawn in [&drawn, &locked] {
            assert_eq!(check(&model, drawn), []);
            assert!(looks_alike(&model, drawn, ["one", "two"], &["api", "db"]));
        }
        assert_eq!(locked.lock, drawn.lock);
    }

    #[test]
    fn a_network_that_others_copy_is_no_copy_itself() {
        // the other environment takes over the places of both
        let text = "[environment.p]\n[environment.q]\nreplicates = \"p\"\n".to_owned()
            + &spokes().replace("[defaults]", "[defaults]\nenvironment = \"p\"");
        let model = model(&text);
        let world = World::new(&model, None, Detail::Full);
        assert_eq!(world.mirrors.iter().flatten().count(), 0);
        assert_eq!(check(&model, &layout(&model, &LayoutConfig::default())), []);
    }

    #[test]
    fn who_can_not_be_told_apart_is_paired_by_name() {
        // two halves of one colour: only some pairs of them are joined in the same way
        let ring = |region: &str, names: [&str; 4]| {
            let mut text = format!("[region.{region}]\nzones = [\"z\"]\n");
            for k in 0..4 {
                let _ = write!(
                    text,
                    "[app.{0}-{region}]\nregion = \"{region}\"\nuses = [\"{1}-{region}\"]\n",
                    names[k],
                    names[(k + 1) % 4]
                );
            }
            text
        };
        let pairs = |second: [&str; 4]| {
            let text = ring("eu", ["a", "b", "c", "d"]) + &ring("us", second);
            let world = World::new(&model(&text), None, Detail::Full);
            world.mirrors.into_iter().flatten().next().map(|like| like.names)
        };
        let names = Some(["a-eu", "b-eu", "c-eu", "d-eu"].map(str::to_owned).to_vec());
        assert_eq!(pairs(["a", "b", "c", "d"]), names);
        // by their names they would not be joined in the same way: no likeness rather than a wrong one
        assert_eq!(pairs(["a", "c", "b", "d"]), None);
    }
}
