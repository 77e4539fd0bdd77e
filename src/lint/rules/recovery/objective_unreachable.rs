//! DRP305: a promise of how much data may be lost, or how long it may be down, that what is there can not keep.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::places::{active_regions, is_original, keeps_state, peers, region_name, stand_ins};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::source::Span;
use crate::syntax::Words;
use crate::syntax::attributes::{Backup, ConnectionKind, Count};
use crate::syntax::document::{PlacementRole, Strategy};
use std::fmt::Write as _;

/// One finding for each promise.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP305", name: "objective-unreachable" },
    family: "recovery",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[
        Setting { key: "daily-hours", value: SettingValue::Number(24.0) },
        Setting { key: "async-seconds", value: SettingValue::Number(0.0) },
        Setting {
            key: "recovery-minutes",
            value: SettingValue::By(&[
                ("backup-restore", 240.0),
                ("pilot-light", 30.0),
                ("warm-standby", 10.0),
                ("hot-standby", 1.0),
                ("active-active", 1.0),
            ]),
        },
    ],
    page: include_str!("../../../../docs/rules/objective-unreachable.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        check_data(model, sink, c);
        check_time(model, sink, c);
    }
}

/// Of what it needs, the store that can lose most.
fn check_data(model: &Model, sink: &mut Sink<'_>, c: ComponentIx) {
    let Some(rpo) = &model.component(c).attributes.rpo else { return };
    let unsaid = sink.number("async-seconds").clamp(0.0, 1e12) as u64;
    let daily = (sink.number("daily-hours") * 3600.0).clamp(0.0, 1e12) as u64;
    let needed = Paths::from(model, &[c], is_hard);
    let mut worst: Option<(u64, ComponentIx, Span, String)> = None;
    for store in model.base_components().filter(|&s| needed.reached(s)) {
        let component = model.component(store);
        if !keeps_state(component) || !is_original(component) {
            continue;
        }
        let found = lag(model, store, unsaid).or_else(|| nightly(model, store, daily));
        match found {
            None => {
                if component.attributes.backup.is_none() {
                    sink.not_stated(store, &["backup"]);
                }
            }
            Some((loses, span, how)) => {
                if loses > rpo.value && worst.as_ref().is_none_or(|(most, ..)| loses > *most) {
                    worst = Some((loses, store, span, how));
                }
            }
        }
    }
    let Some((loses, store, span, how)) = worst else { return };
    let (name, other) = (model.name(c), model.name(store));
    let of = if store == c { String::new() } else { format!(" of `{other}`") };
    sink.push(
        Draft::about(
            model,
            c,
            format!("`{name}` may lose {} of data, but {}{of} can be lost", time(rpo.value), time(loses)),
            "",
        )
        .primary(rpo.span, "what is promised")
        .also(store)
        .related(span, how)
        .path(model, &needed.to(store))
        .help(format!(
            "save `{other}` all the time (`backup = \"continuous\"`), or promise an `rpo` of {}",
            time(loses)
        )),
    );
}

/// The copy of a store that is the least behind, unless a standby in another zone has all of it. A copy that does not say
/// how far it is behind counts as so many seconds; with none it is not judged.
fn lag(model: &Model, store: ComponentIx, unsaid: u64) -> Option<(u64, Span, String)> {
    if model.component(store).attributes.multi_az.as_ref().is_some_and(|said| said.value) {
        return None;
    }
    let copies = model.outgoing(store).map(|link| model.connection(link));
    // what is copied for questions about it is no place to go on from
    let copies = copies.filter(|link| !model.component(link.to).kind.traits.has(Trait::Analytics));
    let lags = copies.filter(|link| link.kind == ConnectionKind::Replication).filter_map(|link| match &link.lag {
        Some(said) => Some((said.value, said.span, format!("its nearest copy is {} behind", time(said.value)))),
        None if unsaid > 0 => Some((
            unsaid,
            link.span,
            format!("its copy is taken to be {} behind, as `async-seconds` sets", time(unsaid)),
        )),
        None => None,
    });
    lags.min_by_key(|lag| (lag.0, lag.1))
}

