//! The language as JSON Schema, for editors that complete and check keys while one types.
//!
//! The attributes of components come from the table by which they are read, and choices from their words. The keys of
//! the other tables stand here with their meaning; a test holds them to the keys that the reader asks for.
//!
//! *Invariant*: flat and draft 7: each table of the language is one definition, each key has a description, and nothing
//! is combined by `oneOf`, `anyOf`, `allOf` or `if`.

mod shape;

pub(super) use shape::Shape;

use serde_json::{Map, Value, json};

use self::shape::{allow_keys, described, table};
use super::attributes::{Access, Attributes, ConnectionKind, KeyGroup, Need};
use super::decode::{Scope, roles};
use super::document::{GroupKind, PERSONAS, PlacementRole, Role, Strategy};
use crate::geom;

/// A key, what it means, and the form of its value.
type Key = (&'static str, &'static str, Value);

/// The JSON Schema of a topology, as a text that ends with a line break. `kinds` are the names a `kind` may have.
pub fn schema<'a>(kinds: impl IntoIterator<Item = &'a str>) -> String {
    let mut kinds: Vec<&str> = kinds.into_iter().collect();
    kinds.sort_unstable();
    let mut definitions = Map::new();
    for role in Role::ALL {
        definitions.insert(role.table().to_owned(), component(role));
    }
    let table_of = |scope| described_table(attributes(scope), &[]);
    definitions.insert("kind".into(), json!({ "type": "string", "enum": kinds }));
    definitions.insert("template".into(), table_of(Scope::Template));
    definitions.insert("defaults".into(), table_of(Scope::Defaults));
    definitions.insert("placement".into(), placement());
    definitions.insert("use".into(), used());
    for (name, keys, needed) in tables() {
        definitions.insert(name.to_owned(), described_table(keys, needed));
    }
    definitions.insert("lint-rule".into(), lint_rule());
    definitions.insert("custom".into(), custom());
    let mut schema = described_table(root(), &[]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("isoplan topology");
    schema["description"] =
        json!("A cloud architecture: what it is made of, where each part stands, and who uses whom.");
    schema["definitions"] = Value::Object(definitions);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// A table of known keys in which the user may have keys of their own under `meta`.
fn described_table(mut keys: Vec<Key>, needed: &[&str]) -> Value {
    keys.push(("meta", "Your own keys; never checked.", json!({ "type": "object" })));
    table(&keys, needed)
}

/// The attributes that can stand in a place of the language.
fn attributes(scope: Scope) -> Vec<Key> {
    let mut keys = Vec::new();
    for (key, group, description, shape) in Attributes::shapes() {
        if scope.allows(key, group) {
            keys.push((key, description, narrowed(key, shape)));
        }
    }
    keys
}

/// What is known of a key beyond its type.
fn narrowed(key: &str, mut shape: Value) -> Value {
    match key {
        "kind" => shape = reference("kind"),
        "slo" => shape["maximum"] = json!(100),
        "offload" | "read-share" | "peak-utilisation" | "degraded-ok" => shape["maximum"] = json!(1),
        "link" => shape["pattern"] = json!("^(https?://|mailto:)"),
        _ => {}
    }
    shape
}

fn component(role: Role) -> Value {
    let mut keys = attributes(Scope::Component(role));
    if roles(KeyGroup::Place).contains(&role) {
        let shape = json!({ "type": "array", "items": reference("placement") });
        keys.push(("placement", "Where it stands, when that is in several places.", shape));
    }
    described_table(keys, &[])
}

fn placement() -> Value {
    let mut keys = attributes(Scope::Placement);
    keys.push(("role", "Whether it serves or waits.", PlacementRole::shape()));
    described_table(keys, &[])
}

/// An entry of `uses`: an id, or a table.
fn used() -> Value {
    let mut schema = table(&connection_keys(), &["to"]);
    schema["type"] = json!(["string", "object"]);
    schema
}

/// `[lint.rule.NAME]`: each rule has parameters of its own.
fn lint_rule() -> Value {
    let mut schema = table(
        &[
            ("severity", "How grave a finding is.", levels()),
            ("ignorable", "Whether findings can be accepted in the file; not to be undone once false.", bool::shape()),
        ],
        &[],
    );
    schema["additionalProperties"] = json!(true);
    schema
}

fn connection_keys() -> Vec<Key> {
    vec![
        ("to", "The component that is called.", id()),
        ("kind", "How: the caller waits, goes on, copies, …; `sync` when not stated.", ConnectionKind::shape()),
        ("need", "Whether the caller fails without it or survives.", Need::shape()),
        ("either", "Connections of one caller with the same text are alternatives: one is enough.", text()),
        ("protocol", "The protocol.", text()),
        ("port", "The port.", json!({ "type": "integer", "minimum": 1, "maximum": 65535 })),
        ("encrypted", "Encrypted on the way.", bool::shape()),
        ("label", "The text beside the line.", text()),
        ("both-ways", "Arrowheads at both ends.", bool::shape()),
        ("gb-month", "Gigabytes a month.", f64::shape()),
        ("cross-region", "Leaving the region is meant.", bool::shape()),
        ("access", "What the caller does with the data of the callee.", Access::shape()),
        ("paths", "Ways to the callee that share nothing.", u32::shape()),
        ("lag", "How far a copy is behind.", u64::shape()),
        ("location", "Where the line meets the other network.", text()),
        ("fanout", "Calls that one request of the caller makes, on average.", f64::shape()),
    ]
}

/// The keys at the top of a file.
fn root() -> Vec<Key> {
    let by_id = |name: &str| json!({ "type": "object", "additionalProperties": reference(name) });
    let mut keys = vec![
        ("include", "Files that belong to this one, as paths or globs.", texts()),
        ("diagram", "What the picture says about itself.", reference("diagram")),
        ("defaults", "Attributes of each component that does not state them.", reference("defaults")),
        ("template", "Attributes that several components share.", by_id("template")),
        ("region", "Regions and their zones.", by_id("region")),
        ("network", "Networks and their subnets.", by_id("network")),
        ("environment", "Environments, such as production and staging.", by_id("environment")),
        ("group", "Product areas, teams and other sets of components.", by_id("group")),
        ("security-group", "Security groups, and who may come in.", by_id("security-group")),
        ("connection", "Connections that do not stand in `uses`.", list("connection")),
        ("step", "Numbered sentences that explain the picture.", list("step")),
        ("view", "Parts of the system, drawn on their own.", by_id("view")),
        ("lint", "Which rules run, and how.", reference("lint")),
        ("allow", "Findings that are accepted, each with what it is about.", list("allow")),
    ];
    for role in Role::ALL {
        keys.push((role.table(), about(role), by_id(role.table())));
    }
    keys
}

fn about(role: Role) -> &'static str {
    match role {
        Role::External => "People, browsers, third parties: what you do not run.",
        Role::Gateway => "What requests pass on the way in: DNS, CDN, firewall, load balancer.",
        Role::App => "What you run: web, API, worker, batch job, function, container service.",
        Role::Store => "What keeps state: database, cache, bucket, queue, stream.",
        Role::Service => "Managed helpers beside the flow: mail, identity, monitoring.",
    }
}

/// The tables that are no components: name, keys, keys that must be there.
fn tables() -> Vec<(&'static str, Vec<Key>, &'static [&'static str])> {
    let scale = || json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 100 });
    let label = || ("label", "Its name in words.", text());
    let mut overrides: Vec<Key> = vec![
        label(),
        ("replicates", "The environment whose components it has.", id()),
        ("region", "The region it stands in.", id()),
        ("scale", "Its size against the original.", scale()),
        ("except", "Components it leaves out.", texts()),
        ("ephemeral", "Lives only for a short time.", bool::shape()),
        ("budget", "US dollars a month that it may cost.", f64::shape()),
        ("mascot", "A drawing that stands on its ground where there is room, as `narwhal`.", text()),
    ];
    for role in Role::ALL {
        let shape = json!({ "type": "object", "additionalProperties": reference(role.table()) });
        overrides.push((role.table(), "What differs for one component.", shape));
    }
    let mut connection = connection_keys();
    connection.push(("from", "The component that calls.", id()));
    let mut allow = allow_keys();
    allow.push((
        "at",
        "What the finding is about: a component, as `web` or `staging/web`, a region, an environment.",
        text(),
    ));
    let projections = geom::View::ALL.map(geom::View::name);
    vec![
        (
            "diagram",
            vec![
                ("title", "The title of the picture.", text()),
                ("subtitle", "A line under the title.", text()),
                ("date", "The day it shows, a date without quotes.", super::attributes::Date::shape()),
                ("author", "Who drew it.", text()),
                ("description", "A longer text, for readers who can not see the picture.", text()),
                ("source", "Where the facts are from.", text()),
                ("labels", "How labels stand.", json!({ "type": "string", "enum": ["plane", "upright"] })),
                ("legend", "Whether the legend is drawn.", bool::shape()),
                ("icons", "A folder or an Iconify file with icons of your own, relative to the root file.", text()),
            ],
            &[],
        ),
        (
            "region",
            vec![
                label(),
                ("zones", "Its zones.", texts()),
                ("provisioned-by", "The tools that set it up.", texts()),
                ("stands-in-for", "The region that it replaces when that fails.", id()),
                (
                    "carries",
                    "Which components of that region: `all`, a list, or `{ except = [...] }`.",
                    json!({
                        "type": ["string", "array", "object"],
                        "items": text(),
                        "properties": { "except": described(texts(), "All but these.") },
                        "additionalProperties": false
                    }),
                ),
                ("scale", "Its size against the original.", scale()),
                ("strategy", "How it waits for the loss of the other.", Strategy::shape()),
                ("takeover", "What somebody has to change for it to take over.", texts()),
            ],
            &[],
        ),
        (
            "network",
            vec![
                label(),
                ("region", "The region it stands in.", id()),
                ("cidr", "Its address range.", text()),
                ("subnet", "Its subnets.", json!({ "type": "object", "additionalProperties": reference("subnet") })),
            ],
            &[],
        ),
        (
            "subnet",
            vec![
                label(),
                ("zone", "The zone it stands in.", id()),
                ("cidr", "Its address range.", text()),
                ("public", "Reachable from the internet.", bool::shape()),
            ],
            &[],
        ),
        ("environment", overrides, &[]),
        (
            "group",
            vec![
                label(),
                ("kind", "What sort of group; `domain` when not stated.", GroupKind::shape()),
                ("parent", "The group round it.", id()),
                ("members", "The components in it.", texts()),
            ],
            &[],
        ),
        ("security-group", vec![label(), ("allows", "Who may come in, as `web:443` or `internet:443`.", texts())], &[]),
        ("connection", connection, &["from", "to"]),
        ("allow", allow, &["at", "rule", "reason"]),
        (
            "step",
            vec![
                ("at", "A component, or a connection as `web -> orders-db`.", text()),
                ("region", "In which region, where that stands in several.", id()),
                ("text", "The sentence.", text()),
            ],
            &["at", "text"],
        ),
        (
            "view",
            vec![
                ("title", "The title of its picture.", text()),
                ("environments", "Only these environments.", texts()),
                ("regions", "Only these regions.", texts()),
                ("groups", "Only these groups.", texts()),
                ("roles", "Only these roles.", <Vec<Role>>::shape()),
                ("tags", "Only components with one of these tags.", texts()),
                ("ids", "Only these components.", texts()),
                ("neighbours", "And what is that many connections further.", u32::shape()),
                ("projection", "How the ground is seen.", json!({ "type": "string", "enum": projections })),
                ("theme", "Colours and lines.", text()),
                ("paper", "The paper on which texts must be readable.", text()),
                ("labels", "How labels stand.", json!({ "type": "string", "enum": ["plane", "upright"] })),
            ],
            &[],
        ),
        (
            "lint",
            vec![
                ("select", "Rules, families of rules, or `ALL`.", texts()),
                ("extend-select", "More of them.", texts()),
                ("ignore", "Rules or families that do not run.", texts()),
                ("persona", "Who asks, and so how much is shown.", json!({ "type": "string", "enum": PERSONAS })),
                ("docs-url", "Where the pages of rules are, with `{name}` or `{code}` for the rule.", text()),
                (
                    "rule",
                    "Severity and parameters of single rules.",
                    json!({ "type": "object", "additionalProperties": reference("lint-rule") }),
                ),
                ("override", "Other severities for some components.", list("override")),
                ("custom", "Rules of your own.", list("custom")),
                ("implies", "What needs something else to be there.", list("implies")),
            ],
            &[],
        ),
        (
            "override",
            vec![
                ("where", "Which components, as `region == 'us-west-2'`.", text()),
                ("rules", "Rules or families; all when not stated.", texts()),
                ("severity", "How bad findings are there.", levels()),
            ],
            &["where", "severity"],
        ),
        (
            "implies",
            vec![
                ("if", "The components that need something, as `kind == 'ecs'`.", text()),
                ("then", "What must be there for them, as `kind == 'ecr'`.", text()),
                ("needs", "What is needed, in words.", text()),
            ],
            &["if", "then"],
        ),
        (
            "custom-test",
            vec![("toml", "The topology that is checked.", text()), ("expect", "The ids that are found.", texts())],
            &["toml", "expect"],
        ),
    ]
}

/// What a severity can be set to.
fn levels() -> Value {
    json!({ "type": "string", "enum": ["error", "warning", "info", "off"] })
}

fn list(name: &str) -> Value {
    json!({ "type": "array", "items": reference(name) })
}

/// A rule of the user's own: the keys of its template are free.
fn custom() -> Value {
    let keys = [
        ("code", "A code, such as `ORG001`.", text()),
        ("name", "The name of the rule.", text()),
        ("template", "What it is made from, such as `min-zones`.", text()),
        ("severity", "How bad findings are.", levels()),
        ("message", "The sentence of a finding.", text()),
        ("help", "What to do.", text()),
        ("test", "Topologies that it is tried on.", list("custom-test")),
    ];
    let mut schema = table(&keys, &["code", "name", "template"]);
    schema["additionalProperties"] = json!(true);
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn text() -> Value {
    String::shape()
}

fn texts() -> Value {
    <Vec<String>>::shape()
}

fn id() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9.-]{1,100}$" })
}

#[cfg(test)]
mod tests;
