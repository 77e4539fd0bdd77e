//! All rules on a large file: every one of them passes over the whole a few times only, so that it ends at once.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;

use isoplan::lint::{self, LintConfig};
use isoplan::model::resolve;
use isoplan::source::SourceFile;
use isoplan::syntax::parse;

/// Layers of apps, each of which uses three of the next layer, over a row of stores; a third is critical.
fn large(components: usize) -> String {
    let mut text = String::from(
        "[defaults]\nregion = \"east\"\nenvironment = \"production\"\nzones = [\"a\", \"b\", \"c\"]\n\
         [region.east]\nzones = [\"a\", \"b\", \"c\"]\nprovisioned-by = [\"puppet\"]\n\
         [region.west]\nzones = [\"a\", \"b\", \"c\"]\nprovisioned-by = [\"asgard\"]\nstands-in-for = \"east\"\n\
         carries = [\"app-0\", \"app-1\"]\n[environment.production]\n[environment.staging]\nreplicates = \"production\"\n\
         [external.users]\nuses = [\"app-0\", \"app-1\", \"app-2\"]\n",
    );
    let width = 50;
    for i in 0..components {
        let next = (i / width + 1) * width;
        let uses: Vec<String> = (0..3)
            .map(|k| next + (i * 7 + k * 13) % width)
            .filter(|n| *n < components)
            .map(|n| format!("\"app-{n}\""))
            .collect();
        let criticality = ["critical", "standard", "low"][i % 3];
        let _ = write!(
            text,
            "[app.app-{i}]\nlabel = \"Service {}\"\ncriticality = \"{criticality}\"\nper-zone = {}\nuses = [{}]\n\
             capacity = 100\npeak = 1000\n",
            i / 2,
            i % 4 + 1,
            uses.join(", ")
        );
        if i % 10 == 0 {
            let _ = writeln!(text, "zones = [\"a\"]");
        }
    }
    text
}

#[test]
fn thousands_of_components() {
    let loaded = parse(SourceFile::new("large.toml", large(2000)));
    assert_eq!(loaded.findings, []);
    let (model, findings) = resolve(&loaded.document);
    assert_eq!(findings, []);
    let outcome = lint::check(&model, &LintConfig::from_model(&model));
    assert_eq!(outcome.elements, 4001);
    assert!(outcome.findings.len() > 1000, "{}", outcome.findings.len());
    let again = lint::check(&model, &LintConfig::from_model(&model));
    assert_eq!(outcome.findings, again.findings);
}
