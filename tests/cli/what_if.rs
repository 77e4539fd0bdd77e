//! What goes down when something is lost.

use super::folder::Folder;

/// A shop whose sessions stand in one zone, with two ways to be paid.
const SHOP: &str = r#"
[region.us-east-1]
zones = ["a", "b", "c"]

[external.customers]
kind = "people"
uses = ["shop"]

[app.shop]
zones = ["a", "b", "c"]
per-zone = 2
capacity = 100
peak = 500
criticality = "critical"
uses = ["sessions", { to = "card", either = "pay" }, { to = "wallet", either = "pay" }, { to = "mail", need = "soft" }]

[store.sessions]
kind = "memcached"
zones = ["a"]
count = 2

[external.card]
kind = "third-party"
provider = "Acme"

[external.wallet]
kind = "third-party"

[app.mail]
zones = ["b"]
count = 1
"#;

#[test]
fn a_lost_zone_shows_what_goes_down_why_and_what_is_left() {
    let folder = Folder::with(SHOP);
    folder.run(&["what-if", "main.toml", "--lose", "us-east-1a"]).code(0).shows(&[
        "Lost: zone `us-east-1a`",
        "critical  shop       needs sessions: all its 2 instances are lost",
        "client    customers  needs shop → sessions: all its 2 instances are lost",
        "3 more go down: 1 critical, 1 standard, 1 client. 3 components run on.",
    ]);
    folder.run(&["what-if", "main.toml", "--lose", "us-east-1b"]).code(0).shows(&[
        "RUNS WITH LESS",
        "shop  4 of 6 instances left, can serve 400 of 500 requests a second at peak (80 %)",
        "1 more goes down: 1 standard; 1 critical can not serve its peak. 5 components run on.",
    ]);
}

/// The page shows what the program says of the topology that it shows.
#[test]
fn the_page_is_true() {
    let page = include_str!("../../docs/what-if.md");
    let inside = page.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap());
    let blocks =
        |language: &str| inside.clone().filter(|found| found.0 == language).map(|found| found.1).collect::<Vec<_>>();
    assert_eq!(blocks("toml"), [SHOP.trim_start()]);
    let folder = Folder::new().add("shop.topology.toml", SHOP);
    let mut tried = 0;
    for block in blocks("").iter().filter(|block| block.starts_with("$ isoplan ")) {
        let (command, answer) = block.split_once('\n').unwrap();
        let words: Vec<&str> = command.split(' ').skip(2).collect();
        assert_eq!(folder.run(&words).code(0).out, answer, "{command}");
        tried += 1;
    }
    assert_eq!(tried, 2);
}

#[test]
fn a_pipeline_can_assert_that_it_survives() {
    let folder = Folder::with(SHOP);
    let lose = |names: &[&str], case: &str| {
        let mut arguments = vec!["what-if", "main.toml", "--fail-if", case];
        for name in names {
            arguments.extend(["--lose", name]);
        }
        folder.run(&arguments)
    };
    lose(&["us-east-1a"], "critical-down").code(1).says(&["`critical-down` came true"]);
    lose(&["us-east-1b"], "critical-down").code(0);
    lose(&["us-east-1b"], "capacity-short").code(1);
    lose(&["acme"], "any-down").code(0);
    lose(&["acme", "wallet"], "critical-down").code(1).shows(&["provider `Acme`, component `wallet`"]);
    lose(&["acme", "wallet"], "clients-down").code(1).shows(&["has no other way left than"]);
    // what is lost by its own name is no damage
    lose(&["mail"], "any-down").code(0).shows(&["Nothing else goes down"]);
    folder.run(&["what-if", "main.toml", "--each", "zone", "--fail-if", "critical-down"]).code(1);
    folder.run(&["what-if", "main.toml", "--each", "provider", "--fail-if", "any-down"]).code(0);
}

#[test]
fn all_single_losses_are_ranked_by_damage() {
    let folder = Folder::with(SHOP);
    let table = folder.run(&["what-if", "main.toml", "--each", "component"]).code(0);
    let names: Vec<&str> = table.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(names[..3], ["COMPONENT", "sessions", "shop"], "{}", table.out);
    let regions = folder.run(&["what-if", "main.toml", "--each", "region"]).code(0);
    regions.shows(&["us-east-1", "1 region: 0 would take nothing else down."]);
}

