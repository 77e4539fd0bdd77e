//! Lays out worlds made by chance and looks them over for what must never be.

#![allow(clippy::unwrap_used)]

mod common;

use isoplan::diag::Severity;
use isoplan::geom::Paper;
use isoplan::layout::{Detail, LayoutConfig, Lock, Tray, check, layout, layout_for, metrics};
use isoplan::model::{Grain, Model, with_replication};
use isoplan::source::SourceFile;

fn model(toml: &str) -> Model {
    let loaded = isoplan::syntax::parse(SourceFile::new("world.toml", toml));
    let (model, findings) = isoplan::model::resolve(&loaded.document);
    let errors: Vec<_> = loaded.findings.iter().chain(&findings).filter(|f| f.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{:?}\n{toml}", errors.iter().map(|f| &f.message).collect::<Vec<_>>());
    with_replication(&model).into_owned()
}

#[test]
fn no_world_breaks_a_hard_rule() {
    for (k, w) in common::many().into_iter().enumerate() {
        let m = model(&common::world(w));
        let l = layout(&m, &LayoutConfig { quick: k % 5 != 0, ..LayoutConfig::default() });
        let bad = check(&m, &l);
        assert!(bad.is_empty(), "{w:?}: {} violations, first {:?}", bad.len(), &bad[..bad.len().min(6)]);
    }
}

#[test]
fn the_order_of_tables_has_no_effect() {
    let w = common::World {
        apps: 20,
        stores: 8,
        replicas: 1,
        standby: true,
        groups: 2,
        networks: 1,
        ..common::World::small(5)
    };
    let text = common::world(w);
    let mut tables: Vec<&str> = text.split("\n\n").collect();
    let first = format!("{:?}", layout(&model(&text), &LayoutConfig::default()));
    tables.reverse();
    let second = format!("{:?}", layout(&model(&tables.join("\n\n")), &LayoutConfig::default()));
    assert!(first == second, "another order of tables gives another layout");
}

#[test]
fn quick_layouts_break_no_hard_rule_either_and_trials_only_help() {
    let crossings = |m: &Model, quick: bool| {
        let l = layout(m, &LayoutConfig { quick, ..LayoutConfig::default() });
        assert!(check(m, &l).is_empty());
        metrics(m, &l).iter().find(|m| m.code == "Q1").unwrap().value
    };
    let (mut first, mut tried) = (0.0, 0.0);
    for seed in 40..44 {
        let m = model(&common::world(common::World { apps: 20, ..common::World::small(seed) }));
        first += crossings(&m, true);
        tried += crossings(&m, false);
    }
    assert!(tried * 1.3 < first, "{tried} crossings with trials, {first} without");
}

/// Texts of the largest sheet are read on it, or the command says why not and draws less.
#[test]
fn detail_falls_until_texts_can_be_read() {
    let w = common::World { apps: 24, stores: 6, replicas: 3, ..common::World::small(7) };
    let m = model(&common::world(w));
    let on = |paper: &str| layout_for(&m, &LayoutConfig::default(), Paper::from_name(paper).unwrap());
    let (_, poster) = on("a0");
    assert_eq!((poster.detail, poster.condensed.len()), (Detail::Full, 0), "{:?}", poster.notes);
    let (_, sheet) = on("a3");
    assert!(sheet.detail >= Detail::Copies && sheet.condensed.len() == 3, "{:?}", sheet.detail);
    assert!(sheet.notes.iter().any(|n| n.contains("copy-0, copy-1, copy-2")), "{:?}", sheet.notes);
    assert!(check(&m, &sheet).is_empty(), "{:?}", check(&m, &sheet));
    let plate = sheet.containers.iter().find(|c| !c.summary.is_empty()).unwrap();
    assert_eq!(plate.summary[0].0, "As Production, at 0.5 of its size");
    let (small, blocks) = on("a4");
    assert!(small.components.len() * 2 < m.components.len(), "what can not be read as it is becomes blocks");
    assert!(blocks.notes[0].contains("one block"), "{:?}", blocks.notes);
    assert!(check(&small, &blocks).is_empty(), "{:?}", check(&small, &blocks));
}

/// 24 domains, each of eight apps of two kinds that call each other and the next domain, and two tables.
fn domains() -> String {
    let mut text = vec![String::from("[region.r]\n[defaults]\nregion = \"r\"\n")];
    for d in 0..24 {
        text.push(format!("[group.d{d}]\nlabel = \"Domain {d}\"\n"));
        let next = (d + 1) % 24;
        for k in 0..8 {
            let (kind, other, table) = (["ec2", "lambda"][k / 4], (k + 1) % 8, k % 2);
            text.push(format!(
                "[app.a{d}-{k}]\nkind = \"{kind}\"\ngroup = \"d{d}\"\n\
                 uses = [\"a{d}-{other}\", \"s{d}-{table}\", \"a{next}-0\"]\n"
            ));
        }
        for k in 0..2 {
            text.push(format!("[store.s{d}-{k}]\nkind = \"dynamodb\"\ngroup = \"d{d}\"\n"));
        }
    }
    text.concat()
}

/// On smaller paper more is put together, as little as can be; and a drawing with its lock is the drawing that made it.
#[test]
fn blocks_are_of_the_finest_grain_that_can_be_read() {
    let m = model(&domains());
    let mut grains = Vec::new();
    let large = Paper::from_name("a0").unwrap();
    for paper in (1..=20).rev().map(|k| large.scaled(f64::from(k) * 0.03)) {
        let config = LayoutConfig { quick: true, ..LayoutConfig::default() };
        let (drawn, l) = layout_for(&m, &config, paper);
        assert!(check(&drawn, &l).is_empty(), "{:?}", check(&drawn, &l));
        grains.push((l.lock.grain, drawn.components.len()));
        if l.lock.grain.is_some() {
            assert!(l.notes.iter().any(|n| n.contains("one block")), "{:?}", l.notes);
            let (drawn_again, again) =
                layout_for(&m, &LayoutConfig { overview: Some(l.lock.clone()), ..config }, paper);
            assert_eq!((drawn_again.components.len(), &again.lock), (drawn.components.len(), &l.lock));
        }
    }
    assert!(grains.is_sorted_by_key(|(grain, _)| *grain), "{grains:?}");
    grains.dedup();
    // of one kind, of one family or of one role is the same here
    assert_eq!(grains, [(None, 240), (Some(Grain::Kinds), 72), (Some(Grain::Domains), 24), (Some(Grain::Families), 3)]);
}

/// The flagship in full: the targets of `docs/layout.md` that it meets.
#[test]
fn the_flagship_reads_well_on_its_sheet() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/ofa");
    let loaded = isoplan::syntax::load("ofa.topology.toml", &mut common::Folder(folder));
    let (m, _) = isoplan::model::resolve(&loaded.document);
    let drawn = layout(&m, &LayoutConfig::default());
    let measured = metrics(&m, &drawn);
    let value = |name: &str| measured.iter().find(|metric| metric.name == name).unwrap().value;
    for metric in measured.iter().filter(|metric| metric.code.starts_with('H')) {
        assert!(metric.value.abs() < f64::EPSILON, "{}: {}", metric.name, metric.value);
    }
    assert!(value("bends, mean") <= 2.0 && value("bends, most") <= 8.0);
    assert!(value("detour, 95 %") <= 1.6);
    assert!(value("density of slabs") >= 0.3 && value("density") >= 0.24);
    assert!(value("smallest text, A1") >= 5.0);
    assert!(value("distance of wires, A1") >= 0.6);
}

