//! Reads a theme file over the built-in theme that it starts from, so that it need say only what differs.
//!
//! The file is walked beside the theme under it: a key that the theme lacks is unknown, and a value must be of the same
//! sort. If the reader dislikes the whole, the values are set one by one and the whole is read after each, so that its
//! dislike has a place in the file. All keys are known by then, so that a long file can not make this take long.
//!
//! *Invariant*: a built-in theme names one that stands on its own, or stands on its own.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// The theme under a file that names none.
const BASE: &str = "reference";
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
/// The first thing that is wrong, with its place.
pub fn read_theme<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let parsed = DeTable::parse(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("it can not be read");
        Fault::new(error.span().unwrap_or(0..0), format!("not TOML: {message}"))
    })?;
    let root = parsed.get_ref();
    let mut whole = base(root)?;
    walk(root, &mut whole, &mut Vec::new(), &mut |_, _| Ok(()))?;
    whole.try_into::<T>().map_err(|error| {
        let mut trial = |whole: &Table, at| match whole.clone().try_into::<T>() {
            Ok(_) => Ok(()),
            Err(error) => Err(Fault::new(at, error.message())),
        };
        let found = base(root).and_then(|mut whole| walk(root, &mut whole, &mut Vec::new(), &mut trial));
        found.err().unwrap_or_else(|| Fault::new(0..0, error.message()))
    })
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
            families.entry(family.id.clone()).or_insert_with(|| Value::String(family.color.clone()));
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

/// Looks at the whole after the value at a place of the file was set.
type Test<'t> = dyn FnMut(&Table, Range<usize>) -> Result<(), Fault> + 't;

/// Sets each value of the file in the whole and tries the whole.
fn walk(file: &DeTable, whole: &mut Table, path: &mut Vec<String>, test: &mut Test) -> Result<(), Fault> {
    // in the order of the file, so that the first fault is the one that is told
    let mut entries: Vec<_> = file.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
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
            return Err(Fault { message: format!("{} in {place}", fault.message), ..fault });
        }
        path.push(name.to_owned());
        match (&known, value.get_ref()) {
            (Some(Value::Table(_)), DeValue::Table(table)) => walk(table, whole, path, test)?,
            (known, found) => {
                let place = value.span();
                let wanted = known.as_ref().map_or("a list of numbers", sort);
                let read = plain(found).filter(|read| known.as_ref().is_none_or(|known| sort(known) == sort(read)));
                let Some(read) = read else {
                    let message = format!("`{}` is to be {wanted}", path.join("."));
                    return Err(Fault::new(place, message));
                };
                set(whole, path, read);
                test(whole, place)?;
            }
        }
        path.pop();
    }
    Ok(())
}

/// The table at a path that leads through tables.
fn at<'t>(table: &'t Table, path: &[String]) -> &'t Table {
    path.iter().fold(table, |table, key| match table.get(key) {
        Some(Value::Table(inner)) => inner,
        _ => table,
    })
}

/// Sets the value at a path that leads through tables.
fn set(table: &mut Table, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
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
