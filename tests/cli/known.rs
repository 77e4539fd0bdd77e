//! Findings that are known: comments, `--add-allow`, and a baseline.

use super::folder::Folder;

const TEXT: &str = "# the shop\n[region.r]\nzones = [\"a\", \"b\"]\n\n[external.users]\nuses = [\"web\"]\n\n[app.web] # front\n\
                    zones = [\"a\"]\nper-zone = 2\nuses = [\"db\"]\n\n[store.db]\nkind = \"rds\"\nzones = [\"a\"]\n\
                    multi-az = false\nbackup = \"none\"\n";

const RULES: &str = "AVL101,AVL105,DAT601,LNT";

fn lint(folder: &Folder, arguments: &[&str]) -> super::folder::Answer {
    folder.run(&[&["lint", "--format", "concise", "--fail-on", "info", "--select", RULES][..], arguments].concat())
}

#[test]
fn a_comment_accepts_what_it_stands_above() {
    let with = |from: &str, to: &str| Folder::with(&TEXT.replace(from, to));
    let all = lint(&Folder::with(TEXT), &["main.toml"]).code(1).shows(&["AVL101", "AVL105", "DAT601"]);
    assert!(all.out.contains("3 errors") || all.out.contains("warning"), "{}", all.out);
    let table = with("[store.db]", "# isoplan: ignore[AVL105, no-backup] a copy of the archive\n[store.db]");
    let out = lint(&table, &["main.toml"]).code(1).shows(&["AVL101", "2 suppressed"]).out;
    assert!(!out.contains("AVL105") && !out.contains("DAT601") && !out.contains("LNT"), "{out}");
    let line = with("backup = \"none\"", "backup = \"none\" # isoplan: ignore[DAT601] a copy of the archive");
    let out = lint(&line, &["main.toml"]).code(1).shows(&["AVL105", "1 suppressed"]).out;
    assert!(!out.contains("DAT601"), "{out}");
    assert!(lint(&line, &["--no-allow", "main.toml"]).code(1).out.contains("DAT601"));
}

#[test]
fn comments_need_a_reason_a_use_and_a_rule() {
    let with = |comment: &str| Folder::with(&TEXT.replace("[store.db]", &format!("{comment}\n[store.db]")));
    lint(&with("# isoplan: ignore[DAT601]"), &["main.toml"]).code(1).shows(&["DAT601", "LNT002", "gives no reason"]);
    lint(&with("# isoplan: ignore[AVL101] a copy of it"), &["main.toml"]).code(1).shows(&["LNT001", "is not there"]);
    lint(&with("# isoplan: ignore[DAT61] a copy of it"), &["main.toml"]).code(1).shows(&["SYN002", "no rule `DAT61`"]);
    lint(&with("# isoplan: ignroe[DAT601] x"), &["main.toml"]).code(1).shows(&["SYN009", "is not understood"]);
    let dated = with("# isoplan: ignore[DAT601] until 2026-06-30 a copy of it");
    let on = |day: &str| {
        dated.run_with_env(&["lint", "--format", "concise", "--select", RULES, "main.toml"], "SOURCE_DATE_EPOCH", day)
    };
    assert!(!on("1782777600").out.contains("DAT601"), "the last day");
    on("1782864000").shows(&["DAT601", "LNT002", "held until 2026-06-30"]);
}

#[test]
fn a_table_accepts_from_another_file() {
    let with = |answers: &str| {
        Folder::new().add("main.toml", format!("include = [\"answers.toml\"]\n{TEXT}")).add("answers.toml", answers)
    };
    let table = |at: &str, rule: &str, reason: &str| {
        format!("[[allow]]\nat = \"{at}\"\nrule = \"{rule}\"\nreason = \"{reason}\"\n\n")
    };
    let all = table("web", "AVL101", "in one zone by choice")
        + &table("db", "datastore-single-zone", "a copy of the archive")
        + &table("db", "DAT601", "a copy of the archive");
    lint(&with(&all), &["main.toml"]).code(0).shows(&["3 suppressed"]);
    assert!(lint(&with(&all), &["--no-allow", "main.toml"]).code(1).out.contains("DAT601"));
    // one that accepts nothing is told, and goes with its lines
    let unused = with(&(all.clone() + "# the region\n" + &table("r", "AVL101", "said of the region")));
    lint(&unused, &["main.toml"]).code(1).shows(&["answers.toml:17", "LNT001", "`[[allow]]` for `r` accepts"]);
    lint(&unused, &["--fix", "main.toml"]).code(0);
    assert_eq!(unused.read("answers.toml"), format!("{all}# the region\n"));
    // so is one that says little
    let short = with(&all.replace("in one zone by choice", "ok"));
    lint(&short, &["main.toml"])
        .code(1)
        .shows(&["LNT002", "`[[allow]]` of `AVL101` at `web` gives a reason that says"]);
    lint(&with(&table("bd", "AVL101", "a copy of it")), &["main.toml"])
        .code(1)
        .shows(&["SYN002", "nothing is called `bd`"]);
    lint(&with(&table("db", "AVL1O1", "a copy of it")), &["main.toml"]).code(1).shows(&["no rule `AVL1O1`"]);
}

