//! `--metrics`: measures of the layout beside the picture.

use super::folder::{Folder, SMALL};

#[test]
fn measures_are_written_beside_the_picture() {
    let folder = Folder::with(SMALL);
    folder.run(&["render", "main.toml", "-o", "a.svg", "--metrics", "out.json"]).code(0);
    assert_eq!(folder.names(), ["a.svg", "main.toml", "out.json"]);
    let found: serde_json::Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    let entries = found.as_array().unwrap();
    for entry in entries {
        let (name, value) = (entry["name"].as_str().unwrap(), entry["value"].as_f64().unwrap());
        assert!(entry["definition"].as_str().is_some_and(|words| words.len() > 10), "{name}");
        assert!(!entry["code"].as_str().unwrap().starts_with('H') || value == 0.0, "{name} is {value}");
    }
    for code in ["H1", "H10", "Q1", "Q9", "Q16"] {
        assert!(entries.iter().any(|entry| entry["code"] == code), "{code} is missing");
    }
}

#[test]
fn a_table_goes_to_standard_output_unless_the_picture_does() {
    let folder = Folder::with(SMALL);
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg", "--metrics", "-"]).code(0);
    answer.shows(&["CODE", "crossings", "smallest text, A3"]);
    assert_eq!(folder.names(), ["a.svg", "main.toml"]);
    let answer = folder.run(&["render", "main.toml", "-o", "-", "--metrics", "-"]).code(2);
    assert_eq!(answer.out, "");
    answer.says(&["`-` is asked for twice", "`--metrics`"]);
}

#[test]
fn a_picture_and_measures_with_one_name_are_refused() {
    let folder = Folder::with(SMALL);
    folder.run(&["render", "main.toml", "-o", "a.svg", "--metrics", "a.svg"]).code(2).says(&["asked for twice"]);
    folder.run(&["render", "main.toml", "-o", "a.svg", "--metrics", "none/m.json"]).code(2).says(&["no folder `none`"]);
    assert_eq!(folder.names(), ["main.toml"]);
}
