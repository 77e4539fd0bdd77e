//! Settings from `isoplan.toml`, the topology and the command line.

use super::folder::{Folder, SMALL};

/// A topology that `too-few-zones` and nothing else finds fault with.
const ONE_ZONE: &str = "[region.r]\nzones = [\"a\", \"b\"]\n\n[external.users]\nuses = [\"web\"]\n\n[app.web]\nowner = \"x\"\n\
                        zones = [\"a\"]\nper-zone = 2\n";

fn lint(folder: &Folder, arguments: &[&str]) -> String {
    let all = [&["lint", "--format", "concise", "--exit-zero"][..], arguments].concat();
    folder.run(&all).code(0).out
}

#[test]
fn the_nearest_file_above_counts_and_layers_are_put_on_it() {
    let folder = Folder::new()
        .add("isoplan.toml", "[lint]\nselect = [\"SYN\"]\n")
        .add("deep/isoplan.toml", "[lint]\nselect = [\"too-few-zones\"]\n[lint.rule.AVL101]\nseverity = \"info\"\n")
        .add("deep/er/main.toml", ONE_ZONE)
        .add("main.toml", ONE_ZONE);
    assert!(lint(&folder, &["deep/er/main.toml"]).contains(": info[AVL101]"));
    assert!(lint(&folder, &["main.toml"]).contains("no findings"));
    assert!(lint(&folder, &["--extend-select", "AVL101", "main.toml"]).contains(": warning[AVL101]"));
    assert!(lint(&folder, &["--select", "AVL", "main.toml"]).contains(": warning[AVL101]"));
    assert!(lint(&folder, &["--isolated", "main.toml"]).contains(": warning[AVL101]"));
    assert!(lint(&folder, &["--ignore", "AVL", "deep/er/main.toml"]).contains("no findings"));
    assert!(lint(&folder, &["--config", "deep/isoplan.toml", "main.toml"]).contains(": info[AVL101]"));
    let own = format!("{ONE_ZONE}\n[lint.rule.too-few-zones]\nseverity = \"error\"\n");
    let folder = folder.add("deep/er/own.toml", own);
    folder.run(&["lint", "--format", "concise", "deep/er/own.toml"]).code(1).shows(&[": error[AVL101]"]);
    assert!(lint(&folder, &["--isolated", "deep/er/own.toml"]).contains(": warning[AVL101]"));
}

#[test]
fn the_search_ends_at_the_root_of_the_project() {
    let folder = Folder::new()
        .add("isoplan.toml", "[lint]\nignore = [\"ALL\"]\n")
        .add("project/.git/HEAD", "")
        .add("project/main.toml", ONE_ZONE);
    assert!(lint(&folder, &["project/main.toml"]).contains("AVL101"));
}

#[test]
fn a_wrong_setting_is_an_error_at_its_place() {
    let folder = Folder::with(ONE_ZONE).add("second.toml", ONE_ZONE).add(
        "isoplan.toml",
        "[lint]\nignroe = [\"AVL\"]\nselect = [\"AVL\", \"to-few-zones\"]\n[lint.rule.AVL101]\nmin-zone = 1\n\
         [[lint.override]]\nwhere = \"criticalty == 'low'\"\nseverity = \"of\"\n[[lint.override]]\nwhere = \"regoin == 'r'\"\nseverity = \"off\"\n",
    );
    let answer = folder.run(&["lint", "--format", "concise", "main.toml", "second.toml"]).code(1);
    let answer = answer.shows(&[
        "isoplan.toml:2:1: error[SYN001]",
        "isoplan.toml:3:18: error[SYN002]",
        "isoplan.toml:5:1: error[SYN001]",
        "isoplan.toml:8:12: error[SYN009]",
        "isoplan.toml:10:10: error[SYN009]",
        "AVL101",
    ]);
    assert_eq!(answer.out.matches("isoplan.toml:2:1:").count(), 1, "mistakes are told once:\n{}", answer.out);
    folder.run(&["lint", "main.toml"]).code(1).shows(&["did you mean `ignore`?", "did you mean `region`?"]);
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    folder.run(&["lint", "--config", "none.toml", "main.toml"]).code(2).says(&["`none.toml`", "no such file"]);
    let other = Folder::with(ONE_ZONE).add("isoplan.toml", "select = [\"AVL\"]\n");
    other.run(&["lint", "main.toml"]).code(1).shows(&["unknown key `select`", "expected `lint`"]);
}

