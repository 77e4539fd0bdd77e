//! The lists and pages that come with the program, and mistyped commands.

use super::folder::{Folder, SMALL};

#[test]
fn a_rule_is_explained_by_code_or_name_in_any_case() {
    let folder = Folder::new();
    let by_code = folder.run(&["explain", "avl101"]).code(0).shows(&["AVL101", "too-few-zones"]);
    let by_name = folder.run(&["explain", "Too-Few-Zones"]).code(0);
    assert_eq!(by_code.out, by_name.out);
    let list = folder.run(&["explain"]).code(0).shows(&["AVL101", "SYN001"]);
    assert!(list.out.lines().count() >= 20);
    folder.run(&["explain", "too-few-zonez"]).code(2).says(&["there is no rule", "did you mean `too-few-zones`?"]);
    folder.run(&["explain", "something"]).code(2).says(&["`isoplan explain` lists them all"]);
}

#[test]
fn kinds_are_listed_by_family_scope_and_trait() {
    let folder = Folder::new();
    folder.run(&["kinds"]).code(0).shows(&["ID ", "ec2 ", "Amazon EC2"]);
    let queues = folder.run(&["kinds", "--trait", "queue", "--format", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&queues.out).unwrap();
    assert!(json.as_array().unwrap().iter().any(|kind| kind["id"] == "sqs"));
    folder.run(&["kinds", "--family", "datbase"]).code(2).says(&["there is no family `datbase`", "`database`"]);
    folder.run(&["kinds", "--scope", "zone"]).code(2).says(&["there is no scope `zone`"]);
}

#[test]
fn mistyped_commands_and_options_come_with_the_nearest() {
    let folder = Folder::with(SMALL);
    folder.run(&["rendr", "main.toml"]).code(2).says(&["rendr", "render"]);
    folder.run(&["render", "main.toml", "--projektion", "flat"]).code(2).says(&["--projection"]);
    folder.run(&["render", "main.toml", "--projection", "falt"]).code(2).says(&["flat"]);
    folder.run(&["lint", "main.toml", "--format", "jsn"]).code(2).says(&["json"]);
    folder.run(&["render", "main.toml", "--theme", "colour"]).code(2).says(&["color"]);
    for wrong in [["--width", "0"], ["--width", "30001"], ["--scale", "0"], ["--scale", "NaN"], ["--scale", "11"]] {
        folder.run(&["render", "main.toml", "-o", "a.png", wrong[0], wrong[1]]).code(2).says(&[wrong[0]]);
    }
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let folder = Folder::new();
    folder.run(&["--version"]).code(0).shows(&["isoplan "]);
    folder.run(&["--help"]).code(0).shows(&["render", "lint", "explain", "kinds", "Exit codes"]);
    for command in ["render", "lint", "explain", "kinds", "what-if"] {
        folder.run(&[command, "--help"]).code(0).shows(&["Examples:"]);
    }
    folder.run(&[]).code(2).says(&["Usage"]);
}

#[test]
fn an_unknown_view_comes_with_the_nearest() {
    let folder = Folder::with(&format!("{SMALL}\n[view.overview]\ntitle = \"All\"\n"));
    folder
        .run(&["render", "main.toml", "-o", "a.svg", "--view", "overveiw"])
        .code(2)
        .says(&["there is no view `overveiw`", "did you mean `overview`?"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn a_view_draws_what_it_selects() {
    let text = format!("{SMALL}\n[view.back]\ntitle = \"The back\"\nids = [\"web\", \"db\"]\nprojection = \"flat\"\n");
    let folder = Folder::with(&text);
    let picture = folder.run(&["render", "main.toml", "-o", "-", "--view", "back"]).code(0);
    let picture = picture.shows(&["id=\"app-web\"", "id=\"store-db\"", "data-projection=\"flat\"", "The back"]);
    assert!(!picture.out.contains("id=\"gateway-dns\""));
}

#[test]
fn color_is_for_terminals_unless_asked_for() {
    let folder = Folder::with("a = 1\n");
    // the helper asserts that no escape sequence is in the answer
    folder.run(&["lint", "main.toml"]).code(1);
    folder.run(&["lint", "--color", "never", "main.toml"]).code(1);
}

/// The page shows what the program says of the shop of the README.
#[test]
fn the_page_on_descriptions_is_true() {
    let page = include_str!("../../docs/describe.md");
    let block = page.split("```\n").nth(1).unwrap();
    let folder = Folder::new().add("shop.topology.toml", include_str!("../../docs/shop.topology.toml"));
    assert_eq!(folder.run(&["describe", "shop.topology.toml"]).code(0).out, block);
}
