//! The legend against the drawing, for every sample in every theme: each means of drawing that is used has an entry, and
//! no entry stands for what is not there. What is used is read from the drawing and the layout, not from the list that
//! the legend is made from.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::*;
use super::{found, panel_words};
use crate::diag::Severity;
use crate::layout::{Detail, LayoutConfig, SolidRole, layout};
use crate::lint::{self, LintConfig};
use crate::model::resolve;
use crate::source::SourceFile;
use crate::syntax::Words as _;
use crate::syntax::attributes::{ConnectionKind, Criticality};
use crate::syntax::document::{GroupKind, PlacementRole};
use crate::what_if::{self, Sort};

/// The entries whose words are always the same, each with the class of what it stands for in the drawing.
const BY_CLASS: [(&str, &str); 9] = [
    ("Letter: a text under Connections", "step lettered"),
    ("Stands for n instances", "badge"),
    ("Hatched: illustrative, filled in", "illustrative"),
    ("Thick red line: on the path of a finding", "fault connection"),
    ("Red strip: zone of a finding", "fault zone"),
    ("Crossed out: lost instances", "cross"),
    ("Hatched ground: lost", "lost"),
    ("Thick red edge, red floor: down", "down"),
    ("Thick red line: what it goes down by", "cut connection"),
];

/// Entries that say more about a mark, by class, key and value of its data.
const BY_DATA: [(&str, &str, &str, &str); 6] = [
    ("Finding: error", "finding", "severity", "error"),
    ("Finding: warning", "finding", "severity", "warning"),
    ("Finding: information", "finding", "severity", "info"),
    ("Lost", "loss", "state", "lost"),
    ("Goes down: see the list", "loss", "state", "down"),
    ("Runs with less: see the list", "loss", "state", "less"),
];

pub(super) fn models() -> Vec<(String, Model)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|suffix| suffix == "toml"));
    names.sort();
    let mut out: Vec<(String, Model)> = names
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let loaded = crate::syntax::parse(SourceFile::new("t", text));
            (path.file_stem().unwrap().to_string_lossy().into_owned(), resolve(&loaded.document).0)
        })
        .collect();
    let all = resolve(&crate::syntax::parse(SourceFile::new("t", ALL)).document);
    assert_eq!(all.1, []);
    out.push(("all means".to_owned(), all.0));
    out
}

/// What samples do not have: every kind of connection, every kind of group, all sorts of subnets, what waits outside of a
/// zone, what is illustrative, more instances than a cell holds.
const ALL: &str = r#"
[region.us-east-1]
zones = ["a", "b"]
[region.us-west-2]
zones = ["a"]
[network.main]
region = "us-east-1"
[network.main.subnet.front]
zone = "a"
public = true
[network.main.subnet.back]
zone = "b"
public = false
[network.main.subnet.any]
[app.loose]
region = "us-east-1"
network = "main"
subnet = "any"
[app.web]
region = "us-east-1"
zones = ["a"]
network = "main"
subnet = "front"
per-zone = 20
source = "illustrative"
uses = ["api", { to = "jobs", kind = "async" }, { to = "copy", kind = "failover" }, { to = "night", kind = "batch" }]
[app.api]
region = "us-east-1"
zones = ["b"]
network = "main"
subnet = "back"
autoscale = { min = 1, max = 4 }
security-group = ["inner"]
criticality = "critical"
[app.copy]
region = "us-west-2"
zones = ["a"]
[[app.copy.placement]]
region = "us-east-1"
zones = ["b"]
role = "standby"
[app.night]
region = "us-east-1"
zones = ["a", "b"]
[store.jobs]
kind = "sqs"
region = "us-east-1"
uses = [{ to = "far", kind = "replication" }]
[store.far]
kind = "sqs"
region = "us-west-2"
[service.tool]
kind = "ci"
region = "us-east-1"
uses = [{ to = "web", kind = "deploy" }]
[group.crew]
kind = "team"
members = ["web", "night"]
[group.spread]
kind = "placement"
members = ["api"]
[security-group.inner]
label = "Inner"
"#;