/// What no level of detail makes readable is said.
#[test]
fn what_can_not_be_read_is_said() {
    let regions = (0..400).map(|k| format!("[region.r-{k}]\n[app.a-{k}]\nregion = \"r-{k}\"\n"));
    let m = model(&regions.collect::<String>());
    let paper = Paper::from_name("a4").unwrap();
    let (_, l) = layout_for(&m, &LayoutConfig { quick: true, ..LayoutConfig::default() }, paper);
    assert!(l.notes.iter().any(|n| n.contains("too few to read")), "{:?}", l.notes);
}

/// A copy looks as its original: every component at the same place on its plate, every wire along the same streets.
#[test]
fn copies_look_like_their_originals() {
    for networks in [0, 2] {
        let w = common::World { apps: 24, stores: 6, replicas: 2, networks, ..common::World::small(9) };
        let m = model(&common::world(w));
        let l = layout(&m, &LayoutConfig::default());
        let alike = metrics(&m, &l).iter().find(|m| m.code == "Q14").unwrap().value;
        assert!((alike - 1.0).abs() < 1e-9, "{networks} networks: {alike}");
    }
}

/// What stands outside may be copied too. Each way in stands level with its environment, and crosses nothing there.
#[test]
fn copies_with_a_way_in_of_their_own_cross_nothing() {
    let m = model(
        "[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\nenvironment = \"p\"\n[region.r]\nzones = [\"a\", \"b\"]\n\
         [environment.p]\n[environment.q]\nreplicates = \"p\"\n[environment.s]\nreplicates = \"p\"\n\
         [external.users]\nkind = \"people\"\nuses = [\"dns\"]\n[gateway.dns]\nkind = \"route53\"\nuses = [\"cdn\"]\n\
         [gateway.cdn]\nkind = \"cloudfront\"\nuses = [\"web\", \"api\"]\n[app.web]\nper-zone = 2\nuses = [\"api\", \"db\"]\n\
         [app.api]\nper-zone = 2\nuses = [\"db\"]\n[store.db]\nkind = \"rds\"\n",
    );
    let l = layout(&m, &LayoutConfig::default());
    assert_eq!(l.trays.len(), 16, "three of each but the users");
    let crossings = metrics(&m, &l).iter().find(|m| m.code == "Q1").unwrap().value;
    assert!(crossings < 0.5, "{crossings} crossings");
}

