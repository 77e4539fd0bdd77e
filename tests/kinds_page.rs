//! Keeps `docs/kinds.md` true: it is written from the catalogue. `UPDATE=1` writes it anew.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use isoplan::catalog::{self, Kind};

const HEAD: &str = "\
# The kinds

What the `kind` of a component may be, by family. This page is written from `icons/catalog.toml`, as is what `isoplan
kinds` says. A kind may be named by its id or by another name that stands behind it. `scope` says how far one of it
reaches: a zonal one is lost with its zone, unless its traits say that it survives. The rules ask only for traits.

![Every solid and every glyph with its name](kinds.svg)
";

#[test]
fn the_page_of_kinds_is_fresh() {
    let catalog = catalog::builtin();
    let mut page = HEAD.to_owned();
    for family in catalog.families() {
        let kinds: Vec<&Kind> = catalog.kinds().filter(|kind| kind.family == family.id).collect();
        let noun = if kinds.len() == 1 { "kind" } else { "kinds" };
        write!(page, "\n## {}\n\nFamily `{}`, {} {noun}.\n\n", family.label, family.id, kinds.len()).unwrap();
        page.push_str("| id | name | scope | solid | glyph | traits |\n|---|---|---|---|---|---|\n");
        for kind in kinds {
            writeln!(page, "{}", row(kind)).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/kinds.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/kinds.md is stale: run `UPDATE=1 cargo test --test kinds_page`");
}

fn row(kind: &Kind) -> String {
    let aliases: Vec<String> = kind.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    let also = if aliases.is_empty() { String::new() } else { format!(" ({})", aliases.join(", ")) };
    let traits: Vec<&str> = kind.traits.iter().map(catalog::Trait::name).collect();
    let Kind { id, title, scope, solid, glyph, .. } = kind;
    format!("| `{id}`{also} | {title} | {} | {solid} | {glyph} | {} |", scope.name(), traits.join(", "))
}