/// What the drawing uses of the fixed means, as words of the legend.
fn used(scene: &Scene, model: &Model, plan: &Layout) -> BTreeSet<&'static str> {
    let found = found(scene);
    let has = |class: &str| found.tags.iter().any(|tag| tag.class == class);
    let has_data = |class: &str, key: &str, value: &str| {
        let is_one = |tag: &&&Tag| tag.class == class && tag.data.iter().any(|(k, v)| *k == key && v == value);
        found.tags.iter().find(is_one).is_some()
    };
    let mut out: BTreeSet<&'static str> =
        BY_CLASS.iter().filter(|(_, class)| has(class)).map(|(words, _)| *words).collect();
    out.extend(BY_DATA.iter().filter(|(_, class, key, value)| has_data(class, key, value)).map(|(words, ..)| *words));
    if plan.wires.iter().any(|wire| wire.lines.len() > 1) {
        out.insert("Several connections bundled");
    }
    let component = |tray: &crate::layout::Tray| model.component(model.placement(tray.placement).component);
    let waits = |tray: &crate::layout::Tray| model.placement(tray.placement).role != PlacementRole::Active;
    for tray in &plan.trays {
        let solids = &tray.solids;
        if solids.iter().any(|solid| waits(tray) || solid.role == SolidRole::Replica) {
            out.insert("Pale: standby or replica");
        }
        if tray.plate && component(tray).criticality == Criticality::Critical {
            out.insert("Red edge: critical");
        }
        if tray.plate && waits(tray) {
            out.insert("Dashed edge: waits to take over");
        }
        if tray.scaling.is_some() {
            out.insert("Scales by itself");
        }
        if solids.iter().any(|solid| solid.role == SolidRole::Balancer) {
            out.insert("Load balancer of an app");
        }
    }
    for band in &plan.bands {
        match band.subnet.map(|(network, at)| model.network(network).subnets[at].public) {
            Some(Some(public)) => _ = out.insert(if public { "Public subnet" } else { "Private subnet" }),
            Some(None) if band.zone.is_none() => _ = out.insert("Subnet"),
            _ => {}
        }
        if band.zone.is_some() {
            out.insert("Availability zone");
        }
    }
    out
}

/// The fixed entries among the words of a legend.
fn listed(words: &[String]) -> BTreeSet<&'static str> {
    let more = [
        "Several connections bundled",
        "Pale: standby or replica",
        "Red edge: critical",
        "Dashed edge: waits to take over",
        "Scales by itself",
        "Load balancer of an app",
        "Availability zone",
        "Subnet",
        "Public subnet",
        "Private subnet",
    ];
    let fixed = BY_CLASS.iter().map(|(words, _)| *words).chain(BY_DATA.iter().map(|(words, ..)| *words)).chain(more);
    fixed.filter(|fixed| words.iter().any(|words| words == fixed)).collect()
}

/// Compares a legend with the drawing that it explains.
fn compare(what: &str, scene: &Scene, model: &Model, plan: &Layout) {
    let words = panel_words(scene, "panel-legend").unwrap();
    assert_eq!(listed(&words), used(scene, model, plan), "{what}");
    let said = words.join(", ").to_lowercase();
    let found = found(scene);
    // every kind of connection by its word, and no other
    for kind in ConnectionKind::WORDS.iter().map(|(_, kind)| *kind) {
        let word = if kind == ConnectionKind::Sync { "request" } else { kind.word() };
        let is_drawn = found.tags.iter().any(|tag| {
            tag.class == "wire" && tag.data.iter().any(|(key, value)| *key == "kind" && value == kind.word())
        });
        let is_said = words.iter().any(|words| words.to_lowercase().split(", ").any(|part| part == word));
        assert_eq!(is_said, is_drawn, "{what}: {word}");
    }
    // every kind of outline; the box of instances that scale by themselves is one
    let boxes = plan.trays.iter().filter(|tray| tray.scaling.is_some() && tray.scaling_box);
    let outlines: BTreeSet<GroupKind> = plan.outlines.iter().map(|outline| outline.of.kind(model)).collect();
    for kind in [GroupKind::AutoScaling, GroupKind::Security, GroupKind::Placement, GroupKind::Team] {
        let words_of_kind = group::kind_words(kind).to_lowercase();
        let is_drawn = outlines.contains(&kind) || (kind == GroupKind::AutoScaling && boxes.clone().next().is_some());
        let has_letter = plan.marks.iter().any(|mark| mark.of.kind(model) == kind);
        let is_said = said.contains(&words_of_kind);
        assert!(is_said == is_drawn || (has_letter && is_said), "{what}: {words_of_kind}");
    }
    // every family whose colour is seen, and no other: a form with a colour of its own has an entry of its own
    let families: BTreeSet<&str> =
        plan.trays.iter().flat_map(|tray| &tray.solids).map(|solid| solid.family.as_str()).collect();
    for family in crate::catalog::builtin().families() {
        let is_said = words.contains(&family.label.to_owned());
        assert!(!is_said || families.contains(family.id), "{what}: {} is not there", family.label);
    }
    // each kind by its name, or by its family where there are many
    let kinds: BTreeSet<&str> = plan
        .trays
        .iter()
        .flat_map(|tray| tray.solids.iter().map(move |solid| (tray, solid)))
        .filter(|(_, solid)| solid.role != SolidRole::Balancer)
        .map(|(tray, _)| model.component(model.placement(tray.placement).component).kind.label)
        .collect();
    if kinds.len() <= 10 {
        for kind in &kinds {
            assert!(words.iter().any(|words| words.split(", ").any(|part| part == *kind)), "{what}: {kind}");
        }
    }
    // letters of groups
    for mark in &plan.marks {
        assert!(words.contains(&mark.letter) || words.iter().any(|words| words.contains("named in its tooltip")));
    }
}

