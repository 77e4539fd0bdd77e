//! The language through the public face of the library: what is read, and what is said about mistakes.

#![allow(clippy::unwrap_used)]

mod includes;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use isoplan::source::SourceFile;
use isoplan::syntax::attributes::{Count, Criticality, Date};
use isoplan::syntax::document::{Carries, Role, StepTarget};
use isoplan::syntax::{Files, Loaded, ReadError, ReadErrorKind, load, parse};

/// Files of a test, by path.
struct Memory(BTreeMap<&'static str, String>);

impl Memory {
    fn new<const N: usize>(files: [(&'static str, &str); N]) -> Self {
        Self(files.into_iter().map(|(path, text)| (path, text.to_owned())).collect())
    }
}

impl Files for Memory {
    fn read(&mut self, path: &str) -> Result<String, ReadError> {
        match self.0.get(path).map(String::as_str) {
            Some("(binary)") => Err(ReadError::new(ReadErrorKind::NotUtf8, "")),
            Some("(huge)") => Err(ReadError::new(ReadErrorKind::TooLarge, "")),
            Some("(link)") => Err(ReadError::new(ReadErrorKind::Outside, "")),
            Some("(locked)") => Err(ReadError::new(ReadErrorKind::Other, "permission denied")),
            Some(text) => Ok(text.to_owned()),
            None => Err(ReadError::new(ReadErrorKind::NotFound, "")),
        }
    }

    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, ReadError> {
        // one star is all the tests need
        let (head, tail) = pattern.split_once('*').expect("a glob");
        let fits = |p: &str| p.starts_with(head) && p.ends_with(tail) && !p[head.len()..].contains('/');
        Ok(self.0.keys().filter(|p| fits(p)).map(|p| (*p).to_owned()).collect())
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn read(text: &str) -> Loaded {
    parse(SourceFile::new("a.toml", text))
}

/// Each finding as `file:line CODE message`.
fn lines(loaded: &Loaded) -> Vec<String> {
    let line = |f: &isoplan::diag::Diagnostic| match &f.primary {
        Some(label) => {
            let file = loaded.sources.file(label.span.file);
            let line = file.position(label.span.start as usize).line;
            format!("{}:{line} {} {}", file.name, f.code.code, f.message)
        }
        None => format!("{} {}", f.code.code, f.message),
    };
    loaded.findings.iter().map(line).collect()
}

/// The texts under the related labels of a finding.
fn related(loaded: &Loaded, finding: usize) -> Vec<String> {
    let place = |span: isoplan::source::Span| {
        let file = loaded.sources.file(span.file);
        format!("{}:{}", file.name, file.position(span.start as usize).line)
    };
    loaded.findings[finding].related.iter().map(|l| place(l.span)).collect()
}

/// The small file of `docs/language.md`.
const SMALL: &str = include_str!("../small.topology.toml");

#[test]
fn the_small_file_has_no_findings() {
    let loaded = read(SMALL);
    assert_eq!(lines(&loaded), [""; 0]);
    let document = loaded.document;
    let ids: Vec<&str> = document.components.iter().map(|c| c.id.value.as_str()).collect();
    assert_eq!(ids, ["assets", "cdn", "customers", "dns", "jobs", "orders-db", "web"]);
    assert_eq!(document.diagram.date.unwrap().value, Date { year: 2012, month: 11, day: 6 });
    let web = document.components.iter().find(|c| c.id.value == "web").unwrap();
    assert_eq!(web.role, Role::App);
    assert_eq!(web.attributes.criticality.unwrap().value, Criticality::Critical);
    assert_eq!(loaded.sources.text(web.id.span), "web");
    let uses = &web.attributes.uses.as_ref().unwrap().value;
    assert_eq!(uses[1].to.value, "jobs");
    assert_eq!(loaded.sources.text(uses[0].span), "\"orders-db\"");
    assert_eq!(document.steps[0].at.value, StepTarget::Connection("dns".into(), "cdn".into()));
}

#[test]
fn every_table_of_the_language_is_read() {
    let loaded = read(
        r#"
[diagram]
title = "Everything"
author = "us"
description = "long"
source = "a talk"
legend = false
labels = "plane"
meta.anything = [1, "a", { b = 2 }]

[defaults]
environment = "production"

[template.base]
instance = "m1.large"
template = "root"

[app.api]
template = "base"
count = { b = 2, a = 1 }
tags = ["x"]
rto = "1h30m"
allow = [{ rule = "AVL101", reason = "a batch job", until = 2027-01-31 }]
[app.api.meta]
owner-of-this = "them"
[[app.api.placement]]
region = "us-west-2"
zones = ["a"]
per-zone = 1
role = "standby"

[store.db]
engine = "mysql"
replicas = { us-east-1 = 2 }
backup = "continuous"
deletion-protection = true

[region.us-east-1]
zones = ["us-east-1a", "b"]
[region.us-west-2]
stands-in-for = "us-east-1"
carries = { except = ["db"] }
scale = 0.25

[network.main]
cidr = "10.0.0.0/16"
region = "us-east-1"
[network.main.subnet.front]
zone = "a"
cidr = "10.0.1.0/24"
public = true

[environment.production]
[environment.staging]
replicates = "production"
except = ["db"]
[environment.staging.app.api]
count = 1

[group.shop]
kind = "domain"
members = ["api"]
[group.all]
parent = "shop"

[security-group.front]
allows = ["internet:443", "api"]

[[connection]]
from = "api"
to = "db"
kind = "replication"
need = "soft"
either = "data"
protocol = "tcp"
port = 5432
encrypted = true
label = "rows"
both-ways = true
gb-month = 12.5
cross-region = true

[[step]]
at = "api"
text = "It answers."

[view.front]
title = "Front"
environments = ["production"]
regions = ["us-east-1"]
groups = ["shop"]
roles = ["app", "store"]
tags = ["x"]
ids = ["api"]
neighbours = 1
projection = "flat"
theme = "dark"
paper = "a3"
labels = "upright"

[lint]
select = ["AVL", "DRP301"]
ignore = ["AVL103"]
[lint.rule.AVL101]
severity = "warning"
min-zones = { critical = 3, standard = 2 }
kinds = ["rds"]
strict = true
[[lint.custom]]
code = "ORG001"
name = "no-public-store"
template = "forbidden"
when = "role == 'store'"

[[allow]]
at = "staging/api"
rule = "AVL101"
reason = "a copy for tests"
until = 2027-01-31
meta.ticket = 12
"#,
    );
    assert_eq!(lines(&loaded), [""; 0]);
    let d = &loaded.document;
    let api = &d.components[0];
    assert_eq!(api.attributes.rto.unwrap().value, 5_400);
    let Some(Count::By(by)) = api.attributes.count.as_ref().map(|c| &c.value) else { panic!("count") };
    assert_eq!(by.iter().map(|(z, n)| (z.value.as_str(), *n)).collect::<Vec<_>>(), [("b", 2), ("a", 1)]);
    assert_eq!(api.placements.len(), 1);
    assert!(matches!(d.regions[1].carries.as_ref().unwrap().value, Carries::Except(ref e) if e[0].value == "db"));
    assert_eq!(d.networks[0].subnets[0].id.value, "front");
    assert_eq!(d.environments[1].overrides[0].role, Role::App);
    assert_eq!(d.security_groups[0].allows[0].port, Some(443));
    assert_eq!(d.connections[0].to.port.unwrap().value, 5432);
    assert_eq!(d.groups.len(), 2);
    assert_eq!(d.views[0].neighbours.unwrap().value, 1);
    assert_eq!(d.lint.rules[0].parameters.len(), 3);
    assert_eq!(d.lint.custom[0].name.value, "no-public-store");
    assert_eq!((d.allow[0].at.value.as_str(), d.allow[0].allow.rule.value.as_str()), ("staging/api", "AVL101"));
}

#[test]
fn five_mistakes_in_five_tables_are_all_reported() {
    let loaded = read(
        "[app.web]\nper_zone = 2\n[store.db]\nbackup = \"weekly\"\n[region.r]\nzones = 3\n[[step]]\nat = \"web\"\n\
         [gateway.dns]\nlink = \"ftp://x\"\n",
    );
    assert_eq!(
        lines(&loaded),
        [
            "a.toml:2 SYN001 unknown key `per_zone` in `[app.web]`",
            "a.toml:4 SYN009 `backup` can not be `weekly`",
            "a.toml:6 SYN008 `zones` expects a list of ids, found an integer",
            "a.toml:7 SYN015 `[[step]]` needs `text`",
            "a.toml:10 SYN009 `link` can not be `ftp://x`",
        ]
    );
    assert_eq!(loaded.findings[0].help.as_deref(), Some("did you mean `per-zone`?"));
    assert_eq!(loaded.findings[0].element.as_deref(), Some("web"));
}

#[test]
fn tables_that_accept_need_what_they_are_about_a_rule_and_a_reason() {
    let loaded = read(
        "[app.web]\n[[allow]]\nat = \"a/b/c\"\nrule = \"X\"\nreason = \"y\"\n[[allow]]\nat = 1\nrule = \"X\"\nreason = \"y\"\n\
         [[allow]]\nrules = \"X\"\nreason = \"y\"\n",
    );
    assert_eq!(
        lines(&loaded),
        [
            "a.toml:3 SYN009 `at` can not be `b/c`",
            "a.toml:7 SYN008 `at` expects an id such as `\"web\"` or `\"staging/web\"`, found an integer",
            "a.toml:10 SYN015 `[[allow]]` needs `at`",
            "a.toml:10 SYN015 `[[allow]]` needs `rule`",
            "a.toml:11 SYN001 unknown key `rules` in `[[allow]]`",
        ]
    );
    assert!(loaded.document.allow.is_empty());
    assert_eq!(
        lines(&read("[allow.web]\n"))[0],
        "a.toml:1 SYN008 `allow` expects a list of tables: write `[[allow]]`, found a table"
    );
}

#[test]
fn mistakes_leave_the_rest_of_their_table() {
    let loaded = read("[app.web]\ncount = \"many\"\ninstance = \"m1.large\"\n");
    let web = &loaded.document.components[0];
    assert!(web.attributes.count.is_none());
    assert_eq!(web.attributes.instance.as_ref().unwrap().value, "m1.large");
}

#[test]
fn errors_of_toml_do_not_hide_other_tables() {
    let loaded = read(
        "[app.web]\ncount = \ninstance = m1.large\n[app.b]\nkimd = \"x\"\n[app.c]\nlabel = \"open\n[app.d]\ncount = -1\n",
    );
    let found = lines(&loaded);
    assert!(found[0].starts_with("a.toml:2 SYN007"), "{found:#?}");
    assert!(found[1].starts_with("a.toml:3 SYN007"), "{found:#?}");
    assert_eq!(found[2], "a.toml:5 SYN001 unknown key `kimd` in `[app.b]`");
    assert!(found[3].starts_with("a.toml:7 SYN007"), "{found:#?}");
    assert_eq!(found[4..], ["a.toml:9 SYN009 `count` can not be `-1`"]);
}

#[test]
fn an_open_list_is_one_error_not_a_flood() {
    let loaded =
        read("[app.a]\nzones = [\"a\"\nlabel = \"x\"\n[app.b]\nlabel = \"y\"\nkind = \"z\"\n[app.c]\nlabel = \"y\"\n");
    let found = lines(&loaded);
    assert_eq!(found, ["a.toml:2 SYN007 not TOML: bracket is never closed"]);
    assert_eq!(loaded.document.components.len(), 3);
}

#[test]
fn unknown_tables_are_named() {
    let loaded = read("[enviroment.x]\n[apps.web]\n[resource]\na = 1\n[app.b]\n");
    let helps: Vec<_> = loaded.findings.iter().map(|f| f.help.clone().unwrap()).collect();
    assert_eq!(helps[0], "did you mean `environment`?");
    assert_eq!(helps[1], "did you mean `app`?");
    assert!(helps[2].starts_with("expected `include`"), "{}", helps[2]);
}

#[test]
fn tables_and_values_in_each_others_place() {
    let loaded = read("app = 3\nregion = [1]\n[store]\nkind = \"rds\"\n[[gateway.dns]]\n[step]\nat = \"x\"\n");
    assert_eq!(
        lines(&loaded),
        [
            "a.toml:1 SYN008 `app` expects tables, such as `[app.web]`, found an integer",
            "a.toml:2 SYN008 `region` expects tables, such as `[region.us-east-1]`, found a list",
            "a.toml:4 SYN008 `kind` expects a table `[store.kind]`, found a string",
            "a.toml:5 SYN008 `dns` expects a table `[gateway.dns]`, found a list",
            "a.toml:6 SYN008 `step` expects a list of tables: write `[[step]]`, found a table",
        ]
    );
}

#[test]
fn ids_are_kebab_case() {
    let loaded = read("[app.\"Orders DB\"]\n[app.\"\"]\n[app.\"a\\u001bb\"]\n[app.ok-1]\n");
    let helps: Vec<_> = loaded.findings.iter().map(|f| f.help.clone()).collect();
    assert_eq!(helps, [Some("did you mean `orders-db`?".into()), None, Some("did you mean `a-b`?".into())]);
    assert_eq!(read(&format!("[app.{}]", "x".repeat(101))).findings.len(), 1);
    assert_eq!(read(&format!("[app.{}]", "x".repeat(100))).findings.len(), 0);
}

#[test]
fn long_labels_are_read() {
    assert!(read(&format!("[app.a]\nlabel = \"{}\"", "é".repeat(5_000))).findings.is_empty());
    assert_eq!(read(&format!("[app.a]\nlabel = \"{}\"", "é".repeat(10_001))).findings.len(), 1);
    assert!(read("[app.a]\nlabel = \"\\u001b[31m\"").findings.is_empty());
}

#[test]
fn a_mark_at_the_start_and_other_line_ends_are_fine() {
    let loaded = read("\u{feff}[app.a]\r\nlabel = \"x\"\r\n");
    assert_eq!(lines(&loaded), [""; 0]);
    assert_eq!(loaded.sources.text(loaded.document.components[0].id.span), "a");
}

#[test]
fn an_empty_file_describes_nothing() {
    let loaded = read("");
    assert_eq!(loaded.findings.len(), 1);
    assert_eq!(loaded.findings[0].code.code, "SYN015");
    assert!(!loaded.fatal);
}

#[test]
fn the_same_id_twice_shows_both_places() {
    let loaded = read("[app.web]\n[store.web]\n[app.api]\n[app.api]\nkind = \"a\"\nkind = \"b\"\n");
    assert_eq!(
        lines(&loaded),
        [
            "a.toml:2 SYN003 the id `web` is taken",
            "a.toml:4 SYN003 `[app.api]` stands twice",
            "a.toml:6 SYN007 `kind` stands twice in one table",
        ]
    );
    assert_eq!(related(&loaded, 0), ["a.toml:1"]);
    assert_eq!(related(&loaded, 1), ["a.toml:3"]);
    assert_eq!(related(&loaded, 2), ["a.toml:5"]);
    assert_eq!(loaded.document.components.len(), 2);
}

#[test]
fn hostile_nesting_is_refused() {
    let texts = [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{ a = ".repeat(100_000)),
        format!("[a{}]", ".a".repeat(100_000)),
        format!("[[a{}]]", ".a".repeat(100_000)),
        format!("a{} = 1", ".a".repeat(100_000)),
        format!("a = {{ a{} = 1 }}", ".a".repeat(100_000)),
        "[".repeat(100_000),
        "[[a.b.c]\n".repeat(10_000),
        "a = [\n".repeat(10_000),
        "{".repeat(100_000),
        "\"".repeat(100_001),
        "=".repeat(100_000),
    ];
    for text in texts {
        let loaded = read(&text);
        assert!(!loaded.findings.is_empty());
        assert!(loaded.findings.len() <= 200);
    }
}

#[test]
fn many_components_are_read() {
    let mut text = String::new();
    for i in 0..20_000 {
        let next = (i + 1) % 20_000;
        write!(text, "[app.n{i}]\nlabel = \"n\"\nuses = [\"n{next}\"]\ncount = 3\n").expect("a string takes all");
    }
    let loaded = read(&text);
    assert_eq!(lines(&loaded), [""; 0]);
    assert_eq!(loaded.document.components.len(), 20_000);
}

#[test]
fn the_order_of_tables_does_not_matter() {
    let a = read("[app.a]\n[app.b]\n[region.x]\n");
    let b = read("[region.x]\n[app.b]\n[app.a]\n");
    let ids = |l: &Loaded| l.document.components.iter().map(|c| c.id.value.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&a), ids(&b));
}

/// Pieces of texts, right and wrong.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\n",
    "\r\n",
    " = ",
    ".",
    ",",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "\\",
    "#",
    "app",
    "web",
    "uses",
    "count",
    "1",
    "-1",
    "nan",
    "true",
    "1979-05-27",
    "é",
    "\0",
    "\u{feff}",
    "step",
    "[app.web]\n",
    "[[step]]\n",
    "at",
    "include",
    "\"a -> b\"",
    "environment",
    "lint",
    "rule",
    "carries",
    "autoscale",
    "duplicate",
];

proptest::proptest! {
    /// Whatever the text, reading it ends, and every finding points into it.
    #[test]
    fn no_text_makes_it_fall_over(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)
    ) {
        let text = pieces.concat();
        let loaded = read(&text);
        for finding in &loaded.findings {
            for label in finding.primary.iter().chain(&finding.related) {
                proptest::prop_assert!(text.get(label.span.range()).is_some(), "{:?}", finding);
            }
        }
    }
}

#[test]
fn words_that_rules_ask_for_are_read_and_checked() {
    let text = "[app.a]\navailability = 99.95\nprovider = \"Acme\"\nwatches = [\"b\", \"b\"]\n\
                uses = [{ to = \"s\", access = \"reed\", paths = -1, lag = \"soon\" }]\n\
                [app.b]\navailability = 101\n[store.s]\nreplicated = true\nbackup-to = [\"vault\"]\ndead-letter = \"no\"\n\
                [region.r]\ntakeover = \"a\"\n[environment.e]\nbudget = -5\n";
    assert_eq!(
        lines(&read(text)),
        [
            "a.toml:4 SYN009 `watches` names `b` twice",
            "a.toml:5 SYN009 `access` can not be `reed`",
            "a.toml:5 SYN009 `paths` can not be `-1`",
            "a.toml:5 SYN009 `lag` can not be `soon`",
            "a.toml:7 SYN009 `availability` is out of range",
            "a.toml:11 SYN008 `dead-letter` expects `true` or `false`, found a string",
            "a.toml:13 SYN008 `takeover` expects a list of ids, found a string",
            "a.toml:15 SYN009 `budget` is out of range",
        ]
    );
}

#[test]
fn one_id_or_several_are_a_place() {
    let text = "[app.a]\nsubnet = \"x\"\n[app.b]\nsubnet = [\"x\", \"y\"]\n[app.c]\nsubnet = [\"x\", \"x\"]\n[app.d]\nsubnet = 3\n\
                [app.e]\nsubnet = [\"No Id\"]\n";
    assert_eq!(
        lines(&read(text)),
        [
            "a.toml:6 SYN009 `subnet` names `x` twice",
            "a.toml:8 SYN008 `subnet` expects an id or a list of ids, found an integer",
            "a.toml:10 SYN009 `subnet` can not be `No Id`",
        ]
    );
}

#[test]
fn a_step_in_a_connection_is_told_where_steps_are_written() {
    let loaded = read("[app.a]\nuses = [{ to = \"b\", step = 1 }]\n[app.b]\n");
    assert_eq!(lines(&loaded), ["a.toml:2 SYN001 `step` is not for a connection"]);
    let help = loaded.findings[0].help.as_deref().unwrap_or_default();
    assert!(help.starts_with("a step is a table of its own: `[[step]]`"), "{help}");
}
