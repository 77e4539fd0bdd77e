//! What rules say beyond the examples of their pages: alternatives, paths, numbers, and where they keep silent.
#![allow(missing_docs, clippy::unwrap_used, clippy::format_push_string)]

use isoplan::diag::{Diagnostic, Severity, edited};
use isoplan::lint::{self, LintConfig, Outcome};
use isoplan::model::resolve;
use isoplan::source::SourceFile;
use isoplan::syntax::{Patcher, parse};

const PLACE: &str = "[region.east]\nzones = [\"a\", \"b\", \"c\"]\n";

fn check(text: &str) -> Outcome {
    let loaded = parse(SourceFile::new("x.toml", text));
    assert_eq!(loaded.findings, [], "reading");
    let (model, findings) = resolve(&loaded.document);
    assert_eq!(findings, [], "resolving");
    lint::check(&model, &LintConfig::from_model(&model))
}

/// The findings of one rule.
fn of(code: &str, text: &str) -> Vec<Diagnostic> {
    check(&format!("{PLACE}{text}")).findings.into_iter().filter(|f| f.code.code == code).collect()
}

#[test]
fn zone_loss_prints_the_table_of_zones() {
    let web = "[app.web]\nzones = [\"a\", \"b\"]\nper-zone = 6\ncapacity = 100\npeak = 1200\n";
    let found = of("CAP201", &format!("{web}criticality = \"critical\""));
    assert_eq!(found[0].message, "without zone `a`, `web` can serve 50 % of its peak");
    assert_eq!(found[0].help.as_deref(), Some("write `per-zone = 12`: 24 instances in all"));
    assert_eq!(
        found[0].notes,
        [
            "at peak it needs 1200 requests a second, 12 instances without a spare",
            "AB: 12 in each of 2 zones, 24 in all (+100 %)",
            "ABC: 6 in each of 3 zones, 18 in all (+50 %)",
            "ABCD: 4 in each of 4 zones, 16 in all (+33 %)",
        ]
    );
    assert_eq!(of("CAP201", &format!("{web}criticality = \"low\"")), []);
}

#[test]
fn a_cdn_that_serves_most_makes_a_weaker_origin_information() {
    let text = |offload: &str| {
        format!(
            "[external.users]\nuses = [\"cdn\"]\n[gateway.cdn]\nkind = \"akamai\"\n{offload}\nuses = [\"www\"]\n\
             [app.www]\nzones = [\"a\", \"b\"]\nuses = [\"api\"]\n\
             [app.api]\nzones = [\"a\", \"b\", \"c\"]\ncriticality = \"critical\"\n"
        )
    };
    let found = of("AVL102", &text(""));
    assert_eq!((found.len(), found[0].severity), (1, Severity::Warning));
    assert_eq!(found[0].witness, ["users", "cdn", "www", "api"]);
    assert_eq!(of("AVL102", &text("offload = 0.98"))[0].severity, Severity::Info);
    assert_eq!(of("AVL102", &text("offload = 0.5"))[0].severity, Severity::Warning);
}

#[test]
fn one_of_several_alternatives_is_no_dependency() {
    let text = |uses: &str| {
        format!(
            "[app.pay]\nzones = [\"a\", \"b\", \"c\"]\ncriticality = \"critical\"\nuses = [{uses}]\n\
             [store.own]\nkind = \"memcached\"\nzones = [\"a\"]\ncount = 2\ncriticality = \"low\"\n\
             [external.vendor]\nkind = \"third-party\"\n"
        )
    };
    let either = text("{ to = \"own\", either = \"card\" }, { to = \"vendor\", either = \"card\" }");
    assert_eq!(check(&format!("{PLACE}{either}")).findings, []);
    let both = check(&format!("{PLACE}{}", text("\"own\", \"vendor\"")));
    let codes: Vec<&str> = both.findings.iter().map(|f| f.code.code).collect();
    assert_eq!(codes, ["DEP508", "CAP202", "DEP504"]);
    assert_eq!(both.findings[0].witness, ["pay", "vendor"]);
    assert_eq!(both.findings[1].witness, ["pay", "own"]);
}

