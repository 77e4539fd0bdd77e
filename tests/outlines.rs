//! Groups on small topologies: outlines hold their members and nobody else, in the layout and in the text of the SVG.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use common::outside::{Box4, Ground, box_of, has_class, numbers, wire};
use isoplan::export::svg::{SvgOptions, svg};
use isoplan::geom::{Gu, View};
use isoplan::layout::{Layout, LayoutConfig, Marked, check, layout};
use isoplan::model::{Model, PlacementIx, resolve};
use isoplan::scene::{DrawOptions, Theme, draw};
use isoplan::source::SourceFile;
use isoplan::syntax::document::GroupKind;
use roxmltree::{Document, Node};

const PLACES: &str = "[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n[region.r]\nzones = [\"a\", \"b\"]\n";

fn model(toml: &str) -> Model {
    let loaded = isoplan::syntax::parse(SourceFile::new("groups.toml", toml));
    let (model, findings) = resolve(&loaded.document);
    assert!(loaded.findings.is_empty() && findings.is_empty(), "{:?} {findings:?}\n{toml}", loaded.findings);
    model
}

/// Lays out, checks the layout and all three pictures of it.
fn checked(toml: &str) -> (Model, Layout) {
    checked_as(toml, false)
}

/// The same, with or without trials.
fn checked_as(toml: &str, quick: bool) -> (Model, Layout) {
    let model = model(toml);
    let layout = layout(&model, &LayoutConfig { quick, ..LayoutConfig::default() });
    let bad: Vec<String> = check(&model, &layout).iter().map(ToString::to_string).collect();
    assert!(bad.is_empty(), "{bad:#?}\n{toml}");
    let theme = Theme::builtin("reference").unwrap();
    for view in View::ALL {
        let scene = draw(&model, &layout, &theme, &DrawOptions { view, ..DrawOptions::default() });
        let bad = look_over(&model, &svg(&scene, &SvgOptions::default()));
        assert!(bad.is_empty(), "{}: {bad:#?}\n{toml}", view.name());
    }
    (model, layout)
}

