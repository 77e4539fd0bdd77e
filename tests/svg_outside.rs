//! Looks SVG files over from outside: nothing but the text of the file and the ids of its source.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use common::Folder;
use common::outside::{Box4, Ground, box_of, has_class, numbers, wire};
use isoplan::export::svg::{SvgOptions, svg};
use isoplan::geom::View;
use isoplan::layout::{LayoutConfig, layout};
use isoplan::model::{Model, resolve, with_replication};
use isoplan::scene::{DrawOptions, Theme, draw};
use isoplan::source::SourceFile;
use roxmltree::{Document, Node};

fn overlap(a: &Box4, b: &Box4, slack: f64) -> bool {
    a[0] + slack < b[0] + b[2] && b[0] + slack < a[0] + a[2] && a[1] + slack < b[1] + b[3] && b[1] + slack < a[1] + a[3]
}

/// All complaints about one file.
fn look_over(model: &Model, text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap();
    let ground = Ground::of(document.root_element());
    let all: Vec<Node> = document.descendants().filter(Node::is_element).collect();
    let mut out = Vec::new();
    let trays: Vec<(&str, Box4, Node)> =
        all.iter().filter(|n| has_class(n, "tray")).map(|n| (n.attribute("id").unwrap(), box_of(*n), *n)).collect();
    for (k, (a, p, _)) in trays.iter().enumerate() {
        for (b, q, _) in &trays[k + 1..] {
            if overlap(p, q, 0.01) {
                out.push(format!("trays {a} and {b} overlap"));
            }
        }
    }
    // the floor of a tray is a little above the ground: that much of a label may seem to stand out at the back
    let lift = if ground.flat { 0.02 } else { 0.12 };
    for (id, r, node) in &trays {
        for label in node.descendants().filter(|n| has_class(n, "label")) {
            if label.ancestors().any(|a| has_class(&a, "badge") || has_class(&a, "outline")) {
                continue;
            }
            let quad = numbers(label.attribute("data-quad").unwrap());
            for p in quad.chunks(2) {
                let [x, y] = ground.at(p[0], p[1]);
                if x < r[0] - lift || x > r[0] + r[2] + lift || y < r[1] - lift || y > r[1] + r[3] + lift {
                    out.push(format!("a label leaves its tray {id}: {x:.2},{y:.2} of {r:?}"));
                }
            }
        }
    }
    let mut drawn = BTreeSet::new();
    for node in all.iter().filter(|n| has_class(n, "wire")) {
        let ends = |key: &str| node.attribute(key).unwrap().split(' ').map(str::to_owned).collect::<Vec<_>>();
        for from in ends("data-from") {
            for to in ends("data-to") {
                drawn.insert((from.clone(), to));
            }
        }
        let own: BTreeSet<String> = ends("data-from-tray").into_iter().chain(ends("data-to-tray")).collect();
        for line in wire(&ground, node.attribute("d").unwrap()) {
            for s in line.windows(2) {
                let (p, q) = (s[0], s[1]);
                let flat = [p[0].min(q[0]), p[1].min(q[1]), (p[0] - q[0]).abs(), (p[1] - q[1]).abs()];
                if flat[2] > 0.3 && flat[3] > 0.3 {
                    out.push(format!("wire {:?} leaves the axes: {p:?} {q:?}", node.attribute("data-wire")));
                }
                let thin = [flat[0] - 0.001, flat[1] - 0.001, flat[2] + 0.002, flat[3] + 0.002];
                for (id, r, _) in &trays {
                    let inner = [r[0] + 0.03, r[1] + 0.03, r[2] - 0.06, r[3] - 0.06];
                    if overlap(&inner, &thin, 0.0) && !own.contains(*id) {
                        out.push(format!("wire {own:?} runs through {id}"));
                    }
                }
            }
        }
    }
    let ids: BTreeSet<&str> = trays.iter().map(|t| t.2.attribute("data-id").unwrap()).collect();
    for c in &model.components {
        if !ids.contains(c.id.as_str()) {
            out.push(format!("component {} is not drawn", c.id));
        }
    }
    for c in &model.connections {
        let ends = (model.component(c.from).id.clone(), model.component(c.to).id.clone());
        if !drawn.contains(&ends) {
            out.push(format!("connection {ends:?} is not drawn"));
        }
    }
    for forbidden in ["<style", "style=", "<script", "foreignObject", "data:", "<filter", "<image"] {
        if text.contains(forbidden) {
            out.push(format!("the file holds {forbidden}"));
        }
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for n in &all {
        if let Some(id) = n.attribute("id") {
            *seen.entry(id).or_default() += 1;
        }
    }
    out.extend(seen.iter().filter(|(_, n)| **n > 1).map(|(id, _)| format!("the id {id} is used twice")));
    out
}

fn check_views(model: &Model, what: &str, quick: bool) {
    let plan = layout(model, &LayoutConfig { quick, ..LayoutConfig::default() });
    let theme = Theme::builtin("reference").unwrap();
    for view in View::ALL {
        let scene = draw(model, &plan, &theme, &DrawOptions { view, ..DrawOptions::default() });
        let bad = look_over(model, &svg(&scene, &SvgOptions::default()));
        assert!(
            bad.is_empty(),
            "{what} in {}: {} complaints, first {:#?}",
            view.name(),
            bad.len(),
            &bad[..bad.len().min(8)]
        );
    }
}

#[test]
fn samples_hold_from_outside() {
    for (folder, root) in
        [("", "starter.topology.toml"), ("", "web-hosting.topology.toml"), ("ofa", "ofa.topology.toml")]
    {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder);
        let loaded = isoplan::syntax::load(root, &mut Folder(folder));
        check_views(&resolve(&loaded.document).0, root, false);
    }
}

#[test]
fn worlds_hold_from_outside() {
    for (k, w) in common::many().into_iter().enumerate() {
        let loaded = isoplan::syntax::parse(SourceFile::new("world.toml", common::world(w)));
        check_views(&with_replication(&resolve(&loaded.document).0), &format!("{w:?}"), k % 4 != 0);
    }
}
