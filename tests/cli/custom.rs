//! Rules of the user's own.

use super::folder::Folder;

const RULES: &str = r#"
[[lint.custom]]
code = "ORG001"
name = "payments-behind-a-gateway"
template = "require-on-path"
entry = "kind == 'people'"
target = "'payments' in tags"
guards = "role == 'gateway'"
severity = "error"
message = "{target} is reached from {entry} without a gateway"
help = "let {target} be called by the gateway only"

[[lint.custom.test]]
toml = """
[external.users]
uses = ["pay"]
[app.pay]
tags = ["payments"]
"""
expect = ["pay"]

[[lint.custom.test]]
toml = """
[external.users]
uses = ["front"]
[gateway.front]
uses = ["pay"]
[app.pay]
tags = ["payments"]
"""
expect = []
"#;

const SHOP: &str = "[external.users]\nuses = [\"web\"]\n\n[app.web]\nuses = [\"pay\", { to = \"log\", kind = \"async\" }]\n\n\
                    [app.pay]\ntags = [\"payments\"]\ncount = 1\nuses = [\"web\"]\n\n[store.log]\nkind = \"s3\"\nowner = \"ops\"\n";

fn lint(folder: &Folder, arguments: &[&str]) -> super::folder::Answer {
    folder.run(&[&["lint", "--format", "concise"][..], arguments, &["main.toml"]].concat())
}

#[test]
fn a_rule_finds_what_it_says_with_the_path_that_proves_it() {
    let folder = Folder::with(SHOP).add("isoplan.toml", RULES);
    lint(&folder, &["--select", "ORG001"]).code(1).shows(&[
        "main.toml:7:6: error[ORG001] payments-behind-a-gateway: `pay` is reached from `users` without a gateway",
    ]);
    folder
        .run(&["lint", "--select", "custom", "main.toml"])
        .code(1)
        .shows(&["1: `users` uses `web`", "2: `web` uses `pay`"]);
    folder
        .run(&["lint", "--select", "payments-behind-a-gateway", "--format", "json", "main.toml"])
        .code(1)
        .shows(&["\"witness\""]);
    lint(&folder, &["--ignore", "ORG"]).code(0);
    lint(&folder, &["--select", "ORG002"]).code(2).says(&["there is no rule `ORG002`", "did you mean `ORG001`?"]);
}

#[test]
fn it_is_set_and_accepted_like_any_other() {
    let folder = Folder::with(&format!("{SHOP}[lint.rule.ORG001]\nseverity = \"info\"\n")).add("isoplan.toml", RULES);
    lint(&folder, &["--select", "ORG001"]).code(0).shows(&["info[ORG001]"]);
    let allowed = SHOP.replace("count = 1", "allow = [{ rule = \"ORG001\", reason = \"a test system\" }]");
    let folder = Folder::with(&allowed).add("isoplan.toml", RULES);
    lint(&folder, &["--select", "ORG,LNT"]).code(0).shows(&["no findings (1 suppressed"]);
    let unused = allowed.replace("\"pay\", ", "");
    let folder = Folder::with(&unused).add("isoplan.toml", RULES);
    lint(&folder, &["--select", "ORG,LNT"]).code(0).shows(&["LNT001"]);
    let comment = SHOP.replace("[app.pay]", "# isoplan: ignore[ORG001] a test system\n[app.pay]");
    lint(&Folder::with(&comment).add("isoplan.toml", RULES), &["--select", "ORG"]).code(0).shows(&["1 suppressed"]);
}

#[test]
fn tests_beside_a_rule_are_run() {
    let folder = Folder::with(SHOP).add("isoplan.toml", RULES);
    folder.run(&["lint", "--test-rules", "isoplan.toml"]).code(0).shows(&["ok      ORG001", "2 passed, 0 failed"]);
    folder.run(&["lint", "--test-rules", "main.toml"]).code(0).shows(&["2 passed, 0 failed"]);
    let wrong = RULES.replace("expect = []", "expect = [\"front\"]").replace("expect = [\"pay\"]", "expect = []");
    let folder = Folder::new().add("isoplan.toml", wrong);
    let answer = folder.run(&["lint", "--test-rules", "isoplan.toml"]).code(1);
    answer.shows(&["failed  ORG001  isoplan.toml:", "not found: front", "not expected: pay", "0 passed, 2 failed"]);
    let broken = RULES.replace("uses = [\"front\"]", "uses = [\"frnt\"]");
    let folder = Folder::new().add("isoplan.toml", broken);
    folder.run(&["lint", "--test-rules", "isoplan.toml"]).code(1).shows(&["the topology has a mistake", "`frnt`"]);
    let folder = Folder::new().add("isoplan.toml", "[lint]\n");
    folder.run(&["lint", "--test-rules", "isoplan.toml"]).code(0).says(&["there are no tests"]);
}