/// An app for each letter, one after the other in a chain, with lines of its own.
fn chain(letters: &str, own: &[(char, &str)]) -> String {
    let mut text = String::new();
    let ids: Vec<char> = letters.chars().collect();
    for (k, id) in ids.iter().enumerate() {
        let _ = writeln!(text, "[app.{id}]");
        if let Some(next) = ids.get(k + 1) {
            let _ = writeln!(text, "uses = [\"{next}\"]");
        }
        for (_, line) in own.iter().filter(|(of, _)| of == id) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

fn id(model: &Model, placement: PlacementIx) -> &str {
    &model.component(model.placement(placement).component).id
}

/// The members of the outlines of a group on the ground, and of its marks on trays.
fn drawn(model: &Model, layout: &Layout, group: &str) -> (Vec<String>, String) {
    let ground = layout.outlines.iter().filter(|o| !o.on_floor && o.of.id(model) == group);
    let mut outlines: Vec<String> =
        ground.map(|o| o.members.iter().map(|p| id(model, *p)).collect::<Vec<_>>().join(" ")).collect();
    outlines.sort();
    let marks = layout.marks.iter().filter(|m| m.of.id(model) == group).filter_map(|m| match m.on {
        Marked::Tray(p) => Some(id(model, p)),
        Marked::Outline(_) => None,
    });
    (outlines, marks.collect::<Vec<_>>().join(" "))
}

/// Whether two boxes share more than this.
fn meet(a: &Box4, b: &Box4, slack: f64) -> bool {
    (0..2).all(|k| a[k] + slack < b[k] + b[k + 2] && b[k] + slack < a[k] + a[k + 2])
}

fn holds(a: &Box4, b: &Box4) -> bool {
    (0..2).all(|k| a[k] <= b[k] + 1e-6 && b[k] + b[k + 2] <= a[k] + a[k + 2] + 1e-6)
}

/// All complaints about the groups in one picture.
fn look_over(model: &Model, text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap();
    let ground = Ground::of(document.root_element());
    let all: Vec<Node> = document.descendants().filter(Node::is_element).collect();
    let mut out = Vec::new();
    let of = |class: &str| all.iter().filter(|n| has_class(n, class)).copied().collect::<Vec<Node>>();
    let words = |n: &Node, key: &str| n.attribute(key).unwrap().split(' ').map(str::to_owned).collect::<Vec<_>>();
    let trays: BTreeMap<String, (Box4, &str)> = of("tray")
        .iter()
        .map(|n| (n.attribute("id").unwrap().to_owned(), (box_of(*n), n.attribute("data-id").unwrap())))
        .collect();
    // who is told to be in which group: by an outline, by a letter
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let outlines: Vec<(Box4, Node)> = of("outline").iter().map(|n| (box_of(*n), *n)).collect();
    for (r, node) in &outlines {
        let group = node.attribute("data-id").unwrap();
        let (members, inside) = (words(node, "data-members"), words(node, "data-trays"));
        let on_floor = node.ancestors().any(|n| has_class(&n, "tray"));
        for (tray, (box_, id)) in &trays {
            let is_member = inside.contains(tray);
            assert!(!is_member || members.iter().any(|m| m == id));
            match (is_member, on_floor) {
                (true, true) if !holds(box_, r) => out.push(format!("{group} leaves the floor of {tray}")),
                (true, false) if !holds(r, box_) => out.push(format!("{group} does not hold {tray}")),
                (false, _) if meet(r, box_, 0.0) => out.push(format!("{group} meets {tray}")),
                _ => {}
            }
            if is_member {
                told.entry(group).or_default().insert(id);
            }
        }
        if node.children().find(|n| n.has_tag_name("title")).is_none() {
            out.push(format!("{group} has no title"));
        }
    }
    for mark in of("mark") {
        let (r, group) = (box_of(mark), mark.attribute("data-id").unwrap());
        let own = mark.attribute("data-tray");
        for (tray, (box_, id)) in &trays {
            if own == Some(tray) {
                told.entry(group).or_default().insert(id);
            } else if meet(&r, box_, 0.0) {
                out.push(format!("the letter of {group} lies on {tray}"));
            }
        }
    }
    // on the ground, outlines keep off wires, slabs and each other
    let on_ground: Vec<&(Box4, Node)> =
        outlines.iter().filter(|(_, n)| !n.ancestors().any(|n| has_class(&n, "tray"))).collect();
    for (k, (r, node)) in on_ground.iter().enumerate() {
        let group = node.attribute("data-id").unwrap();
        for other in ["region", "environment", "network"].into_iter().flat_map(of) {
            let slab = box_of(other);
            if meet(r, &slab, 0.0) && !holds(&slab, r) {
                out.push(format!("{group} cuts {:?}", other.attribute("data-id")));
            }
        }
        for (other, o) in &on_ground[k + 1..] {
            if edges(r).iter().any(|e| edges(other).iter().any(|f| lie_on(e, f, 0.06))) {
                out.push(format!("{group} lies on {:?}", o.attribute("data-id")));
            }
        }
    }
    let names: Vec<(Box4, &str)> = on_ground
        .iter()
        .flat_map(|(_, n)| n.children())
        .chain(of("mark").into_iter().flat_map(|n| n.children()))
        .filter(|n| has_class(n, "label"))
        .map(|n| (on_the_ground(&ground, &n), n.attribute("data-for").unwrap()))
        .collect();
    for node in of("wire") {
        for pair in wire(&ground, node.attribute("d").unwrap()).iter().flat_map(|line| line.windows(2)) {
            let (p, q) = (pair[0], pair[1]);
            let part = [p[0].min(q[0]), p[1].min(q[1]), (p[0] - q[0]).abs(), (p[1] - q[1]).abs()];
            // the curve of a corner is read as two straights with their true corner
            for (r, n) in &on_ground {
                if edges(r).iter().any(|e| lie_on(e, &part, 0.04)) {
                    out.push(format!("{:?} lies on wire {:?}", n.attribute("data-id"), node.attribute("data-wire")));
                }
            }
            for (r, group) in &names {
                let thin = [part[0] - 0.02, part[1] - 0.02, part[2] + 0.04, part[3] + 0.04];
                if meet(r, &thin, 0.0) {
                    out.push(format!("wire {:?} runs through the name of {group}", node.attribute("data-wire")));
                }
            }
        }
    }
    for (r, group) in names.iter().filter(|(r, _)| r[2] > 0.5 || r[3] > 0.5) {
        for (tray, _) in trays.iter().filter(|(_, (box_, _))| meet(r, box_, 0.05)) {
            out.push(format!("the name of {group} lies on {tray}"));
        }
    }
    legend(model, &of("panel"), &of("mark"), &outlines, &mut out);
    for (group, members) in groups(model, trays.len()) {
        for member in members {
            let in_box = all.iter().any(|n| has_class(n, "tray") && n.attribute("data-id") == Some(&member));
            if in_box && !told.get(group.as_str()).is_some_and(|told| told.contains(member.as_str())) {
                out.push(format!("nothing tells that {member} is in {group}"));
            }
        }
    }
    out
}

/// All groups with the ids of the members that must be told, in a drawing of so many trays: of a domain those that stand
/// in one place with another one.
fn groups(model: &Model, trays: usize) -> Vec<(String, Vec<String>)> {
    let place = |p: PlacementIx| {
        let placement = model.placement(p);
        let environment = placement.region.and(model.component(placement.component).environment);
        (placement.region, environment, placement.network)
    };
    isoplan::layout::Outlined::all(model)
        .into_iter()
        .filter(|(of, _)| of.is_lettered(model, trays))
        .map(|(of, members)| {
            let placements = || members.iter().flat_map(|c| &model.component(*c).placements).copied();
            let least = if of.kind(model) == GroupKind::Domain { 2 } else { 1 };
            let told = placements().filter(|p| placements().filter(|o| place(*o) == place(*p)).count() >= least);
            let ids = told.map(|p| model.component(model.placement(p).component).id.clone());
            (of.id(model).to_owned(), ids.collect())
        })
        .collect()
}

/// The box on the ground round the ink of a label.
fn on_the_ground(ground: &Ground, label: &Node) -> Box4 {
    let quad = numbers(label.attribute("data-quad").unwrap());
    let points: Vec<[f64; 2]> = quad.chunks(2).map(|p| ground.at(p[0], p[1])).collect();
    let low = |k: usize| points.iter().map(|p| p[k]).fold(f64::MAX, f64::min);
    let high = |k: usize| points.iter().map(|p| p[k]).fold(f64::MIN, f64::max);
    [low(0), low(1), high(0) - low(0), high(1) - low(1)]
}

/// The edges of a box as flat boxes.
fn edges(r: &Box4) -> [Box4; 4] {
    let [x, y, w, d] = *r;
    [[x, y, w, 0.0], [x, y + d, w, 0.0], [x, y, 0.0, d], [x + w, y, 0.0, d]]
}

/// Whether two flat boxes run beside each other, nearer than this, for more than a tenth of a unit.
fn lie_on(a: &Box4, b: &Box4, near: f64) -> bool {
    let flat = |r: &Box4, k: usize| r[k + 2] < 0.02;
    (0..2).any(|k| {
        let other = 1 - k;
        let shared = (a[k] + a[k + 2]).min(b[k] + b[k + 2]) - a[k].max(b[k]);
        flat(a, other) && flat(b, other) && (a[other] - b[other]).abs() < near && shared > 0.1
    })
}

/// Each letter is explained once, by the name of its group, and nothing else is.
fn legend(model: &Model, panels: &[Node], marks: &[Node], outlines: &[(Box4, Node)], out: &mut Vec<String>) {
    let panel = panels.iter().find(|n| n.attribute("id") == Some("panel-legend")).unwrap();
    let words: Vec<&str> = panel.descendants().filter_map(|n| n.attribute("aria-label")).collect();
    let letters: BTreeMap<&str, &str> =
        marks.iter().filter_map(|n| Some((n.attribute("data-id")?, text_of(n)?))).collect();
    for (of, _) in isoplan::layout::Outlined::all(model) {
        let named = words.iter().any(|w| w.ends_with(&format!(": {}", of.label(model))));
        let letter = letters.get(of.id(model));
        if named != letter.is_some() || letter.is_some_and(|l| words.iter().filter(|w| w == &l).count() != 1) {
            out.push(format!("the legend and the letter of {} differ: {letter:?}, {words:?}", of.id(model)));
        }
    }
    for (kind, word) in [(GroupKind::Security, "Security group"), (GroupKind::Team, "Team")] {
        let is_of = |n: &Node| {
            let id = n.attribute("data-id").unwrap_or_default();
            isoplan::layout::Outlined::all(model).iter().any(|(of, _)| of.kind(model) == kind && of.id(model) == id)
        };
        let is_explained = words.iter().any(|w| w.split(", ").any(|part| part.eq_ignore_ascii_case(word)));
        if is_explained != outlines.iter().any(|(_, n)| is_of(n)) {
            out.push(format!("the legend has an entry `{word}` too many or too few"));
        }
    }
}

/// The text in an element.
fn text_of<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    node.descendants().find_map(|n| n.attribute("aria-label"))
}

#[test]
fn a_contiguous_pair_has_one_outline_across_zones() {
    let one = "security-group = [\"front\"]";
    let text = format!("{PLACES}[security-group.front]\n{}", chain("abc", &[('a', one), ('b', one)]));
    let (model, layout) = checked(&text);
    assert_eq!(drawn(&model, &layout, "front"), (vec!["a b".to_owned()], String::new()));
    let outline = &layout.outlines[0];
    let zones: BTreeSet<usize> =
        layout.bands.iter().filter(|b| b.rect.overlaps(&outline.rect)).filter_map(|b| b.zone).collect();
    assert_eq!(zones.len(), 2, "it crosses both zones");
    assert!(outline.name.is_some());
}

#[test]
fn what_another_parts_has_two_outlines_with_one_name() {
    let one = "security-group = [\"front\"]";
    let text = format!("{PLACES}[security-group.front]\n{}", chain("abcd", &[('a', one), ('b', one), ('d', one)]));
    let (model, layout) = checked(&text);
    assert_eq!(drawn(&model, &layout, "front"), (vec!["a b".to_owned(), "d".to_owned()], String::new()));
}

#[test]
fn scattered_members_bear_a_letter_that_the_legend_explains() {
    let one = "security-group = [\"front\"]";
    let other = "security-group = [\"back\"]";
    let own: Vec<(char, &str)> = "abcdefghij".chars().zip([one, other].into_iter().cycle()).collect();
    let groups = "[security-group.front]\nlabel = \"Front doors\"\n[security-group.back]\nlabel = \"Back doors\"\n";
    let (model, layout) = checked(&format!("{PLACES}{groups}{}", chain("abcdefghij", &own)));
    let letters = |group: &str| drawn(&model, &layout, group);
    let both = [("front", "a c e g i"), ("back", "b d f h j")];
    assert!(
        both.iter().any(|(group, all)| letters(group) == (Vec::new(), (*all).to_owned())),
        "{:?}",
        letters("front")
    );
}

#[test]
fn nested_and_equal_groups_keep_off_each_other() {
    let own = [('a', "security-group = [\"front\", \"all\"]"), ('b', "security-group = [\"front\", \"all\"]")];
    let own = [own[0], own[1], ('c', "security-group = [\"all\"]")];
    let groups = "[security-group.front]\n[security-group.all]\n[group.asg]\nkind = \"auto-scaling\"\n\
                  members = [\"a\", \"b\"]\n[group.crew]\nkind = \"team\"\nmembers = [\"a\", \"b\", \"c\"]\n";
    let (model, layout) = checked(&format!("{PLACES}{groups}{}", chain("abcd", &own)));
    assert_eq!(drawn(&model, &layout, "asg").0, ["a b"]);
    assert_eq!(drawn(&model, &layout, "front").0, ["a b"]);
    assert_eq!(drawn(&model, &layout, "all").0, ["a b c"]);
    assert_eq!(drawn(&model, &layout, "crew").0, ["a b c"]);
    for (k, a) in layout.outlines.iter().enumerate() {
        for b in &layout.outlines[k + 1..] {
            let levels = |r: isoplan::geom::GRect| [r.x, r.y, r.x1(), r.y1()];
            let near = levels(a.rect).iter().zip(levels(b.rect)).any(|(p, q)| (*p - q).abs() < Gu(6));
            assert!(!near, "{:?} and {:?}", a.rect, b.rect);
        }
    }
    assert!(layout.trays.iter().all(|t| !t.scaling_box), "the group has the outline, not each tray");
    assert_eq!(layout.trays.iter().filter(|t| t.scaling.is_some()).count(), 2);
}

#[test]
fn groups_across_environments_and_regions_have_an_outline_in_each() {
    let one = "security-group = [\"front\"]";
    let text = format!(
        "[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\nenvironment = \"live\"\n[region.r]\nzones = [\"a\", \"b\"]\n\
         [region.s]\nzones = [\"a\", \"b\"]\nstands-in-for = \"r\"\n[environment.live]\n[environment.test]\n\
         replicates = \"live\"\nregion = \"r\"\n[security-group.front]\n{}",
        chain("abc", &[('a', one), ('b', one)])
    );
    let (model, layout) = checked(&text);
    let (outlines, marks) = drawn(&model, &layout, "front");
    assert_eq!((outlines, marks.as_str()), (vec!["a b".to_owned(); 3], ""));
    for outline in &layout.outlines {
        let places: BTreeSet<_> = outline
            .members
            .iter()
            .map(|p| (model.placement(*p).region, model.component(model.placement(*p).component).environment))
            .collect();
        assert_eq!(places.len(), 1, "one environment in one region");
    }
}

#[test]
fn worlds_with_groups_by_chance_hold() {
    for (seed, mut w) in (40..).zip(common::many().into_iter().filter(|w| w.apps > 3)) {
        w.seed = seed;
        let mut dice = common::Dice::new(seed);
        let mut text = common::world(w);
        for k in 0..8 {
            let kind = dice.pick(&["team", "auto-scaling", "security", "placement"]);
            let members: BTreeSet<String> =
                (0..2 + dice.below(5)).map(|_| format!("\"app-{}\"", dice.below(w.apps))).collect();
            let members = members.into_iter().collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, "\n[group.g-{k}]\nlabel = \"Group {k}\"\nkind = \"{kind}\"\nmembers = [{members}]");
        }
        checked_as(&text, seed % 8 != 0);
    }
}