/// A store that is saved once a day, and of which nothing else is kept.
fn nightly(model: &Model, store: ComponentIx, daily: u64) -> Option<(u64, Span, String)> {
    let attributes = &model.component(store).attributes;
    let said = attributes.backup.as_ref().filter(|said| said.value == Backup::Daily)?;
    let copied = peers(model, store).next().is_some();
    let standby = attributes.multi_az.as_ref().is_some_and(|said| said.value)
        || attributes.replicated.as_ref().is_some_and(|said| said.value)
        || attributes.replicas.as_ref().is_some_and(|said| said.value != Count::Total(0));
    (!copied && !standby).then(|| (daily, said.span, "what was written since it was last saved is lost".to_owned()))
}

/// Whether it can be back in time when its region is lost: by how the region waits that stands in, else from where only its
/// data waits.
fn check_time(model: &Model, sink: &mut Sink<'_>, c: ComponentIx) {
    let Some(rto) = &model.component(c).attributes.rto else { return };
    let usual = |sink: &Sink<'_>, word: &str| (sink.number_by("recovery-minutes", word) * 60.0).clamp(0.0, 1e12) as u64;
    let home = active_regions(model, c);
    let standing_in = stand_ins(model).filter(|(_, primary)| home.as_slice() == [*primary]);
    let strategies = standing_in.filter_map(|(region, _)| Some((region, model.region(region).strategy.as_ref()?)));
    // what the region does not carry is the finding of another rule
    let carried = |region| model.places(c).any(|place| place.region == Some(region));
    let strategies = strategies.filter(|&(region, said)| said.value == Strategy::BackupRestore || carried(region));
    // the fastest of several is enough
    if let Some((region, said)) = strategies.max_by_key(|(_, said)| said.value) {
        let (word, least) = (said.value.word(), usual(sink, said.value.word()));
        if rto.value < least {
            let (name, there) = (model.name(c), region_name(model, region));
            let message = format!(
                "`{name}` must be back within {}, but {there} takes over as `{word}`, which lasts {}",
                time(rto.value),
                time(least)
            );
            sink.push(
                Draft::about(model, c, message, "")
                    .primary(rto.span, "what is promised")
                    .related(said.span, "how the region waits")
                    .note(format!("that it lasts {} is usual; `recovery-minutes` sets it", time(least)))
                    .help(format!("let {there} wait in a faster way, or promise an `rto` of {}", time(least))),
            );
        }
        return;
    }
    let usual = usual(sink, "pilot-light");
    let mut others = model.places(c).filter(|place| place.role != PlacementRole::Active).peekable();
    if rto.value >= usual || others.peek().is_none() {
        return;
    }
    let active = model.places(c).filter(|place| place.role == PlacementRole::Active).count();
    let Some(waiting) = others.next().filter(|place| place.role == PlacementRole::PilotLight) else { return };
    let Some(region) = waiting.region.filter(|_| active == 1 && others.next().is_none()) else { return };
    let (name, there) = (model.name(c), region_name(model, region));
    sink.push(
        Draft::about(
            model,
            c,
            format!("`{name}` must be back within {}, but in {there} only its data waits", time(rto.value)),
            "",
        )
        .primary(rto.span, "what is promised")
        .related(waiting.span, "a pilot light: nothing runs there")
        .note(format!("to start from a pilot light is taken to last {}; `recovery-minutes` sets it", time(usual)))
        .help(format!("let it wait there as a standby (`role = \"standby\"`), or promise an `rto` of {}", time(usual))),
    );
}

/// A time as the language writes it.
fn time(seconds: u64) -> String {
    let parts = [(86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')];
    let mut rest = seconds;
    let mut text = String::new();
    for (unit, letter) in parts {
        // a day alone reads better as hours
        if rest / unit > 0 && !(letter == 'd' && rest < 2 * unit) {
            let _ = write!(text, "{}{letter}", rest / unit);
            rest %= unit;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_the_language() {
        let written = [0, 45, 90, 3_600, 86_400, 172_800, 5_400].map(time);
        assert_eq!(written, ["0s", "45s", "1m30s", "1h", "24h", "2d", "1h30m"]);
    }
}
