//! Published outages and designs: what the rules say of each is what its own report says, and nothing else.
//!
//! The head of each file in `tests/scenarios/` names its source, in `must` every finding there is, and in `must-not` what
//! would be wrong: a code, and the element unless no element may have it.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{Folder, topologies};
use isoplan::lint::{self, LintConfig};
use isoplan::model::resolve;
use isoplan::syntax::load;

/// What a head says under a key.
fn said<'a>(text: &'a str, key: &str) -> BTreeSet<&'a str> {
    let head = text.lines().take_while(|line| line.starts_with('#'));
    head.filter_map(|line| line.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(": ")).map(str::trim).collect()
}

fn found(folder: &Path, name: &str) -> BTreeSet<String> {
    let loaded = load(name, &mut Folder(folder.to_path_buf()));
    let (model, more) = resolve(&loaded.document);
    let outcome = lint::check(&model, &LintConfig::from_model(&model));
    let all = loaded.findings.into_iter().chain(more).chain(outcome.findings);
    all.map(|f| format!("{} {}", f.code.code, f.element.as_deref().unwrap_or("-"))).collect()
}

#[test]
fn published_verdicts_hold() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let names = topologies(&folder);
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        assert_eq!(said(&text, "source").len(), 1, "{name} names its source");
        let found = found(&folder, &name);
        let must: BTreeSet<String> = said(&text, "must").into_iter().map(str::to_owned).collect();
        assert_eq!(found, must, "{name}");
        let must_not = said(&text, "must-not");
        assert!(!must.is_empty() || !must_not.is_empty(), "{name} says nothing");
        for wrong in must_not {
            let is_it = |f: &&String| *f == wrong || f.split(' ').next() == Some(wrong);
            assert_eq!(found.iter().find(is_it), None, "{name}");
        }
    }
}
