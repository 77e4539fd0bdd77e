//! The first minutes: a starter, the samples, what shells and editors are given.

use std::fs;
use std::path::Path;

use super::folder::Folder;

#[test]
fn a_starter_is_written_drawn_and_clean() {
    let folder = Folder::new();
    folder.run(&["init"]).code(0).says(&["wrote `topology.toml`", "isoplan render topology.toml"]);
    folder.run(&["lint", "--fail-on", "info", "topology.toml"]).code(0).shows(&["no findings"]);
    let drawn = folder.run(&["render", "topology.toml"]).code(0);
    assert_eq!(drawn.err, "");
    assert_eq!(folder.names(), ["topology.svg", "topology.toml"]);
    assert!(folder.read("topology.toml").starts_with("#:schema isoplan.schema.json\n"));
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::new().add("topology.toml", "mine").add("big/apps/tools.toml", "mine");
    folder.run(&["init"]).code(2).says(&["`topology.toml` is there already", "name another file"]);
    folder.run(&["init", "--from", "ofa", "big"]).code(2).says(&["tools.toml` is there already"]);
    assert_eq!(folder.read("topology.toml"), "mine");
    assert!(!folder.path("big/topology.toml").exists(), "all files are written or none");
}

#[test]
fn a_path_is_a_file_or_a_folder() {
    let folder = Folder::new();
    folder.run(&["init", "shop.topology.toml", "--quiet"]).code(0);
    folder.run(&["init", "new/shop", "--from", "log-analysis"]).code(0);
    assert!(folder.read("new/shop/topology.toml").contains("Log analysis"));
    let shown = folder.run(&["init", "-"]).code(0);
    assert_eq!(shown.out, folder.read("shop.topology.toml"));
    folder.run(&["init", "-", "--from", "ofa"]).code(2).says(&["`ofa` has 16 files"]);
}

#[test]
fn every_listed_sample_can_be_written_and_has_no_errors() {
    let folder = Folder::new();
    let list = folder.run(&["samples"]).code(0);
    let names: Vec<&str> = list.out.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() >= 18, "{}", list.out);
    for name in names {
        folder.run(&["init", "--from", name, name]).code(0);
        let file = format!("{name}/topology.toml");
        if name != "ofa" {
            folder.run(&["lint", &file]).code(0);
        }
    }
    folder.run(&["init", "--from", "web-hostin", "x"]).code(2).says(&["did you mean `web-hosting`?"]);
    folder.run(&["init", "--from", "zzz", "x"]).code(2).says(&["`isoplan samples` lists them all"]);
}

#[test]
fn five_shells_get_their_completions() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        folder.run(&["completions", shell]).code(0).shows(&["render", "completions", "theme"]);
    }
    folder.run(&["completions", "bsh"]).code(2).says(&["bash"]);
}

#[test]
fn each_command_gets_a_manual_page() {
    let folder = Folder::new();
    folder.run(&["man", "pages/man1"]).code(0);
    for name in commands(&folder) {
        let page = folder.read(&format!("pages/man1/isoplan-{name}.1"));
        assert!(page.contains(&format!("isoplan {name}").replace('-', "\\-")), "{name}: {page}");
        assert!(page.contains("Examples"), "{name} has no examples");
    }
    assert!(folder.read("pages/man1/isoplan.1").contains("render"));
}

#[test]
fn mistyped_commands_and_flags_are_corrected() {
    let folder = Folder::new();
    folder.run(&["rendr", "x"]).code(2).says(&["'render'"]);
    folder.run(&["lint", "--formt", "json", "x"]).code(2).says(&["'--format'"]);
    folder.run(&["render", "x", "--projection", "iso"]).code(2).says(&["iso30"]);
}

#[test]
fn the_schema_of_the_documents_is_fresh() {
    let folder = Folder::new();
    let schema = folder.run(&["schema"]).code(0).out;
    folder.run(&["schema", "-o", "s.json"]).code(0);
    assert_eq!(folder.read("s.json"), schema);
    let json: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let kinds = json["definitions"]["kind"]["enum"].as_array().unwrap();
    assert!(kinds.iter().any(|kind| kind == "route53"));
    fresh("docs/isoplan.schema.json", &schema);
}

#[test]
fn the_page_of_commands_is_fresh() {
    let folder = Folder::new();
    let mut page = String::from(
        "# The commands\n\nThis page is what `isoplan --help` and `isoplan COMMAND --help` say; it is written by a test.\n",
    );
    let mut add = |title: &str, arguments: &[&str]| {
        let help = folder.run(arguments).code(0).out;
        let help: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        assert!(help.contains(&"Examples:"), "{title} has no examples");
        page += &["\n## ", title, "\n\n```text\n", &help.join("\n"), "\n```\n"].concat();
    };
    add("isoplan", &["--help"]);
    for name in commands(&folder) {
        add(&format!("isoplan {name}"), &[&name, "--help"]);
    }
    fresh("docs/cli.md", &page);
}

/// The commands that the help lists.
fn commands(folder: &Folder) -> Vec<String> {
    let help = folder.run(&["--help"]).code(0).out;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    assert!(names.len() >= 12, "{names:?}");
    names
}

/// Compares a page with what is kept; `UPDATE=1` writes it anew.
fn fresh(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{name} is stale: run `UPDATE=1 cargo test --test cli`");
}
