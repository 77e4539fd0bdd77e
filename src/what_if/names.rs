//! What can be lost, and what a name on the command line means.

use std::collections::BTreeMap;

use crate::catalog::Trait;
use crate::model::{ComponentIx, Lost, Model, RegionIx};

/// Something that can be lost.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Thing {
    /// A zone, by its index in the list of its region.
    Zone(RegionIx, usize),
    /// A region, with what is offered by it.
    Region(RegionIx),
    /// A component.
    Component(ComponentIx),
    /// All that somebody else runs, by the text of `provider`.
    Provider(String),
}

/// The sorts of things that can be lost.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    /// Zones.
    Zone,
    /// Regions.
    Region,
    /// Components.
    Component,
    /// Providers.
    Provider,
}

impl Sort {
    /// All sorts, from the most exact name to the freest.
    pub const ALL: [Self; 4] = [Self::Zone, Self::Region, Self::Component, Self::Provider];

    /// Its word, which may stand before a name with a colon.
    pub fn word(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Region => "region",
            Self::Component => "component",
            Self::Provider => "provider",
        }
    }
}

/// What a name means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// One thing.
    One(Thing),
    /// Several things; the names tell them apart.
    Several(Vec<String>),
    /// Nothing; the nearest right name, if one is near.
    Nothing(Option<String>),
}

impl Thing {
    /// Its sort.
    pub fn sort(&self) -> Sort {
        match self {
            Self::Zone(..) => Sort::Zone,
            Self::Region(_) => Sort::Region,
            Self::Component(_) => Sort::Component,
            Self::Provider(_) => Sort::Provider,
        }
    }

    /// Its name, as it may be written on the command line. A region without a name is `region`.
    pub fn name(&self, model: &Model) -> String {
        match self {
            Self::Zone(region, zone) => {
                let region = model.region(*region);
                let zone = region.zones.get(*zone).map_or("", String::as_str);
                match region.id.chars().last() {
                    None => zone.to_owned(),
                    // `us-east-1a`, but `east-a`
                    Some(last) if last.is_ascii_digit() && !zone.starts_with(|c: char| c.is_ascii_digit()) => {
                        format!("{}{zone}", region.id)
                    }
                    Some(_) => format!("{}-{zone}", region.id),
                }
            }
            Self::Region(region) => {
                let id = &model.region(*region).id;
                if id.is_empty() { "region".to_owned() } else { id.clone() }
            }
            Self::Component(c) => model.name(*c),
            Self::Provider(name) => name.clone(),
        }
    }

    /// Adds it to what is lost.
    pub(super) fn add_to(&self, model: &Model, lost: &mut Lost) {
        match self {
            Self::Zone(region, zone) => lost.zones.push((*region, *zone)),
            Self::Region(region) => lost.regions.push(*region),
            Self::Component(c) => lost.components.push(*c),
            Self::Provider(name) => {
                lost.components.extend(model.component_ixs().filter(|c| provider(model, *c) == Some(name.as_str())));
            }
        }
    }
}

/// The text of `provider` of a component.
pub(super) fn provider(model: &Model, c: ComponentIx) -> Option<&str> {
    model.component(c).attributes.provider.as_ref().map(|name| name.value.as_str())
}

/// All things of a sort, in order. Of the components those that are checked: no copies, and no clients.
pub fn things(model: &Model, sort: Sort) -> Vec<Thing> {
    let regions = || (0..model.regions.len() as u32).map(RegionIx);
    match sort {
        Sort::Zone => regions()
            .flat_map(|region| (0..model.region(region).zones.len()).map(move |zone| Thing::Zone(region, zone)))
            .collect(),
        Sort::Region => regions().map(Thing::Region).collect(),
        Sort::Component => model
            .base_components()
            .filter(|c| !model.component(*c).kind.traits.has(Trait::Client))
            .map(Thing::Component)
            .collect(),
        Sort::Provider => {
            let mut names: Vec<String> =
                model.component_ixs().filter_map(|c| provider(model, c).map(str::to_owned)).collect();
            names.sort();
            names.dedup();
            names.into_iter().map(Thing::Provider).collect()
        }
    }
}

/// Finds what a name means: a zone as `us-east-1a`, or `a` when one region has it; a region or a component by its id; a
/// copy as `staging/web`; a provider by its text, in any case. `zone:`, `region:`, `component:` and `provider:` before the
/// name choose between equal ones.
pub fn find(model: &Model, given: &str) -> Meaning {
    let (only, name) = match given.split_once(':') {
        Some((word, name)) => match Sort::ALL.into_iter().find(|sort| sort.word() == word) {
            Some(sort) => (Some(sort), name),
            None => (None, given),
        },
        None => (None, given),
    };
    let names = spelled(model);
    let found: Vec<&Thing> =
        names.get(name).into_iter().flatten().filter(|thing| only.is_none_or(|sort| thing.sort() == sort)).collect();
    match found.as_slice() {
        [one] => Meaning::One((*one).clone()),
        [] => match names.get(&name.to_lowercase()).map(Vec::as_slice) {
            Some([one]) if only.is_none_or(|sort| one.sort() == sort) => Meaning::One(one.clone()),
            _ => Meaning::Nothing(nearest(model, name, only)),
        },
        several => Meaning::Several(
            several.iter().map(|thing| format!("{}:{}", thing.sort().word(), thing.name(model))).collect(),
        ),
    }
}

/// Every spelling with what it means.
fn spelled(model: &Model) -> BTreeMap<String, Vec<Thing>> {
    let mut names: BTreeMap<String, Vec<Thing>> = BTreeMap::new();
    let mut add = |name: String, thing: &Thing| {
        let all = names.entry(name).or_default();
        if !all.contains(thing) {
            all.push(thing.clone());
        }
    };
    for thing in Sort::ALL.into_iter().filter(|sort| *sort != Sort::Component).flat_map(|sort| things(model, sort)) {
        add(thing.name(model), &thing);
        match &thing {
            Thing::Zone(region, zone) => {
                let region = model.region(*region);
                let zone = &region.zones[*zone];
                for name in [zone.clone(), format!("{}{zone}", region.id), format!("{}-{zone}", region.id)] {
                    add(name, &thing);
                }
            }
            Thing::Provider(name) => add(name.to_lowercase(), &thing),
            Thing::Region(_) | Thing::Component(_) => {}
        }
    }
    for c in model.component_ixs() {
        add(model.name(c), &Thing::Component(c));
    }
    names
}

/// The nearest name of a thing, each written in full. What begins with a region is most likely meant as a zone of it.
fn nearest(model: &Model, name: &str, only: Option<Sort>) -> Option<String> {
    let is_longer = |id: &str| !id.is_empty() && name.len() > id.len() && name.starts_with(id);
    if only.is_none() && model.regions.iter().any(|region| is_longer(&region.id)) {
        let zone = nearest(model, name, Some(Sort::Zone));
        if zone.is_some() {
            return zone;
        }
    }
    let mut known: Vec<String> = Sort::ALL
        .into_iter()
        .filter(|sort| only.is_none_or(|only| only == *sort))
        .flat_map(|sort| things(model, sort))
        .map(|thing| thing.name(model))
        .collect();
    known.sort();
    known.dedup();
    crate::syntax::nearest(name, known.iter().map(String::as_str)).map(str::to_owned)
}
