//! Turns the catalogue's own files into sorted tables of constants, so that a start of the program reads none of them.
//!
//! The files keep to a plain part of TOML: a line is a header `[group.id]`, a comment, or `key = value` with a number, a
//! string without escapes, or a list of such strings. Tables of numbers are tab-separated with one line of column names;
//! lines that begin with `#` say where the facts are from. A scope or a trait that there is not does not compile.
//!
//! *Invariant*: a full TOML reader reads the files to the same tables; the tests of the catalogue compare the two.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// The tables of families, kinds, names of kinds, instance types and prices of 2012, as code.
pub(crate) fn code(icons: &Path) -> io::Result<String> {
    let mut code = String::new();
    let families = families(icons)?;
    let glyphs: Vec<(&str, &str)> = families.iter().map(|family| (&*family.id, &*family.glyph)).collect();
    table(&mut code, "FAMILIES", "Family", families.iter().map(|family| family.code.clone()));
    kinds(icons, &glyphs, &mut code)?;
    instance_types(icons, &mut code)?;
    prices(icons, &mut code)?;
    Ok(code)
}

/// A family, and what kinds and the order of the table need of it.
struct Family {
    order: u32,
    id: String,
    glyph: String,
    code: String,
}

/// The families, sorted by order, then id.
fn families(icons: &Path) -> io::Result<Vec<Family>> {
    let name = "families.toml";
    let text = fs::read_to_string(icons.join(name))?;
    let mut families = Vec::new();
    for Entry { id, lines } in entries(&text, "family") {
        let value = |key: &str| value(&lines, key).ok_or_else(|| fault(name, id, key));
        let order = value("order")?.parse().map_err(|_| fault(name, id, "order"))?;
        let (label, color, glyph) = (value("label")?, value("color")?, value("glyph")?);
        let code =
            format!("Family {{ id: {id:?}, label: {label:?}, color: {color:?}, glyph: {glyph:?}, order: {order} }}");
        families.push(Family { order, id: id.to_owned(), glyph: glyph.to_owned(), code });
    }
    families.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    Ok(families)
}

/// The kinds, sorted by id, and each id and alias with the index of its kind, sorted by name.
fn kinds(icons: &Path, glyphs: &[(&str, &str)], code: &mut String) -> io::Result<()> {
    let name = "catalog.toml";
    let text = fs::read_to_string(icons.join(name))?;
    let mut entries = entries(&text, "kind");
    entries.sort_unstable_by_key(|entry| entry.id);
    let (mut kinds, mut names) = (Vec::new(), Vec::new());
    for (index, Entry { id, lines }) in entries.iter().enumerate() {
        let value = |key: &str| value(lines, key);
        let needed = |key: &str| value(key).ok_or_else(|| fault(name, id, key));
        let (title, label, family) = (needed("title")?, needed("label")?, needed("family")?);
        let (scope, solid, own_glyph) = (variant(needed("scope")?), needed("solid")?, value("glyph"));
        let shared = glyphs.iter().find(|(known, _)| *known == family).ok_or_else(|| fault(name, id, "family"))?;
        let (glyph, has_own_glyph) = (own_glyph.unwrap_or(shared.1), own_glyph.is_some());
        let traits: Vec<String> = list(lines, "traits").map(|name| format!("Trait::{}", variant(name))).collect();
        let traits = traits.join(", ");
        let aliases: Vec<&str> = list(lines, "aliases").collect();
        names.extend(std::iter::once(id).chain(&aliases).map(|name| (*name, index)));
        kinds.push(format!(
            "Kind {{ id: {id:?}, title: {title:?}, label: {label:?}, family: {family:?}, scope: Scope::{scope}, \
             solid: {solid:?}, glyph: {glyph:?}, has_own_glyph: {has_own_glyph}, traits: Traits::of(&[{traits}]), \
             aliases: &{aliases:?} }}"
        ));
    }
    names.sort_unstable();
    table(code, "KINDS", "Kind", kinds.into_iter());
    table(code, "NAMES", "(&str, usize)", names.into_iter().map(|pair| format!("{pair:?}")));
    Ok(())
}

