//! Looks up what the document declares, by id.

use std::cell::{Cell, OnceCell};

use foldhash::{HashMap, HashMapExt as _};

use crate::source::Text;
use crate::syntax;
use crate::syntax::document::Document;

/// The sorts of things that have ids.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Thing {
    Component,
    Template,
    Region,
    Environment,
    Network,
    Group,
    SecurityGroup,
}

impl Thing {
    const ALL: [Self; 7] = [
        Self::Component,
        Self::Template,
        Self::Region,
        Self::Environment,
        Self::Network,
        Self::Group,
        Self::SecurityGroup,
    ];

    /// Its word in messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::SecurityGroup => "security group",
            Self::Component => "component",
            _ => self.table(),
        }
    }

    pub(super) fn with_article(self) -> String {
        let article = if self == Self::Environment { "an" } else { "a" };
        format!("{article} {}", self.word())
    }

    /// The table that declares it; for components one of five.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Component => "app",
            Self::Template => "template",
            Self::Region => "region",
            Self::Environment => "environment",
            Self::Network => "network",
            Self::Group => "group",
            Self::SecurityGroup => "security-group",
        }
    }
}

/// Each id with its index in the document.
pub(super) struct Names<'d> {
    maps: [Ids<'d>; 7],
    budget: Cell<usize>,
}

/// How many names are compared in search of the nearest ones, so that a file with thousands of unknown names is still
/// read in a moment.
const BUDGET: usize = 1_000_000;

impl<'d> Names<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let maps = [
            ids(document.components.iter().map(|c| &c.id.value)),
            ids(document.templates.iter().map(|t| &t.id.value)),
            ids(document.regions.iter().map(|r| &r.id.value)),
            ids(document.environments.iter().map(|e| &e.id.value)),
            ids(document.networks.iter().map(|n| &n.id.value)),
            ids(document.groups.iter().map(|g| &g.id.value)),
            ids(document.security_groups.iter().map(|g| &g.id.value)),
        ];
        Self { maps, budget: Cell::new(BUDGET) }
    }

    pub(super) fn get(&self, thing: Thing, id: &str) -> Option<usize> {
        self.maps[thing as usize].at.get(id).copied()
    }

    pub(super) fn count(&self, thing: Thing) -> usize {
        self.maps[thing as usize].at.len()
    }

    /// All ids of a sort, sorted.
    pub(super) fn all(&self, thing: Thing) -> impl Iterator<Item = &'d str> {
        self.maps[thing as usize].sorted().iter().copied()
    }

    /// What else bears the name.
    pub(super) fn other(&self, thing: Thing, id: &str) -> Option<Thing> {
        Thing::ALL.into_iter().find(|other| *other != thing && self.get(*other, id).is_some())
    }

    /// The nearest id of a sort.
    pub(super) fn nearest(&self, thing: Thing, id: &str) -> Option<&'d str> {
        self.afford(self.count(thing)).then(|| syntax::nearest(id, self.all(thing)))?
    }

    /// Whether so many names may still be compared.
    pub(super) fn afford(&self, names: usize) -> bool {
        let left = self.budget.get().checked_sub(names);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// The ids of one sort.
struct Ids<'d> {
    at: HashMap<&'d str, usize>,
    /// All of them, sorted, once a message asks.
    sorted: OnceCell<Vec<&'d str>>,
}

impl<'d> Ids<'d> {
    fn sorted(&self) -> &[&'d str] {
        self.sorted.get_or_init(|| {
            let mut sorted: Vec<&str> = self.at.keys().copied().collect();
            sorted.sort_unstable();
            sorted
        })
    }
}

fn ids<'d>(ids: impl ExactSizeIterator<Item = &'d Text>) -> Ids<'d> {
    let mut at = HashMap::with_capacity(ids.len());
    for (index, id) in ids.enumerate() {
        at.entry(id.as_str()).or_insert(index);
    }
    Ids { at, sorted: OnceCell::new() }
}
