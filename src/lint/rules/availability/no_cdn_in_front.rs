//! AVL110: pages or files that users fetch without a CDN in between.
//!
//! One breadth-first search from the users that never enters a CDN: what it reaches has none in front.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::places::is_public;
use crate::lint::setting::Known;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, ConnectionIx, Model};
use crate::syntax::Words;
use crate::syntax::attributes::{Content, Criticality};
use crate::syntax::document::Role;

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL110", name: "no-cdn-in-front" },
    family: "availability",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[
        Setting { key: "only-static", value: SettingValue::Bool(true) },
        Setting { key: "min-criticality", value: SettingValue::Word(CRITICALITIES, "standard") },
    ],
    page: include_str!("../../../../docs/rules/no-cdn-in-front.md"),
    check: Check::Model(check),
};

/// What `min-criticality` may be.
const CRITICALITIES: Known = Known::These(&["critical", "standard", "low"]);

fn check(model: &Model, sink: &mut Sink<'_>) {
    let clients: Vec<ComponentIx> = model.base_components().filter(|&c| is_public(model.component(c))).collect();
    let open = Paths::from(model, &clients, |link| {
        carries_requests(link) && !model.component(link.to).kind.traits.has(Trait::Cdn)
    });
    let only_static = sink.flag("only-static");
    let least = Criticality::from_word(sink.word("min-criticality")).unwrap_or_default();
    for c in model.base_components() {
        let component = model.component(c);
        let content = component.attributes.content.as_ref().map(|content| content.value);
        let word = match content {
            Some(Content::Static) => "files",
            Some(Content::Web) => "pages",
            _ if only_static || component.role != Role::App => continue,
            Some(Content::Api) | None => "answers",
        };
        let path = open.to(c);
        if path.is_empty() || component.criticality < least {
            continue;
        }
        // what stands behind another app is asked by that, not by users
        let by_users = |&link: &ConnectionIx| model.component(model.connection(link).from).role != Role::App;
        if word == "answers" && !path.iter().all(by_users) {
            continue;
        }
        let (name, users) = (model.name(c), model.name(open.start(c)));
        sink.push(
            Draft::about(
                model,
                c,
                format!("`{users}` fetch the {word} of `{name}` without a CDN in between"),
                format!("serves {word}"),
            )
            .path(model, &path)
            .help("add a `[gateway.ID]` with the kind of your CDN and lead the users through it"),
        );
    }
}
