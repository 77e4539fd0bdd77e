//! Texts of connections in crowded pictures, seen from outside: each is there or has a letter that a panel explains, and
//! none lies on anything.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::outside::{Ground, box_of, has_class, numbers, wire};
use isoplan::export::svg::{SvgOptions, svg};
use isoplan::geom::View;
use isoplan::layout::{LayoutConfig, check, layout};
use isoplan::model::{Model, resolve};
use isoplan::scene::{DrawOptions, Theme, draw};
use isoplan::source::SourceFile;
use roxmltree::{Document, Node};

/// A convex figure on the page, and what it is.
struct Figure {
    name: String,
    points: Vec<[f64; 2]>,
}

/// Whether two convex figures share more than this width everywhere between them.
fn meet(a: &[[f64; 2]], b: &[[f64; 2]], slack: f64) -> bool {
    let apart = |p: &[[f64; 2]], q: &[[f64; 2]]| {
        (0..p.len()).any(|i| {
            let (s, t) = (p[i], p[(i + 1) % p.len()]);
            let (nx, ny) = (t[1] - s[1], s[0] - t[0]);
            let length = nx.hypot(ny).max(1e-9);
            let span = |points: &[[f64; 2]]| {
                points.iter().fold((f64::MAX, f64::MIN), |(low, high), v| {
                    let along = (v[0] * nx + v[1] * ny) / length;
                    (low.min(along), high.max(along))
                })
            };
            let (p, q) = (span(p), span(q));
            p.1 - slack <= q.0 || q.1 - slack <= p.0
        })
    };
    !apart(a, b) && !apart(b, a)
}

fn quad(node: Node) -> Vec<[f64; 2]> {
    numbers(node.attribute("data-quad").unwrap()).chunks(2).map(|p| [p[0], p[1]]).collect()
}

/// The middle and the radius of the disc of a group, from the box of its outline.
fn disc(group: Node) -> ([f64; 2], f64) {
    let path = group.descendants().find(|n| n.has_tag_name("path")).unwrap();
    let width: f64 = path.attribute("stroke-width").map_or(0.0, |w| w.parse().unwrap());
    let v = numbers(path.attribute("d").unwrap());
    let xs = || v.iter().step_by(2).copied();
    let ys = || v.iter().skip(1).step_by(2).copied();
    let (left, right) = (xs().fold(f64::MAX, f64::min), xs().fold(f64::MIN, f64::max));
    let (top, bottom) = (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max));
    ([f64::midpoint(left, right), f64::midpoint(top, bottom)], (right - left) / 2.0 + width / 2.0)
}

fn round(([x, y], r): ([f64; 2], f64)) -> Vec<[f64; 2]> {
    (0..16).map(|k| f64::from(k) * std::f64::consts::PI / 8.0).map(|a| [x + r * a.cos(), y + r * a.sin()]).collect()
}

/// What a picture says about the texts of its connections.
struct Seen {
    /// The words beside each wire, by its number.
    texts: BTreeMap<String, String>,
    /// The letter on each wire, by its number.
    letters: BTreeMap<String, String>,
    /// What the panel says about each letter.
    panel: BTreeMap<String, String>,
    /// The numbers of the wires between two components.
    wires: BTreeMap<(String, String), BTreeSet<String>>,
}

fn seen(all: &[Node]) -> Seen {
    let of = |node: &Node, key: &str| node.attribute(key).unwrap().to_owned();
    let mut out =
        Seen { texts: BTreeMap::new(), letters: BTreeMap::new(), panel: BTreeMap::new(), wires: BTreeMap::new() };
    for node in all {
        if has_class(node, "wire") {
            for from in of(node, "data-from").split(' ') {
                for to in of(node, "data-to").split(' ') {
                    let ends = (from.to_owned(), to.to_owned());
                    out.wires.entry(ends).or_default().insert(of(node, "data-wire"));
                }
            }
        } else if has_class(node, "lettered") && node.attribute("data-letter").is_some() {
            out.letters.insert(of(node, "data-wire"), of(node, "data-letter"));
        } else if has_class(node, "entry") && node.attribute("data-letter").is_some() {
            let title = node.children().find(|n| n.has_tag_name("title")).unwrap();
            out.panel.insert(of(node, "data-letter"), title.text().unwrap().to_owned());
        } else if has_class(node, "label")
            && !node.parent_element().is_some_and(|p| has_class(&p, "lettered"))
            && let Some(number) = of(node, "data-for").strip_prefix("wire-")
        {
            let words = node.descendants().find_map(|n| n.attribute("aria-label")).unwrap();
            out.texts.insert(number.to_owned(), words.to_owned());
        }
    }
    out
}

/// Connections of the model whose text is nowhere to be read.
fn unsaid(model: &Model, seen: &Seen) -> Vec<String> {
    let mut out = Vec::new();
    for connection in &model.connections {
        let Some(label) = &connection.label else { continue };
        let ends = (model.component(connection.from).id.clone(), model.component(connection.to).id.clone());
        let says = |wire: &String| {
            let by_letter = seen.letters.get(wire).and_then(|letter| seen.panel.get(letter));
            seen.texts.get(wire).or(by_letter) == Some(label)
        };
        if !seen.wires.get(&ends).is_some_and(|wires| wires.iter().any(says)) {
            out.push(format!("nothing says `{label}` of {ends:?}"));
        }
    }
    let used: BTreeSet<&String> = seen.letters.values().collect();
    if used != seen.panel.keys().collect() {
        out.push(format!("the panel explains {:?}, the picture has {used:?}", seen.panel.keys()));
    }
    out
}