#[test]
fn an_override_changes_severities_for_some() {
    let text = |place: &str| {
        format!(
            "{ONE_ZONE}\n[app.jobs]\nzones = [\"b\"]\nper-zone = 2\ntags = [\"batch\"]\n\
             [[lint.override]]\nwhere = \"{place}\"\nrules = [\"availability\"]\nseverity = \"off\"\n"
        )
    };
    let run = |place: &str| lint(&Folder::with(&text(place)), &["--select", "AVL101", "main.toml"]);
    let off = run("'batch' in tags");
    assert!(off.contains("`web`") && !off.contains("`jobs`"), "{off}");
    let both = run("owner == 'y'");
    assert!(both.contains("`web`") && both.contains("`jobs`"), "what is not stated is not matched:\n{both}");
    let wrong = Folder::with(&text("owner = 'y'")).run(&["lint", "main.toml"]).code(1);
    wrong.shows(&["bad-value", "`=` is not expected here", "`==`"]);
}

#[test]
fn settings_are_shown_as_toml_that_can_be_used() {
    let folder = Folder::with(ONE_ZONE).add(
        "isoplan.toml",
        "[lint]\nselect = [\"AVL101\"]\n[lint.rule.AVL101]\nmin-zones = { critical = 1, standard = 1 }\n",
    );
    let answer = folder.run(&["lint", "--show-settings", "main.toml"]).code(0);
    let answer = answer.shows(&["isoplan.toml, main.toml", "\"AVL101\", # too-few-zones", "standard = 1", "# set"]);
    let again = Folder::with(ONE_ZONE).add("isoplan.toml", answer.out);
    assert!(lint(&again, &["main.toml"]).contains("no findings"), "{}", lint(&again, &["main.toml"]));
}

#[test]
fn small_has_settings_too() {
    let folder = Folder::with(SMALL);
    let answer = folder.run(&["lint", "--show-settings", "--select", "ALL", "main.toml"]).code(0);
    assert!(answer.out.lines().count() > 60);
}

