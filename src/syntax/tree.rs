//! The tables of a text as plain data with their places: what the decoder reads.
//!
//! Texts without escapes are borrowed from the file. The entries of a table are sorted by key, and a few bits tell at
//! once of most keys that the table does not have them: the decoder asks each table for every key of the language.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A range of bytes; files are at most 64 MiB.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Place {
    start: u32,
    end: u32,
}

impl From<Range<usize>> for Place {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }
}

/// A key or a value with its place.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Placed<T> {
    inner: T,
    place: Place,
}

impl<T> Placed<T> {
    /// Puts something at a place.
    pub(super) fn new(place: impl Into<Place>, inner: T) -> Self {
        Self { inner, place: place.into() }
    }

    /// What stands there.
    pub(super) fn get_ref(&self) -> &T {
        &self.inner
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.place.start as usize..self.place.end as usize
    }
}

/// A key with its place.
pub(super) type Key<'t> = Placed<Cow<'t, str>>;

/// A value with its place.
pub(super) type Value<'t> = Placed<Content<'t>>;

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Content<'t> {
    String(Cow<'t, str>),
    Integer(Integer<'t>),
    /// The digits, fit for reading by `f64`.
    Float(Cow<'t, str>),
    Boolean(bool),
    Datetime(Datetime),
    Array(Vec<Value<'t>>),
    Table(Table<'t>),
}

impl<'t> Content<'t> {
    /// The table, if it is one.
    pub(super) fn as_table(&self) -> Option<&Table<'t>> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// A whole number of any size, as its digits.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Integer<'t> {
    digits: Cow<'t, str>,
    radix: u32,
}

impl<'t> Integer<'t> {
    pub(super) fn new(digits: Cow<'t, str>, radix: u32) -> Self {
        Self { digits, radix }
    }

    /// Its digits, with a sign but no prefix.
    pub(super) fn as_str(&self) -> &str {
        &self.digits
    }

    /// 2, 8, 10 or 16.
    pub(super) fn radix(&self) -> u32 {
        self.radix
    }
}

impl fmt::Display for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.radix {
            2 => "0b",
            8 => "0o",
            16 => "0x",
            _ => "",
        };
        write!(f, "{prefix}{}", self.digits)
    }
}

/// An entry of a table.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Entry<'t> {
    pub(super) key: Key<'t>,
    pub(super) value: Value<'t>,
}

/// A table; its entries are sorted by key, each key once.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Table<'t> {
    entries: Vec<Entry<'t>>,
    /// For each key the bit of [`bit`]; a key whose bit is not here is not in the table.
    bits: u64,
}

/// Fewest entries that are searched by halves.
const MANY: usize = 12;

/// A bit for a key, from its length and its first and last letter. For a key of the language it is known when this is
/// compiled.
#[inline(always)]
#[allow(clippy::inline_always)] // or each of the many questions to each table works it out anew
fn bit(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let ends = bytes.first().map_or(0, |b| u32::from(*b)) * 7 + bytes.last().map_or(0, |b| u32::from(*b)) * 3;
    1 << ((ends + bytes.len() as u32) % 64)
}

impl<'t> Table<'t> {
    /// A table of entries in any order; `None` when a key stands twice.
    pub(super) fn of(mut entries: Vec<Entry<'t>>) -> Option<Self> {
        entries.sort_by(|a, b| a.key.inner.cmp(&b.key.inner));
        if entries.windows(2).any(|pair| pair[0].key.inner == pair[1].key.inner) {
            return None;
        }
        entries.shrink_to_fit();
        let bits = entries.iter().fold(0, |bits, entry| bits | bit(&entry.key.inner));
        Some(Self { entries, bits })
    }

    /// Whether a key may be in the table; most that are not are told at once.
    #[inline(always)]
    #[allow(clippy::inline_always)] // as with `bit`
    pub(super) fn may_have(&self, key: &str) -> bool {
        self.bits & bit(key) != 0
    }

    /// Where an entry is in [`entries`](Self::entries).
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        if !self.may_have(key) {
            return None;
        }
        if self.entries.len() < MANY {
            return self.entries.iter().position(|entry| entry.key.inner == key);
        }
        self.entries.binary_search_by(|entry| entry.key.inner.as_ref().cmp(key)).ok()
    }

    /// The entry of a key.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        self.position(key).map(|at| &self.entries[at])
    }

    /// All entries, by key.
    pub(super) fn entries(&self) -> &[Entry<'t>] {
        &self.entries
    }

    /// Whether it has none.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'t> From<DeTable<'t>> for Table<'t> {
    fn from(table: DeTable<'t>) -> Self {
        let entry = |(key, value): (toml::Spanned<Cow<'t, str>>, toml::Spanned<DeValue<'t>>)| Entry {
            key: Placed::new(key.span(), key.into_inner()),
            value: placed(value),
        };
        Self::of(table.into_iter().map(entry).collect()).unwrap_or_default()
    }
}

fn placed(value: toml::Spanned<DeValue<'_>>) -> Value<'_> {
    Placed::new(value.span(), content(value.into_inner()))
}

fn content(value: DeValue<'_>) -> Content<'_> {
    match value {
        DeValue::String(text) => Content::String(text),
        DeValue::Integer(n) => Content::Integer(Integer::new(Cow::Owned(n.as_str().to_owned()), n.radix())),
        DeValue::Float(n) => Content::Float(Cow::Owned(n.as_str().to_owned())),
        DeValue::Boolean(b) => Content::Boolean(b),
        DeValue::Datetime(at) => Content::Datetime(at),
        DeValue::Array(list) => Content::Array(list.into_iter().map(placed).collect()),
        DeValue::Table(table) => Content::Table(table.into()),
    }
}
