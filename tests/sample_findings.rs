//! Runs all rules on the samples: what they find is what a reader who knows the system would say, and nothing else.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::path::PathBuf;

use common::{Folder, topologies};
use isoplan::diag::Diagnostic;
use isoplan::lint::{self, LintConfig, Outcome};
use isoplan::model::resolve;
use isoplan::report::{Style, Summary, full};
use isoplan::source::Sources;
use isoplan::syntax::attributes::Provenance;
use isoplan::syntax::load;

fn run(folder: &str, root: &str) -> (Sources, Vec<Diagnostic>, Outcome) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder);
    let loaded = load(root, &mut Folder(folder));
    let mut reading = loaded.findings;
    let (model, more) = resolve(&loaded.document);
    reading.extend(more);
    let outcome = lint::check(&model, &LintConfig::from_model(&model));
    (loaded.sources, reading, outcome)
}

/// Severity, code and element of each finding; prints the whole report, which is shown when the test fails.
fn said(folder: &str, root: &str) -> Vec<String> {
    let (sources, reading, outcome) = run(folder, root);
    let summary = Summary {
        suppressed: outcome.suppressed,
        baseline: 0,
        not_stated: outcome.not_stated,
        components: outcome.elements,
        connections: outcome.connections,
        rules: outcome.rules_run,
    };
    let all: Vec<Diagnostic> = reading.into_iter().chain(outcome.findings).collect();
    println!("{}", full(&sources, &all, &summary, &Style { unicode: true, color: false, links: false, width: 100 }));
    let mut said: Vec<String> = all
        .iter()
        .map(|f| format!("{} {} {}", f.severity.name(), f.code.code, f.element.as_deref().unwrap_or("-")))
        .collect();
    said.sort();
    said
}

#[test]
fn the_campaign_of_2012() {
    let expected = [
        // "apps deemed critical were flipped to 3 zones", but these two stand in two
        "error AVL101 call-tool",
        "error AVL101 www",
        // "why is the secondary site just a part replica?"
        "error DRP301 leveldb",
        "error DRP301 polling-lookup",
        // "sometimes they use zones ABC, sometimes AB"; information only, since the CDN served nearly all of it
        "info AVL102 www",
        // "the data warehouse runs on the secondary site, but is only accessed from the primary"
        "info DRP309 warehouse",
        // "a few of the boxes were smaller", and one of another family
        "info ENV402 staging/shop",
        // "staging and testing are a complete replica"
        "warning ENV403 us-west-2",
        // "failover uses Asgard along with Puppet, but the primary isn't"
        "warning PRV901 us-west-2",
    ];
    assert_eq!(said("ofa", "ofa.topology.toml"), expected);
}

#[test]
fn what_fills_the_poster_of_the_campaign_raises_no_question_of_its_own() {
    assert_eq!(said("ofa", "poster.topology.toml"), said("ofa", "ofa.topology.toml"));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/ofa");
    let (model, _) = resolve(&load("poster.topology.toml", &mut Folder(folder)).document);
    let apps: Vec<_> = model.base_components().map(|c| model.component(c)).collect();
    let filled = |c: &&isoplan::model::Component| {
        c.attributes.source.as_ref().is_some_and(|source| source.value == Provenance::Illustrative)
    };
    assert!(apps.len() >= 180 && (100..140).contains(&apps.iter().copied().filter(filled).count()), "{}", apps.len());
    assert!(apps.iter().all(|c| c.attributes.source.is_some()), "every part says how it is known");
}

#[test]
fn the_campaign_of_2012_with_the_answers_of_its_builders() {
    assert_eq!(said("ofa", "answered.topology.toml"), [""; 0]);
    // each answer meets one finding, and no finding is without
    let asked = run("ofa", "ofa.topology.toml").2;
    let answered = run("ofa", "answered.topology.toml").2;
    assert_eq!((asked.findings.len(), asked.suppressed), (9, 0));
    assert_eq!(answered.suppressed, 9);
}

/// Each sample of one file says in its head what the rules find: `# Lint: nothing`, or codes with their components, as
/// `# Lint: AVL110 web, DRP301 api (why that is so)`. The head also names the source, unless the sample is made up.
#[test]
fn the_samples_lint_as_their_heads_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples");
    let names = topologies(&folder);
    assert!(names.len() >= 17, "{names:?}");
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        assert_eq!(head[0], "#:schema ../docs/isoplan.schema.json", "{name}");
        assert!(name.starts_with("starter") || head.iter().any(|line| line.contains("Drawn from:")), "{name}");
        let line = head.iter().find_map(|line| line.strip_prefix("# Lint: "));
        let line = line.unwrap_or_else(|| panic!("{name} does not say what the rules find"));
        let stated = line.split(" (").next().unwrap();
        let mut expected: Vec<&str> = if stated == "nothing" { vec![] } else { stated.split(", ").collect() };
        expected.sort_unstable();
        let found: Vec<String> =
            said("", &name).iter().map(|finding| finding.split_once(' ').unwrap().1.to_owned()).collect();
        assert_eq!(found, expected, "{name}");
    }
}
