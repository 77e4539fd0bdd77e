//! Files made to do harm: text that is code elsewhere, control characters, bytes that are no text.

use super::folder::{Folder, SMALL, assert_harmless};

#[test]
fn labels_that_are_markup_stay_text() {
    let label = r#"]]><script>alert('x')</script>&amp;<!-- \" --> <a href='javascript:x'>"#;
    let text = SMALL
        .replace("[app.web]", &format!("[app.web]\nlabel = \"{label}\"\nnote = \"{label}\""))
        .replace("title = \"Small\"", &format!("title = \"{label}\"\nsubtitle = \"{label}\""));
    let folder = Folder::with(&format!("{text}\n[[step]]\nat = \"dns -> web\"\ntext = \"{label}\"\n"));
    folder.run(&["render", "main.toml", "-o", "a.svg", "-o", "a.png"]).code(0);
    let picture = folder.read("a.svg");
    assert_harmless(&picture);
    assert!(!picture.contains("<script"));
    folder.run(&["lint", "--exit-zero", "main.toml"]).code(0);
}

#[test]
fn control_characters_do_not_reach_picture_or_terminal() {
    let label = r"a\u0000b\u0007c\u001b[2Jd\u009b31me\u202ef\u0085g\uFFFEh";
    let folder = Folder::with(&SMALL.replace("[app.web]", &format!("[app.web]\nlabel = \"{label}\"")));
    let answer = folder.run(&["render", "main.toml", "-o", "a.svg"]);
    // drawn without them, or refused: both are fine, harm is not
    match answer.code {
        Some(0) => assert_harmless(&folder.read("a.svg")),
        _ => assert_eq!((answer.code, folder.names().len()), (Some(1), 1), "{}", answer.err),
    }
    let bad_id = Folder::with("[app.\"x\\u001b]0;owned\\u0007\"]\n[app.web]\nuses = [\"\\u001b[2J\"]\n");
    for format in ["full", "concise", "json"] {
        // the helper asserts that no escape character comes through
        bad_id.run(&["lint", "--format", format, "main.toml"]).code(1);
    }
}

#[cfg(unix)]
#[test]
fn odd_file_names_are_no_trouble() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new().add("my plan \u{e9}\u{4e2d} 'x' $(y).toml", SMALL).add("\u{1b}[2Jbad.toml", "a = 1");
    folder.run(&["render", "my plan \u{e9}\u{4e2d} 'x' $(y).toml", "-o", "out put \u{fc}.svg"]).code(0);
    assert_harmless(&folder.read("out put \u{fc}.svg"));
    folder.run(&["lint", "\u{1b}[2Jbad.toml"]).code(1);
    folder.run(&["lint", "\u{1b}[2Jnone.toml"]).code(2);
    folder.run(&["render", "my plan \u{e9}\u{4e2d} 'x' $(y).toml", "-o", "\u{1b}[2J/a.svg"]).code(2);
    let name = std::ffi::OsStr::from_bytes(b"no\xfftext.toml");
    std::fs::write(folder.path("x").with_file_name(name), SMALL).unwrap();
    let status = std::process::Command::new(snapbox::cmd::cargo_bin!("isoplan"))
        .arg("render")
        .arg(name)
        .args(["-o", "plain.svg", "--quiet"])
        .current_dir(folder.path(""))
        .status()
        .unwrap();
    assert!(status.success());
    std::fs::remove_file(folder.path("x").with_file_name(name)).unwrap();
    assert_harmless(&folder.read("plain.svg"));
}

#[test]
fn what_is_not_utf_8_is_refused_by_name() {
    let folder = Folder::new()
        .add("main.toml", b"[app.web]\nlabel = \"caf\xe9\"\n")
        .add("root.toml", "include = [\"main.toml\"]\n[app.x]\n")
        .add("binary.toml", [0u8, 159, 146, 150].repeat(1000));
    folder.run(&["render", "main.toml"]).code(2).says(&["`main.toml` is not UTF-8 text", "line 2"]);
    folder.run(&["lint", "root.toml"]).code(1).shows(&["`main.toml` is not UTF-8 text"]);
    folder.run(&["lint", "binary.toml"]).code(2).says(&["`binary.toml` is not UTF-8 text"]);
    assert_eq!(folder.names().len(), 3);
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        format!("x = {}1{}", "[".repeat(50_000), "]".repeat(50_000)),
        format!("x = {}", "{a=".repeat(50_000)),
        format!("[{}a]", "a.".repeat(50_000)),
        format!("{}a = 1", "a.".repeat(50_000)),
        format!("[app.web.meta]\nx = {}1{}", "[".repeat(20_000), "]".repeat(20_000)),
    ] {
        let folder = Folder::with(&text);
        folder.run(&["lint", "--format", "concise", "main.toml"]).code(1).shows(&["main.toml:"]);
        folder.run(&["render", "main.toml"]).code(1);
        assert_eq!(folder.names(), ["main.toml"]);
    }
}

#[test]
fn numbers_out_of_all_bounds_are_refused() {
    for (key, value) in [
        ("per-zone", "-1"),
        ("per-zone", "9223372036854775807"),
        ("count", "99999999999999999999"),
        ("per-zone", "nan"),
        ("autoscale", "{ min = 5, max = 1 }"),
        ("cost", "inf"),
    ] {
        let folder = Folder::with(&SMALL.replace("per-zone = 2", &format!("{key} = {value}")));
        folder.run(&["render", "main.toml"]).code(1).says(&["main.toml"]);
        assert_eq!(folder.names(), ["main.toml"], "{key} = {value}");
    }
}
