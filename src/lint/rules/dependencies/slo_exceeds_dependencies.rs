//! DEP505: an objective that is higher than what a component can reach with all that it needs.
//!
//! The bound is that of `composite`: what is needed multiplies, alternatives fail together only.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::composite::{Composer, Composite};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::words::{number, plural};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::source::Spanned;
use crate::syntax::attributes::Need;

/// One finding for each component with an objective.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP505", name: "slo-exceeds-dependencies" },
    family: "dependencies",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "extra-nine", value: SettingValue::Bool(false) }],
    page: include_str!("../../../../docs/rules/slo-exceeds-dependencies.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let mut promises: Vec<(ComponentIx, &Spanned<f64>)> =
        model.base_components().filter_map(|c| Some((c, model.component(c).attributes.slo.as_ref()?))).collect();
    promises.sort_by_key(|&(c, _)| (std::cmp::Reverse(model.component(c).criticality), c));
    let mut composer = Composer::new(model);
    for (c, slo) in promises {
        match composer.bound(c) {
            // what is written with few digits is not held against the sixth
            Some(found) if slo.value > found.bound * 100.0 + 1e-6 => sink.push(report(model, c, slo, &found)),
            Some(found) if sink.flag("extra-nine") => {
                if let Some(draft) = without_extra_nine(model, c, slo, &found) {
                    sink.push(draft);
                }
            }
            Some(_) => {}
            None => sink.not_stated(c, &["availability", "slo"]),
        }
    }
}

fn report(model: &Model, c: ComponentIx, slo: &Spanned<f64>, found: &Composite) -> Draft {
    let name = model.name(c);
    let best = per_cent(found.bound);
    let mut draft = Draft::about(
        model,
        c,
        format!("`{name}` promises {} %, but with what it needs it reaches {best} % at best", slo.value),
        "",
    )
    .primary(slo.span, "the objective");
    let weakest = found.factors.iter().map(|(x, _)| *x).find(|&x| x != c);
    if let Some(path) = weakest.and_then(|x| model.path(c, x, |link| model.connection(link).need == Need::Hard)) {
        draft = draft.path(model, &path);
    }
    draft = draft.note(format!(
        "{} % allows {} down in 30 days, {best} % means {}",
        slo.value,
        time_down(slo.value / 100.0),
        time_down(found.bound)
    ));
    for (x, own) in found.factors.iter().take(MOST) {
        draft = draft.note(format!("`{}` reaches {} %", model.name(*x), number(*own * 100.0)));
    }
    if found.factors.len() > MOST {
        draft = draft.note(format!("{} more count in", found.factors.len() - MOST));
    }
    for (members, own) in found.alternatives.iter().take(MOST) {
        let names: Vec<String> = members.iter().map(|&m| format!("`{}`", model.name(m))).collect();
        draft = draft.note(format!("{} reach {} %", names.join(" or "), per_cent(*own)));
    }
    if found.silent > 0 {
        draft = draft.note(format!(
            "{} it needs say nothing and are taken as never down",
            plural(found.silent, "other component")
        ));
    }
    let advice = match weakest {
        Some(x) => format!(
            "give `{}` an alternative (`either`), let `{name}` live without it (`need = \"soft\"`), ",
            model.name(x)
        ),
        None => String::new(),
    };
    draft.help(format!("{advice}or promise at most `slo = {best}`").trim_start_matches("or ").to_owned())
}

/// What it needs that fails more than a tenth as often as it may itself: by the rule of the extra nine.
fn without_extra_nine(model: &Model, c: ComponentIx, slo: &Spanned<f64>, found: &Composite) -> Option<Draft> {
    let wanted = 1.0 - (1.0 - slo.value / 100.0) / 10.0;
    let weak: Vec<(ComponentIx, f64)> =
        found.factors.iter().copied().filter(|&(x, own)| x != c && own < wanted - 1e-9).collect();
    let &(first, own) = weak.first()?;
    let (name, other) = (model.name(c), model.name(first));
    let own = number(own * 100.0);
    let message = format!(
        "`{name}` promises {} %, but needs `{other}`, which reaches {own} % rather than {} %",
        slo.value,
        number(wanted * 100.0)
    );
    let mut draft = Draft::about(model, c, message, "").primary(slo.span, "the objective").also(first);
    if let Some(path) = model.path(c, first, |link| model.connection(link).need == Need::Hard) {
        draft = draft.path(model, &path);
    }
    for (x, own) in weak[1..].iter().take(MOST) {
        draft = draft.note(format!("so it is with `{}`, which reaches {} %", model.name(*x), number(own * 100.0)));
    }
    Some(
        draft
            .severity(Severity::Warning)
            .note("what is needed should fail a tenth as often as what needs it, because it is seldom alone")
            .help(format!(
                "give `{other}` an alternative (`either`), or let `{name}` live without it (`need = \"soft\"`)"
            )),
    )
}

/// Most factors that are listed.
const MOST: usize = 8;

/// Five digits for what is near to all: `99.979`. Rounded down, so that it can be promised.
fn per_cent(share: f64) -> String {
    // what is a hair below a digit by the arithmetic of the machine alone is that digit
    format!("{:.3}", (share * 100_000.0 + 1e-7).floor() / 1000.0)
}

/// How long a share of 30 days is.
fn time_down(up: f64) -> String {
    let minutes = (1.0 - up) * 30.0 * 24.0 * 60.0;
    match minutes {
        m if m < 1.0 => format!("{:.0} seconds", m * 60.0),
        m if m < 120.0 => format!("{m:.1} minutes"),
        m => format!("{:.1} hours", m / 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_times_in_words() {
        assert_eq!(per_cent(0.999_790_01), "99.979");
        assert_eq!(per_cent(0.9977), "99.770");
        assert_eq!(time_down(0.9999), "4.3 minutes");
        assert_eq!(time_down(0.99), "7.2 hours");
    }
}
