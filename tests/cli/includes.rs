//! Includes: the same id in two files, cycles, and every way out of the folder of the root file.

use super::folder::Folder;

#[test]
fn includes_are_found_by_pattern_and_keep_their_places() {
    let folder = Folder::with("include = [\"parts/**/*.toml\"]\n[gateway.dns]\nkind = \"route53\"\nuses = [\"web\"]\n")
        .add("parts/a/web.toml", "[app.web]\nuses = [\"db\"]\n")
        .add("parts/db.toml", "[store.db]\nkind = \"rds\"\n")
        .add("parts/.hidden.toml", "not toml at all\n");
    folder.run(&["render", "main.toml", "-o", "a.svg"]).code(0);
    let picture = folder.read("a.svg");
    assert!(picture.contains("id=\"app-web\"") && picture.contains("id=\"store-db\""));
}

#[test]
fn an_id_in_two_files_shows_both_places() {
    let folder = Folder::with("include = [\"a.toml\", \"b.toml\"]\n")
        .add("a.toml", "[app.web]\n")
        .add("b.toml", "\n[app.web]\n");
    folder.run(&["lint", "main.toml"]).code(1).shows(&["duplicate-id", "a.toml:1", "b.toml:2"]);
}

#[test]
fn a_cycle_is_told_with_its_way() {
    let folder = Folder::with("include = [\"a.toml\"]\n[app.web]\n").add("a.toml", "include = [\"main.toml\"]\n");
    folder.run(&["lint", "main.toml"]).code(1).shows(&["`main.toml` -> `a.toml` -> `main.toml`"]);
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let outer = Folder::new().add("secret.toml", "[app.secret]\n").add("in/main.toml", "");
    for way in ["../secret.toml", "a/../../secret.toml", "/etc/passwd", "../*.toml", "**/../../secret.toml"] {
        let text = format!("include = [\"{way}\"]\n[app.web]\n");
        let outer = Folder::new().add("secret.toml", "[app.secret]\n").add("in/main.toml", text);
        let answer = outer.run(&["lint", "in/main.toml"]).code(1).shows(&["bad-include"]);
        assert!(!answer.out.contains("app.secret"));
    }
    drop(outer);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused() {
    let folder = Folder::new()
        .add("secret.toml", "[app.secret]\n")
        .add("away/secret.toml", "[app.secret]\n")
        .add("in/main.toml", "include = [\"*.part\", \"sub/*.toml\"]\n[app.web]\n");
    std::os::unix::fs::symlink("../secret.toml", folder.path("in/link.part")).unwrap();
    std::os::unix::fs::symlink("../away", folder.path("in/sub")).unwrap();
    let answer = folder.run(&["lint", "in/main.toml"]).code(1).shows(&["bad-include", "outside the folder"]);
    assert!(!answer.out.contains("app.secret"));
    folder.run(&["render", "in/main.toml", "-o", "a.svg"]).code(1);
    assert!(!folder.path("a.svg").exists());
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_refused_and_not_waited_for() {
    let folder = Folder::with("include = [\"pipe.toml\"]\n[app.web]\n");
    assert!(std::process::Command::new("mkfifo").arg(folder.path("pipe.toml")).status().unwrap().success());
    folder.run(&["lint", "main.toml"]).code(1).shows(&["`pipe.toml` can not be read", "no plain file"]);
    folder.run(&["render", "pipe.toml"]).code(2).says(&["no plain file"]);
    folder.run(&["render", "/dev/null", "-o", "a.svg"]).code(2).says(&["no plain file"]);
}

#[test]
fn a_missing_include_is_told_without_all_that_follows_from_it() {
    let folder = Folder::with("include = [\"apps/*.toml\"]\n[gateway.dns]\nkind = \"route53\"\nuses = [\"web\"]\n");
    let answer = folder.run(&["lint", "--format", "concise", "main.toml"]).code(1);
    let answer = answer.shows(&["bad-include", "matches no file"]);
    assert!(!answer.out.contains("unresolved-reference"), "{}", answer.out);
}