/// An app of a domain that calls others, with a store of its own.
fn service(domain: &str, app: &str, calls: &[&str], kind: &str) -> String {
    let store = format!("{app}-db");
    let uses = [calls, &[store.as_str()]].concat();
    format!(
        "[app.{app}]\ngroup = \"{domain}\"\nuses = {uses:?}\n[store.{store}]\nkind = \"{kind}\"\ngroup = \"{domain}\"\n"
    )
}

#[test]
fn domains_of_a_plan_of_some_dozens_stand_together_behind_the_way_in() {
    // each app with who it calls; each has a store of its own
    let domains = [
        ("shop", [("catalog", "prices"), ("cart", "checkout"), ("search", "catalog"), ("prices", "")]),
        ("orders", [("checkout", "payment stock"), ("payment", "fraud"), ("invoices", "payment"), ("fraud", "")]),
        ("delivery", [("shipping", "tracking"), ("stock", ""), ("tracking", "invoices"), ("returns", "stock")]),
    ];
    let mut text = String::from(PLACES);
    text += "[external.users]\nuses = [\"edge\"]\n[gateway.edge]\nkind = \"api-gateway\"\n\
             uses = [\"catalog\", \"cart\", \"search\"]\n";
    for (domain, apps) in domains {
        let _ = writeln!(text, "[group.{domain}]");
        for ((app, calls), kind) in apps.into_iter().zip(["rds", "dynamodb"].into_iter().cycle()) {
            text += &service(domain, app, &calls.split_whitespace().collect::<Vec<_>>(), kind);
        }
    }
    let (model, layout) = checked(&text);
    assert!(layout.marks.is_empty(), "letters: {}", layout.marks.len());
    let shown: BTreeSet<&str> = layout.outlines.iter().map(|o| o.label.as_str()).collect();
    assert_eq!(shown, ["delivery", "orders", "shop"].into());
    // who calls from outside finds the gateway at the front of the region
    let slab = layout.containers[0].rect;
    let is_edge = |p: PlacementIx| model.component(model.placement(p).component).id == "edge";
    let edge = layout.trays.iter().find(|t| is_edge(t.placement)).unwrap();
    assert!(edge.rect.center().x < slab.x + slab.w / 3, "{:?} in {slab:?}", edge.rect);
}