#[test]
fn slips_are_errors_when_the_rule_is_read() {
    let rule = |keys: &str| {
        let text = format!("{SHOP}\n[[lint.custom]]\ncode = \"ORG001\"\nname = \"mine\"\n{keys}\n");
        folder_says(&Folder::with(&text))
    };
    for (keys, words) in [
        ("template = \"min-zone\"\nmin = 2", "did you mean `min-zones`?"),
        ("template = \"min-zones\"\nmni = 2", "did you mean `min`?"),
        ("template = \"min-zones\"", "needs `min`"),
        ("template = \"min-zones\"\nmin = \"two\"", "expects a number"),
        ("template = \"min-zones\"\nmin = 2\nwhere = \"criticalty == 'low'\"", "did you mean `criticality`?"),
        ("template = \"min-zones\"\nmin = 2\nmessage = \"{nmae} is bad\"", "did you mean `{name}`?"),
        ("template = \"require-attribute\"\nattributes = [\"onwer\"]", "did you mean `owner`?"),
        ("template = \"forbid-value\"\nfield = \"instanc\"\nvalues = [\"x\"]", "did you mean `instance`?"),
        ("template = \"no-cycle\"\nedge = \"kind == 'sync'\"", "did you mean `edge.kind`?"),
        ("template = \"no-cycle\"\nedge = \"edge.kind == 'snyc'\"", "did you mean `sync`?"),
    ] {
        let out = rule(keys);
        assert!(out.contains(words), "{keys}\n{out}");
    }
    for (code, words) in [("ORG1", "three capital letters"), ("AVL901", "belong to rules of the program")] {
        let text = format!("{SHOP}\n[[lint.custom]]\ncode = \"{code}\"\nname = \"x\"\ntemplate = \"no-cycle\"\n");
        let out = folder_says(&Folder::with(&text));
        assert!(out.contains(words), "{out}");
    }
}

fn folder_says(folder: &Folder) -> String {
    folder.run(&["lint", "main.toml"]).code(1).out
}