/// Inputs that do not look like a cloud: each must be laid out without a violation, and not as a long wall.
#[test]
fn odd_inputs_are_composed_too() {
    let list = |n: usize, f: &dyn Fn(usize) -> String| (0..n).map(f).collect::<String>();
    let names = |n: usize, skip: usize| {
        (0..n).filter(|k| *k != skip).map(|k| format!("\"x-{k}\"")).collect::<Vec<_>>().join(", ")
    };
    let leaf = |k: usize| format!("[store.x-{k}]\nkind = \"s3\"\n");
    let cases = [
        ("one", "[app.a]\n".to_owned()),
        ("two", "[app.a]\nuses = [\"b\"]\n[store.b]\n".to_owned()),
        ("nothing but people", "[external.a]\nuses = [\"b\"]\n[external.b]\nkind = \"github\"\n".to_owned()),
        ("a star with 300 leaves", format!("[app.hub]\nuses = [{}]\n{}", names(300, 999), list(300, &leaf))),
        ("500 that know nobody", list(500, &leaf)),
        ("a mesh", list(14, &|k| format!("[app.x-{k}]\nkind = \"lambda\"\nuses = [{}]\n", names(14, k)))),
        (
            "twelve networks",
            list(12, &|k| {
                let app = format!("[app.a-{k}]\nnetwork = \"n-{k}\"\nuses = [\"b-{k}\", \"b-{}\"]\n", (k + 1) % 12);
                format!("[network.n-{k}]\nregion = \"r\"\n{app}[store.b-{k}]\nnetwork = \"n-{k}\"\n")
            }),
        ),
        (
            "twelve regions more",
            "[app.a]\nregion = \"r\"\n".to_owned()
                + &list(12, &|k| {
                    let app = format!("[app.a-{k}]\nregion = \"r-{k}\"\nuses = [\"b-{k}\", \"a\"]\n");
                    format!("[region.r-{k}]\nzones = [\"a\"]\n{app}[store.b-{k}]\nregion = \"r-{k}\"\n")
                }),
        ),
        ("no tiers, a ring", list(9, &|k| format!("[app.x-{k}]\nkind = \"lambda\"\nuses = [\"x-{}\"]\n", (k + 1) % 9))),
    ];
    for (name, text) in cases {
        let m = model(&format!("[region.r]\nzones = [\"a\", \"b\"]\n{text}"));
        let l = layout(&m, &LayoutConfig::default());
        let bad = check(&m, &l);
        assert!(bad.is_empty(), "{name}: {:?}", &bad[..bad.len().min(6)]);
        if l.trays.len() > 20 {
            let (w, d) = (l.bounds.w.units(), l.bounds.d.units());
            assert!(w < 3.0 * d && d < 3.0 * w, "{name} is {w} by {d}");
        }
        let again = layout(&m, &LayoutConfig { lock: Some(l.lock.clone()), ..LayoutConfig::default() });
        assert_eq!((slots(&again.lock), &again.lock), (slots(&l.lock), &l.lock), "{name}");
    }
}