#[test]
fn a_third_party_is_no_risk_where_all_callers_have_another_way() {
    let text = |other: &str| {
        format!(
            "[external.users]\nuses = [{{ to = \"pay\", either = \"pay\" }}{other}]\n\
             [app.pay]\ncriticality = \"critical\"\nuses = [\"vendor\"]\n\
             [external.vendor]\nkind = \"third-party\"\n[external.second]\nkind = \"third-party\"\n"
        )
    };
    let found = of("DEP508", &text(""));
    assert_eq!(found[0].message, "critical `pay` fails when `vendor` does, which is run by somebody else");
    assert_eq!(of("DEP508", &text(", { to = \"second\", either = \"pay\" }")), []);
}

#[test]
fn one_proxy_before_all_is_reported_once_and_left_to_others_where_that_is_as_bad() {
    let text = |proxy: &str| {
        format!(
            "[external.users]\nuses = [\"proxy\"]\n[app.proxy]\ncount = 1\n{proxy}\nuses = [\"a\", \"b\"]\n\
             [app.a]\ncriticality = \"critical\"\ncount = 3\n[app.b]\ncriticality = \"critical\"\ncount = 3\n"
        )
    };
    let found = of("DEP501", &text("criticality = \"low\""));
    assert_eq!(
        (found.len(), found[0].severity, found[0].witness.join(" ")),
        (1, Severity::Error, "users proxy a".into())
    );
    assert_eq!(found[0].notes, ["so do those for `b`"]);
    // of its own it is a warning, of what stands behind it an error
    assert_eq!(of("DEP501", &text("")).len(), 1);
    assert_eq!(of("AVL104", &text(""))[0].severity, Severity::Warning);
    assert_eq!(of("DEP501", &text("criticality = \"critical\"")), []);
    assert_eq!(of("AVL104", &text("criticality = \"critical\""))[0].severity, Severity::Error);
}

#[test]
fn encryption_is_asked_for_on_the_way_out_only() {
    let text = |more: &str| {
        format!(
            "[region.west]\n[app.web]\nregion = \"east\"\nuses = [{{ to = \"far\", {more} }}, {{ to = \"near\", {more} }}]\n\
             [app.far]\nregion = \"west\"\n[app.near]\nregion = \"east\"\n"
        )
    };
    let found = of("NET703", &text("protocol = \"HTTP\""));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "what `web` sends to `far` leaves the region and can be read on the way");
    assert_eq!(of("NET703", &text("protocol = \"http\", encrypted = true")), []);
    assert_eq!(of("NET703", &text("protocol = \"mysql\"")), []);
    assert_eq!(of("NET703", &text("encrypted = false")).len(), 1);
}

#[test]
fn an_allowance_of_a_template_is_used_when_one_component_needs_it() {
    let text = |zones: &str| {
        format!(
            "[template.trial]\nallow = [{{ rule = \"AVL101\", reason = \"all of it is a trial\" }}]\n\
             [app.a]\ntemplate = \"trial\"\nzones = [\"a\", \"b\"]\n\
             [app.b]\ntemplate = \"trial\"\nzones = [{zones}]\nper-zone = 2\n"
        )
    };
    assert_eq!(of("LNT001", &text("\"a\"")), []);
    assert_eq!(of("LNT001", &text("\"a\", \"b\"")).len(), 1);
}

#[test]
fn only_the_frontier_of_lower_criticality_is_reported() {
    let found = of(
        "DEP504",
        "[app.a]\nzones = [\"a\", \"b\", \"c\"]\ncriticality = \"critical\"\nuses = [\"b\"]\n[app.b]\nuses = [\"c\"]\n\
         [app.c]\ncriticality = \"standard\"\nuses = [\"d\"]\n[app.d]\ncriticality = \"low\"\n",
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "critical `a` fails when `c` does, whose criticality is standard");
    assert_eq!((found[0].severity, found[0].witness.join(" ")), (Severity::Error, "a b c".to_owned()));
}

