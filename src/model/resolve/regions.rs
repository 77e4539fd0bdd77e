//! Resolves regions and their zones.
//!
//! A file that declares no region has one without a name, whose zones are all that are named anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, label_or, listed, quoted};
use super::names::Thing;
use crate::diag::Diagnostic;
use crate::model::{Region, RegionIx};
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::{Attributes, Count, List};
use crate::syntax::codes;
use crate::syntax::document::{self, Document};

/// The regions, with what is needed to find zones in them.
pub(super) struct Regions {
    pub(super) list: Vec<Region>,
    /// The index of each region of the document.
    by_document: Vec<RegionIx>,
    /// The zones of each region by name.
    zones: Vec<BTreeMap<String, usize>>,
    /// Where each region says its zones.
    zone_spans: Vec<Option<Span>>,
    /// The region of what names none.
    pub(super) usual: Option<RegionIx>,
    /// The region that the zones of `[defaults]` are said for.
    pub(super) of_default_zones: Option<RegionIx>,
}

impl Regions {
    pub(super) fn new(cx: &mut Context) -> Self {
        let document = cx.document;
        if document.regions.is_empty() {
            return Self::nameless(document, &cx.attributes);
        }
        let mut order: Vec<usize> = (0..document.regions.len()).collect();
        order.sort_by_key(|at| (document.regions[*at].stands_in_for.is_some(), &document.regions[*at].id.value));
        let mut by_document = vec![RegionIx(0); order.len()];
        for (ix, at) in order.iter().enumerate() {
            by_document[*at] = RegionIx(ix as u32);
        }
        let mut regions = Self {
            list: Vec::new(),
            by_document,
            zones: Vec::new(),
            zone_spans: Vec::new(),
            usual: None,
            of_default_zones: None,
        };
        for at in order {
            regions.add(cx, &document.regions[at]);
        }
        let stated = document.defaults.region.as_ref().and_then(|name| regions.find(cx, name));
        regions.usual = stated.or((regions.list.len() == 1).then_some(RegionIx(0)));
        regions.of_default_zones = regions.usual;
        if regions.usual.is_none() {
            regions.check_default_zones(cx);
        }
        regions
    }

    fn nameless(document: &Document, said: &[Attributes]) -> Self {
        let zones: Vec<String> = zones_named_anywhere(document, said).into_iter().map(str::to_owned).collect();
        let region = Region {
            id: String::new(),
            label: String::new(),
            span: None,
            zones,
            provisioned_by: Vec::new(),
            stands_in_for: None,
            stands_in_span: None,
            scale: 1.0,
            strategy: None,
            takeover: Vec::new(),
        };
        Self {
            zones: vec![numbered(&region.zones)],
            list: vec![region],
            by_document: Vec::new(),
            zone_spans: vec![None],
            usual: Some(RegionIx(0)),
            of_default_zones: Some(RegionIx(0)),
        }
    }

    fn add(&mut self, cx: &mut Context, region: &document::Region) {
        let id = &region.id.value;
        let mut zones: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for zone in region.zones.iter().flat_map(|list| &list.value) {
            let short = short(id, &zone.value);
            if seen.insert(short) {
                zones.push(short.to_owned());
            }
        }
        let stands_in_for = region.stands_in_for.as_ref().and_then(|name| self.other(cx, region, name));
        if region.stands_in_for.is_none() {
            let said = [
                (region.strategy.as_ref().map(|s| s.span), "how it waits"),
                (region.carries.as_ref().map(|c| c.span), "what it carries"),
                (region.scale.as_ref().map(|s| s.span), "how large it is when it waits"),
                (region.takeover.as_ref().map(|t| t.span), "what its takeover needs"),
            ];
            for (span, what) in said.into_iter().filter_map(|(span, what)| Some((span?, what))) {
                let message = format!("region {} says {what}, but not for the loss of which region", quoted(id));
                let finding = Diagnostic::error(codes::MISSING_KEY, span, message, "`stands-in-for` is missing");
                cx.push(finding.with_help("name the region that it replaces, as `stands-in-for = \"us-east-1\"`"));
            }
        }
        let carries = region.carries.as_ref().map(|c| c.span);
        let mut takeover = Vec::new();
        for id in region.takeover.iter().flat_map(|list| &list.value) {
            takeover.extend(cx.find(Thing::Component, id).map(|_| id.clone()));
        }
        self.zones.push(numbered(&zones));
        self.zone_spans.push(region.zones.as_ref().map(|list| list.span));
        self.list.push(Region {
            id: id.to_string(),
            label: label_or(region.label.as_ref(), id),
            span: Some(region.id.span),
            zones,
            provisioned_by: region.provisioned_by.as_ref().map(|list| list.value.clone()).unwrap_or_default(),
            stands_in_for,
            stands_in_span: carries.or(region.stands_in_for.as_ref().map(|name| name.span)),
            scale: region.scale.as_ref().map_or(1.0, |s| s.value),
            strategy: region.strategy,
            takeover,
        });
    }

    /// The region that another stands in for.
    fn other(&self, cx: &mut Context, region: &document::Region, name: &Spanned<Text>) -> Option<RegionIx> {
        if name.value == region.id.value {
            let message = format!("region {} stands in for itself", quoted(&name.value));
            let finding = Diagnostic::error(codes::BAD_VALUE, name.span, message, "expected another region");
            cx.push(finding);
            return None;
        }
        self.find(cx, name)
    }

