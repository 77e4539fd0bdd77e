//! DRP301: something that a critical component needs is not in the region that stands in.
//!
//! Not only the critical components are looked for there, but all that they need over hard connections: that is where
//! the forgotten one is found.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::places::{active, important_in, is_original, keeps_state, peers, stand_ins};
use crate::lint::setting::Known;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, RegionIx};
use crate::syntax::Words;
use crate::syntax::attributes::Criticality;
use crate::syntax::document::Strategy;

/// One finding for each missing component and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP301", name: "failover-missing-component" },
    family: "recovery",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "min-criticality", value: SettingValue::Word(CRITICALITIES, "critical") }],
    page: include_str!("../../../../docs/rules/failover-missing-component.md"),
    check: Check::Model(check),
};

/// What `min-criticality` may be.
const CRITICALITIES: Known = Known::These(&["critical", "standard", "low"]);

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (standby, primary) in stand_ins(model) {
        check_region(model, sink, standby, primary);
    }
}

fn check_region(model: &Model, sink: &mut Sink<'_>, standby: RegionIx, primary: RegionIx) {
    let least = Criticality::from_word(sink.word("min-criticality")).unwrap_or(Criticality::Critical);
    let critical = important_in(model, primary, least);
    let strategy = model.region(standby).strategy.as_ref().map(|said| said.value);
    let needed = Paths::from(model, &critical, is_hard);
    let (here, there) = (&model.regions[primary.ix()].id, &model.regions[standby.ix()].id);
    for c in model.base_components().filter(|&c| needed.reached(c)) {
        let component = model.component(c);
        let is_in = |c: ComponentIx| model.places(c).any(|place| place.region == Some(standby));
        // a store may have its copy there under a name of its own
        let copied = keeps_state(component) && peers(model, c).any(is_in);
        if is_in(c) || copied || !active(model, c).any(|p| p.region == Some(primary)) {
            continue;
        }
        // where all is built from backups, only their data must be there
        if strategy == Some(Strategy::BackupRestore) && !saved_at_home_only(model, sink, c) {
            continue;
        }
        let (name, path) = (model.name(c), needed.to(c));
        let word = model.component(needed.start(c)).criticality.word();
        let message = if path.is_empty() {
            format!("{word} `{name}` is in `{here}`, but not in `{there}`, which stands in for it")
        } else {
            let start = model.name(needed.start(c));
            format!(
                "{word} `{start}` needs `{name}`, which is in `{here}`, but not in `{there}`, which stands in for it"
            )
        };
        let mut draft = Draft::about(model, c, message, format!("only in `{here}`"))
            .weight(model.component(needed.start(c)).criticality)
            .path(model, &path);
        if let Some(span) = model.regions[standby.ix()].stands_in_span {
            draft = draft.related(span, format!("what `{there}` stands in for"));
        }
        let draft = draft.propose_carrying(model, standby, c);
        sink.push(draft.help(format!(
            "let `[region.{there}]` carry `{}`, or mark a connection of the path `need = \"soft\"` if its caller lives without it",
            component.id
        )));
    }
}

/// Whether something keeps data of which no backup leaves its regions for sure.
fn saved_at_home_only(model: &Model, sink: &mut Sink<'_>, c: ComponentIx) -> bool {
    let component = model.component(c);
    if !keeps_state(component) || !is_original(component) {
        return false;
    }
    let Some(kept) = &component.attributes.backup_to else {
        sink.not_stated(c, &["backup-to"]);
        return false;
    };
    let homes: Vec<&str> = model.places(c).filter_map(|place| Some(model.region(place.region?).id.as_str())).collect();
    !kept.value.is_empty() && kept.value.iter().all(|place| homes.contains(&place.value.as_str()))
}
