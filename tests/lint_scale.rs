//! All rules on a large file, over which each passes a few times only, so that it ends at once; and on broken files.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;

use isoplan::lint::{self, LintConfig};
use isoplan::model::resolve;
use isoplan::report::{self, Style, Summary};
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

/// The TOML of all examples of a page.
fn examples(page: &str) -> Vec<String> {
    page.split("```toml ")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('\n')?.1.split("```").next()?.to_owned()))
        .collect()
}

#[test]
fn a_line_less_or_half_a_line_stops_nothing() {
    let style = Style { unicode: true, color: true, links: false, width: 80 };
    for text in lint::rules().flat_map(|rule| examples(rule.page)) {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            for rest in ["", &line[..line.floor_char_boundary(line.len() / 2)]] {
                let mut changed = lines.clone();
                changed[at] = rest;
                let loaded = parse(SourceFile::new("x.toml", changed.join("\n")));
                let (model, more) = resolve(&loaded.document);
                let mut findings = loaded.findings;
                findings.extend(more);
                findings.extend(lint::check(&model, &LintConfig::from_model(&model)).findings);
                let full = report::full(&loaded.sources, &findings, &Summary::default(), &style);
                assert_eq!(full.matches("Failed to read").count(), 0, "{full}");
            }
        }
    }
}

#[test]
fn every_page_is_explained() {
    let style = Style { unicode: true, color: false, links: false, width: 80 };
    for rule in lint::rules() {
        let text = report::explain(rule.code, rule.severity, rule.confidence, rule.page, &style);
        assert!(text.starts_with(rule.code.code) && !text.contains("```") && text.contains("\nReferences\n"), "{text}");
    }
}
