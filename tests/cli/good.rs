//! Good files: pictures of every form, every report, the lists.

use super::folder::{Folder, SMALL, assert_harmless};

#[test]
fn one_call_writes_svg_and_png() {
    let folder = Folder::with(SMALL);
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "b.png"]).code(0);
    assert_eq!(answer.out, "");
    assert_eq!(folder.names(), ["a.svg", "b.png", "main.toml"]);
    assert_harmless(&folder.read("a.svg"));
    assert!(std::fs::read(folder.path("b.png")).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
}

#[test]
fn without_an_output_the_picture_has_the_name_of_the_file() {
    let folder = Folder::new().add("web.topology.toml", SMALL);
    folder.run(&["render", "web.topology.toml"]).code(0);
    assert_eq!(folder.names(), ["web.svg", "web.topology.toml"]);
}

#[test]
fn standard_output_gets_svg_unless_png_is_asked_for() {
    let folder = Folder::with(SMALL);
    let svg = folder.run(&["render", "main.toml", "-o", "-"]).code(0);
    assert_harmless(&svg.out);
    let png = folder.run(&["render", "main.toml", "-o", "-", "--format", "png"]).code(0);
    assert!(png.raw.starts_with(b"\x89PNG"));
    let piped = folder.run_with_input(&["render", "-", "-o", "-"], SMALL).code(0);
    assert_eq!(piped.out, svg.out, "the same text gives the same bytes, wherever it comes from");
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn every_projection_and_theme_is_drawn() {
    let folder = Folder::with(SMALL);
    for projection in ["iso30", "a45", "flat"] {
        let answer = folder.run(&["render", "main.toml", "-o", "-", "--projection", projection]).code(0);
        assert!(answer.out.contains(&format!("data-projection=\"{projection}\"")));
    }
    let plain = folder.run(&["render", "main.toml", "-o", "-"]).code(0);
    let color = folder.run(&["render", "main.toml", "-o", "-", "--theme", "color"]).code(0);
    assert_ne!(plain.out, color.out);
    assert_harmless(&color.out);
}

#[test]
fn the_width_of_a_png_is_that_asked_for() {
    let folder = Folder::with(SMALL);
    folder.run(&["render", "main.toml", "-o", "a.png", "--width", "640"]).code(0);
    let bytes = std::fs::read(folder.path("a.png")).unwrap();
    assert_eq!(u32::from_be_bytes(bytes[16..20].try_into().unwrap()), 640);
}

#[test]
fn lint_errors_are_told_in_one_line_and_the_picture_is_drawn() {
    let text = SMALL.replace("per-zone = 2", "count = { a = 1 }\ncriticality = \"critical\"");
    let folder = Folder::with(&text);
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0).says(&["lint error", "see `isoplan lint main.toml`"]);
    folder.run(&["lint", "main.toml"]).code(1).shows(&["error"]);
    let quiet = folder.run(&["render", "main.toml", "-o", "b.svg", "--quiet"]).code(0);
    assert_eq!(quiet.err, "");
    assert_eq!(folder.read("a.svg"), folder.read("b.svg"));
}

#[test]
fn lint_writes_json_that_parses() {
    let folder = Folder::with(SMALL);
    let answer = folder.run(&["lint", "--format", "json", "--exit-zero", "main.toml"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["summary"]["components"], 3);
    assert!(json["findings"].is_array());
}

#[test]
fn several_files_are_one_report() {
    let folder = Folder::with(SMALL).add("second.toml", SMALL.replace("\"rds\"", "\"rdx\""));
    let answer = folder.run(&["lint", "--format", "json", "main.toml", "second.toml"]).code(1);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let of_second = json["findings"].as_array().unwrap().iter().filter(|f| f["file"] == "second.toml").count();
    assert!(of_second > 0, "{}", answer.out);
    let both = folder.run(&["lint", "main.toml", "none.toml"]).code(2).says(&["`none.toml` does not exist"]);
    assert!(both.out.contains("rule"), "the other file is reported nonetheless");
}

#[test]
fn rules_can_be_chosen_and_the_level_of_failure_set() {
    let text = SMALL.replace("per-zone = 2", "count = { a = 1 }\ncriticality = \"critical\"");
    let folder = Folder::with(&text);
    folder.run(&["lint", "--exit-zero", "main.toml"]).code(0);
    folder.run(&["lint", "--ignore", "ALL", "--fail-on", "info", "main.toml"]).code(0).shows(&["no findings"]);
    folder
        .run(&["lint", "--select", "too-few-zonse", "main.toml"])
        .code(2)
        .says(&["there is no rule `too-few-zonse`", "did you mean `too-few-zones`?"]);
}

#[test]
fn the_day_can_be_pinned() {
    let folder = Folder::with(SMALL);
    let pinned = |value: &str| folder.run_with_env(&["lint", "main.toml"], "SOURCE_DATE_EPOCH", value);
    assert_ne!(pinned("1352160000").code, Some(2));
    pinned("yesterday").code(2).says(&["`SOURCE_DATE_EPOCH` expects seconds"]);
}

#[test]
fn the_samples_are_drawn_and_have_no_errors() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    for name in ["starter.topology.toml", "web-hosting.topology.toml", "ofa/ofa.topology.toml"] {
        let folder = Folder::new();
        let file = format!("{root}/{name}");
        folder.run(&["render", &file, "-o", "x.svg"]).code(0);
        assert_harmless(&folder.read("x.svg"));
        let once = folder.read("x.svg");
        folder.run(&["render", &file, "-o", "x.svg"]).code(0);
        assert_eq!(once, folder.read("x.svg"), "the same file gives the same bytes");
    }
}

#[test]
fn the_readme_shows_what_comes_out() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let block = |mark: &str| readme.split(mark).nth(1).unwrap().split("\n```").next().unwrap().to_owned();
    let folder = Folder::new().add("shop.topology.toml", block("\n```toml\n"));
    let answer = folder.run(&["lint", "shop.topology.toml"]).code(1);
    // the last line counts the rules, which become more
    let findings = |text: &str| {
        let lines: Vec<String> = text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect();
        lines[..lines.len() - 1].to_vec()
    };
    assert_eq!(findings(&answer.out), findings(&block("what would happen:\n\n```\n")));
}

#[test]
fn what_is_filled_in_is_marked_when_that_is_asked_for() {
    let drawn = |text: &str, more: &[&str]| {
        Folder::with(text).run(&[&["render", "main.toml", "-o", "-"][..], more].concat()).code(0)
    };
    let filled = SMALL.replacen("[app.web]\n", "[app.web]\nsource = \"illustrative\"\n", 1);
    let marked = drawn(&filled, &["--provenance"]).shows(&["class=\"illustrative\"", "Hatched: illustrative"]);
    assert_harmless(&marked.out);
    assert_eq!(drawn(&filled, &[]).out, drawn(SMALL, &[]).out, "nothing is marked unasked");
    drawn(SMALL, &["--provenance"]).says(&["marks nothing"]);
}

#[test]
fn an_unknown_mascot_comes_with_the_nearest() {
    let text = SMALL.replacen("[app.web]\n", "[environment.test]\nmascot = \"narwal\"\n\n[app.web]\n", 1);
    let folder = Folder::with(&text);
    folder.run(&["render", "main.toml"]).code(1).says(&["unknown mascot `narwal`", "did you mean `narwhal`?"]);
    assert_eq!(folder.names(), ["main.toml"]);
    let known = Folder::with(&text.replace("narwal", "narwhal"));
    assert_harmless(&known.run(&["render", "main.toml", "-o", "-"]).code(0).out);
}