#[test]
fn a_table_accepts_for_a_region_and_for_a_copy() {
    let text = "[region.r]\nzones = [\"a\", \"b\"]\nprovisioned-by = [\"puppet\"]\n[region.s]\nzones = [\"a\", \"b\"]\n\
                stands-in-for = \"r\"\nprovisioned-by = [\"asgard\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n\
                [environment.live]\n[environment.trial]\nreplicates = \"live\"\n[environment.stage]\n\
                replicates = \"live\"\n[app.web]\ninstance = \"m1.large\"\nper-zone = 1\n[app.api]\nper-zone = 1\n\
                [environment.trial.app.web]\ninstance = \"m2.xlarge\"\n[environment.stage.app.web]\n\
                instance = \"m2.xlarge\"\n";
    let said = |more: &str| {
        let folder = Folder::with(&format!("{text}{more}"));
        let arguments = ["lint", "--format", "concise", "--select", "PRV901,ENV402,LNT001", "main.toml"];
        let out = folder.run(&arguments).out;
        ["PRV901", "`trial/web`", "`stage/web`", "LNT001"].map(|part| out.contains(part))
    };
    let table =
        |at: &str, rule: &str| format!("[[allow]]\nat = \"{at}\"\nrule = \"{rule}\"\nreason = \"it is meant so\"\n");
    assert_eq!(said(""), [true, true, true, false]);
    assert_eq!(said(&table("s", "PRV901")), [false, true, true, false]);
    assert_eq!(said(&table("r", "PRV901")), [true, true, true, true]);
    assert_eq!(said(&table("trial/web", "ENV402")), [true, false, true, false]);
    assert_eq!(said(&table("live/web", "ENV402")), [true, true, true, true]);
    assert_eq!(said(&table("web", "ENV402")), [true, false, false, false]);
}

#[test]
fn everything_can_be_accepted_at_once() {
    let folder = Folder::with(TEXT);
    let reason = "known since \"2012\"";
    let accept =
        |more: &[&str]| lint(&folder, &[&["--add-allow", "--reason", reason][..], more, &["main.toml"]].concat());
    accept(&["--diff"]).code(1).shows(&["--- a/main.toml", "+allow = [{ rule = \"AVL101\""]);
    assert_eq!(folder.read("main.toml"), TEXT);
    accept(&[]).code(0).says(&["3 findings are accepted now", "1 file"]).shows(&["no findings (3 suppressed"]);
    let text = folder.read("main.toml");
    assert!(
        text.starts_with("# the shop\n") && text.contains("[app.web] # front\nallow = [{ rule = \"AVL101\""),
        "{text}"
    );
    assert!(text.contains("[store.db]\nallow = [{ rule = \"AVL105\", reason = "), "{text}");
    lint(&folder, &["main.toml"]).code(0);
    accept(&[]).code(0);
    assert_eq!(folder.read("main.toml"), text, "nothing is left to accept");
    folder.run(&["lint", "--add-allow", "main.toml"]).code(2).says(&["--reason"]);
    folder.run(&["lint", "--add-allow", "--reason", " ", "main.toml"]).code(2).says(&["--reason"]);
    folder.run(&["lint", "--add-allow", "--reason", "short", "main.toml"]).code(2).says(&["shorter than 8 characters"]);
    folder
        .run_with_input(&["lint", "--add-allow", "--reason", "a nightly job", "-"], TEXT)
        .code(2)
        .says(&["standard input"]);
}

#[test]
fn a_baseline_holds_what_is_known_and_tells_what_is_gone() {
    let folder = Folder::with(TEXT);
    let with = |more: &[&str]| lint(&folder, &[&["--baseline", "known.json"][..], more, &["main.toml"]].concat());
    with(&[]).code(2).says(&["known.json", "--write-baseline"]);
    with(&["--write-baseline"]).code(0).says(&["3 findings are in `known.json`"]).shows(&["3 in the baseline"]);
    let known = folder.read("known.json");
    assert_eq!(known.matches("\"topology\":\"main.toml\"").count(), 3, "{known}");
    with(&[]).code(0).shows(&["no findings (3 in the baseline"]);
    // lines do not matter
    let folder = folder.add("main.toml", format!("# a\n\n# b\n{TEXT}"));
    let with = |more: &[&str]| lint(&folder, &[&["--baseline", "known.json"][..], more, &["main.toml"]].concat());
    with(&[]).code(0);
    // a new finding counts, one that is gone is told
    let folder = folder.add(
        "main.toml",
        TEXT.replace("backup = \"none\"", "backup = \"daily\"\n[app.b]\nzones = [\"b\"]\nper-zone = 2"),
    );
    let with = |more: &[&str]| lint(&folder, &[&["--baseline", "known.json"][..], more, &["main.toml"]].concat());
    with(&[]).code(1).shows(&[
        "`b` stands in 1 zone",
        "`no-backup` at `db` that is not there any more",
        "2 in the baseline",
    ]);
    with(&["--prune-baseline"]).code(1).says(&["1 stale"]).shows(&["`b` stands in 1 zone"]);
    let pruned = folder.read("known.json");
    assert_eq!((pruned.matches("\"topology\"").count(), pruned.contains("DAT601")), (2, false));
    let out = with(&[]).code(1).out;
    assert!(!out.contains("any more"), "{out}");
    // rules that did not run say nothing about their entries
    let out = folder.run(&["lint", "--select", "DAT", "--baseline", "known.json", "main.toml"]).code(0).out;
    assert!(!out.contains("any more"), "{out}");
}