#[test]
fn every_sample_has_the_legend_of_its_drawing_in_every_theme() {
    for (name, model) in models() {
        let plan = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() });
        for theme in Theme::names() {
            for view in [View::Iso30, View::Flat] {
                let options = DrawOptions { view, provenance: true, ..DrawOptions::default() };
                let scene = draw(&model, &plan, &Theme::builtin(theme).unwrap(), &options);
                compare(&format!("{name} in {theme}"), &scene, &model, &plan);
            }
        }
    }
}

#[test]
fn findings_and_losses_have_their_entries() {
    let mut seen = BTreeSet::new();
    for (name, model) in models() {
        let plan = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() });
        let theme = Theme::builtin("contrast").unwrap();
        let options = DrawOptions::default();
        let mut findings = lint::check(&model, &LintConfig::default()).findings;
        // samples have no errors, and hardly ever what is but worth knowing
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            for finding in &mut findings {
                finding.severity = severity;
            }
            let scene = draw_with_findings(&model, &plan, &theme, &options, &findings);
            compare(&format!("{name} with findings"), &scene, &model, &plan);
            seen.extend(used(&scene, &model, &plan));
        }
        let drawn: Vec<_> = model.component_ixs().map(Some).collect();
        for sort in [Sort::Zone, Sort::Region, Sort::Component] {
            for thing in what_if::things(&model, sort).into_iter().take(3) {
                let outage = what_if::study(&model, std::slice::from_ref(&thing));
                let loss = Loss { model: &model, outage: &outage, drawn: &drawn };
                let scene = draw_with_loss(&model, &plan, &theme, &options, &loss);
                compare(&format!("{name} without {thing:?}"), &scene, &model, &plan);
                seen.extend(used(&scene, &model, &plan));
                // what is down is said by shape, not by colour alone
                let found = found(&scene);
                let down = found.tags.iter().filter(|tag| tag.class == "down").count();
                let marks = |state: &str| {
                    let is_one = |tag: &&&Tag| tag.class == "loss" && tag.data.iter().any(|(_, value)| value == state);
                    found.tags.iter().filter(is_one).count()
                };
                assert_eq!(down, marks("down"), "{name} without {thing:?}");
            }
        }
    }
    for (words, ..) in BY_DATA {
        assert!(seen.contains(words), "no sample shows `{words}`");
    }
    for words in ["Crossed out: lost instances", "Hatched ground: lost", "Thick red line: what it goes down by"] {
        assert!(seen.contains(words), "no sample shows `{words}`");
    }
}

#[test]
fn blocks_and_plates_of_less_detail_have_the_legend_of_their_drawing() {
    for (name, model) in models() {
        let small = crate::model::overview(&model, crate::model::Grain::Groups).model;
        for (model, detail) in [(&model, Detail::Copies), (&model, Detail::Stacks), (&small, Detail::Stacks)] {
            let plan = layout(model, &LayoutConfig { quick: true, detail, ..LayoutConfig::default() });
            let scene = draw(model, &plan, &Theme::builtin("reference").unwrap(), &DrawOptions::default());
            compare(&format!("{name} at {detail:?}"), &scene, model, &plan);
        }
    }
}
