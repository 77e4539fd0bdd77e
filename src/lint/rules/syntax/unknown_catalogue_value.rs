//! SYN005: a kind or an instance type that the catalogue lacks.
//!
//! Kinds are found while names are resolved. An instance type that the catalogue lacks may be new, so it is asked for
//! here, where settings and acceptances hold.

use std::collections::BTreeSet;

use crate::catalog::builtin;
use crate::diag::{Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;
use crate::syntax::{codes, nearest};

/// One finding for each place of the file.
pub(super) static RULE: Rule = Rule {
    code: codes::UNKNOWN_CATALOGUE_VALUE,
    family: "syntax",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "extra-types", value: SettingValue::Texts }],
    page: include_str!("../../../../docs/rules/unknown-catalogue-value.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let extra = sink.texts("extra-types");
    let mut seen = BTreeSet::new();
    for c in model.component_ixs() {
        for place in model.places(c).filter(|place| place.instance.is_none()) {
            let Some(name) = &place.instance_name else { continue };
            // one of a template or of the defaults stands at many components
            if extra.contains(&name.value.as_str()) || !seen.insert(name.span) {
                continue;
            }
            let message = format!("unknown instance type `{}`", name.value);
            let draft = Draft::about(model, c, message, "").primary(name.span, "not in the catalogue");
            sink.push(match nearest(&name.value, builtin().instance_names()) {
                Some(near) => draft.help(format!("did you mean `{near}`?")).replace(name.span, &format!("\"{near}\"")),
                None => draft.help(format!(
                    "if it is right, name it in `extra-types` of `[lint.rule.{}]`",
                    codes::UNKNOWN_CATALOGUE_VALUE.name
                )),
            });
        }
    }
}
