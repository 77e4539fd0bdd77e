//! Reads a theme file over the built-in theme that it starts from, so that it need say only what differs.
//!
//! The file is walked beside the theme under it: a key that the theme lacks is unknown, and a value must be of the same
//! sort. If the reader dislikes the whole, the values are set one by one and the whole is read after each, so that its
//! dislikes have a place in the file. All keys are known by then, so that a long file can not make this take long.
//!
//! *Invariant*: a built-in theme names one that stands on its own, or stands on its own.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// The theme under a file that names none.
const BASE: &str = "reference";
/// The most faults that are told.
const MOST: usize = 50;
/// What a line may have even where the line of the theme under it has none.
const DASH: &str = "dash";

/// Why a file is no theme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The bytes of the file that are wrong.
    pub at: Range<usize>,
    /// What is wrong, in words.
    pub message: String,
    /// For an unknown name: that name, and those that are known there, sorted.
    pub unknown: Option<(String, Vec<String>)>,
}

impl Fault {
    fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), unknown: None }
    }

    fn unknown<'a>(at: Range<usize>, what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let mut known: Vec<String> = known.map(str::to_owned).collect();
        known.sort();
        known.dedup();
        let unknown = Some((name.to_owned(), known));
        Self { at, message: format!("there is no {what} `{}`", name.escape_debug()), unknown }
    }
}

/// Reads the text of a theme file as a `T`.
///
/// # Errors
/// Everything that is wrong, with its place, in the order of the file. What is no TOML is told alone, and so is a `base`
/// that there is not.
pub fn read_theme<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Fault>> {
    let parsed = DeTable::parse(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("it can not be read");
        vec![Fault::new(error.span().unwrap_or(0..0), format!("not TOML: {message}"))]
    })?;
    let root = parsed.get_ref();
    let mut whole = base(root).map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    walk(root, &mut whole, &mut Vec::new(), &mut |_| Ok(()), &mut faults);
    let read = whole.try_into::<T>();
    let error = match read {
        Ok(read) if faults.is_empty() => return Ok(read),
        Ok(_) => return Err(faults),
        Err(error) => error,
    };
    let mut trial = |whole: &Table| match whole.clone().try_into::<T>() {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message().to_owned()),
    };
    let mut found = Vec::new();
    walk(root, &mut base(root).map_err(|fault| vec![fault])?, &mut Vec::new(), &mut trial, &mut found);
    if found.is_empty() {
        found.push(Fault::new(0..0, error.message()));
    }
    Err(found)
}

/// The values of the theme that a file starts from, the colours of the families among them.
fn base(root: &DeTable) -> Result<Table, Fault> {
    let named = root.get("base");
    let name = match named.map(|value| (value.get_ref(), value.span())) {
        None => BASE,
        Some((DeValue::String(name), _)) => name,
        Some((_, at)) => return Err(Fault::new(at, "expected the name of a theme in quotes")),
    };
    let at = named.map_or(0..0, toml::Spanned::span);
    let themes = super::embedded_themes();
    let own = |name: &str| {
        let text = themes.iter().find(|(known, _)| *known == name)?.1;
        text.parse::<Table>().ok()
    };
    let Some(mut table) = own(name) else {
        return Err(Fault::unknown(at, "theme", name, themes.iter().map(|(name, _)| *name)));
    };
    if let Some(Value::String(under)) = table.remove("base") {
        let mut lower = own(&under).unwrap_or_default();
        merge(&mut lower, table);
        table = lower;
    }
    let families = table.entry("family").or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(families) = families {
        for family in super::builtin().families() {
            families.entry(family.id).or_insert_with(|| Value::String(family.color.to_owned()));
        }
    }
    Ok(table)
}

/// Puts a table over another, value by value.
fn merge(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => merge(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// Looks at the whole after a value of the file was set in it.
type Test<'t> = dyn FnMut(&Table) -> Result<(), String> + 't;

/// Sets each value of the file in the whole and tries the whole. A value that is wrong is a fault, and is not set.
fn walk(file: &DeTable, whole: &mut Table, path: &mut Vec<String>, test: &mut Test, faults: &mut Vec<Fault>) {
    // in the order of the file, so that faults are told in it
    let mut entries: Vec<_> = file.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        if faults.len() >= MOST {
            return;
        }
        let name: &str = key.get_ref();
        if path.is_empty() && name == "base" {
            continue;
        }
        let under = at(whole, path);
        let known = under.get(name).cloned();
        if known.is_none() && !(name == DASH && under.contains_key("width")) {
            let place = if path.is_empty() { "a theme".to_owned() } else { format!("`{}`", path.join(".")) };
            let base = path.is_empty().then_some("base");
            let dash = under.contains_key("width").then_some(DASH);
            let names = under.keys().map(String::as_str).chain(base).chain(dash);
            let fault = Fault::unknown(key.span(), "key", name, names);
            faults.push(Fault { message: format!("{} in {place}", fault.message), ..fault });
            continue;
        }
        path.push(name.to_owned());
        match (&known, value.get_ref()) {
            (Some(Value::Table(_)), DeValue::Table(table)) => walk(table, whole, path, test, faults),
            (known, found) => {
                let wanted = known.as_ref().map_or("a list of numbers", sort);
                let read = plain(found).filter(|read| known.as_ref().is_none_or(|known| sort(known) == sort(read)));
                match read {
                    None => {
                        let message = format!("`{}` is to be {wanted}", path.join("."));
                        faults.push(Fault::new(value.span(), message));
                    }
                    Some(read) => {
                        set(whole, path, Some(read));
                        if let Err(message) = test(whole) {
                            faults.push(Fault::new(value.span(), message));
                            set(whole, path, known.clone());
                        }
                    }
                }
            }
        }
        path.pop();
    }
}

/// The table at a path that leads through tables.
fn at<'t>(table: &'t Table, path: &[String]) -> &'t Table {
    path.iter().fold(table, |table, key| match table.get(key) {
        Some(Value::Table(inner)) => inner,
        _ => table,
    })
}

/// Sets the value at a path that leads through tables, or takes it away.
fn set(table: &mut Table, path: &[String], value: Option<Value>) {
    match (path, value) {
        ([], _) => {}
        ([key], Some(value)) => _ = table.insert(key.clone(), value),
        ([key], None) => _ = table.remove(key),
        ([key, rest @ ..], value) => {
            if let Some(Value::Table(inner)) = table.get_mut(key) {
                set(inner, rest, value);
            }
        }
    }
}

/// A value as plain data; `None` for dates, tables and numbers out of reach.
fn plain(value: &DeValue) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Integer(number) => Value::Float(i32::from_str_radix(number.as_str(), number.radix()).ok()?.into()),
        DeValue::Float(number) => Value::Float(number.as_str().parse().ok()?),
        DeValue::Array(list) => Value::Array(list.iter().map(|item| plain(item.get_ref())).collect::<Option<_>>()?),
        DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}

/// What sort of value it is.
fn sort(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a colour such as `\"#1f2b42\"`",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "`true` or `false`",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
        Value::Datetime(_) => "a date",
    }
}
