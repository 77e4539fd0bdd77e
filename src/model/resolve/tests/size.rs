//! Large files: nothing recurses, and nothing is quadratic.

use std::fmt::Write;

use super::{at, case, good};
use crate::model::{ComponentIx, Lost};

/// A chain of calls.
fn chain(length: usize) -> String {
    let mut text = String::from("[region.r]\nzones = [\"a\"]\n");
    for at in 0..length {
        writeln!(text, "[app.n{at:06}]").unwrap();
        if at + 1 < length {
            writeln!(text, "uses = [\"n{:06}\"]", at + 1).unwrap();
        }
    }
    text
}

#[test]
fn a_chain_of_a_hundred_thousand_goes_down_as_one() {
    let model = good(&chain(100_000));
    let (first, last) = (ComponentIx(0), ComponentIx(99_999));
    assert_eq!(model.entries(), [first]);
    let down = model.down(&Lost { components: vec![last], ..Lost::default() });
    assert_eq!(down.chain(first).len(), 99_999);
    assert_eq!(model.path(first, last, |_| true).unwrap().len(), 99_999);
    assert_eq!(model.dominators().strict(last).len(), 99_999);
    assert!(model.cycles(|_| true).is_empty());
}

#[test]
fn twenty_thousand_components_with_replica_and_standby() {
    let mut text = String::from(
        "[defaults]\nregion = \"r\"\nenvironment = \"p\"\nzones = [\"a\", \"b\"]\n[region.r]\nzones = [\"a\", \"b\"]\n\
         [region.s]\nzones = [\"a\"]\nstands-in-for = \"r\"\n[environment.p]\n[environment.q]\nreplicates = \"p\"\nscale = 0.5\n",
    );
    for at in 0..20_000 {
        writeln!(text, "[app.n{at}]\nuses = [\"n{}\", \"n{}\"]", (at * 7 + 1) % 20_000, (at * 13 + 5) % 20_000)
            .unwrap();
    }
    let case = case(&text);
    assert_eq!(case.model.components.len(), 40_000);
    assert_eq!(case.model.placements.len(), 60_000);
    assert!(case.findings.iter().all(|f| f.message.ends_with("calls itself")));
}

#[test]
fn thousands_of_unknown_names_take_no_time() {
    let mut text = String::new();
    for at in 0..5_000 {
        writeln!(text, "[app.component-{at}]\nuses = [\"service-{at}\"]").unwrap();
    }
    assert_eq!(case(&text).findings.len(), 5_000);
}

#[test]
fn long_chains_of_templates_groups_and_environments() {
    let mut text = String::from("[app.x]\ntemplate = \"t0\"\ngroup = \"g0\"\nenvironment = \"e2999\"\n");
    for at in 0..2_999 {
        let next = at + 1;
        writeln!(text, "[template.t{at}]\ntemplate = \"t{next}\"").unwrap();
        writeln!(text, "[group.g{at}]\nparent = \"g{next}\"").unwrap();
        writeln!(text, "[environment.e{at}]\nreplicates = \"e{next}\"").unwrap();
    }
    text.push_str("[template.t2999]\nowner = \"deep\"\n[group.g2999]\n[environment.e2999]\n");
    let model = good(&text);
    assert_eq!(model.components.len(), 3_000);
    assert_eq!(model.component(at(&model, "x")).attributes.owner.as_ref().unwrap().value, "deep");
}
