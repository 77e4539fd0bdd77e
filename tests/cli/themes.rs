//! Themes: those that come with the program, and files of the user.

use super::folder::{Folder, SMALL};

const RENDER: [&str; 6] = ["render", "main.toml", "-o", "-", "--theme", "own.toml"];

#[test]
fn every_theme_that_help_names_is_drawn() {
    let folder = Folder::with(SMALL);
    let help = folder.run(&["render", "--help"]).code(0).shows(&["a theme file of your own"]);
    let mut pictures = Vec::new();
    for theme in ["color", "contrast", "dark", "print", "reference"] {
        assert!(help.out.contains(theme), "{theme}");
        pictures.push(folder.run(&["render", "main.toml", "-o", "-", "--theme", theme]).code(0).out);
    }
    let usual = folder.run(&["render", "main.toml", "-o", "-"]).code(0).out;
    assert_eq!(pictures[4], usual);
    pictures.sort();
    pictures.dedup();
    assert_eq!(pictures.len(), 5);
}

#[test]
fn a_theme_of_ones_own_changes_what_it_names() {
    let folder = Folder::with(SMALL).add("own.toml", "base = \"dark\"\npaper = \"#012345\"\n");
    let own = folder.run(&RENDER).code(0).out;
    let dark = folder.run(&["render", "main.toml", "-o", "-", "--theme", "dark"]).code(0).out;
    assert!(own.contains("#012345") && !dark.contains("#012345"));
    assert_eq!(own.len(), dark.len());
}

#[test]
fn mistakes_in_a_theme_have_a_place() {
    let said = |text: &str| Folder::with(SMALL).add("own.toml", text).run(&RENDER).code(2).err;
    let all = said("paper = \"#ffffff\"\n[tray]\n  plates = \"#ffffff\"\n");
    assert!(all.contains("own.toml:3:3: there is no key `plates` in `tray`") && all.contains("did you mean `plate`?"));
    assert!(said("base = \"drak\"").contains("did you mean `dark`?"));
    assert!(said("paper = \"#fffffg\"").contains("own.toml:1:9: expected a colour as `#rrggbb`, not `#fffffg`"));
    assert!(said("paper = ").contains("own.toml:1:"));
    assert!(!said("\"\\u001b[2J\" = 1").contains('\u{1b}'));
}

#[test]
fn a_theme_that_can_not_be_read_is_refused() {
    let folder = Folder::with(SMALL);
    folder.run(&RENDER).code(2).says(&["the theme `own.toml` can not be read", "there is no such file"]);
    let folder = folder.add("own.toml", vec![b'#'; (1 << 20) + 1]);
    folder.run(&RENDER).code(2).says(&["more than 1 MiB"]);
    let folder = Folder::with(SMALL).add("own.toml", b"a = \"\xff\"");
    folder.run(&RENDER).code(2).says(&["not UTF-8"]);
    let folder = Folder::with(SMALL).add("own.toml/x", "");
    folder.run(&RENDER).code(2).says(&["it is a folder"]);
    folder.run(&["render", "main.toml", "--theme", "drak"]).code(2).says(&["did you mean `dark`?"]);
    assert_eq!(folder.names(), ["main.toml", "own.toml"]);
}

#[test]
fn a_view_may_name_a_theme_that_comes_with_the_program() {
    let folder = Folder::with(&format!("{SMALL}\n[view.night]\ntheme = \"dark\"\n"));
    let night = folder.run(&["render", "main.toml", "-o", "-", "--view", "night"]).code(0).out;
    assert!(night.contains("#131923"));
}

#[test]
fn the_example_of_the_page_is_a_theme() {
    let page = include_str!("../../docs/themes.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    Folder::with(SMALL).add("own.toml", example).run(&RENDER).code(0);
}

#[test]
fn all_mistakes_of_a_theme_are_told_at_once() {
    let folder = Folder::with(SMALL).add("own.toml", "paper = \"white\"\nbar = 1\n[tray]\nplates = \"#ffffff\"\n");
    folder.run(&RENDER).code(2).says(&[
        "`own.toml` has 3 mistakes",
        "own.toml:1:9: expected a colour as `#rrggbb`, not `white`",
        "own.toml:2:1: there is no key `bar` in a theme",
        "own.toml:4:1: there is no key `plates` in `tray`; did you mean `plate`?",
    ]);
}

#[test]
fn a_view_that_can_not_be_drawn_with_is_an_error_of_lint_too() {
    let view = |line: &str| Folder::with(&format!("{SMALL}\n[view.night]\n{line}\n"));
    for (line, said, help) in [
        ("theme = \"drak\"", "there is no theme `drak`", "did you mean `dark`?"),
        ("theme = \"own.toml\"", "there is no theme `own.toml`", "expected `color`, `contrast`"),
        ("paper = \"a33\"", "there is no paper `a33`", "did you mean `a3`?"),
        ("paper = \"60x40cm\"", "there is no paper `60x40cm`", "or a size as `600x400mm`"),
    ] {
        view(line).run(&["lint", "main.toml"]).code(1).shows(&[said, help, "main.toml"]);
        view(line).run(&["render", "main.toml", "-o", "-"]).code(1).says(&[said, help]);
    }
    for line in ["paper = \"600x400mm\"", "paper = \"A3\"", "theme = \"print\""] {
        view(line).run(&["render", "main.toml", "-o", "-", "--view", "night"]).code(0);
    }
}
