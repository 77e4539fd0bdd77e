//! Keeps `docs/language.md` true: its examples have no findings, and its tables name every key and every code.
#![allow(clippy::unwrap_used)]

use isoplan::lint::{LintConfig, check};
use isoplan::model::resolve;
use isoplan::source::SourceFile;
use isoplan::syntax::{Attributes, codes, parse};

const PAGE: &str = include_str!("../docs/language.md");

/// The examples of the page.
fn examples() -> Vec<&'static str> {
    let blocks = PAGE.split("```toml\n").skip(1);
    blocks.filter_map(|b| b.split_once("```").map(|(block, _)| block)).collect()
}

#[test]
fn examples_are_right() {
    assert!(examples().len() > 10);
    for example in examples() {
        let loaded = parse(SourceFile::new("example", example));
        // an example may show a part of a system, and may include files that are not there
        let part = |f: &isoplan::diag::Diagnostic| {
            f.code == codes::BAD_INCLUDE || f.message.starts_with("the file describes nothing")
        };
        let findings: Vec<_> = loaded.findings.iter().filter(|f| !part(f)).map(|f| &f.message).collect();
        assert!(findings.is_empty(), "{findings:?} in\n{example}");
    }
}

#[test]
fn the_small_file_is_the_tested_one() {
    assert_eq!(examples().first().copied(), Some(include_str!("small.topology.toml")));
}

#[test]
fn no_rule_finds_anything_in_the_small_file() {
    let loaded = parse(SourceFile::new("small", examples()[0]));
    let (model, wrong) = resolve(&loaded.document);
    let found = check(&model, &LintConfig::from_model(&model)).findings;
    let found: Vec<_> = wrong.iter().chain(&found).map(|f| &f.message).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_key_and_code_is_described() {
    for (key, _) in Attributes::KEYS {
        let described = PAGE.lines().any(|l| l.starts_with('|') && l.contains(&format!("`{key}`")));
        assert!(described, "`{key}` has no line");
    }
    for code in codes::ALL {
        assert!(PAGE.contains(&format!("| `{}` | `{}` |", code.code, code.name)), "{}", code.code);
    }
}

/// The book has every page of the documentation.
#[test]
fn the_book_lists_every_page() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let summary = std::fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    for folder in ["", "rules/"] {
        for entry in std::fs::read_dir(docs.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.extension().is_some_and(|suffix| suffix == "md") && name != "SUMMARY.md" {
                assert!(summary.contains(&format!("({folder}{name})")), "{folder}{name}");
            }
        }
    }
}