/// The instance types, sorted by name.
fn instance_types(icons: &Path, code: &mut String) -> io::Result<()> {
    let name = "instance-types.tsv";
    let text = fs::read_to_string(icons.join(name))?;
    let mut types = Vec::new();
    for cells in rows(&text) {
        // generation and processor are for human readers
        let [id, vcpu, memory_gib, family, _, _, usd] = cells[..] else { return Err(fault(name, cells[0], "column")) };
        let vcpu: f64 = vcpu.parse().map_err(|_| fault(name, id, "vcpu"))?;
        let memory_gib: f64 = memory_gib.parse().map_err(|_| fault(name, id, "memory_gib"))?;
        let usd: Option<f64> = usd.parse().ok();
        let code = format!(
            "InstanceType {{ name: {id:?}, vcpu: {vcpu:?}, memory_gib: {memory_gib:?}, family: {family:?}, \
             usd_per_hour: {usd:?} }}"
        );
        types.push((id, code));
    }
    types.sort_unstable();
    table(code, "INSTANCE_TYPES", "InstanceType", types.into_iter().map(|(_, code)| code));
    Ok(())
}

/// The prices of 2012 for Linux, sorted by the name of the type.
fn prices(icons: &Path, code: &mut String) -> io::Result<()> {
    let name = "prices-2012-11.tsv";
    let text = fs::read_to_string(icons.join(name))?;
    let mut prices: Vec<(&str, String)> = Vec::new();
    for cells in rows(&text) {
        let [_, _, id, linux, ..] = cells[..] else { return Err(fault(name, cells[0], "column")) };
        let usd: f64 = linux.parse().map_err(|_| fault(name, id, "linux_usd_h"))?;
        prices.push((id, format!("({id:?}, {usd:?})")));
    }
    prices.sort_unstable();
    table(code, "PRICES_2012", "(&str, f64)", prices.into_iter().map(|(_, code)| code));
    Ok(())
}

fn table(code: &mut String, constant: &str, sort: &str, entries: impl Iterator<Item = String>) {
    // writing to a `String` cannot fail
    let _ = writeln!(code, "pub(super) static {constant}: &[{sort}] = &[");
    for entry in entries {
        let _ = writeln!(code, "    {entry},");
    }
    code.push_str("];\n");
}

/// The name of the variant for a word of the catalogue: `HomedUsEast1` for `homed-us-east-1`.
fn variant(word: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    word.split('-').filter(|part| !part.is_empty()).map(capital).collect()
}

fn fault(file: &str, entry: &str, key: &str) -> io::Error {
    io::Error::other(format!("icons/{file}: the entry `{entry}` lacks a right `{key}`"))
}

/// One table of a plain TOML file: the second part of its header, and its keys with their values.
struct Entry<'a> {
    id: &'a str,
    lines: Vec<(&'a str, &'a str)>,
}

/// The tables of a group, in the order of the file.
fn entries<'a>(text: &'a str, group: &str) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let header = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(id) = header.and_then(|path| path.strip_prefix(group)?.strip_prefix('.')) {
            entries.push(Entry { id, lines: Vec::new() });
        } else if let (Some(entry), Some(pair)) = (entries.last_mut(), line.split_once(" = ")) {
            entry.lines.push(pair);
        }
    }
    entries
}

/// The string or number under a key.
fn value<'a>(lines: &[(&str, &'a str)], key: &str) -> Option<&'a str> {
    lines.iter().find(|(name, _)| *name == key).map(|(_, value)| value.trim_matches('"'))
}

/// The strings of the list under a key; none when it is absent.
fn list<'a>(lines: &[(&str, &'a str)], key: &str) -> impl Iterator<Item = &'a str> {
    let found = lines.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    // every other piece between quotes is a string
    found.into_iter().flat_map(|value| value.split('"').skip(1).step_by(2))
}

/// The cells of the lines that hold facts: no comments, no column names.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.skip(1).map(|line| line.split('\t').collect())
}