#[test]
fn a_managed_store_is_judged_by_its_switch_alone() {
    let rds = |more: &str| format!("[store.db]\nkind = \"rds\"\ncriticality = \"critical\"\n{more}\n");
    assert_eq!(of("AVL105", &rds("zones = [\"a\"]")), []);
    assert_eq!(of("AVL105", &rds("zones = [\"a\"]\nmulti-az = true")), []);
    assert_eq!(of("AVL105", &rds("zones = [\"a\", \"b\"]\nmulti-az = false\nreplicas = 1")), []);
    assert_eq!(
        of("AVL105", &rds("zones = [\"a\"]\nmulti-az = false"))[0].message,
        "all data of `db` in `east` is in zone `a`"
    );
    assert_eq!(of("AVL105", &rds("multi-az = false"))[0].message, "all data of `db` in `east` is in one zone");
}

#[test]
fn a_store_on_instances_is_judged_by_what_is_said() {
    let mysql = |more: &str| format!("[defaults]\n{more}\n[store.db]\nkind = \"mysql\"\n");
    assert_eq!(of("AVL105", &mysql("zones = [\"a\", \"b\"]")), [], "how many is not said");
    assert_eq!(of("AVL105", &mysql("zones = [\"a\"]")).len(), 1);
}

#[test]
fn components_that_wait_for_each_other() {
    let found = of(
        "DEP503",
        "[app.b]\nuses = [\"c\"]\n[app.c]\nuses = [\"d\"]\n[app.d]\nuses = [\"b\"]\ncriticality = \"critical\"\n",
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "3 components wait for each other in a circle: `b` → `c` → `d` → `b`");
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(found[0].witness, ["b", "c", "d", "b"]);
}

#[test]
fn traffic_weighs_where_a_store_is_used_from() {
    let text = |near: &str, share: &str| {
        format!(
            "[lint.rule.DRP309]\nshare = {share}\n[region.west]\nzones = [\"a\"]\n\
             [app.far]\nregion = \"east\"\nuses = [{{ to = \"files\", gb-month = 900 }}]\n\
             [app.near]\nregion = \"west\"\nuses = [{{ to = \"files\", gb-month = {near} }}]\n\
             [store.files]\nkind = \"s3\"\nregion = \"west\"\n"
        )
    };
    assert_eq!(of("DRP309", &text("100", "1")), []);
    let found = of("DRP309", &text("100", "0.9"));
    assert_eq!(found[0].message, "`files` stands in `west`, but is used mostly from `east`");
    assert_eq!(of("DRP309", &text("200", "0.9")), []);
}

#[test]
fn a_slip_of_a_word_that_is_used_often_is_a_hint() {
    let label = |id: &str, label: &str| format!("[app.{id}]\nlabel = \"{label}\"\n");
    let text =
        [label("a", "Narwhal API"), label("b", "Narwhal web"), label("c", "Narwhal jobs"), label("d", "Narwahl mail")];
    let found = of("DGM002", &text.join(""));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "`Narwahl` in the label of `d` is most likely `Narwhal`");
    assert_eq!(found[0].severity, Severity::Info);
}

#[test]
fn numbers_out_of_all_proportion() {
    let text = "[lint.rule.AVL102]\nmin-gap = 1e300\n[lint.rule.AVL101]\nmin-zones = -5\n[lint.rule.AVL104]\nmin-replicas = 1e30\n\
                [external.users]\nuses = [\"web\"]\n\
                [app.web]\nzones = [\"a\", \"b\"]\nper-zone = 1000000\ncapacity = 0.000001\npeak = 1e15\n\
                uses = [\"db\"]\ncriticality = \"critical\"\n\
                [store.db]\nkind = \"mysql\"\ncount = { a = 999999, b = 1 }\n";
    let codes: Vec<&str> = check(&format!("{PLACE}{text}")).findings.iter().map(|f| f.code.code).collect();
    assert!(codes.contains(&"CAP201"), "{codes:?}");
}

#[test]
fn a_long_path_is_shown_in_part() {
    let mut text =
        String::from("[app.s0]\nzones = [\"a\", \"b\", \"c\"]\ncriticality = \"critical\"\nuses = [\"s1\"]\n");
    for i in 1..40 {
        text += &format!("[app.s{i}]\nuses = [\"s{}\"]\n", i + 1);
    }
    text += "[app.s40]\ncriticality = \"low\"\n";
    let found = of("DEP504", &text);
    assert!(found[0].related.len() < 15, "{}", found[0].related.len());
    assert_eq!(found[0].notes, ["the path has 40 links; 28 in the middle are not shown"]);
}