#[test]
fn the_answer_for_programs_holds_the_same() {
    let folder = Folder::with(SHOP);
    let answer = folder
        .run(&["what-if", "main.toml", "--lose", "us-east-1a", "--format", "json", "--fail-if", "critical-down"])
        .code(1);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["lost"][0]["name"], "us-east-1a");
    assert_eq!(json["damage"]["critical"], 1);
    assert_eq!(json["down"][0]["witness"], serde_json::json!(["shop", "sessions"]));
    assert_eq!(json["down"][0]["instances"]["after"], 0);
    assert_eq!(json["failed"], serde_json::json!(["critical-down"]));
    let answer = folder.run(&["what-if", "main.toml", "--each", "zone", "--format", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(json["losses"].as_array().unwrap().len(), 3);
    assert_eq!(json["losses"][1]["remains"][0]["load"]["peak"], 500.0);
}

#[test]
fn every_wrong_name_comes_with_the_nearest() {
    let folder = Folder::with(SHOP);
    folder.run(&["what-if", "main.toml", "--lose", "us-east-1d", "--lose", "sesions", "--lose", "xyzzy"]).code(2).says(
        &[
            "there is no zone, region, component or provider `us-east-1d`",
            "did you mean `us-east-1a`?",
            "did you mean `sessions`?",
            "`xyzzy`",
            "--each component",
        ],
    );
    folder.run(&["what-if", "main.toml", "--lose", "\u{1b}[2J"]).code(2).says(&["`\\u{1b}[2J`"]);
    folder.run(&["what-if", "main.toml"]).code(2).says(&["--lose", "--each"]);
    folder.run(&["what-if", "main.toml", "--each", "planet"]).code(2).says(&["zone"]);
    folder.run(&["what-if", "main.toml", "--each", "zone", "--lose", "a"]).code(2);
    folder.run(&["what-if", "none.toml", "--lose", "a"]).code(2).says(&["none.toml"]);
}

#[test]
fn a_name_of_several_things_is_asked_back() {
    let text = "[region.web]\nzones = [\"a\"]\n[region.west]\nzones = [\"a\"]\n[app.web]\nregion = \"web\"\n";
    let folder = Folder::with(text);
    folder.run(&["what-if", "main.toml", "--lose", "web"]).code(2).says(&["`region:web` or `component:web`"]);
    folder.run(&["what-if", "main.toml", "--lose", "a"]).code(2).says(&["`zone:web-a` or `zone:west-a`"]);
    folder.run(&["what-if", "main.toml", "--lose", "region:web"]).code(0).shows(&["Lost: region `web`"]);
}

#[test]
fn a_file_with_errors_is_not_studied() {
    let folder = Folder::with("[app.web]\nuses = [\"nothing\"]\n");
    let answer = folder.run(&["what-if", "main.toml", "--lose", "web"]).code(1);
    assert_eq!(answer.out, "");
    answer.says(&["SYN002", "nothing is worked out"]);
}

/// How many elements of a class a picture has.
fn count(svg: &str, class: &str) -> usize {
    svg.matches(&format!("class=\"{class}\"")).count()
}

#[test]
fn a_picture_shows_what_is_lost_and_what_goes_down() {
    let folder = Folder::with(SHOP);
    let lose = |name: &str, more: &[&str]| {
        let answer = folder.run(&[&["what-if", "main.toml", "--lose", name, "-o", "a.svg"], more].concat());
        answer.code(0).shows(&["Lost: "]);
        folder.read("a.svg")
    };
    let zone = lose("us-east-1a", &[]);
    assert_eq!((count(&zone, "lost zone"), count(&zone, "down"), count(&zone, "cross")), (2, 3, 4));
    assert_eq!((count(&zone, "loss"), count(&zone, "cut connection")), (3, 2));
    for words in [
        "What if",
        "Lost: zone us-east-1a",
        "shop, critical: needs sessions: all its 2 instances are lost",
        "customers, client: needs shop → sessions: all its 2 instances are lost",
        "Goes down: see the list",
        "Hatched ground: lost",
    ] {
        assert!(zone.contains(&format!("<title>{words}")), "{words}");
    }
    assert!(zone.contains("what if zone us-east-1a is lost</title>"));
    let less = lose("us-east-1b", &["--theme", "print", "--projection", "flat"]);
    assert!(less.contains("data-state=\"less\"") && less.contains("(80 %)") && less.contains("Runs with less"));
    let region = lose("us-east-1", &[]);
    assert!(region.contains("Hatched ground: lost") && count(&region, "down") == 4);
    // one of two providers may go: nothing is down, and the legend says nothing of it
    let provider = lose("acme", &[]);
    assert_eq!((count(&provider, "down"), count(&provider, "cross")), (0, 1));
    assert!(provider.contains("data-state=\"lost\"") && !provider.contains("Goes down"));
    assert_eq!(lose("sessions", &[]), lose("sessions", &[]), "the same bytes each time");
}

#[test]
fn a_picture_of_a_loss_may_show_a_view_and_goes_to_files_alone() {
    let folder = Folder::with(&format!("{SHOP}\n[view.stores]\nids = [\"sessions\"]\n"));
    folder
        .run(&[
            "what-if",
            "main.toml",
            "--lose",
            "a",
            "--view",
            "stores",
            "-o",
            "a.svg",
            "-o",
            "a.pdf",
            "--paper",
            "a4",
        ])
        .code(0);
    let view = folder.read("a.svg");
    assert_eq!(count(&view, "down"), 1);
    assert!(!view.contains("customers, client"), "what the view leaves out has no number");
    assert!(folder.names().contains(&"a.pdf".to_owned()));
    let refused = |more: &[&str], said: &str| {
        folder.run(&[&["what-if", "main.toml"], more].concat()).code(2).says(&[said]);
    };
    refused(&["--lose", "a", "-o", "-"], "the picture can not go to standard output");
    refused(&["--lose", "a", "--theme", "dark"], "how the picture looks is said, but not where it goes");
    refused(&["--lose", "a", "-o", "b.svg", "-o", "b.svg"], "asked for twice");
    refused(&["--lose", "a", "-o", "main.toml"], "main.toml");
    refused(&["--each", "zone", "-o", "b.svg"], "`b.svg` is one file, but each loss is a picture of its own");
    refused(&["--each", "zone", "-o", "-"], "the picture can not go to standard output");
    refused(&["--each", "zone", "-o", "x-{}.gif"], "unknown suffix");
    refused(&["--each", "zone", "-o", "x/", "-o", "x/"], "is asked for twice");
    refused(&["--lose", "a", "-o", "b.svg", "--theme", "drak"], "did you mean `dark`?");
    refused(&["--lose", "a", "-o", "b.svg", "--view", "no"], "there is no view `no`");
    assert!(!folder.names().contains(&"b.svg".to_owned()));
}

#[test]
fn each_loss_is_a_picture_of_its_own() {
    let folder = Folder::with(SHOP);
    folder
        .run(&["what-if", "main.toml", "--each", "zone", "-o", "losses/", "-o", "lost-{}.png", "--width", "300"])
        .code(0);
    let svg = |name: &str| folder.read(name);
    for name in ["losses/us-east-1b.svg", "losses/us-east-1c.svg", "lost-us-east-1a.png", "lost-us-east-1c.png"] {
        assert!(folder.path(name).is_file(), "{name}");
    }
    // each as `--lose` draws it
    folder.run(&["what-if", "main.toml", "--lose", "us-east-1a", "-o", "one.svg", "--width", "300"]).code(0);
    assert_eq!(svg("losses/us-east-1a.svg"), svg("one.svg"));
    // names of providers are no paths
    let slashes = Folder::with(&SHOP.replace("Acme", "../Acme/Pay"));
    slashes.run(&["what-if", "main.toml", "--each", "provider", "-o", "out"]).code(0);
    assert!(slashes.path("out/..-Acme-Pay.svg").is_file());
    let many: Vec<String> = (0..101).map(|n| format!("[app.a{n}]\n")).collect();
    let many = Folder::with(&format!("[region.r]\n{}", many.concat()));
    many.run(&["what-if", "main.toml", "--each", "component", "-o", "out/"])
        .code(2)
        .says(&["101 pictures, more than 100"]);
    assert!(!many.path("out").exists());
}
