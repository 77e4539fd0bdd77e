//! What a careless author writes: every mistake is reported in one run, at its place, and nothing is drawn.

use super::folder::{Folder, SMALL};

#[test]
fn an_empty_file_describes_nothing() {
    let folder = Folder::with("");
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(1).says(&["main.toml", "describes nothing"]);
    folder.run(&["lint", "main.toml"]).code(1).shows(&["describes nothing"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    let folder = Folder::with("[app.web]\nkind = \"ec2\"\nthis is not toml\n");
    folder.run(&["lint", "--format", "concise", "main.toml"]).code(1).shows(&["main.toml:3:", "not-toml"]);
    let folder = Folder::with("<html><body>404</body></html>");
    folder.run(&["lint", "--format", "concise", "main.toml"]).code(1).shows(&["main.toml:1:", "not-toml"]);
}

#[test]
fn five_mistakes_in_five_tables_are_reported_together() {
    let text = r#"
[region.us-east-1]
zones = ["a", "b"]

[gateway.dns]
kind = "route53"
uses = ["wbe"]

[app.web]
per_zone = 2

[store.db]
kind = "rds"
multi-az = "yes"

[app.jobs]
zones = ["c"]

[external.users]
kind = "poeple"
link = "javascript:alert(1)"
"#;
    let folder = Folder::with(text);
    let answer = folder.run(&["lint", "--format", "concise", "main.toml"]).code(1);
    let answer = answer.shows(
        &[
            "main.toml:7:",
            "did you mean",
            "main.toml:10:",
            "main.toml:14:",
            "main.toml:17:",
            "main.toml:20:",
            "main.toml:21:",
        ]
        .map(|w| if w == "did you mean" { "unknown-key" } else { w }),
    );
    let lines: Vec<usize> = answer
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("main.toml:")?.split(':').next()?.parse().ok())
        .collect();
    assert!(lines.is_sorted(), "findings are in the order of the file: {lines:?}");
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "a.png"]).code(1);
    answer.says(&["did you mean `web`?", "did you mean `per-zone`?", "nothing is drawn"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn a_zone_that_the_region_lacks_is_named() {
    let folder = Folder::with(&SMALL.replace("per-zone = 2", "zones = [\"a\", \"d\"]"));
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(1).says(&["`d`", "us-east-1"]);
}

#[test]
fn the_same_id_twice_shows_both_places() {
    let folder = Folder::with("[app.web]\n[store.web]\nkind = \"rds\"\n");
    folder.run(&["lint", "main.toml"]).code(1).shows(&["duplicate-id", "app.web", "store.web"]);
    let folder = Folder::with("[app.web]\n[app.web]\n");
    folder.run(&["lint", "main.toml"]).code(1).shows(&["duplicate-id"]);
}

#[test]
fn a_link_that_runs_code_is_refused() {
    let folder = Folder::with(&format!("{SMALL}\n[app.x]\nlink = \"JavaScript:alert(1)\"\n"));
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(1).says(&["link", "https"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn rules_are_not_run_on_a_file_with_errors_and_that_is_said() {
    let folder = Folder::with(&SMALL.replace("\"db\"", "\"bd\""));
    folder
        .run(&["lint", "main.toml"])
        .code(1)
        .says(&["the rules were not run on `main.toml`"])
        .shows(&["did you mean `db`?"]);
}