/// Texts and discs of wires that lie on something, and discs that are not on their wire.
fn misplaced(ground: &Ground, all: &[Node]) -> Vec<String> {
    let (mut marks, mut others) = (Vec::new(), Vec::new());
    let inside = |node: &Node, class| node.ancestors().any(|a| has_class(&a, class));
    for node in all {
        let name = || format!("{:?} {:?}", node.attribute("class"), node.attribute("data-for"));
        if has_class(node, "lettered") && node.attribute("data-letter").is_some() {
            marks.push(Figure { name: name(), points: round(disc(*node)) });
        } else if has_class(node, "step") {
            others.push(Figure { name: name(), points: round(disc(*node)) });
        } else if has_class(node, "tray") {
            let [x, y, w, d] = box_of(*node);
            let points = [(x, y), (x + w, y), (x + w, y + d), (x, y + d)].map(|(x, y)| ground.page(x, y)).to_vec();
            others.push(Figure { name: format!("tray {:?}", node.attribute("id")), points });
        } else if has_class(node, "label") && !inside(node, "tray") && !inside(node, "badge") && !inside(node, "step") {
            let is_of_wire = node.attribute("data-for").unwrap().starts_with("wire-");
            let list = if is_of_wire { &mut marks } else { &mut others };
            list.push(Figure { name: name(), points: quad(*node) });
        }
    }
    let mut out = Vec::new();
    for (k, a) in marks.iter().enumerate() {
        for b in marks[k + 1..].iter().chain(&others) {
            if meet(&a.points, &b.points, 0.3) {
                out.push(format!("{} meets {}", a.name, b.name));
            }
        }
    }
    let lines: BTreeMap<&str, Vec<Vec<[f64; 2]>>> = all
        .iter()
        .filter(|n| has_class(n, "wire"))
        .map(|n| (n.attribute("data-wire").unwrap(), wire(ground, n.attribute("d").unwrap())))
        .collect();
    for badge in all.iter().filter(|n| has_class(n, "lettered") && n.attribute("data-letter").is_some()) {
        let ([x, y], _) = disc(*badge);
        let [x, y] = ground.at(x, y);
        let is_on = |s: &[[f64; 2]]| {
            let within = |a: f64, b: f64, v: f64| a.min(b) - 0.02 <= v && v <= a.max(b) + 0.02;
            within(s[0][0], s[1][0], x) && within(s[0][1], s[1][1], y)
        };
        let own = &lines[badge.attribute("data-wire").unwrap()];
        if !own.iter().any(|line| line.windows(2).any(is_on)) {
            out.push(format!("{:?} is not on its wire", badge.attribute("data-for")));
        }
    }
    out
}

#[test]
fn every_text_is_said_and_none_lies_on_anything() {
    let mut letters = 0;
    for (seed, apps, degree) in [(1, 14, 5), (2, 12, 11), (3, 30, 4), (4, 5, 4)] {
        let text = common::talkative(seed, apps, degree);
        let (model, _) = resolve(&isoplan::syntax::parse(SourceFile::new("world.toml", text)).document);
        let plan = layout(&model, &LayoutConfig::default());
        assert!(check(&model, &plan).is_empty());
        // a wire all of which other discs lie on may have no room for one more: that is said, and rare even where each of
        // twelve speaks to eleven others
        assert!(plan.notes.len() <= 1, "{:?}", plan.notes);
        let theme = Theme::builtin("reference").unwrap();
        for view in View::ALL {
            // what letters stand for is said even where nobody asked for panels
            let options = DrawOptions { view, legend: false, steps: false, ..DrawOptions::default() };
            let picture = svg(&draw(&model, &plan, &theme, &options), &SvgOptions::default());
            let document = Document::parse(&picture).unwrap();
            let all: Vec<Node> = document.descendants().filter(Node::is_element).collect();
            let seen = seen(&all);
            let mut bad = unsaid(&model, &seen);
            bad.retain(|complaint| {
                let label = complaint.split('`').nth(1).unwrap_or("-");
                !plan.notes.iter().any(|note| note.contains(&format!("`{label}`")))
            });
            bad.extend(misplaced(&Ground::of(document.root_element()), &all));
            assert!(
                bad.is_empty(),
                "{apps} apps in {}: {} complaints, first {:#?}",
                view.name(),
                bad.len(),
                &bad[..bad.len().min(8)]
            );
            letters += seen.letters.len();
        }
    }
    assert!(letters > 60, "the worlds are too roomy for this test: {letters} letters");
}

#[test]
fn streets_are_wider_only_where_a_text_finds_no_room() {
    // a single one may turn out otherwise: where more is tried, more texts find room
    let (mut for_all, mut for_some) = ((0.0, 0), (0.0, 0));
    for seed in 1..=4 {
        let text = common::talkative(seed, 30, 4);
        let (model, _) = resolve(&isoplan::syntax::parse(SourceFile::new("world.toml", text)).document);
        let lock = Some(layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() }).lock);
        for (quick, sum) in [(true, &mut for_all), (false, &mut for_some)] {
            let plan = layout(&model, &LayoutConfig { quick, lock: lock.clone(), ..LayoutConfig::default() });
            sum.0 += f64::from(plan.bounds.w.0) * f64::from(plan.bounds.d.0);
            sum.1 += plan.wire_labels.len();
        }
    }
    let each = |sum: (f64, usize)| sum.0 / sum.1 as f64;
    assert!(for_some.0 < for_all.0 && each(for_some) < 0.97 * each(for_all), "{for_some:?} {for_all:?}");
    assert!(for_some.1 * 10 >= for_all.1 * 9, "{for_some:?} {for_all:?}");
}