#[test]
fn who_asks_says_how_much_is_shown() {
    let text = "[region.r]\nzones = [\"a\", \"b\"]\n[app.web]\ncount = 4\nuses = [\"db\"]\n[store.db]\nkind = \"rds\"\nmulti-az = true\n";
    let folder = Folder::with(text);
    assert!(lint(&folder, &["main.toml"]).contains("no findings"));
    let pedantic = lint(&folder, &["--persona", "pedantic", "main.toml"]);
    assert!(pedantic.contains("`web` does not say `owner` and `criticality`"), "{pedantic}");
    assert!(!pedantic.contains("can not judge"), "{pedantic}");
    let auditor = lint(&folder, &["--persona", "auditor", "main.toml"]);
    assert!(
        auditor
            .contains("info[AVL101] too-few-zones: `too-few-zones` can not judge `web`, because `zones` is not stated")
    );
    assert!(auditor.contains("info[DAT601] no-backup: `no-backup` can not judge `db`, because `backup` is not stated"));
    assert!(auditor.contains("`web` does not say `owner`"), "{auditor}");
    // a question is as many findings as there are, at their own severity, and can be accepted like any other
    let open = auditor.matches("can not judge").count();
    assert!(auditor.contains(&format!("({open} not stated)")), "{auditor}");
    let strict = folder.add(
        "isoplan.toml",
        "[lint.rule.AVL101]\nseverity = \"error\"\n[lint.rule.missing-owner]\nrequired = [\"note\"]\n",
    );
    let auditor = lint(&strict, &["--persona", "auditor", "main.toml"]);
    assert!(auditor.contains("info[AVL101]") && !auditor.contains("error["), "{auditor}");
    assert!(auditor.contains("does not say `note`") && !auditor.contains("`owner`"), "what is set counts: {auditor}");
    let accepted =
        text.replace("count = 4", "count = 4\nallow = [{ rule = \"AVL101\", reason = \"one rack per zone\" }]");
    let accepted = lint(&Folder::with(&accepted), &["--persona", "auditor", "main.toml"]);
    assert!(!accepted.contains("too-few-zones") && accepted.contains("1 suppressed"), "{accepted}");
    let says = |word: &str| format!("[lint]\npersona = \"{word}\"\n");
    let shared = Folder::with(text).add("isoplan.toml", says("auditor"));
    assert_eq!(lint(&shared, &["main.toml"]), lint(&Folder::with(text), &["--persona", "auditor", "main.toml"]));
    assert_eq!(lint(&shared, &["--persona", "pedantic", "main.toml"]), pedantic, "the command line wins");
    assert!(lint(&shared, &["--isolated", "main.toml"]).contains("no findings"));
    let own = Folder::with(&format!("{text}{}", says("pedantic"))).add("isoplan.toml", says("auditor"));
    assert_eq!(lint(&own, &["main.toml"]), pedantic, "the topology is stronger than what it shares");
    own.run(&["lint", "--show-settings", "main.toml"]).code(0).shows(&["persona = \"pedantic\""]);
    let wrong = Folder::with(&format!("{text}{}", says("pedant")));
    let wrong = wrong.run(&["lint", "main.toml"]).code(1);
    assert!(format!("{}{}", wrong.out, wrong.err).contains("did you mean `pedantic`?"), "{}", wrong.out);
    strict.run(&["lint", "--persona", "auditro", "main.toml"]).code(2).says(&["auditor"]);
    strict.run(&["lint", "--persona", "auditor", "--add-allow", "--reason", "it is so here", "main.toml"]).code(2);
}

#[test]
fn too_many_warnings_fail() {
    let folder = Folder::with(ONE_ZONE);
    folder.run(&["lint", "main.toml"]).code(0);
    folder.run(&["lint", "--max-warnings", "1", "main.toml"]).code(0);
    folder.run(&["lint", "--max-warnings", "0", "main.toml"]).code(1).says(&["1 warning, more than the 0 of"]);
    folder.run(&["lint", "--max-warnings", "0", "--exit-zero", "main.toml"]).code(0);
}

#[test]
fn what_must_be_there_is_said_for_all_topologies_below() {
    let implies =
        "[[lint.implies]]\nif = \"kind == 'ecs'\"\nthen = \"kind == 'ecr'\"\nneeds = \"a registry of our own\"\n";
    let runs = "[app.web]\nkind = \"ecs\"\n";
    let folder = Folder::with(runs).add("isoplan.toml", implies);
    let found = lint(&folder, &["main.toml"]);
    assert!(found.contains("info[PRV903]") && found.contains("no registry of our own"), "{found}");
    assert!(lint(&folder, &["--isolated", "main.toml"]).contains("no findings"));
    // an implication of the topology is put beside that of the project
    let own = format!("{runs}[[lint.implies]]\nif = \"id == 'web'\"\nthen = \"id == 'wiki'\"\n");
    let folder = folder.add("own.toml", own).add("both.toml", format!("{runs}[store.images]\nkind = \"ecr\"\n"));
    let shown = folder.run(&["lint", "--exit-zero", "own.toml"]).code(0).out;
    assert!(shown.contains("a registry of our own") && shown.contains("a component with `id == 'wiki'`"), "{shown}");
    assert!(lint(&folder, &["both.toml"]).contains("no findings"));
    // slips are told at their place
    let slips = "[[lint.implies]]\nif = \"knd == 'ecs'\"\nthen = \"kind == 'erc'\"\n[[lint.implies]]\nthn = \"true\"\n";
    let folder = folder.add("isoplan.toml", slips);
    folder.run(&["lint", "--format", "concise", "main.toml"]).code(1).shows(&[
        "isoplan.toml:2:7: error[SYN009]",
        "isoplan.toml:3:17: error[SYN009]",
        "isoplan.toml:5:1: error[SYN001]",
        "`[[lint.implies]]` needs `if`",
    ]);
}

