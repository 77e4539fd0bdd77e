//! Reads one table key by key, and reports at the end each key that nobody asked for.
//!
//! *Invariant*: every key of a table is either asked for, refused with a reason, or reported as unknown.

use std::borrow::Cow;
use std::fmt::Display;

use super::codes;
use super::sink::{Sink, Value};
use super::suggest::{key_for, listed, nearest, quoted, shown};
use super::tree::{Content, Key, Table};
use super::value;
use crate::diag::{Diagnostic, Edit, Fix, Safety};
use crate::source::{Span, Spanned, Text};

/// Most expected keys that a message lists.
const LISTED: usize = 10;

/// Most keys that one table is asked for.
const KEYS: usize = 64;

/// A table that is being read.
pub(super) struct Reader<'t> {
    table: &'t Table<'t>,
    /// Where it stands.
    pub(super) span: Span,
    name: Name<'t>,
    asked: Vec<&'static str>,
    refused: Vec<&'static str>,
    /// For each of the first entries whether its key was asked for or refused.
    known: u64,
    own_keys: bool,
}

/// How messages call a table; most tables are in none, so it is put together only there.
pub(super) enum Name<'t> {
    /// In words, as "an entry of `uses`".
    Words(&'static str),
    /// By its header, such as `[app.web]`, or by a key.
    Header(Cow<'t, str>),
    /// By the path above it and its id: `app` and `web` for `[app.web]`.
    Id(&'t str, &'t str),
    /// By the path above it, its id, and the key of a list in it: `[[app.web.placement]]`.
    List(&'t str, &'t str, &'t str),
}

impl Name<'_> {
    fn shown(&self) -> String {
        match self {
            Self::Words(words) => (*words).to_owned(),
            Self::Header(header) => quoted(header),
            Self::Id(above, id) => quoted(&format!("[{above}.{id}]")),
            Self::List(above, id, key) => quoted(&format!("[[{above}.{id}.{key}]]")),
        }
    }
}

impl<'t> From<&'t str> for Name<'t> {
    fn from(header: &'t str) -> Self {
        Self::Header(header.into())
    }
}

impl From<String> for Name<'_> {
    fn from(header: String) -> Self {
        Self::Header(header.into())
    }
}

/// A table inside another, under the id that is its key.
pub(super) struct Child<'t> {
    /// The key.
    pub(super) id: Spanned<Text>,
    /// The table.
    pub(super) table: &'t Table<'t>,
    /// Its header, or its braces.
    pub(super) span: Span,
}

impl<'t> Reader<'t> {
    /// A reader of a table.
    pub(super) fn new(table: &'t Table<'t>, span: Span, name: impl Into<Name<'t>>) -> Self {
        let name = name.into();
        // tables in braces are many and have few keys
        let asked = Vec::with_capacity(if matches!(name, Name::Words(_)) { KEYS / 4 } else { KEYS });
        Self { table, span, name, asked, refused: Vec::new(), known: 0, own_keys: false }
    }

    /// Its name for messages.
    pub(super) fn name(&self) -> String {
        self.name.shown()
    }

