//! PRV903: a service that something in the file can not do without, and that the file leaves out.
//!
//! What is there is known by its traits, and by the words of its id and label, because a plain `service` may be any.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::is_public;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, Connection, Model};
use crate::syntax::attributes::Sent;
use crate::syntax::document::Role;

/// One finding that lists all.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "PRV903", name: "implied-service-missing" },
    family: "provisioning",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[],
    page: include_str!("../../../../docs/rules/implied-service-missing.md"),
    check: Check::Model(check),
};

/// What implies that something else is there.
struct Implication {
    /// What a component does, behind its name.
    does: &'static str,
    /// Whether a component does it.
    holds: fn(&Model, ComponentIx) -> bool,
    /// What it needs, with its article.
    needs: &'static str,
    /// The traits of which one is enough.
    traits: &'static [Trait],
    /// Words of an id or a label that say the same.
    words: &'static [&'static str],
    /// Whether most pictures leave it out on purpose, so that only who asks for hints hears of it.
    hint: bool,
}

/// Each is asked of the whole file once.
static IMPLICATIONS: [Implication; 8] = [
    Implication {
        does: "scales by itself",
        holds: |model, c| model.component(c).attributes.autoscale.is_some(),
        needs: "a service that watches its load",
        traits: &[Trait::Monitor],
        words: &["metrics", "monitor", "monitoring", "telemetry", "observability", "cloudwatch", "prometheus"],
        hint: false,
    },
    Implication {
        does: "sends mail",
        holds: |model, c| {
            let smtp = |link| speaks(model.connection(link), &["smtp", "smtps"]);
            sends(model, c, Sent::Mail) || model.outgoing(c).any(smtp)
        },
        needs: "a mail service",
        traits: &[Trait::Mail],
        words: &["mail", "mails", "email", "emails", "smtp", "sms"],
        hint: false,
    },
    Implication {
        does: "runs functions",
        holds: |model, c| model.component(c).kind.traits.has(Trait::Function),
        needs: "an identity service that lets them act, or one that keeps their logs",
        traits: &[Trait::Identity, Trait::Monitor],
        words: &["iam", "identity", "identities", "auth", "log", "logs", "logging"],
        hint: false,
    },
    Implication {
        does: "runs containers",
        holds: |model, c| model.component(c).kind.traits.has(Trait::Container),
        needs: "a registry of their images",
        traits: &[Trait::Registry],
        words: &["registry", "registries", "images", "ecr"],
        hint: false,
    },
    Implication {
        does: "raises alarms",
        holds: |model, c| sends(model, c, Sent::Alarms),
        needs: "a topic, a pager or a mail service that brings them to people",
        traits: &[Trait::Topic, Trait::Mail, Trait::Notifies],
        words: &[
            "alert",
            "alerts",
            "alarms",
            "pager",
            "oncall",
            "notification",
            "notifications",
            "topic",
            "chat",
            "slack",
            "teams",
            "opsgenie",
        ],
        hint: false,
    },
    Implication {
        does: "is called by users over HTTPS",
        holds: |model, c| called_over_https(model, c),
        needs: "a DNS service that leads to it",
        traits: &[Trait::Dns],
        words: &["dns", "nameserver", "nameservers"],
        hint: true,
    },
    Implication {
        does: "is called by users over HTTPS",
        holds: |model, c| {
            // who draws identities would draw certificates; those of a CDN that somebody else runs are its own
            let detailed = |c| has(model, c, Trait::Identity);
            let theirs = has(model, c, Trait::Cdn) && !has(model, c, Trait::Managed);
            called_over_https(model, c) && !theirs && model.base_components().any(detailed)
        },
        needs: "a service that keeps its certificate",
        traits: &[Trait::Certificates, Trait::Secrets],
        words: &["certificate", "certificates", "cert", "certs", "tls", "pki", "acm"],
        hint: true,
    },
    Implication {
        does: "speaks of a CDN in its note",
        // the edge itself may speak of another service of the same provider
        holds: |model, c| model.component(c).role != Role::Gateway && speaks_of_a_cdn(model.component(c)),
        needs: "a CDN",
        traits: &[Trait::Cdn],
        words: &["cdn", "akamai", "cloudfront", "fastly", "cloudflare"],
        hint: false,
    },
];