/// All slots of a lock, by place and component.
fn slots(lock: &Lock) -> std::collections::BTreeMap<String, (usize, usize)> {
    let mut all = std::collections::BTreeMap::new();
    for (name, list) in [("front", &lock.front), ("beyond", &lock.beyond)] {
        all.extend(list.iter().map(|(id, s)| (format!("{name} {id}"), *s)));
    }
    for (name, (avenues, plain)) in &lock.districts {
        all.extend(avenues.iter().map(|(id, s)| (format!("{name} avenue {id}"), *s)));
        all.extend(plain.iter().map(|(id, s)| (format!("{name} plain {id}"), *s)));
    }
    all
}

#[test]
fn with_a_lock_an_edit_moves_nothing_else() {
    for seed in 20..24 {
        let w = common::World {
            apps: 18,
            stores: 8,
            helpers: 6,
            replicas: 1,
            standby: seed % 2 == 0,
            ..common::World::small(seed)
        };
        let text = common::world(w);
        let drawn = layout(&model(&text), &LayoutConfig { quick: seed > 20, ..LayoutConfig::default() });
        let first = drawn.lock;
        let edits = [
            ("nothing", text.clone()),
            ("a component", format!("{text}\n[app.new-one]\nzones = [\"a\", \"b\"]\nuses = [\"app-3\", \"app-7\"]\n")),
            ("a plain component", format!("{text}\n[store.new-one]\nkind = \"s3\"\n")),
            ("an external", format!("{text}\n[external.new-one]\nkind = \"people\"\nuses = [\"dns\"]\n")),
            ("a connection", format!("{text}\n[[connection]]\nfrom = \"app-2\"\nto = \"app-11\"\n")),
            ("an instance", text.replacen("per-zone = 1", "per-zone = 3", 1)),
            ("a label", text.replacen("label = \"", "label = \"a much longer name of ", 4)),
        ];
        for (what, edited) in edits {
            let m = model(&edited);
            let l = layout(&m, &LayoutConfig { lock: Some(first.clone()), ..LayoutConfig::default() });
            assert!(check(&m, &l).is_empty(), "{what} (seed {seed}): {:?}", check(&m, &l));
            let after = slots(&l.lock);
            for (name, slot) in slots(&first) {
                assert_eq!(after.get(&name), Some(&slot), "{what} (seed {seed}) moves {name}");
            }
            if what == "nothing" && seed == 20 {
                let places = |trays: &[Tray]| trays.iter().map(|t| t.rect).collect::<Vec<_>>();
                assert_eq!(
                    places(&l.trays),
                    places(&drawn.trays),
                    "the lock gives another picture than that it was made with"
                );
            }
        }
    }
}

#[test]
fn with_a_lock_what_is_taken_away_moves_nothing_either() {
    let text = "[region.r]\nzones = [\"a\", \"b\"]\n[app.a]\nuses = [\"b\", \"c\"]\n[app.b]\n[app.c]\n[store.d]\nkind = \"s3\"\n";
    let first = layout(&model(text), &LayoutConfig::default()).lock;
    let m = model(&text.replace("[app.b]\n", "").replace("\"b\", \"c\"", "\"c\""));
    let l = layout(&m, &LayoutConfig { lock: Some(first.clone()), ..LayoutConfig::default() });
    assert!(check(&m, &l).is_empty());
    let before = slots(&first);
    for (name, slot) in slots(&l.lock) {
        assert_eq!(before.get(&name), Some(&slot), "{name} moves");
    }
}

#[test]
fn a_component_that_stands_twice_in_one_place_is_drawn_twice_in_copies_too() {
    let text = "[defaults]\nregion = \"r\"\n[region.r]\n[environment.p]\n[environment.q]\nreplicates = \"p\"\n\
        [store.a]\nregion = \"r\"\n[[store.a.placement]]\n[store.b]\n[[connection]]\nfrom = \"b\"\nto = \"a\"\n";
    let m = model(text);
    for lock in [None, Some(layout(&m, &LayoutConfig::default()).lock)] {
        let l = layout(&m, &LayoutConfig { lock, ..LayoutConfig::default() });
        assert_eq!((check(&m, &l), l.trays.len()), (Vec::new(), 6));
        assert!(l.trays.iter().all(|t| t.rect.w.0 > 0));
    }
}
