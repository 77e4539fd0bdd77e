//! What editors and people at work need: a text that is not saved yet, and reports that follow the files.

use std::fs;

use super::folder::{Folder, SMALL};

/// A topology of two files below a folder, with settings of its own.
fn project() -> Folder {
    Folder::new()
        .add("isoplan.toml", "[lint]\nignore = [\"ALL\"]\n")
        .add("a/isoplan.toml", "[lint]\nselect = [\"AVL105\", \"SYN\"]\n")
        .add("a/web.topology.toml", "include = [\"parts/*.toml\"]\n[region.r]\nzones = [\"a\", \"b\"]\n")
        .add("a/parts/db.toml", "[store.db]\nkind = \"rds\"\nzones = [\"a\"]\nmulti-az = true\nbackup = \"daily\"\n")
}

#[test]
fn a_text_that_is_not_saved_is_checked_where_it_belongs() {
    let folder = project();
    let lint = |more: &[&str], text: &str| {
        let arguments = ["lint", "--format", "concise", "--fail-on", "info", "--stdin-filename"];
        folder.run_with_input(&[&arguments[..], more].concat(), text)
    };
    let saved = folder.read("a/web.topology.toml");
    // its settings, its includes and its name
    lint(&["a/web.topology.toml", "-"], &saved).code(0).shows(&["1 component"]);
    let wrong = saved.clone() + "[app.web]\nzones = [\"a\"]\nuses = [\"bd\"]\n";
    lint(&["a/web.topology.toml", "-"], &wrong).code(1).shows(&["a/web.topology.toml:6:9: error[SYN002]", "`bd`"]);
    assert_eq!(folder.read("a/web.topology.toml"), saved);
    // a file that is not there yet
    lint(&["a/new.topology.toml", "-"], &wrong).code(1).shows(&["a/new.topology.toml:6:9: error[SYN002]"]);
    let glob = "include = [\"*.toml\"]\n[app.web]\n";
    lint(&["none/new.topology.toml", "-"], glob).code(1).shows(&["`*.toml` matches no file"]);
    // a part of a topology: its root is checked, with this text in place of the file
    let part = folder.read("a/parts/db.toml").replace("true", "false");
    lint(&["a/parts/db.toml", "--roots", "-"], &part).code(1).shows(&["a/parts/db.toml:1:8: ", "[AVL105]"]);
    lint(&["a/parts/db.toml", "--roots", "-"], &folder.read("a/parts/db.toml")).code(0).shows(&["no findings"]);
    // nothing is written, but what would be is shown
    let diff = lint(&["a/web.topology.toml", "--diff", "--unsafe-fixes", "-"], &wrong).code(1);
    diff.shows(&["+++ b/a/web.topology.toml", "-uses = [\"bd\"]", "+uses = [\"db\"]"]);
    lint(&["a/web.topology.toml", "--unsafe-fixes", "-"], &wrong).code(2).says(&["can not be changed", "--diff"]);
}

#[test]
fn a_name_for_standard_input_needs_standard_input() {
    let folder = project();
    let says = |arguments: &[&str], words: &[&str]| {
        folder.run_with_input(&[&["lint"][..], arguments].concat(), "").code(2).says(words);
    };
    says(
        &["--stdin-filename", "a.toml", "a/web.topology.toml"],
        &["no `-` among the files", "--stdin-filename a.toml -"],
    );
    says(&["--stdin-filename", "a", "-"], &["expects the name of a file", "`a` is a folder"]);
    says(&["-", "-"], &["`-` stands twice"]);
    let broken = folder.run_with_bytes(&["lint", "--stdin-filename", "a.toml", "-"], b"a = \"\xff\"\n");
    broken.code(2).says(&["standard input can not be read: it is not UTF-8; the first wrong byte is in line 1"]);
    says(&["--roots", "-"], &["`--roots`", "`--stdin-filename FILE`"]);
    says(&["--watch", "-"], &["standard input does not change"]);
    says(&["--watch", "--fix", "a/web.topology.toml"], &["--watch", "--fix"]);
}

#[test]
fn reports_follow_the_files() {
    let folder = project().add("main.toml", SMALL);
    let running = folder.start(&["lint", "--watch", "--format", "concise", "--quiet", "a/web.topology.toml"]);
    running.until("no findings");
    let part = folder.read("a/parts/db.toml");
    fs::write(folder.path("a/parts/db.toml"), part.replace("true", "false")).unwrap();
    running.until("a/parts/db.toml:1:8: warning[AVL105]");
    // a new file that the pattern includes, with a mistake
    fs::write(folder.path("a/parts/more.toml"), "[app.web]\nuses = [\"nothing\"]\n").unwrap();
    running.until("a/parts/more.toml:2:9: error[SYN002]");
    fs::remove_file(folder.path("a/parts/more.toml")).unwrap();
    fs::write(folder.path("a/parts/db.toml"), &part).unwrap();
    running.until("no findings");
    // settings count too
    fs::write(folder.path("a/isoplan.toml"), "[lint]\nselect = [\"AVL1O5\"]\n").unwrap();
    running.until("no rule `AVL1O5`");
    // a file that is gone is waited for
    fs::remove_file(folder.path("a/web.topology.toml")).unwrap();
    fs::write(folder.path("a/isoplan.toml"), "[lint]\nselect = [\"SYN\"]\n").unwrap();
    fs::write(folder.path("a/web.topology.toml"), "[app.web]\nlabel = 1\n").unwrap();
    running.until("a/web.topology.toml:2:9: error[SYN008]");
}

#[test]
fn a_file_is_checked_once_and_one_that_is_not_there_is_told() {
    let folder = project().add("other.toml", "a = 1\n");
    let lint = |arguments: &[&str]| folder.run(&[&["lint", "--format", "concise"][..], arguments].concat());
    lint(&["a/web.topology.toml", "./a/../a/web.topology.toml"]).code(0).shows(&["1 component,"]);
    lint(&["--roots", "a/parts/db.toml", "a/web.topology.toml"]).code(0).shows(&["1 component,"]);
    lint(&["--roots", "a/parts/bd.toml"]).code(2).says(&["`a/parts/bd.toml` does not exist"]);
    lint(&["--roots", "other.toml"]).code(0).says(&["no topology holds any of these files"]);
}