#[test]
fn a_copy_for_tests_raises_no_findings_of_its_own() {
    let text = "[environment.production]\n[environment.staging]\nreplicates = \"production\"\n\
                [app.web]\nenvironment = \"production\"\nzones = [\"a\"]\n";
    let found = of("AVL101", text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].element.as_deref(), Some("web"));
}

/// A chain of components, each of which needs the next, with what they reach by themselves; the first promises 100 %.
fn promise(parts: &[&str]) -> String {
    let mut text = String::from("[app.front]\nslo = 100\nuses = [\"p0\"]\n");
    for (at, part) in parts.iter().enumerate() {
        let next = if at + 1 < parts.len() { format!("uses = [\"p{}\"]\n", at + 1) } else { String::new() };
        text += &format!("[app.p{at}]\navailability = {part}\n{next}");
    }
    text
}

#[test]
fn what_is_needed_multiplies_to_five_digits() {
    // the composite service levels of Microsoft's mission-critical reference architecture
    let serial = of("DEP505", &promise(&["99.999", "99.99", "99.99"]));
    assert_eq!(serial[0].message, "`front` promises 100 %, but with what it needs it reaches 99.979 % at best");
    let stamp = of("DEP505", &promise(&["99.99", "99.95", "99.95", "99.90", "99.99", "99.99"]));
    assert_eq!(stamp[0].message, "`front` promises 100 %, but with what it needs it reaches 99.770 % at best");
    assert_eq!(stamp[0].witness, ["front", "p0", "p1", "p2", "p3"], "the way to the weakest");
    assert_eq!(stamp[0].notes[0], "100 % allows 0 seconds down in 30 days, 99.770 % means 99.3 minutes");
}

#[test]
fn a_promise_that_holds_is_no_finding() {
    let text = promise(&["99.9", "99.9"]);
    assert_eq!(of("DEP505", &text.replace("slo = 100", "slo = 99.8")), []);
    assert_eq!(of("DEP505", &text.replace("slo = 100", "slo = 99.801")).len(), 1);
    // as it is written, to the last digit
    assert_eq!(of("DEP505", &promise(&["99.95"]).replace("slo = 100", "slo = 99.95")), []);
}

#[test]
fn what_several_need_counts_once_and_alternatives_fail_together_only() {
    let text = |uses: &str| {
        format!(
            "[app.front]\nslo = 99.9\nuses = [{uses}]\n[app.a]\navailability = 99\nuses = [\"db\"]\n\
             [app.b]\navailability = 99\nuses = [\"db\"]\n[store.db]\nkind = \"mysql\"\navailability = 99.95\n"
        )
    };
    let both = of("DEP505", &text("\"a\", \"b\""));
    // 0.99 × 0.99 × 0.9995
    assert!(both[0].message.ends_with("it reaches 97.960 % at best"), "{}", both[0].message);
    let either = text("{ to = \"a\", either = \"x\" }, { to = \"b\", either = \"x\" }");
    // (1 − 0.01²) × 0.9995: the database is behind both ways
    assert_eq!(of("DEP505", &either), []);
    let tight = of("DEP505", &either.replace("slo = 99.9", "slo = 99.95"));
    assert!(tight[0].message.ends_with("it reaches 99.940 % at best"), "{}", tight[0].message);
    assert!(tight[0].notes.contains(&"`a` or `b` reach 99.990 %".to_owned()), "{:?}", tight[0].notes);
}

#[test]
fn a_promise_of_what_is_needed_holds_for_all_behind_it() {
    let text = |slo: &str| {
        format!(
            "[app.front]\nslo = {slo}\nuses = [\"api\"]\n[app.api]\nslo = 99.5\nuses = [\"db\"]\n\
             [store.db]\nkind = \"mysql\"\navailability = 99.9\n"
        )
    };
    assert_eq!(of("DEP505", &text("99.5")), [], "the database is part of what the api promises");
    assert_eq!(of("DEP505", &text("99.6")).len(), 1);
}

