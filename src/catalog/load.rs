//! Turns the catalogue's own files into sorted tables.
//!
//! The data is part of the program and tested with it, so a fault in it is a fault of a change, found by a test or a
//! debug assertion. A released program leaves the faulty entry out rather than stop.

use std::sync::OnceLock;

use super::instance::{read_prices, sorted_types};
use super::table::{Table, tables};
use super::{Catalog, Family, Kind, Scope, Trait};

pub(super) const FAMILIES: &str = include_str!("../../icons/families.toml");
pub(super) const KINDS: &str = include_str!("../../icons/catalog.toml");
const TYPES: &str = include_str!("../../icons/instance-types.tsv");
const PRICES_2012: &str = include_str!("../../icons/prices-2012-11.tsv");

/// The built-in data. Kinds and instance types are many, and a topology has few of them: each is read when it is first
/// asked for.
pub(super) fn builtin() -> Catalog {
    let kinds = sorted_kinds(KINDS);
    Catalog {
        names: names(&kinds),
        kinds,
        families: read_families(FAMILIES),
        instances: sorted_types(TYPES),
        prices_2012: read_prices(PRICES_2012),
    }
}

/// A kind that is read when it is first asked for.
#[derive(Debug)]
pub(super) struct LazyKind {
    table: Table<'static>,
    read: OnceLock<Option<Kind>>,
}

impl LazyKind {
    pub(super) fn get(&self, families: &[Family]) -> Option<&Kind> {
        self.read.get_or_init(|| whole(&self.table, |table| kind(table, families))).as_ref()
    }
}

/// The families, sorted by order, then id.
fn read_families(text: &str) -> Vec<Family> {
    let mut families: Vec<Family> = tables(text, "family").iter().filter_map(|table| whole(table, family)).collect();
    families.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    families
}

/// The kinds, sorted by id.
fn sorted_kinds(text: &'static str) -> Vec<LazyKind> {
    let mut tables = tables(text, "kind");
    tables.sort_unstable_by_key(|table| table.id);
    tables.into_iter().map(|table| LazyKind { table, read: OnceLock::new() }).collect()
}

/// Reads one table; a debug build stops at one that lacks something or names what does not exist.
fn whole<T>(table: &Table, read: impl Fn(&Table) -> Option<T>) -> Option<T> {
    let entry = read(table);
    debug_assert!(entry.is_some(), "the entry `{}` is not whole", table.id);
    entry
}

fn family(table: &Table) -> Option<Family> {
    Some(Family {
        id: table.id.to_owned(),
        label: table.value("label")?.to_owned(),
        color: table.value("color")?.to_owned(),
        glyph: table.value("glyph")?.to_owned(),
        order: table.value("order")?.parse().ok()?,
    })
}

fn kind(table: &Table, families: &[Family]) -> Option<Kind> {
    let family = table.value("family")?;
    let family = families.iter().find(|known| known.id == family)?;
    let own_glyph = table.value("glyph");
    Some(Kind {
        id: table.id.to_owned(),
        title: table.value("title")?.to_owned(),
        label: table.value("label")?.to_owned(),
        family: family.id.clone(),
        scope: Scope::from_name(table.value("scope")?)?,
        solid: table.value("solid")?.to_owned(),
        glyph: own_glyph.unwrap_or(&family.glyph).to_owned(),
        has_own_glyph: own_glyph.is_some(),
        traits: table.list("traits").map(Trait::from_name).collect::<Option<_>>()?,
        aliases: table.list("aliases").map(str::to_owned).collect(),
    })
}

/// Each id and alias with the index of its kind, sorted by name.
fn names(kinds: &[LazyKind]) -> Vec<(&'static str, usize)> {
    let mut names = Vec::with_capacity(kinds.len() * 2);
    for (index, LazyKind { table, .. }) in kinds.iter().enumerate() {
        names.extend(std::iter::once(table.id).chain(table.list("aliases")).map(|name| (name, index)));
    }
    names.sort_unstable();
    names
}
