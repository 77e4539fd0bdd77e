//! CAP203: a critical component that must be back within hours, but goes down with its region.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active_regions, region_name};
use crate::lint::sink::Sink;
use crate::lint::words::time;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Lost, Model, RegionIx};
use crate::source::Spanned;
use crate::syntax::attributes::Criticality;
use std::collections::BTreeSet;

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP203", name: "region-loss-outage" },
    family: "capacity",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "max-hours", value: SettingValue::Number(24.0) }],
    page: include_str!("../../../../docs/rules/region-loss-outage.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let limit = sink.number("max-hours") * 3600.0;
    let promised: Vec<(ComponentIx, &Spanned<u64>)> = model
        .base_components()
        .filter(|&c| model.component(c).criticality == Criticality::Critical)
        .filter_map(|c| Some((c, model.component(c).attributes.rto.as_ref()?)))
        .filter(|(_, rto)| (rto.value as f64) < limit)
        .collect();
    let mut regions: Vec<RegionIx> = promised.iter().flat_map(|&(c, _)| active_regions(model, c)).collect();
    regions.sort_unstable();
    regions.dedup();
    let mut said = BTreeSet::new();
    for region in regions {
        // what a region lacks that stands in for it is the finding of another rule
        if model.regions.iter().any(|other| other.stands_in_for == Some(region)) {
            continue;
        }
        let down = model.down(&Lost { regions: vec![region], ..Lost::default() });
        for &(c, rto) in promised.iter().filter(|(c, _)| down.is_down(*c)) {
            // what waits elsewhere, if only as data, is no loss without an end; how long it takes is another question
            let root = down.chain(c).last().map_or(c, |&last| model.connection(last).to);
            let waits = model.places(root).any(|place| place.region.is_some_and(|other| other != region));
            if waits || !said.insert(c) {
                continue;
            }
            let name = model.name(c);
            let here = region_name(model, region);
            let chain = down.chain(c);
            let message = match chain.last() {
                None => format!("critical `{name}` stands in {here} only, but must be back within {}", time(rto.value)),
                Some(&last) => format!(
                    "critical `{name}` goes down with `{}` in {here}, but must be back within {}",
                    model.name(model.connection(last).to),
                    time(rto.value)
                ),
            };
            sink.push(
                Draft::about(model, c, message, "")
                    .primary(rto.span, "the time that is promised")
                    .related(model.component(c).span, "when the region is lost, it is lost")
                    .path(model, &chain)
                    .help(
                        "let a second region stand in (`[region.ID] stands-in-for = …`), or promise an `rto` of days for \
                         the loss of a region",
                    ),
            );
        }
    }
}