    /// Asks for a key: its value, if it is there and not refused.
    #[inline(always)]
    #[allow(clippy::inline_always)] // a table has few of the many keys that it is asked for; that costs next to nothing
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        self.asked.push(key);
        if self.table.may_have(key) { self.held(key) } else { None }
    }

    /// The value of a key that was asked for.
    fn held(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        let at = self.table.position(key)?;
        self.know(at);
        if self.refused.contains(&key) {
            return None;
        }
        Some(&self.table.entries()[at].value)
    }

    /// Notes that a key is known.
    fn know(&mut self, at: usize) {
        self.known |= 1_u64.checked_shl(at as u32).unwrap_or(0);
    }

    /// Asks for a key and reads its value; a value that can not be read is reported by `read`, and nothing is given.
    #[inline(always)]
    #[allow(clippy::inline_always)] // as with `value`
    pub(super) fn get<T>(
        &mut self,
        sink: &mut Sink,
        key: &'static str,
        read: impl FnOnce(&mut Sink, &'t Value<'t>) -> Option<T>,
    ) -> Option<Spanned<T>> {
        match self.value(key) {
            Some(value) => read_at(sink, key, value, read),
            None => None,
        }
    }

    /// Asks for a key that must be there.
    pub(super) fn need<T>(
        &mut self,
        sink: &mut Sink,
        key: &'static str,
        help: &str,
        read: impl FnOnce(&mut Sink, &'t Value<'t>) -> Option<T>,
    ) -> Option<Spanned<T>> {
        if !self.has(key) {
            sink.missing(&self.name(), self.span, key, help);
        }
        self.get(sink, key, read)
    }

    /// Whether the table has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.position(key).is_some()
    }

    /// Where a key stands, and its value.
    pub(super) fn entry(&self, sink: &Sink, key: &str) -> Option<(Span, &'t Value<'t>)> {
        self.table.entry(key).map(|entry| (sink.span(entry.key.span()), &entry.value))
    }

    /// Makes room for so many keys that can not stand in this table.
    pub(super) fn will_refuse(&mut self, keys: usize) {
        self.refused.reserve_exact(keys);
    }

    /// Says that a key can not stand in this table; reports it if it does, with why and what to do instead.
    pub(super) fn refuse(&mut self, sink: &mut Sink, key: &'static str, why: impl FnOnce() -> (String, String)) {
        self.refused.push(key);
        if let Some(at) = self.table.position(key) {
            self.know(at);
            let span = sink.span(self.table.entries()[at].key.span());
            let (message, help) = why();
            let message = format!("{} {message}", quoted(key));
            let label = format!("not a key of {}", self.name());
            sink.push(Diagnostic::error(codes::UNKNOWN_KEY, span, message, label).with_help(help));
        }
    }

    /// Lets the user have a table `meta` of own keys.
    pub(super) fn meta(&mut self, sink: &mut Sink) {
        self.get(sink, "meta", |sink, v| {
            let is_table = v.get_ref().as_table().is_some();
            if !is_table {
                sink.wrong_type(v, "a table");
            }
            is_table.then_some(())
        });
        self.own_keys = true;
    }

    /// The tables under a key, by id: `[key.ID]`.
    pub(super) fn children(&mut self, sink: &mut Sink, key: &'static str, path: &str) -> Vec<Child<'t>> {
        let children = self.named(sink, key, path);
        for child in &children {
            value::check_id(sink, &child.id.value, child.id.span, || format!("an id of `[{}]`", shown(path)));
        }
        children
    }

    /// The tables under a key, by any name.
    pub(super) fn named(&mut self, sink: &mut Sink, key: &'static str, path: &str) -> Vec<Child<'t>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Content::Table(table) = value.get_ref() else {
            return wrong_shape(sink, value, key, &format!("tables, such as `[{path}.{}]`", sample(key)));
        };
        let mut out = Vec::with_capacity(table.entries().len());
        for entry in table.entries() {
            let (id, child) = (&entry.key, &entry.value);
            let Content::Table(inner) = child.get_ref() else {
                let header = format!("a table `[{path}.{}]`", shown(id.get_ref()));
                wrong_shape::<()>(sink, child, id.get_ref(), &header);
                continue;
            };
            let id = Spanned::new(Text::new(id.get_ref()), sink.span(id.span()));
            out.push(Child { id, table: inner, span: sink.span(child.span()) });
        }
        out
    }

    /// The tables of a list `[[key]]`.
    pub(super) fn tables(
        &mut self,
        sink: &mut Sink,
        key: &'static str,
        path: impl Display,
    ) -> Vec<(&'t Table<'t>, Span)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let expected = || format!("a list of tables: write `[[{path}]]`");
        let Content::Array(list) = value.get_ref() else { return wrong_shape(sink, value, key, &expected()) };
        let mut out = Vec::with_capacity(list.len());
        for entry in list {
            match entry.get_ref() {
                Content::Table(table) => out.push((table, sink.span(entry.span()))),
                _ => drop(wrong_shape::<()>(sink, entry, key, &expected())),
            }
        }
        out
    }

    /// The table `[key]`.
    pub(super) fn table(&mut self, sink: &mut Sink, key: &'static str, path: &str) -> Option<Child<'t>> {
        let value = self.value(key)?;
        let Content::Table(table) = value.get_ref() else {
            wrong_shape::<()>(sink, value, key, &format!("a table `[{path}]`"));
            return None;
        };
        let span = sink.span(value.span());
        Some(Child { id: Spanned::new(Text::new_static(key), span), table, span })
    }

    /// Every key with its place and value, in the order of the text.
    pub(super) fn entries(&self, sink: &Sink) -> Vec<(Spanned<Text>, &'t Value<'t>)> {
        let spanned = |key: &Key| Spanned::new(Text::new(key.get_ref()), sink.span(key.span()));
        let mut entries: Vec<_> =
            self.table.entries().iter().map(|entry| (spanned(&entry.key), &entry.value)).collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    /// Whether a key has been asked for.
    #[cfg(test)]
    pub(super) fn asks(&self, key: &str) -> bool {
        self.asked.contains(&key) && !self.refused.contains(&key)
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(mut self, sink: &mut Sink) {
        #[cfg(test)]
        sink.tables.push((self.name(), self.expected()));
        let all = self.table.entries();
        if all.len() < 64 && self.known.count_ones() as usize == all.len() {
            return;
        }
        self.asked = self.expected();
        for (at, entry) in all.iter().enumerate() {
            let name = entry.key.get_ref().as_ref();
            let met = at < 64 && self.known & (1 << at) != 0;
            if !met && !self.asked.contains(&name) && !self.refused.contains(&name) {
                let span = sink.span(entry.key.span());
                let finding = self.unknown(name, span, &entry.value);
                sink.push(finding);
            }
        }
    }

    /// The keys of the language that were asked for.
    fn expected(&self) -> Vec<&'static str> {
        let is_expected = |key: &&&'static str| !(self.refused.contains(key) || self.own_keys && **key == "meta");
        self.asked.iter().filter(is_expected).copied().collect()
    }

    fn unknown(&self, name: &str, span: Span, value: &Value) -> Diagnostic {
        let message = format!("unknown key {} in {}", quoted(name), self.name());
        let finding = Diagnostic::error(codes::UNKNOWN_KEY, span, message, "not a key of this table");
        let asked = || self.asked.iter().copied();
        if let Some(near) = nearest(name, asked()).or_else(|| key_for(name, asked())) {
            return finding.with_help(format!("did you mean {}?", quoted(near))).with_fix(Fix {
                title: format!("rename it to {}", quoted(near)),
                safety: Safety::Unsafe,
                edits: vec![Edit { span, replacement: near.to_owned() }],
            });
        }
        let first = listed(self.asked.iter().take(LISTED).copied(), "or");
        let help =
            if self.asked.len() > LISTED { format!("expected {first}, …") } else { format!("expected {first}") };
        let finding = finding.with_help(help);
        match value.get_ref() {
            Content::Table(_) => finding.with_note("an id with a dot stands in quotes: `[app.\"a.b\"]`"),
            _ => finding,
        }
    }
}

/// Reads the value of a key and gives it its place.
fn read_at<'t, T>(
    sink: &mut Sink,
    key: &'static str,
    value: &'t Value<'t>,
    read: impl FnOnce(&mut Sink, &'t Value<'t>) -> Option<T>,
) -> Option<Spanned<T>> {
    let outer = std::mem::replace(&mut sink.key, key);
    let read = read(sink, value);
    sink.key = outer;
    Some(Spanned::new(read?, sink.span(value.span())))
}

/// An id for an example of a table.
fn sample(table: &str) -> &'static str {
    match table {
        "region" => "us-east-1",
        "environment" => "production",
        "store" => "orders-db",
        "rule" => "AVL101",
        _ => "web",
    }
}

/// Reports a value where tables were expected.
fn wrong_shape<T>(sink: &mut Sink, value: &Value, key: &str, expected: &str) -> Vec<T> {
    let span = sink.span(value.span());
    let found = super::sink::name_of_type(value.get_ref());
    let message = format!("{} expects {expected}, found {found}", quoted(key));
    sink.push(Diagnostic::error(codes::WRONG_TYPE, span, message, found));
    Vec::new()
}
