//! Outputs that can not be written: a clear message, code 2, and nothing left behind.

use super::folder::{Folder, SMALL};

#[test]
fn an_input_that_can_not_be_read_is_named() {
    let folder = Folder::new().add("sub/x.toml", SMALL);
    folder.run(&["render", "none.toml"]).code(2).says(&["`none.toml` does not exist"]);
    folder.run(&["render", "sub"]).code(2).says(&["`sub` can not be read: it is a folder"]);
    folder.run(&["lint", "."]).code(2).says(&["it is a folder"]);
    folder.run(&["lint", "sub/x.toml/y.toml"]).code(2).says(&["can not be read"]);
    folder.run(&["render", ""]).code(2);
    assert_eq!(folder.names(), ["sub"]);
}

#[test]
fn a_folder_that_is_missing_is_named() {
    let folder = Folder::with(SMALL);
    folder.run(&["render", "main.toml", "-o", "none/a.svg"]).code(2).says(&[
        "`none/a.svg` can not be written",
        "there is no folder `none`",
        "help:",
    ]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn one_output_that_fails_keeps_all_from_being_written() {
    let folder = Folder::with(SMALL).add("file", "");
    // below a plain file nobody can write, whatever their rights
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "file/b.png"]).code(2);
    answer.says(&["`file/b.png` can not be written", "no folder"]);
    assert_eq!(folder.names(), ["file", "main.toml"]);
}

#[test]
fn a_folder_in_the_place_of_the_picture_is_refused() {
    let folder = Folder::with(SMALL).add("a.svg/x", "");
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(2).says(&["`a.svg` can not be written: it is a folder"]);
}

#[test]
fn an_unknown_suffix_comes_with_those_that_are_known() {
    let folder = Folder::with(SMALL);
    folder.run(&["render", "main.toml", "-o", "a.pgn"]).code(2).says(&[
        "unknown suffix `.pgn`",
        "did you mean `a.png`?",
        "`.svg`, `.pdf` or `.png`",
    ]);
    folder.run(&["render", "main.toml", "-o", "picture"]).code(2).says(&["has no suffix", "`.svg`, `.pdf` or `.png`"]);
    folder.run(&["render", "main.toml", "-o", "a.eps"]).code(2).says(&["unknown suffix `.eps`"]);
    folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "a.svg"]).code(2).says(&["asked for twice"]);
    folder.run(&["render", "main.toml", "-o", "a.svg", "--format", "png"]).code(2).says(&["`--format` is for `-o -`"]);
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn an_older_picture_is_replaced_whole_and_kept_when_drawing_fails() {
    let folder = Folder::with(SMALL).add("a.svg", "old");
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    assert!(folder.read("a.svg").contains("<svg"));
    let folder = Folder::with("[app.web]\nuses = [\"none\"]\n").add("a.svg", "old");
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(1);
    assert_eq!(folder.read("a.svg"), "old");
}