fn check(model: &Model, sink: &mut Sink<'_>) {
    let mut missing: Vec<(ComponentIx, String, &str)> = Vec::new();
    // a file that shows no such services at all leaves them out on purpose
    if model.base_components().any(|c| model.component(c).role == Role::Service) {
        for implied in IMPLICATIONS.iter().filter(|implied| !implied.hint || sink.is_pedantic()) {
            let Some(c) = model.base_components().find(|&c| (implied.holds)(model, c)) else { continue };
            // what does it is not what it needs, however it is called
            let by_kind = |c| implied.is_met_by_kind(model.component(c));
            let by_name = |c| !(implied.holds)(model, c) && implied.is_met_by_name(model.component(c));
            if !model.base_components().any(by_kind) && !model.base_components().any(by_name) {
                missing.push((c, format!("`{}` {}", model.name(c), implied.does), implied.needs));
            }
        }
    }
    for implied in sink.implications() {
        if let Some(c) = implied.broken(model) {
            missing.push((c, format!("`{}` is there", model.name(c)), implied.needs()));
        }
    }
    let Some((first, does, needs)) = missing.first() else { return };
    let mut draft = Draft::about(model, *first, format!("{does}, but the file shows no {}", bare(needs)), "")
        .primary(model.component(*first).span, format!("needs {needs}"));
    for (c, does, needs) in &missing[1..] {
        draft = draft
            .related(model.component(*c).span, format!("needs {needs}"))
            .note(format!("{does}, which needs {needs}"));
    }
    sink.push(draft.help(
        "add it as a `[service.ID]`, so that the picture shows on what the whole depends; or accept it here with `allow`",
    ));
}

impl Implication {
    /// Whether a component is called as what is needed.
    fn is_met_by_name(&self, component: &Component) -> bool {
        says(&component.id, self.words) || says(&component.label, self.words)
    }

    /// Whether a component is what is needed by its kind.
    fn is_met_by_kind(&self, component: &Component) -> bool {
        self.traits.iter().any(|&wanted| component.kind.traits.has(wanted))
    }
}

/// Whether a text has one of these words, in any case.
fn says(text: &str, known: &[&str]) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| known.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

fn has(model: &Model, c: ComponentIx, wanted: Trait) -> bool {
    model.component(c).kind.traits.has(wanted)
}

fn sends(model: &Model, c: ComponentIx, what: Sent) -> bool {
    model.component(c).attributes.sends.as_ref().is_some_and(|said| said.value.contains(&what))
}

/// Whether the protocol of a connection is one of these.
fn speaks(link: &Connection, protocols: &[&str]) -> bool {
    link.protocol.as_ref().is_some_and(|word| protocols.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Whether the public is said to call it over an encrypted protocol of the web.
fn called_over_https(model: &Model, c: ComponentIx) -> bool {
    let mut calls = model.incoming(c).map(|link| model.connection(link));
    model.component(c).role != Role::External
        && calls.any(|link| speaks(link, &["https", "wss"]) && is_public(model.component(link.from)))
}

/// Whether its note names a CDN, and none of the words that may say that there is none, or not yet.
fn speaks_of_a_cdn(component: &Component) -> bool {
    const NAMES: [&str; 4] = ["cdn", "cloudfront", "akamai", "fastly"];
    const DOUBTS: [&str; 16] = [
        "no", "not", "never", "without", "instead", "could", "would", "should", "may", "might", "planned", "later",
        "future", "if", "than", "until",
    ];
    let Some(note) = &component.attributes.note else { return false };
    // `doesn't` and its like fall apart into words
    let text = note.value.as_str();
    says(text, &NAMES) && !says(text, &DOUBTS) && !text.contains("n\u{2019}t") && !text.contains("n't")
}

/// The words without their article.
fn bare(needs: &str) -> &str {
    needs.strip_prefix("an ").or_else(|| needs.strip_prefix("a ")).unwrap_or(needs)
}