#[test]
fn domains_of_a_large_plan_have_blocks() {
    // each app calls the next one of its domain, and every other the first of the next domain
    let mut text = String::from(PLACES);
    text += "[external.users]\nuses = [\"edge\"]\n[gateway.edge]\nkind = \"api-gateway\"\nuses = [\"a-0\", \"b-0\", \"c-0\"]\n";
    let domains: Vec<char> = ('a'..='j').collect();
    for (d, domain) in domains.iter().enumerate() {
        let _ = writeln!(text, "[group.{domain}]");
        let size = 4 + d % 3;
        for k in 0..size {
            let next = (k + 1 < size).then(|| format!("{domain}-{}", k + 1));
            let beyond = domains.get(d + 1).filter(|_| k % 2 == 1).map(|next| format!("{next}-0"));
            let calls: Vec<&str> = next.iter().chain(&beyond).map(String::as_str).collect();
            text += &service(&domain.to_string(), &format!("{domain}-{k}"), &calls, ["rds", "dynamodb"][k % 2]);
        }
    }
    let (_, layout) = checked(&text);
    assert!(layout.trays.len() > 80, "{}", layout.trays.len());
    let shown: BTreeSet<&str> = layout.outlines.iter().map(|o| o.label.as_str()).collect();
    assert!(shown.len() > 7, "{shown:?}");
}