#[cfg(unix)]
#[test]
fn a_new_picture_has_the_rights_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(SMALL).add("plain", "");
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    let rights = |name: &str| std::fs::metadata(folder.path(name)).unwrap().permissions().mode();
    assert_eq!(rights("a.svg"), rights("plain"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_picture_is_followed() {
    let folder = Folder::with(SMALL).add("real.svg", "old");
    std::os::unix::fs::symlink("real.svg", folder.path("a.svg")).unwrap();
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    assert!(folder.read("real.svg").contains("<svg"));
    assert!(folder.path("a.svg").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_reader_that_closes_the_pipe_is_no_trouble() {
    let folder = Folder::with(SMALL);
    let script = r#"("$0" render main.toml -o - --quiet; echo "code $?" >&2) | head -c 10 >/dev/null"#;
    let output = std::process::Command::new("bash")
        .args(["-c", script])
        .arg(snapbox::cmd::cargo_bin!("isoplan"))
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "code 0\n");
}

#[test]
fn text_may_be_text_with_its_face_in_the_file() {
    let folder = Folder::with(&SMALL.replace("[app.web]", "[app.web]\nlabel = \"Web & \u{e9}t\u{e9}\""));
    let draw = |more: &[&str]| folder.run(&[&["render", "main.toml", "-o", "-"], more].concat()).code(0).out;
    let (outlines, font) = (draw(&[]), draw(&["--text", "font"]));
    assert_eq!(draw(&["--text", "outlines"]), outlines);
    assert!(!outlines.contains("<text") && !outlines.contains("<style") && !outlines.contains("data:"));
    let document = roxmltree::Document::parse(&font).unwrap();
    let texts: Vec<&str> = document.descendants().filter(|n| n.has_tag_name("text")).filter_map(|n| n.text()).collect();
    assert!(texts.contains(&"Web & \u{e9}t\u{e9}") && texts.contains(&"Legend"), "{texts:?}");
    let style = document.descendants().find(|n| n.has_tag_name("style")).unwrap().text().unwrap();
    assert_eq!(style.matches("@font-face").count(), 2);
    assert!(!font.contains("<symbol id=\"t4"), "no outlines of letters are left");
    // a letter has its place wherever neighbours move it
    for node in document.descendants().filter(|n| n.has_tag_name("text")) {
        let places = node.attribute("x").unwrap().split(' ').count();
        let letters = node.text().unwrap().chars().count();
        assert!(places == 1 || places == letters, "{:?}", node.text());
    }
    folder.run(&["render", "main.toml", "--text", "fnot"]).code(2).says(&["outlines, font"]);
}

#[test]
fn labels_may_stand_upright() {
    let text = format!("{SMALL}\n[view.up]\nlabels = \"upright\"\n[view.flat]\nlabels = \"plane\"\n");
    let folder = Folder::with(&text);
    let signs = |more: &[&str]| {
        let svg = folder.run(&[&["render", "main.toml", "-o", "-"], more].concat()).code(0).out;
        svg.matches("class=\"sign\"").count()
    };
    assert_eq!(signs(&[]), 0);
    assert!(signs(&["--labels", "upright"]) >= 3);
    assert_eq!(signs(&["--view", "up"]), signs(&["--labels", "upright"]));
    assert_eq!(signs(&["--view", "up", "--labels", "plane"]), 0);
    assert_eq!(signs(&["--labels", "upright", "--projection", "flat"]), 0, "from above all are upright by themselves");
    let whole = text.replace("title = \"Small\"", "title = \"Small\"\nlabels = \"upright\"");
    let folder = folder.add("main.toml", whole);
    let drawn = |more: &[&str]| folder.run(&[&["render", "main.toml", "-o", "-"], more].concat()).code(0).out;
    assert!(drawn(&[]).contains("class=\"sign\""), "the file says it for all");
    assert!(!drawn(&["--view", "flat"]).contains("class=\"sign\""), "a view is stronger");
}

#[test]
fn data_that_is_copied_to_another_region_has_a_line_there_and_a_step_may_stand_on_it() {
    let text = "[region.a]\n[region.b]\nstands-in-for = \"a\"\n[defaults]\nregion = \"a\"\n[app.web]\nuses = [\"db\"]\n\
                [store.db]\nreplicated = true\n[[step]]\nat = \"db -> db\"\ntext = \"Within a second.\"\n";
    let folder = Folder::with(text);
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    let picture = folder.read("a.svg");
    let line = "data-from=\"db\" data-to=\"db\" data-kind=\"replication\" data-from-tray=\"store-db\" data-to-tray=\"store-db.b\"";
    assert!(picture.contains(line) && picture.contains("id=\"step-1\""));
    assert!(picture.contains("db: its data is copied to its other places"));
    folder.run(&["describe", "main.toml"]).code(0).shows(&["data: copied to its other places", "1. db -> db: Within"]);
    // rules see no component that calls itself
    folder.run(&["lint", "main.toml", "--exit-zero"]).code(0).shows(&["2 components, 1 connection"]);
    let folder = Folder::with(&text.replace("replicated = true\n", ""));
    let said = ["there is no copying `db -> db`", "write `replicated = true`"];
    folder.run(&["render", "main.toml", "-o", "b.svg"]).code(1).says(&said);
}

#[test]
fn a_step_stands_in_the_region_that_it_names() {
    let text = |region: &str| {
        format!(
            "[region.a]\n[region.b]\n[region.c]\n[app.web]\nregion = \"a\"\n[[app.web.placement]]\nregion = \"b\"\n\
             [[app.web.placement]]\nregion = \"c\"\n[[step]]\nat = \"web\"\n{region}text = \"Here.\"\n"
        )
    };
    // the number of the first label of the component that the circle stands above, in the order of the regions
    let stands_on = |text: &str| {
        let folder = Folder::with(text);
        folder.run(&["render", "main.toml", "--projection", "flat", "-o", "a.svg"]).code(0);
        let picture = folder.read("a.svg");
        let corners = |what: &str| -> Vec<[f64; 2]> {
            let mark = format!("data-for=\"{what}\" data-quad=\"");
            let first = |rest: &str| {
                let (x, y) = rest.split([' ', '"']).next().unwrap().split_once(',').unwrap();
                [x.parse().unwrap(), y.parse().unwrap()]
            };
            picture.split(&mark).skip(1).map(first).collect()
        };
        let [x, y] = corners("step-1")[0];
        let labels = corners("web");
        assert_eq!(labels.len(), 3);
        let off = |k: &usize| (labels[*k][0] - x).abs() + (labels[*k][1] - y).abs();
        (0..3).filter(|k| labels[*k][1] > y).min_by(|one, other| off(one).total_cmp(&off(other))).unwrap()
    };
    assert_eq!(stands_on(&text("")), 0);
    assert_eq!(stands_on(&text("region = \"c\"\n")), 2);
    assert_eq!(stands_on(&text("region = \"b\"\n")), 1);
}