#[test]
fn every_template_finds_its_sort() {
    for (keys, found) in [
        (
            "template = \"require-attribute\"\nwhere = \"role in ['app', 'store']\"\nattributes = \"owner\"",
            &["pay", "web"][..],
        ),
        ("template = \"forbid-value\"\nfield = \"kind\"\nvalues = [\"s3\"]", &["log"]),
        ("template = \"min-zones\"\nwhere = \"role == 'app'\"\nmin = 2", &[]),
        ("template = \"min-count\"\nmin = 2", &["pay"]),
        ("template = \"forbid-connection\"\nto = \"kind == 's3'\"\nedge = \"edge.kind == 'async'\"", &["web"]),
        ("template = \"require-connection\"\nfrom = \"role == 'app'\"\nto = \"role == 'store'\"", &["pay"]),
        ("template = \"forbid-reach\"\nfrom = \"id == 'users'\"\nto = \"id == 'log'\"", &["log"]),
        (
            "template = \"forbid-reach\"\nfrom = \"id == 'users'\"\nto = \"id == 'log'\"\nunless-via = \"id == 'web'\"",
            &[],
        ),
        (
            "template = \"forbid-reach\"\nfrom = \"id == 'users'\"\nto = \"id == 'log'\"\nunless-via = \"owner == 'x'\"",
            &[],
        ),
        ("template = \"no-cycle\"\nedge = \"edge.kind == 'sync'\"", &["pay"]),
        ("template = \"no-cycle\"\nedge = \"edge.kind == 'async'\"", &[]),
        ("template = \"max-degree\"\nmax = 1\ndirection = \"out\"", &["web"]),
        ("template = \"implies\"\nwhere = \"role == 'store'\"\nassert = \"owner == 'dev'\"", &["log"]),
        ("template = \"implies\"\nwhere = \"role == 'app'\"\nassert = \"owner == 'dev'\"", &[]),
    ] {
        let text = format!("{SHOP}\n[[lint.custom]]\ncode = \"ORG001\"\nname = \"mine\"\n{keys}\n");
        let out = Folder::with(&text).run(&["lint", "--select", "custom", "--format", "json", "main.toml"]).code(0).out;
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        let mut ids: Vec<&str> =
            json["findings"].as_array().unwrap().iter().map(|f| f["element"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(ids, found, "{keys}\n{out}");
    }
}

#[test]
fn environments_are_held_against_each_other() {
    let text = "[environment.production]\n[environment.staging]\nreplicates = \"production\"\nexcept = [\"b\"]\n\
                [environment.staging.app.a]\ninstance = \"m1.small\"\n[app.a]\ninstance = \"m1.large\"\n[app.b]\n\
                [[lint.custom]]\ncode = \"ORG001\"\nname = \"mine\"\ntemplate = \"parity\"\na = \"production\"\nb = \"staging\"\n\
                compare = [\"instance\", \"owner\"]\n";
    let folder = Folder::with(text);
    let out = folder.run(&["lint", "--select", "custom", "--format", "concise", "main.toml"]).code(0).out;
    assert!(out.contains("`a` differs in `instance`: m1.large in `production`, m1.small in `staging`"), "{out}");
    assert!(out.contains("`b` differs in being there"), "{out}");
    assert_eq!(out.matches("ORG001").count(), 2, "{out}");
}

#[test]
fn a_rule_of_ones_own_is_explained() {
    let folder = Folder::with(SHOP).add("isoplan.toml", RULES);
    for name in ["org001", "Payments-Behind-A-Gateway"] {
        folder.run(&["explain", name]).code(0).shows(&[
            "ORG001 payments-behind-a-gateway (error)",
            "A rule of your own, in isoplan.toml:2",
            "  template  require-on-path\n",
            "  target    'payments' in tags\n",
            "  help      let {target} be called by the gateway only\n",
            "It has 2 tests: `isoplan lint --test-rules isoplan.toml`.",
        ]);
    }
    let list = folder.run(&["explain"]).code(0).shows(&["AVL101"]).out;
    assert!(list.ends_with("  error    {target} is reached from {entry} without a gateway\n"), "{list}");
    folder.run(&["explain", "org01"]).code(2).says(&["there is no rule `org01`"]);
    // a rule that stands in a topology
    let folder = Folder::with(&format!("{SHOP}{RULES}"));
    folder.run(&["explain", "ORG001"]).code(2).says(&["there is no rule `ORG001`", "`isoplan explain RULE FILE`"]);
    folder.run(&["explain", "ORG001", "main.toml"]).code(0).shows(&["in main.toml:"]);
    folder.run(&["explain", "ORG002", "none.toml"]).code(2).says(&["none.toml"]);
}

#[test]
fn a_rule_that_does_not_load_is_explained_as_such() {
    let broken = RULES.replace("kind == 'people'", "knd == 'people'");
    assert_ne!(broken, RULES);
    let sound = "[[lint.custom]]\ncode = \"ORG002\"\nname = \"sound\"\ntemplate = \"min-zones\"\nmin = 2\n";
    let folder = Folder::with(SHOP).add("isoplan.toml", format!("{broken}{sound}"));
    folder.run(&["explain", "ORG001"]).code(1).shows(&[
        "It does not load, so it finds nothing:",
        "there is no field `knd` (did you mean `kind`?)",
        "  template  require-on-path\n",
    ]);
    let other = folder.run(&["explain", "ORG002"]).code(0);
    assert!(!other.out.contains("does not load"), "{}", other.out);
    let list = folder.run(&["explain"]).code(0).out;
    assert_eq!(list.matches("(does not load)").count(), 1, "{list}");
    let folder = Folder::with(&format!("{SHOP}{broken}"));
    folder.run(&["explain", "ORG001", "main.toml"]).code(1).shows(&["It does not load"]);
}

#[test]
fn one_of_something_has_no_plural_and_a_function_is_written_in_one_way() {
    let rule = |keys: &str| format!("{SHOP}\n[[lint.custom]]\ncode = \"ORG001\"\nname = \"mine\"\n{keys}\n");
    let lint = |text: &str| {
        Folder::with(text).run(&["lint", "--select", "custom", "--format", "full", "--exit-zero", "main.toml"]).out
    };
    let found = lint(&rule("template = \"max-degree\"\nmax = 0"));
    assert!(found.contains("has 1 connection, more than 0") && !found.contains("1 connections"), "{found}");
    let found = lint(&rule("template = \"implies\"\nwhere = \"zones.size() > 1\"\nassert = \"has(owner)\""));
    assert!(found.contains("write `size(x)`"), "{found}");
    let found = lint(&rule("template = \"implies\"\nwhere = \"startsWith(id)\"\nassert = \"has(owner)\""));
    assert!(found.contains("write `x.startsWith('a')`"), "{found}");
}

#[test]
fn a_message_names_the_guards_and_fields_of_the_graph_can_be_asked() {
    let rule = RULES.replace("reached from {entry} without a gateway\"", "reached from {entry} without {guards}\"");
    let folder = Folder::with(SHOP).add("isoplan.toml", rule);
    lint(&folder, &["--select", "ORG001"])
        .code(1)
        .shows(&["`pay` is reached from `users` without `role == 'gateway'`"]);
    let front = "[[lint.custom]]\ncode = \"ORG002\"\nname = \"fronts\"\ntemplate = \"implies\"\n\
                 where = \"dominated_critical > 0 && role != 'external'\"\nassert = \"vcpu >= 8 || env == 'lab'\"\n";
    let text = "[environment.live]\n[region.r]\n[external.users]\nuses = [\"web\"]\n[app.web]\ninstance = \"m1.large\"\n\
                count = 2\nuses = [\"pay\"]\n[app.pay]\ncriticality = \"critical\"\n";
    let folder = Folder::with(text).add("isoplan.toml", front);
    lint(&folder, &["--select", "ORG002"]).code(0).shows(&["main.toml:5:6: warning[ORG002]"]);
    let folder = Folder::with(&text.replace("count = 2", "count = 4")).add("isoplan.toml", front);
    lint(&folder, &["--select", "ORG002"]).code(0).shows(&["no findings"]);
}
