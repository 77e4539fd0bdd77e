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