#[test]
fn hints_are_for_those_who_select_them() {
    let text = "[app.web]\nzones = [\"a\", \"b\"]\nper-zone = 2\ncapacity = 50\nuses = [\"api\"]\n\
                [app.api]\nzones = [\"a\", \"b\"]\nper-zone = 2\ncapacity = 10\n";
    assert_eq!(of("CAP205", text), []);
    for select in ["\"CAP205\"", "\"capacity\"", "\"ALL\""] {
        assert_eq!(of("CAP205", &format!("[lint]\nselect = [{select}]\n{text}")).len(), 1, "{select}");
    }
}

#[test]
fn what_watches_may_stand_with_what_it_watches_where_there_is_one_region() {
    let text = "[app.pager]\nzones = [\"a\"]\nper-zone = 2\nwatches = [\"web\"]\ncriticality = \"low\"\n\
                [app.web]\nzones = [\"a\", \"b\"]\nper-zone = 2\n";
    assert_eq!(of("DEP509", text), []);
    let alone = text.replace("zones = [\"a\", \"b\"]", "zones = [\"a\"]");
    assert_eq!(
        of("DEP509", &alone)[0].message,
        "when zone `a` is lost, `pager` goes down with `web`, which it watches"
    );
    let text = "[region.west]\n[app.pager]\nregion = \"east\"\nwatches = [\"web\"]\nzones = [\"a\", \"b\"]\n\
                [app.web]\nregion = \"east\"\nzones = [\"a\", \"b\"]\n";
    assert_eq!(of("DEP509", text).len(), 1, "the region takes both");
}

#[test]
fn a_copy_that_is_behind_bounds_what_can_be_lost() {
    let text = |lag: &str| {
        format!(
            "[store.db]\nkind = \"mysql\"\nrpo = \"5m\"\nbackup = \"daily\"\n\
             uses = [{{ to = \"copy\", kind = \"replication\", lag = \"{lag}\" }}]\n[store.copy]\nkind = \"mysql\"\n"
        )
    };
    assert_eq!(of("DRP305", &text("1m")), []);
    assert_eq!(of("DRP305", &text("1h"))[0].message, "`db` may lose 5m of data, but 1h can be lost");
}

/// The small systems of `tests/cases`: heads and texts.
fn cases() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for case in text.split("\n#### ").skip(1) {
            let (head, system) = case.split_once('\n').unwrap();
            cases.push((head.to_owned(), system.to_owned()));
        }
    }
    cases
}

/// What is found in a system, by code and severity, with one more rule if it is asked for.
fn said_of(system: &str, with: Option<&str>) -> String {
    let loaded = parse(SourceFile::new("case.toml", system));
    let (model, wrong) = resolve(&loaded.document);
    let mut config = LintConfig::from_model(&model);
    config.today = Some(isoplan::syntax::attributes::Date { year: 2026, month: 1, day: 1 });
    if let Some(rule) = with {
        config.choose(lint::Layer { extend_select: vec![rule.to_owned()], ..lint::Layer::default() });
    }
    let mut findings = loaded.findings;
    findings.extend(wrong);
    // as on the command line, rules wait until the language is right
    if findings.iter().all(|finding| finding.severity != Severity::Error) {
        findings.extend(lint::check(&model, &config).findings);
    }
    let mut said: Vec<_> = findings.iter().map(|f| format!("{} {}", f.code.code, f.severity.name())).collect();
    said.sort();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}

