//! Holds the schema to the reader: the same tables, and in each the same keys.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::Value;

use super::schema;
use crate::source::FileId;
use crate::syntax::decode::decode;
use crate::syntax::parse::parse;
use crate::syntax::scan::scan;
use crate::syntax::sink::Sink;

/// One table of each sort.
const EACH: &str = "
[diagram]
[defaults]
[template.t]
[region.r]
carries = { except = [] }
[network.n.subnet.s]
[environment.e]
[group.g]
[security-group.g]
[view.v]
[lint]
[external.e1]
allow = [{ rule = \"X\", reason = \"y\" }]
[gateway.g1]
[app.a1]
uses = [{ to = \"s1\" }]
autoscale = { min = 1, max = 2 }
[[app.a1.placement]]
[store.s1]
[service.v1]
[[connection]]
from = \"a1\"
to = \"s1\"
[[step]]
at = \"a1\"
text = \"x\"
[[allow]]
at = \"a1\"
rule = \"X\"
reason = \"y\"
[[lint.override]]
where = \"true\"
severity = \"off\"
[[lint.custom]]
code = \"X1\"
name = \"x\"
template = \"y\"
[[lint.custom.test]]
toml = \"\"
expect = []
[[lint.implies]]
if = \"true\"
then = \"true\"
";

/// The definition of a table that the reader names so.
fn definition(name: &str) -> Option<&'static str> {
    Some(match name {
        "the file" => "",
        "`[diagram]`" => "diagram",
        "`[defaults]`" => "defaults",
        "`[template.t]`" => "template",
        "`[region.r]`" => "region",
        "`[network.n]`" => "network",
        "`[network.n.subnet.s]`" => "subnet",
        "`[environment.e]`" => "environment",
        "`[group.g]`" => "group",
        "`[security-group.g]`" => "security-group",
        "`[view.v]`" => "view",
        "`[lint]`" => "lint",
        "`[[lint.override]]`" => "override",
        "`[[lint.custom]]`" => "custom",
        "`[[lint.custom.test]]`" => "custom-test",
        "`[[lint.implies]]`" => "implies",
        "`[external.e1]`" => "external",
        "`[gateway.g1]`" => "gateway",
        "`[app.a1]`" => "app",
        "`[[app.a1.placement]]`" => "placement",
        "`[store.s1]`" => "store",
        "`[service.v1]`" => "service",
        "`[[connection]]`" => "connection",
        "`[[step]]`" => "step",
        "`[[allow]]`" => "allow",
        "an entry of `uses`" => "use",
        "`autoscale`" | "`allow`" | "`carries`" => return None,
        other => panic!("the test does not know {other}"),
    })
}

fn parsed() -> Value {
    serde_json::from_str(&schema(["ec2", "rds"])).unwrap()
}

#[test]
fn the_schema_has_the_keys_that_the_reader_asks_for() {
    let mut sink = Sink::new(FileId::default());
    let root = parse(EACH, scan(EACH), &mut sink);
    decode(&root.root, &mut sink);
    assert!(sink.findings.is_empty(), "{:?}", sink.findings);
    let schema = parsed();
    let mut seen = BTreeSet::new();
    for (name, asked) in &sink.tables {
        let Some(definition) = definition(name) else { continue };
        let table = if definition.is_empty() { &schema } else { &schema["definitions"][definition] };
        let mut known: BTreeSet<&str> = table["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        known.remove("meta");
        let asked: BTreeSet<&str> = asked.iter().copied().filter(|key| *key != "meta").collect();
        assert_eq!(known, asked, "{name}");
        seen.insert(definition);
    }
    let defined: Vec<&str> = schema["definitions"].as_object().unwrap().keys().map(String::as_str).collect();
    let left: Vec<_> =
        defined.iter().filter(|d| !seen.contains(**d) && !["kind", "lint-rule", "custom"].contains(d)).collect();
    assert!(left.is_empty(), "no table was read for {left:?}");
}

#[test]
fn every_key_has_a_description_and_nothing_is_combined() {
    let mut without = BTreeSet::new();
    let mut open = vec![(String::new(), parsed())];
    while let Some((path, value)) = open.pop() {
        let Value::Object(map) = value else { continue };
        for key in ["oneOf", "anyOf", "allOf", "if", "not"] {
            // a key of the language may be called so
            assert!(path.ends_with("/properties") || !map.contains_key(key), "{path} has {key}");
        }
        if let Some(Value::Object(keys)) = map.get("properties") {
            for (key, value) in keys {
                if value["description"].as_str().is_none_or(str::is_empty) {
                    without.insert(format!("{path}/{key}"));
                }
            }
        }
        open.extend(map.into_iter().map(|(key, value)| (format!("{path}/{key}"), value)));
    }
    assert!(without.is_empty(), "no description: {without:?}");
}

#[test]
fn references_lead_somewhere() {
    let schema = parsed();
    let text = schema.to_string();
    for part in text.split("#/definitions/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schema["definitions"][name].is_object(), "{name}");
    }
}
