//! DRP309: a store that is used from other regions only.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::places::{active_regions, keeps_state};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, text};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, ConnectionIx, Model, RegionIx};
use crate::source::Spanned;
use crate::syntax::attributes::{Access, ConnectionKind, Count};
use crate::syntax::document::Role;

/// One finding for each store.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP309", name: "store-far-from-consumers" },
    family: "recovery",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "share", value: SettingValue::Number(1.0) }],
    page: include_str!("../../../../docs/rules/store-far-from-consumers.md"),
    check: Check::Model(check),
};

/// A user of the store, with where it stands.
struct Consumer {
    link: ConnectionIx,
    regions: Vec<RegionIx>,
    far: bool,
}

fn check(model: &Model, sink: &mut Sink<'_>) {
    // who asks for more wants to hear of half as well
    let share = if sink.is_pedantic() && !sink.is_set("share") { 0.5 } else { sink.number("share") };
    for c in model.base_components().filter(|&c| keeps_state(model.component(c))) {
        let home = active_regions(model, c);
        let consumers = consumers(model, c, &home);
        if home.is_empty() || consumers.is_empty() {
            continue;
        }
        // weighed by traffic when all of it is stated
        let traffic: Option<Vec<f64>> = consumers.iter().map(|u| model.connection(u.link).gb_month).collect();
        let weights = traffic.unwrap_or_else(|| vec![1.0; consumers.len()]);
        let total: f64 = weights.iter().sum();
        let far: f64 = consumers.iter().zip(&weights).filter(|(u, _)| u.far).map(|(_, w)| w).sum();
        if far > 0.0 && far >= share * total {
            report(model, sink, c, &home, &consumers);
        }
    }
}

/// Who uses the store over connections that are not said to be meant to leave the region.
fn consumers(model: &Model, c: ComponentIx, home: &[RegionIx]) -> Vec<Consumer> {
    model
        .incoming(c)
        .filter(|&link| carries_requests(model.connection(link)) && !model.connection(link).cross_region)
        .filter(|&link| !puts_away(model, link))
        .map(|link| {
            let regions = active_regions(model, model.connection(link).from);
            let far = !regions.iter().any(|region| home.contains(region));
            Consumer { link, regions, far }
        })
        .filter(|user| !user.regions.is_empty())
        .collect()
}

/// Whether it only puts something away, as a backup in another region on purpose: writes that nobody waits for, or any
/// such connection to plain storage.
fn puts_away(model: &Model, link: ConnectionIx) -> bool {
    let connection = model.connection(link);
    let has = |wanted| model.component(connection.to).kind.traits.has(wanted);
    let asked =
        [Trait::Database, Trait::Warehouse, Trait::Search, Trait::Cache, Trait::Queue, Trait::Stream, Trait::Topic];
    let storage = !asked.into_iter().any(has) && model.component(connection.to).role == Role::Store;
    connection.kind != ConnectionKind::Sync && (storage || connection.access == Some(Access::Write))
}

/// The one region from which all use the store, if the store can stand there as it says the rest: it names neither a
/// network, nor numbers by zone, nor zones that are not there, and is not there already.
fn new_home<'m>(model: &'m Model, c: ComponentIx, home: &[RegionIx], consumers: &[Consumer]) -> Option<&'m str> {
    let &[region] = consumers.first()?.regions.as_slice() else { return None };
    let attributes = &model.component(c).attributes;
    let by_place = |count: &Option<Spanned<Count>>| matches!(count.as_ref().map(|n| &n.value), Some(Count::By(_)));
    let there = model.region(region);
    let mut zones = attributes.zones.iter().flat_map(|zones| &zones.value);
    let fits = home.len() == 1
        && consumers.iter().all(|user| user.far && user.regions == [region])
        && model.places(c).all(|place| place.region != Some(region))
        && zones.all(|zone| there.zones.iter().any(|other| *other == zone.value.as_str()))
        && attributes.network.is_none()
        && attributes.subnet.is_none()
        && !by_place(&attributes.count)
        && !by_place(&attributes.replicas);
    fits.then_some(there.id.as_str())
}

fn report(model: &Model, sink: &mut Sink<'_>, c: ComponentIx, home: &[RegionIx], consumers: &[Consumer]) {
    let region = |r: &RegionIx| model.regions[r.ix()].id.clone();
    let far: Vec<&Consumer> = consumers.iter().filter(|u| u.far).collect();
    let mut from: Vec<String> = far.iter().flat_map(|u| &u.regions).map(region).collect();
    from.sort();
    from.dedup();
    let homes: Vec<String> = home.iter().map(region).collect();
    let name = model.name(c);
    let only = if far.len() == consumers.len() { "only" } else { "mostly" };
    let mut draft = Draft::about(
        model,
        c,
        format!("`{name}` stands in {}, but is used {only} from {}", listed(&homes), listed(&from)),
        format!("stands in {}", listed(&homes)),
    );
    for user in far.iter().take(5) {
        let connection = model.connection(user.link);
        let regions: Vec<String> = user.regions.iter().map(region).collect();
        let text = format!("`{}` uses it from {}", model.name(connection.from), listed(&regions));
        draft = draft.related(connection.span, text);
    }
    if far.len() > 5 {
        draft = draft.note(format!("{} more use it from there", far.len() - 5));
    }
    if let Some(there) = new_home(model, c, home, consumers) {
        draft = draft.propose(model, c, "region", text(there));
    }
    sink.push(draft.help(format!(
        "move `{name}` to {}, or set `cross-region = true` on the connections that are meant to leave the region",
        listed(&from)
    )));
}