#[test]
fn a_broken_baseline_is_refused() {
    for text in ["", "{}", "{\"version\":2,\"findings\":[]}", "{\"version\":1,\"findings\":[{\"rule\":1}]}", "[1"] {
        let folder = Folder::with(TEXT).add("known.json", text);
        folder.run(&["lint", "--baseline", "known.json", "main.toml"]).code(2).says(&["`known.json` can not be read"]);
        folder.run(&["lint", "--baseline", "known.json", "--write-baseline", "main.toml"]).code(2);
        assert_eq!(folder.read("known.json"), text);
    }
}

#[test]
fn accepted_findings_can_be_shown_and_do_not_count() {
    let comment = "# isoplan: ignore[DAT601, AVL105] a copy of the archive\n[store.db]";
    let folder = Folder::with(
        &TEXT
            .replace("[store.db]", comment)
            .replace("[app.web]", "[app.web]\nallow = [{ rule = \"AVL101\", reason = \"in one zone by choice\" }]\n#"),
    );
    let shown = lint(&folder, &["--show-suppressed", "main.toml"]).code(0);
    shown.shows(&[": accepted[AVL101] ", ": accepted[AVL105] ", ": accepted[DAT601] ", "no findings (3 suppressed"]);
    assert!(!lint(&folder, &["main.toml"]).code(0).out.contains("accepted"));
    let run = |format: &str| {
        let arguments =
            ["lint", "--select", RULES, "--fail-on", "info", "--show-suppressed", "--format", format, "main.toml"];
        folder.run(&arguments)
    };
    run("full").code(0).shows(&["DAT601 no-backup (accepted)", "  accepted: a copy of the archive\n"]);
    let report: serde_json::Value = serde_json::from_str(&run("json").code(0).out).unwrap();
    assert_eq!(report["summary"]["errors"].as_u64().unwrap() + report["summary"]["warnings"].as_u64().unwrap(), 0);
    let why: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|f| f["accepted"].as_str().unwrap()).collect();
    assert_eq!(why, ["in one zone by choice", "a copy of the archive", "a copy of the archive"]);
    let log: serde_json::Value = serde_json::from_str(&run("sarif").code(0).out).unwrap();
    let all = log["runs"][0]["results"].as_array().unwrap();
    assert!(all.len() == 3 && all.iter().all(|result| result["suppressions"][0]["kind"] == "inSource"), "{log}");
    run("junit").code(2).says(&["can not show accepted findings", "`sarif`"]);
    let text = "lint --show-suppressed --no-ignores main.toml";
    folder.run(&text.split(' ').collect::<Vec<_>>()).code(2).says(&["cannot be used with"]);
}

#[test]
fn what_the_settings_let_nobody_accept_stays() {
    let comment = "# isoplan: ignore[DAT601, AVL105] a copy of the archive\n[store.db]";
    let folder = Folder::with(&TEXT.replace("[store.db]", comment));
    let folder = folder.add("isoplan.toml", "[lint.rule.no-backup]\nignorable = false\n");
    let out = lint(&folder, &["main.toml"]).code(1).shows(&["[DAT601]", "1 suppressed"]).out;
    assert!(!out.contains("AVL105") && !out.contains("LNT001"), "{out}");
    let full = folder.run(&["lint", "--select", "DAT601", "main.toml"]);
    full.shows(&["note: the comment is there, but the settings say of `no-backup`: `ignorable = false`"]);
    folder
        .run(&["lint", "--show-settings", "--select", "DAT601", "main.toml"])
        .code(0)
        .shows(&["ignorable = false # set"]);
    // the topology can not undo it, and nothing is accepted in vain
    let own = format!("{TEXT}\n[lint.rule.DAT601]\nignorable = true\n");
    let folder = Folder::with(&own).add("isoplan.toml", "[lint.rule.no-backup]\nignorable = false\n");
    lint(&folder, &["--add-allow", "--reason", "known since the audit", "main.toml"]).code(1).shows(&["[DAT601]"]);
    let text = folder.read("main.toml");
    assert!(text.contains("AVL105") && !text.contains("\"DAT601"), "{text}");
    folder.run(&["lint", "main.toml"]);
    let wrong = Folder::with(&format!("{TEXT}\n[lint.rule.DAT601]\nignorabel = false\n"));
    lint(&wrong, &["main.toml"]).code(1).shows(&["SYN001", "no setting `ignorabel`"]);
    let wrong = Folder::with(&format!("{TEXT}\n[lint.rule.DAT601]\nignorable = \"no\"\n"));
    lint(&wrong, &["main.toml"]).code(1).shows(&["SYN008"]);
}
