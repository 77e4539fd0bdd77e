//! Knows the kinds, families, instance types, prices and glyphs that come with the program.
//!
//! Everything here is data from `icons/`: a new kind, glyph, solid, theme or instance type is a line or a file there,
//! never a line of code. The build script reads the files and makes sorted tables of constants of them, so that the
//! catalogue costs nothing at a start.
//!
//! *Invariant*: ids and aliases of kinds are one namespace without repetition, and each family, glyph, scope and trait
//! that a kind names exists. The tests of this room prove it for the data that is shipped.

mod family;
mod glyph;
mod instance;
mod kind;
mod layered;
mod read;
#[cfg(test)]
mod tests;
mod traits;

pub use family::Family;
pub use glyph::{Glyph, glyph, glyph_names, mascot, mascot_names};
pub use instance::InstanceType;
pub use kind::{Kind, Scope};
pub use layered::{Fault, read_theme};
pub use read::read;
pub use traits::{Trait, Traits};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

#[allow(clippy::unreadable_literal)] // prices as they are
mod tables {
    use super::{Family, InstanceType, Kind, Scope, Trait, Traits};

    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

static BUILTIN: Catalog = Catalog {
    kinds: tables::KINDS,
    names: tables::NAMES,
    families: tables::FAMILIES,
    instances: tables::INSTANCE_TYPES,
    prices_2012: tables::PRICES_2012,
};

/// The catalogue that comes with the program.
pub fn builtin() -> &'static Catalog {
    &BUILTIN
}

/// The solids of `icons/solids` as (id, TOML text), sorted by id.
pub fn embedded_solids() -> &'static [(&'static str, &'static str)] {
    embedded::SOLIDS
}

/// The themes of `icons/themes` as (id, TOML text), sorted by id.
pub fn embedded_themes() -> &'static [(&'static str, &'static str)] {
    embedded::THEMES
}

/// Kinds, families, instance types and prices, looked up by name.
#[derive(Debug)]
pub struct Catalog {
    /// Sorted by id.
    kinds: &'static [Kind],
    /// Each id and alias with its index in `kinds`, sorted by name.
    names: &'static [(&'static str, usize)],
    /// Sorted by order, then id.
    families: &'static [Family],
    /// Sorted by name.
    instances: &'static [InstanceType],
    /// Type name and US dollars an hour on 2012-11-01, sorted by name.
    prices_2012: &'static [(&'static str, f64)],
}

impl Catalog {
    /// The kind of this id or alias.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        let at = self.names.binary_search_by(|(name, _)| (*name).cmp(id)).ok()?;
        self.kinds.get(self.names[at].1)
    }

    /// All kinds, sorted by id; a kind with aliases comes once.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// All ids and aliases, sorted: what to search for the nearest right name.
    pub fn kind_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| *name)
    }

    /// The family of this id.
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.id == id)
    }

    /// All families in the order of the legend.
    pub fn families(&self) -> impl Iterator<Item = &Family> {
        self.families.iter()
    }

    /// The instance type of this name; the class names of databases and caches (`db.m1.large`, `cache.m1.large`)
    /// give the type of the machine under them.
    ///
    /// The price is that of the machine alone: managed databases and caches cost more.
    pub fn instance(&self, name: &str) -> Option<&InstanceType> {
        let bare = name.strip_prefix("db.").or_else(|| name.strip_prefix("cache.")).unwrap_or(name);
        let at = self.instances.binary_search_by(|known| known.name.cmp(bare)).ok()?;
        self.instances.get(at)
    }

    /// All names of instance types, sorted, without prefixes.
    pub fn instance_names(&self) -> impl Iterator<Item = &str> {
        self.instances.iter().map(|known| known.name)
    }

    /// What an instance of this type cost on 2012-11-01, in US dollars an hour: on demand, Linux, us-east-1.
    ///
    /// `None` for types of other years, and for `db.` and `cache.` classes, whose prices were others.
    pub fn price_2012(&self, name: &str) -> Option<f64> {
        let at = self.prices_2012.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        Some(self.prices_2012[at].1)
    }
}
