//! The lock file: components stay where they were, and a spoilt lock is told.

use super::folder::{Folder, SMALL};

/// The boxes of all trays of a picture, by id.
fn trays(svg: &str) -> Vec<(String, String)> {
    let document = roxmltree::Document::parse(svg).unwrap();
    document
        .descendants()
        .filter(|n| n.attribute("class") == Some("tray"))
        .map(|n| (n.attribute("id").unwrap().to_owned(), n.attribute("data-box").unwrap().to_owned()))
        .collect()
}

#[test]
fn a_lock_is_written_and_kept_to() {
    let folder = Folder::new().add("web.topology.toml", SMALL);
    folder.run(&["render", "web.topology.toml", "-o", "a.svg", "--lock"]).code(0);
    assert_eq!(folder.names(), ["a.svg", "web.layout.lock", "web.topology.toml"]);
    let lock = folder.read("web.layout.lock");
    assert!(lock.starts_with("# Where `isoplan render --lock` keeps components"), "{lock}");
    folder.run(&["render", "web.topology.toml", "-o", "b.svg", "--lock"]).code(0);
    assert_eq!(trays(&folder.read("a.svg")), trays(&folder.read("b.svg")));
    assert_eq!(folder.read("web.layout.lock"), lock);
}

#[test]
fn what_can_be_read_with_a_lock_is_drawn_at_once() {
    // at first each instance by itself would be too small on the sheet; in the slots of the drawing without them it is not
    let app = |k: usize, instances: usize, uses: &str| {
        format!("[app.c{k}]\nkind = \"ec2\"\nper-zone = {instances}\nuses = [{uses}]\n")
    };
    let zones = "zones = [\"a\", \"b\", \"c\"]\n";
    let places = format!("[region.r]\n{zones}[defaults]\nregion = \"r\"\n{zones}");
    let text =
        places + &app(0, 3, "") + &app(1, 2, "") + &app(2, 4, "\"c0\"") + &app(3, 4, "\"c1\"") + &app(4, 1, "\"c0\"");
    let folder = Folder::new().add("web.topology.toml", &text);
    let draw = |name: &str| {
        let run = folder.run(&["render", "web.topology.toml", "-o", name, "--lock", "--paper", "105x148mm"]).code(0);
        (run.err.contains("one solid"), folder.read(name))
    };
    let first = draw("a.svg");
    assert!(!first.0);
    assert_eq!(draw("b.svg"), first);
}

#[test]
fn a_lock_outlives_pictures_of_less() {
    let app = |k: usize| format!("[app.a{k}]\nuses = [\"a{}\"]\n", (k + 1) % 9);
    let apps: String = (0..9).map(app).collect();
    let text = format!(
        "[region.r]\nzones = [\"z\"]\n[defaults]\nregion = \"r\"\nzones = [\"z\"]\nenvironment = \"live\"\n\
         [environment.live]\n[environment.test]\nreplicates = \"live\"\n{apps}"
    );
    let folder = Folder::new().add("web.topology.toml", &text);
    let draw = |name: &str, more: &[&str]| {
        let words = [&["render", "web.topology.toml", "-o", name, "--lock"], more].concat();
        folder.run(&words).code(0);
        trays(&folder.read(name))
    };
    let full = draw("a.svg", &["--detail", "full"]);
    let lock = folder.read("web.layout.lock");
    draw("b.svg", &["--detail", "copies"]);
    assert_eq!(folder.read("web.layout.lock"), lock);
    let blocks = draw("c.svg", &["--detail", "groups"]);
    assert!(blocks.len() < full.len());
    let both = folder.read("web.layout.lock");
    assert!(both.contains("grain = \"groups\""), "{both}");
    assert!(both.starts_with(&lock) && both.contains("[overview"), "{both}");
    assert_eq!(draw("d.svg", &["--detail", "full"]), full);
    assert_eq!(draw("e.svg", &["--detail", "groups"]), blocks);
    assert_eq!(folder.read("web.layout.lock"), both);
    // the overview first: then nothing is known of components
    folder.run(&["render", "web.topology.toml", "-o", "c.svg", "--lock", "--relayout", "--detail", "groups"]).code(0);
    assert_eq!(draw("d.svg", &["--detail", "full"]), full);
}

#[test]
fn each_level_of_detail_can_be_asked_for() {
    let domain = |d: usize| {
        let apps = (0..4).map(|k| {
            let kind = if k < 3 { "ec2" } else { "lambda" };
            format!("[app.a{d}-{k}]\nkind = \"{kind}\"\ngroup = \"d{d}\"\nuses = [\"s{d}-0\", \"s{d}-1\"]\n")
        });
        let tables = (0..2).map(|k| format!("[store.s{d}-{k}]\nkind = \"dynamodb\"\ngroup = \"d{d}\"\n"));
        [vec![format!("[group.d{d}]\n")], apps.collect(), tables.collect()].concat().concat()
    };
    let text = format!("[region.r]\n[defaults]\nregion = \"r\"\n{}{}", domain(0), domain(1));
    let folder = Folder::new().add("web.topology.toml", &text);
    for (level, trays_there) in
        [("full", 12), ("stacks", 12), ("kinds", 6), ("groups", 6), ("roles", 6), ("domains", 2), ("families", 3)]
    {
        folder.run(&["render", "web.topology.toml", "-o", "a.svg", "--detail", level]).code(0);
        let picture = folder.read("a.svg");
        assert_eq!(trays(&picture).len(), trays_there, "{level}");
        assert_eq!(picture.contains("6\u{a0}components"), level == "domains", "{level}");
    }
}

#[test]
fn a_spoilt_lock_is_told_and_made_anew_on_request() {
    let folder = Folder::new().add("web.topology.toml", SMALL).add("web.layout.lock", "version = 1\naside = 3\n");
    let answer = folder.run(&["render", "web.topology.toml", "-o", "a.svg", "--lock"]).code(2);
    assert!(answer.err.contains("web.layout.lock") && answer.err.contains("--relayout"), "{}", answer.err);
    assert_eq!(folder.names(), ["web.layout.lock", "web.topology.toml"], "nothing is written");
    folder.run(&["render", "web.topology.toml", "-o", "a.svg", "--lock", "--relayout"]).code(0);
    assert!(folder.read("web.layout.lock").contains("version = 1"));
    // a grain that there is not
    let folder = folder.add("web.layout.lock", "version = 1\n[overview]\ngrain = \"sand\"\n");
    let answer = folder.run(&["render", "web.topology.toml", "-o", "a.svg", "--lock"]).code(2);
    assert!(answer.err.contains("no blocks of `sand`"), "{}", answer.err);
}

#[test]
fn a_lock_needs_a_file() {
    let folder = Folder::new();
    let answer = folder.run_with_input(&["render", "-", "-o", "a.svg", "--lock"], SMALL).code(2);
    assert!(answer.err.contains("standard input"), "{}", answer.err);
    let answer = folder.run(&["render", "x.toml", "--relayout"]).code(2);
    assert!(answer.err.contains("--lock"), "{}", answer.err);
}
