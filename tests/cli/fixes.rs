//! Fixes: what they change, what they leave, and when they are not carried out.

use super::folder::{Folder, SMALL};

fn lint(folder: &Folder, arguments: &[&str]) -> super::folder::Answer {
    folder.run(&[&["lint", "--format", "concise", "--exit-zero"][..], arguments, &["main.toml"]].concat()).code(0)
}

/// Three slips, with comments and an odd form that must survive.
const SLIPS: &str = "# head\n[region.r]\nzones = [ \"a\",\"b\" ] # two\n\n[external.users]\nkind   = \"poeple\"\nuses = [\"wbe\"]\n\n\
                     [app.web]\n# how many\nper_zone = 2   # each\n";

#[test]
fn near_misses_are_mended_when_that_is_asked_for() {
    let folder = Folder::with(SLIPS);
    lint(&folder, &["--fix"]);
    assert_eq!(folder.read("main.toml"), SLIPS, "they are not safe");
    let diff = folder.run(&["lint", "--unsafe-fixes", "--diff", "main.toml"]).code(1);
    let diff = diff.says(&["3 fixes would change 1 file"]);
    let diff = diff.shows(&["--- a/main.toml\n+++ b/main.toml\n", "-kind   = \"poeple\"\n", "+kind   = \"people\"\n"]);
    assert!(diff.out.contains("+per-zone = 2   # each\n"), "{}", diff.out);
    assert_eq!(folder.read("main.toml"), SLIPS);
    let mended = SLIPS.replace("poeple", "people").replace("wbe", "web").replace("per_zone", "per-zone");
    lint(&folder, &["--unsafe-fixes"]).says(&["3 fixes changed 1 file"]);
    assert_eq!(folder.read("main.toml"), mended);
    lint(&folder, &["--unsafe-fixes"]);
    assert_eq!(folder.read("main.toml"), mended);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn an_allowance_that_accepts_nothing_goes() {
    let text = SMALL.replace(
        "[app.web]\n",
        "# isoplan: ignore[no-backup] long gone\n[app.web]\nallow = [\n  { rule = \"DAT601\", reason = \"long gone\" }, # x\n]\n",
    );
    let folder = Folder::with(&text);
    folder.run(&["lint", "main.toml"]).shows(&["unused-suppression", "`--fix`"]);
    lint(&folder, &["--fix"]).says(&["2 fixes changed 1 file"]);
    let left = folder.read("main.toml");
    assert!(!left.contains("isoplan:") && !left.contains("DAT601"), "{left}");
    lint(&folder, &["--select", "LNT"]).shows(&["no findings"]);
}

#[test]
fn proposals_are_shown_and_written_only_when_asked_for() {
    let text = "[region.r]\nzones = [\"a\", \"b\"]\n\n[app.web]\nzones = [\"a\"] # for now\nper-zone = 2\n\n[store.db]\nkind = \"rds\"\n\
                multi-az = false\nbackup = \"none\"\n";
    let folder = Folder::with(text);
    folder
        .run(&["lint", "main.toml"])
        .shows(&["proposal: set `zones = [\"a\", \"b\"]` in `web`", "`--apply-proposals`"]);
    lint(&folder, &["--unsafe-fixes"]);
    assert_eq!(folder.read("main.toml"), text);
    folder
        .run(&["lint", "--apply-proposals", "--diff", "main.toml"])
        .code(1)
        .shows(&["+zones = [\"a\", \"b\"] # for now\n"]);
    assert_eq!(folder.read("main.toml"), text);
    let out = lint(&folder, &["--apply-proposals"]).out;
    assert!(!["AVL101", "AVL105", "DAT601"].iter().any(|code| out.contains(code)), "{out}");
    let left = folder.read("main.toml");
    assert!(left.contains("zones = [\"a\", \"b\"] # for now\n"), "{left}");
    assert!(left.contains("multi-az = true\nbackup = \"daily\"\n"), "{left}");
}

#[test]
fn a_proposal_that_would_not_clear_its_finding_is_left_out() {
    // numbers by zone are stronger than the zones that are put beside them
    let text = "[region.r]\nzones = [\"a\", \"b\"]\n\n[app.web]\ncount = { a = 2 }\n";
    let folder = Folder::with(text);
    let answer = lint(&folder, &["--select", "AVL101", "--apply-proposals"]).shows(&["AVL101"]);
    answer.says(&["would not have cleared"]);
    assert_eq!(folder.read("main.toml"), text);
}

#[test]
fn files_that_are_included_are_mended_too_and_others_are_not_touched() {
    let folder = Folder::new()
        .add("main.toml", "include = [\"apps/*.toml\"]\n[external.users]\nuses = [\"wbe\"]\n")
        .add("apps/web.toml", "[app.web]\nlable = \"Web\"\n")
        .add("apps/good.toml", "[app.good]\n");
    lint(&folder, &["--unsafe-fixes"]).says(&["2 fixes changed 2 files"]);
    assert_eq!(folder.read("apps/web.toml"), "[app.web]\nlabel = \"Web\"\n");
    assert!(folder.read("main.toml").contains("\"web\""));
    folder.run_with_input(&["lint", "--fix", "-"], SMALL).code(2).says(&["`--diff`"]);
    let diff =
        folder.run_with_input(&["lint", "--unsafe-fixes", "--diff", "-"], &SMALL.replace("\"db\"", "\"bd\"")).code(1);
    diff.shows(&["+uses = [\"db\"]"]);
}

#[cfg(unix)]
#[test]
fn a_mended_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(SLIPS);
    std::fs::set_permissions(folder.path("main.toml"), std::fs::Permissions::from_mode(0o640)).unwrap();
    lint(&folder, &["--unsafe-fixes"]);
    let mode = std::fs::metadata(folder.path("main.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}
