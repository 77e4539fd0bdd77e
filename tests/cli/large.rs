//! More than anybody draws: the answer comes in time, or a refusal says why.

use std::fmt::Write as _;

use super::folder::{Folder, SMALL, assert_harmless};

#[test]
fn a_hundred_thousand_instances_are_one_solid_with_a_count() {
    let folder = Folder::with(&SMALL.replace("per-zone = 2", "count = 100000"));
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    let picture = folder.read("a.svg");
    assert_harmless(&picture);
    assert!(picture.len() < 2_000_000, "{} bytes", picture.len());
    folder.run(&["lint", "--exit-zero", "main.toml"]).code(0);
}

#[test]
fn a_label_of_five_thousand_characters_is_drawn_or_refused() {
    for label in ["x".repeat(5_000), "long words ".repeat(455)] {
        let folder = Folder::with(&SMALL.replace("[app.web]", &format!("[app.web]\nlabel = \"{label}\"")));
        let answer = folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "a.png"]);
        match answer.code {
            Some(0) => assert_harmless(&folder.read("a.svg")),
            _ => assert_eq!((answer.code, folder.names().len()), (Some(1), 1), "{}", answer.err),
        }
    }
}

#[test]
fn a_chain_of_a_hundred_thousand_is_checked_and_its_drawing_refused() {
    let mut text = String::from("[region.r]\nzones = [\"a\", \"b\"]\n");
    for i in 0..100_000 {
        let _ = writeln!(text, "[app.a{i}]\nuses = [\"a{}\"]", i + 1);
    }
    text.push_str("[app.a100000]\n");
    let folder = Folder::with(&text);
    let answer = folder.run(&["lint", "--format", "json", "--exit-zero", "main.toml"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(json["summary"]["components"], 100_001);
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg"]).code(2);
    answer.says(&["100001 placements", "at most 20000"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn more_connections_than_a_picture_holds_are_refused() {
    let mut text = String::from("[region.r]\nzones = [\"a\"]\n");
    for i in 0..210 {
        let uses: Vec<String> = (i + 1..210).map(|j| format!("\"a{j}\"")).collect();
        let _ = writeln!(text, "[app.a{i}]\nuses = [{}]", uses.join(", "));
    }
    let folder = Folder::with(&text);
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg"]).code(2);
    answer.says(&["21945 connections", "at most 20000", "--view"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn a_file_larger_than_the_limit_is_refused_by_name() {
    let folder = Folder::new();
    let file = std::fs::File::create(folder.path("main.toml")).unwrap();
    // a file with a hole: it takes no room on the disk
    file.set_len(65 << 20).unwrap();
    drop(file);
    folder.run(&["lint", "main.toml"]).code(2).says(&["`main.toml` is larger than 64 MiB"]);
}

#[test]
fn a_png_that_would_be_too_large_is_refused() {
    let mut text = String::from("[region.r]\nzones = [\"a\"]\n");
    for i in 0..300 {
        let _ = writeln!(text, "[app.a{i}]\nlabel = \"{}\"", "wide label ".repeat(8));
    }
    let folder = Folder::with(&text);
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "a.png", "--scale", "10"]).code(2);
    answer.says(&["too large", "smaller"]);
    assert_eq!(folder.names(), ["main.toml"], "the SVG is not written either");
}