    /// The region of a name; if there is none, says so.
    pub(super) fn find(&self, cx: &mut Context, name: &Spanned<Text>) -> Option<RegionIx> {
        cx.find(Thing::Region, name).and_then(|at| self.by_document.get(at).copied())
    }

    /// The region of an id, without a word when there is none.
    pub(super) fn get(&self, cx: &Context, id: &str) -> Option<RegionIx> {
        cx.names.get(Thing::Region, id).and_then(|at| self.by_document.get(at).copied())
    }

    pub(super) fn region(&self, ix: RegionIx) -> &Region {
        &self.list[ix.ix()]
    }

    /// The names of the tools that set a region up.
    pub(super) fn provisioned_by(&self, ix: RegionIx) -> Vec<String> {
        self.region(ix).provisioned_by.iter().map(|tool| tool.value.to_string()).collect()
    }

    /// The zone of a name, short or with the region before it.
    pub(super) fn zone(&self, region: RegionIx, name: &str) -> Option<usize> {
        self.zones[region.ix()].get(short(&self.region(region).id, name)).copied()
    }

    /// The zone of a name; if the region lacks it, says so.
    pub(super) fn find_zone(&self, cx: &mut Context, region: RegionIx, name: &str, span: Span) -> Option<usize> {
        let zone = self.zone(region, name);
        if zone.is_none() {
            cx.push(self.no_zone(region, name, span));
        }
        zone
    }

    fn no_zone(&self, ix: RegionIx, name: &str, span: Span) -> Diagnostic {
        let region = self.region(ix);
        let id = quoted(&region.id);
        let message = format!("zone {} is not in region {id}", quoted(name));
        let finding = Diagnostic::error(codes::MISPLACED_ELEMENT, span, message, "no such zone there");
        match (self.zone_spans[ix.ix()], region.span) {
            (Some(zones), _) if !region.zones.is_empty() => finding
                .with_related(zones, format!("the zones of {id}"))
                .with_help(format!("it has {}", listed(region.zones.iter().map(String::as_str)))),
            (_, Some(span)) => finding
                .with_related(span, format!("{id} declares no zones"))
                .with_help(format!("add `zones` to `[region.{}]`", region.id)),
            _ => finding,
        }
    }

    /// Finds zones that were named for another region: by name where the region has them, else its first ones that are
    /// still free. What is left when the region has too few is `None`.
    pub(super) fn map_zones<'n>(&self, region: RegionIx, names: impl Iterator<Item = &'n str>) -> Vec<Option<usize>> {
        let mut mapped: Vec<Option<usize>> = names.map(|name| self.zone(region, name)).collect();
        let taken: BTreeSet<usize> = mapped.iter().flatten().copied().collect();
        let mut free = (0..self.region(region).zones.len()).filter(|zone| !taken.contains(zone));
        for zone in mapped.iter_mut().filter(|zone| zone.is_none()) {
            *zone = free.next();
        }
        mapped
    }

    /// Zones of the defaults that belong to no one region must at least be in some region.
    fn check_default_zones(&self, cx: &mut Context) {
        for zone in cx.document.defaults.zones.iter().flat_map(|list| &list.value) {
            if !(0..self.list.len() as u32).any(|ix| self.zone(RegionIx(ix), &zone.value).is_some()) {
                let message = format!("zone {} is in no region", quoted(&zone.value));
                cx.push(Diagnostic::error(codes::MISPLACED_ELEMENT, zone.span, message, "no region has it"));
            }
        }
    }
}

/// A zone without its region: `us-east-1a` is `a` in `us-east-1`, and so is `us-east-1-a`.
fn short<'n>(region: &str, zone: &'n str) -> &'n str {
    let rest = zone.strip_prefix(region).map_or(zone, |rest| rest.strip_prefix('-').unwrap_or(rest));
    if rest.is_empty() { zone } else { rest }
}

fn numbered(zones: &[String]) -> BTreeMap<String, usize> {
    zones.iter().enumerate().map(|(at, zone)| (zone.clone(), at)).collect()
}

/// Every zone that the document names, with what its components say beside it; sorted.
fn zones_named_anywhere<'d>(document: &'d Document, said: &'d [Attributes]) -> BTreeSet<&'d str> {
    let mut zones = BTreeSet::new();
    let overrides = document.environments.iter().flat_map(|e| &e.overrides);
    let placements = document.components.iter().chain(overrides.clone()).flat_map(|c| &c.placements);
    let attributes = std::iter::once(&document.defaults)
        .chain(document.templates.iter().map(|t| &t.attributes))
        .chain(said)
        .chain(overrides.map(|c| &c.attributes))
        .chain(placements.map(|p| &p.attributes));
    for each in attributes {
        zones.extend(each.zones.iter().flat_map(names));
        zones.extend(by_zone(each).map(|zone| zone.value.as_str()));
    }
    let subnets = document.networks.iter().flat_map(|n| &n.subnets);
    zones.extend(subnets.filter_map(|s| s.zone.as_ref()).map(|zone| zone.value.as_str()));
    zones
}

fn names(list: &List) -> impl Iterator<Item = &str> {
    list.value.iter().map(|zone| zone.value.as_str())
}

/// The zones of numbers by zone.
fn by_zone(attributes: &Attributes) -> impl Iterator<Item = &Spanned<Text>> {
    let tables = [&attributes.count, &attributes.replicas];
    tables
        .into_iter()
        .flatten()
        .flat_map(|table| match &table.value {
            Count::By(by) => by.as_slice(),
            Count::Total(_) => &[],
        })
        .map(|(zone, _)| zone)
}