#[test]
fn words_of_settings_are_known() {
    let text = format!(
        "{ONE_ZONE}[lint.rule.too-few-zones]\nkinds = [\"ec2\", \"ec3\"]\n[lint.rule.unguarded-path]\nrequired-guards = \"waf\"\n\
         [lint.rule.datastore-single-zone]\ncount-async-replica = 1\n[lint.rule.DRP302]\nratio = {{ hot = 1 }}\n\
         [lint.rule.DRP301]\nmin-criticality = \"standart\"\n"
    );
    let shown = Folder::with(&text).run(&["lint", "main.toml"]).code(1).out;
    for said in [
        "`kinds` of rule `too-few-zones` does not know `ec3`",
        "did you mean `ec2`?",
        "`required-guards` of rule `unguarded-path` expects a list of strings",
        "`count-async-replica` of rule `datastore-single-zone` expects true or false",
        "`ratio` of rule `failover-undersized` does not know `hot`",
        "did you mean `standard`?",
    ] {
        assert!(shown.contains(said), "{said} is not in\n{shown}");
    }
}

#[test]
fn mistakes_in_settings_are_told_beside_those_of_the_file() {
    let text = "[app.web]\nlable = \"x\"\nallow = [{ rule = \"AVL1O1\", reason = \"by choice of us\" }]\n[lint]\n\
                select = [\"AVL\", \"nope\"]\n[lint.rule.AVL101]\nseverty = \"error\"\n[lint.rule.AVL999]\n\
                severity = \"error\"\n";
    let said =
        ["unknown key `lable`", "no rule `AVL1O1`", "no rule `nope`", "no setting `severty`", "no rule `AVL999`"];
    Folder::with(text).run(&["lint", "--format", "concise", "main.toml"]).code(1).shows(&said);
    // a rule of one's own that could not be read may be what a name means
    let custom = text.replace("AVL999", "ORG001") + "[[lint.custom]]\ncode = \"ORG001\"\nname = 1\ntemplate = \"x\"\n";
    let out = Folder::with(&custom).run(&["lint", "--format", "concise", "main.toml"]).code(1).out;
    assert!(out.contains("unknown key `lable`") && !out.contains("no rule"), "{out}");
}

#[test]
fn one_line_says_what_is_expected() {
    let folder = Folder::with("[app.web]\ncriticality = \"high\"\ncapacity = nan\n");
    for format in ["concise", "agent", "github", "markdown"] {
        let out = folder.run(&["lint", "--format", format, "main.toml"]).code(1).out;
        assert!(out.contains("`capacity` is out of range (expected a number of 0 or more)"), "{out}");
        assert!(out.contains("`criticality` can not be `high` (expected `critical`"), "{out}");
    }
}

#[test]
fn findings_lead_to_the_pages_of_their_rules() {
    let own = "docs-url = \"https://example.org/{code}/{name}.html\"";
    let text = |url: &str| format!("[app.web]\nlable = \"x\"\n[lint]\n{url}\n");
    let folder = Folder::with(&text(own));
    let page = "https://example.org/SYN001/unknown-key.html";
    let run = |format: &str| folder.run(&["lint", "--format", format, "main.toml"]).code(1).out;
    assert!(run("full").contains(&format!("\n  page: {page}\n")), "{}", run("full"));
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json["findings"][0]["page"], page);
    let sarif: serde_json::Value = serde_json::from_str(&run("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"], page);
    let rdjson: serde_json::Value = serde_json::from_str(&run("rdjson")).unwrap();
    assert_eq!(rdjson["diagnostics"][0]["code"]["url"], page);
    for (wrong, says) in
        [("docs-url = \"https://example.org\"", "`{name}` or `{code}`"), ("docs-url = \"x\"", "`https:`")]
    {
        let out = Folder::with(&text(wrong)).run(&["lint", "main.toml"]).code(1).out;
        assert!(out.contains("docs-url") && out.contains(says), "{out}");
    }
}
