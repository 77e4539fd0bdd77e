//! Reads the catalogue's own data into sorted tables.
//!
//! The data is part of the program and tested with it, so a fault in it is a fault of a change, found by a test or a
//! debug assertion. A released program leaves the faulty entry out rather than stop.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::instance::{read_prices, read_types};
use super::{Catalog, Family, Kind, Scope, Trait};

const FAMILIES: &str = include_str!("../../icons/families.toml");
const KINDS: &str = include_str!("../../icons/catalog.toml");
const TYPES: &str = include_str!("../../icons/instance-types.tsv");
const PRICES_2012: &str = include_str!("../../icons/prices-2012-11.tsv");

/// Reads all tables of the built-in data.
pub(super) fn builtin() -> Catalog {
    let families = read_families(FAMILIES);
    let kinds = read_kinds(KINDS, &families);
    Catalog {
        names: names(&kinds),
        kinds,
        families,
        instances: read_types(TYPES),
        prices_2012: read_prices(PRICES_2012),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    family: BTreeMap<String, FamilyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyEntry {
    label: String,
    color: String,
    glyph: String,
    order: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    kind: BTreeMap<String, KindEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindEntry {
    title: String,
    label: String,
    family: String,
    scope: String,
    solid: String,
    glyph: Option<String>,
    traits: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

/// The families, sorted by order, then id.
fn read_families(text: &str) -> Vec<Family> {
    let parsed = toml::from_str::<FamilyFile>(text);
    debug_assert!(parsed.is_ok(), "families.toml: {:?}", parsed.err());
    let entries = parsed.map(|file| file.family).unwrap_or_default();
    let mut families: Vec<Family> = entries
        .into_iter()
        .map(|(id, entry)| Family {
            id,
            label: entry.label,
            color: entry.color,
            glyph: entry.glyph,
            order: entry.order,
        })
        .collect();
    families.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    families
}

/// The kinds, sorted by id.
fn read_kinds(text: &str, families: &[Family]) -> Vec<Kind> {
    let parsed = toml::from_str::<KindFile>(text);
    debug_assert!(parsed.is_ok(), "catalog.toml: {:?}", parsed.err());
    let entries = parsed.map(|file| file.kind).unwrap_or_default();
    // a `BTreeMap` gives them in the order of their ids
    entries.into_iter().filter_map(|(id, entry)| kind(id, entry, families)).collect()
}

fn kind(id: String, entry: KindEntry, families: &[Family]) -> Option<Kind> {
    let scope = Scope::from_name(&entry.scope);
    debug_assert!(scope.is_some(), "kind `{id}` has the unknown scope `{}`", entry.scope);
    let family = families.iter().find(|family| family.id == entry.family);
    debug_assert!(family.is_some(), "kind `{id}` has the unknown family `{}`", entry.family);
    let traits = entry.traits.iter().filter_map(|name| {
        let known = Trait::from_name(name);
        debug_assert!(known.is_some(), "kind `{id}` has the unknown trait `{name}`");
        known
    });
    Some(Kind {
        traits: traits.collect(),
        has_own_glyph: entry.glyph.is_some(),
        glyph: entry.glyph.unwrap_or_else(|| family.map(|family| family.glyph.clone()).unwrap_or_default()),
        id,
        title: entry.title,
        label: entry.label,
        family: entry.family,
        scope: scope?,
        solid: entry.solid,
        aliases: entry.aliases,
    })
}

/// Each id and alias with the index of its kind, sorted by name.
fn names(kinds: &[Kind]) -> Vec<(String, usize)> {
    let mut names: Vec<(String, usize)> = kinds
        .iter()
        .enumerate()
        .flat_map(|(index, kind)| std::iter::once(&kind.id).chain(&kind.aliases).map(move |name| (name.clone(), index)))
        .collect();
    names.sort();
    names
}
