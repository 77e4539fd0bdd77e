//! Lays out worlds made by chance and looks them over for what must never be.

#![allow(clippy::unwrap_used)]

mod common;

use isoplan::diag::Severity;
use isoplan::layout::{LayoutConfig, check, layout};
use isoplan::model::Model;
use isoplan::source::SourceFile;

fn model(toml: &str) -> Model {
    let loaded = isoplan::syntax::parse(SourceFile::new("world.toml", toml));
    let (model, findings) = isoplan::model::resolve(&loaded.document);
    let errors: Vec<_> = loaded.findings.iter().chain(&findings).filter(|f| f.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{:?}\n{toml}", errors.iter().map(|f| &f.message).collect::<Vec<_>>());
    model
}

#[test]
fn no_world_breaks_a_hard_rule() {
    for w in common::many() {
        let m = model(&common::world(w));
        let l = layout(&m, &LayoutConfig::default());
        let bad = check(&m, &l);
        assert!(bad.is_empty(), "{w:?}: {} violations, first {:?}", bad.len(), &bad[..bad.len().min(6)]);
    }
}

#[test]
fn the_order_of_tables_has_no_effect() {
    let w =
        common::World { seed: 5, apps: 20, stores: 8, helpers: 5, degree: 3, replicas: 1, standby: true, zones: true };
    let text = common::world(w);
    let mut tables: Vec<&str> = text.split("\n\n").collect();
    let first = format!("{:?}", layout(&model(&text), &LayoutConfig::default()));
    tables.reverse();
    let second = format!("{:?}", layout(&model(&tables.join("\n\n")), &LayoutConfig::default()));
    assert!(first == second, "another order of tables gives another layout");
}

/// Inputs that do not look like a cloud: each must be laid out without a violation, and not as a long wall.
#[test]
fn odd_inputs_are_composed_too() {
    let list = |n: usize, f: &dyn Fn(usize) -> String| (0..n).map(f).collect::<String>();
    let names = |n: usize, skip: usize| {
        (0..n).filter(|k| *k != skip).map(|k| format!("\"x-{k}\"")).collect::<Vec<_>>().join(", ")
    };
    let leaf = |k: usize| format!("[store.x-{k}]\nkind = \"s3\"\n");
    let cases = [
        ("one", "[app.a]\n".to_owned()),
        ("two", "[app.a]\nuses = [\"b\"]\n[store.b]\n".to_owned()),
        ("nothing but people", "[external.a]\nuses = [\"b\"]\n[external.b]\nkind = \"github\"\n".to_owned()),
        ("a star with 300 leaves", format!("[app.hub]\nuses = [{}]\n{}", names(300, 999), list(300, &leaf))),
        ("500 that know nobody", list(500, &leaf)),
        ("a mesh", list(14, &|k| format!("[app.x-{k}]\nkind = \"lambda\"\nuses = [{}]\n", names(14, k)))),
        ("no tiers, a ring", list(9, &|k| format!("[app.x-{k}]\nkind = \"lambda\"\nuses = [\"x-{}\"]\n", (k + 1) % 9))),
    ];
    for (name, text) in cases {
        let m = model(&format!("[region.r]\nzones = [\"a\", \"b\"]\n{text}"));
        let l = layout(&m, &LayoutConfig::default());
        let bad = check(&m, &l);
        assert!(bad.is_empty(), "{name}: {:?}", &bad[..bad.len().min(6)]);
        if l.trays.len() > 20 {
            let (w, d) = (l.bounds.w.units(), l.bounds.d.units());
            assert!(w < 3.0 * d && d < 3.0 * w, "{name} is {w} by {d}");
        }
    }
}
