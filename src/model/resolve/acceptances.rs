//! Checks that what `[[allow]]` names is there.
//!
//! A finding is about a component, as `web` or `staging/web`, or about another thing that is declared. An id that bears
//! several things stands for all of them.

use std::collections::BTreeSet;

use super::context::{Context, quoted, rename};
use crate::diag::Diagnostic;
use crate::model::Model;
use crate::syntax::document::Acceptance;
use crate::syntax::{codes, nearest};

/// The tables that are about something that exists, in the order of the files.
pub(super) fn acceptances(cx: &mut Context, model: &Model) -> Vec<Acceptance> {
    let document = cx.document;
    if document.allow.is_empty() {
        return Vec::new();
    }
    let names = names(model);
    let mut out = Vec::with_capacity(document.allow.len());
    for table in &document.allow {
        if names.contains(table.at.value.as_str()) {
            out.push(table.clone());
            continue;
        }
        let span = table.at.span;
        let message = format!("nothing is called {}", quoted(&table.at.value));
        let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, span, message, "not declared");
        let near = cx.names.afford(names.len()).then(|| nearest(&table.at.value, names.iter().map(String::as_str)));
        cx.push(match near.flatten() {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")).with_fix(rename(span, near)),
            None => finding.with_help(
                "expected a component, as `web` or `staging/web`, a region, an environment, or another id that is declared",
            ),
        });
    }
    out
}

/// The names of all that a finding can be about.
fn names(model: &Model) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = model.component_ixs().map(|c| model.name_in_environment(c)).collect();
    names.extend(model.components.iter().map(|component| component.id.clone()));
    names.extend(model.regions.iter().map(|region| region.id.clone()));
    names.extend(model.environments.iter().map(|environment| environment.id.clone()));
    for network in &model.networks {
        names.insert(network.id.clone());
        names.extend(network.subnets.iter().map(|subnet| format!("{}.{}", network.id, subnet.id)));
    }
    names.extend(model.groups.iter().map(|group| group.id.clone()));
    names.extend(model.security_groups.iter().map(|group| group.id.clone()));
    names.extend(model.views.iter().map(|view| view.id.clone()));
    // a file that declares no region or environment has one without a name
    names.remove("");
    names
}