#[test]
fn each_case_raises_what_it_must_and_nothing_else() {
    let cases = cases();
    assert!(cases.len() > 200, "only {} cases", cases.len());
    let mut faults = Vec::new();
    for (head, system) in &cases {
        let (name, expected) =
            head.split_once(": ").unwrap_or_else(|| panic!("`{head}` says nothing of what is found"));
        let (expected, with) = match expected.split_once(" with ") {
            Some((expected, rule)) => (expected, Some(rule)),
            None => (expected, None),
        };
        let said = said_of(system, with);
        if said != expected {
            faults.push(format!("{name}: expected {expected}, found {said}"));
        }
    }
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

/// What each proposal and fix of a system leaves of its finding, which must be nothing.
fn unmended(system: &str) -> (Vec<String>, Vec<String>) {
    let find = |text: &str| {
        let loaded = parse(SourceFile::new("case.toml", text));
        let (model, wrong) = resolve(&loaded.document);
        let mut config = LintConfig::from_model(&model);
        config.today = Some(isoplan::syntax::attributes::Date { year: 2026, month: 1, day: 1 });
        let clean = loaded.findings.is_empty() && wrong.iter().all(|f| f.severity != Severity::Error);
        let findings = if clean { lint::check(&model, &config).findings } else { Vec::new() };
        (findings, clean, loaded.sources)
    };
    let (findings, _, sources) = find(system);
    let (mut tried, mut left) = (Vec::new(), Vec::new());
    for finding in &findings {
        let fix = finding.fix.clone().or_else(|| Patcher::new(&sources).fix(finding.patch.as_ref()?));
        let Some(fix) = fix else { continue };
        tried.push(finding.code.code.to_owned());
        let same = |other: &&Diagnostic| other.code == finding.code && other.message == finding.message;
        let before = findings.iter().filter(same).count();
        let edited = edited(system, &fix.edits).unwrap();
        let (after, clean, _) = find(&edited);
        if !clean || after.iter().filter(same).count() >= before {
            left.push(format!("{}: {} | {}", finding.code.code, finding.message, fix.title));
        }
    }
    (tried, left)
}

#[test]
fn what_is_proposed_clears_its_finding() {
    let (mut tried, mut left) = (Vec::new(), Vec::new());
    for (head, system) in cases() {
        let (codes, unmended) = unmended(&system);
        tried.extend(codes);
        left.extend(unmended.into_iter().map(|what| format!("{head}: {what}")));
    }
    let rules = ["AVL102", "AVL109", "DRP301", "DRP302", "DRP306", "DRP309", "ENV401", "ENV402", "NET703"];
    for rule in rules {
        assert!(tried.iter().any(|code| code == rule), "no proposal of {rule}");
    }
    assert!(tried.len() > 80, "only {} proposals", tried.len());
    assert!(left.is_empty(), "{} of {}:\n{}", left.len(), tried.len(), left.join("\n"));
}

#[test]
fn the_order_of_tables_changes_nothing() {
    for (head, system) in cases() {
        // what a table says beside its keys, as of an array, stays behind it
        let mut tables: Vec<String> = Vec::new();
        for line in system.lines().filter(|line| !line.is_empty()) {
            let own = line.starts_with('[') && !line.starts_with("[[");
            match tables.last_mut().filter(|_| !own) {
                Some(last) => *last += &format!("{line}\n"),
                None => tables.push(format!("{line}\n")),
            }
        }
        tables.reverse();
        assert_eq!(said_of(&tables.concat(), None), said_of(&system, None), "{head}");
    }
}

#[test]
fn circles_that_would_be_left_are_named_too() {
    let text = |lint: &str| {
        format!(
            "{lint}[app.a]\nuses = [\"b\", \"c\"]\n[app.b]\nuses = [\"a\"]\n[app.c]\nuses = [\"d\"]\n[app.d]\nuses = [\"a\", \"c\"]\n\
             [app.x]\nuses = [\"y\", \"d\"]\n[app.y]\nuses = [\"x\"]\n"
        )
    };
    let found = of("DEP503", &text(""));
    let notes: Vec<&[String]> = found.iter().map(|f| f.notes.as_slice()).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(notes[0].len(), 2, "{notes:?}");
    assert!(notes[0].iter().any(|note| note.ends_with("`c` → `d` → `c`")), "{notes:?}");
    assert!(notes[0].iter().any(|note| note.ends_with("`a` → `c` → `d` → `a`")), "{notes:?}");
    assert!(notes[1].is_empty(), "{notes:?}");
    let found = of("DEP503", &text("[lint.rule.DEP503]\nmax-report = 1\n"));
    assert!(found.iter().all(|f| f.notes.is_empty()));
}
