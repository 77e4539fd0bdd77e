//! Trays set by hand, and what is drawn round them.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use super::*;
use crate::geom::GPoint;
use crate::layout::{Container, ContainerKind, Violation, Wire};
use crate::model::testing;
use crate::syntax::attributes::ConnectionKind;

const A: &str = "[security-group.one]\n";

/// A model with the apps `a` to `h`; the members of security groups `one` and `two` and of a team say so in `more`.
fn model(one: &str, two: &str, more: &str) -> Model {
    let mut text = format!("[region.r]\nzones = [\"x\"]\n{A}[security-group.two]\n{more}\n");
    for id in "abcdefgh".chars() {
        let groups: Vec<&str> =
            [("\"one\"", one), ("\"two\"", two)].iter().filter(|(_, all)| all.contains(id)).map(|(g, _)| *g).collect();
        let _ = writeln!(text, "[app.{id}]\nsecurity-group = [{}]", groups.join(", "));
    }
    testing::model(&text)
}

fn tray(placement: u32, rect: GRect) -> Tray {
    Tray {
        placement: PlacementIx(placement),
        rect,
        plate: true,
        nameplate: GRect::new(rect.x, rect.y1() - Gu(78), rect.w, Gu(78)),
        lines: Vec::new(),
        text_size: Gu(42),
        solids: Vec::new(),
        scaling: None,
        scaling_box: false,
    }
}

/// Trays of the apps in a plan of letters, each 300 wide and 400 deep with streets of 108, on one slab.
fn lay(plan: &[&str]) -> Layout {
    let mut layout = Layout::default();
    for (j, row) in plan.iter().enumerate() {
        for (i, id) in row.bytes().enumerate().filter(|(_, id)| *id != b'.') {
            let rect = GRect::new(Gu(100 + 408 * i as i32), Gu(100 + 508 * j as i32), Gu(300), Gu(400));
            layout.trays.push(tray(u32::from(id - b'a'), rect));
        }
    }
    layout.trays.sort_by_key(|t| t.placement);
    layout.containers.push(Container {
        kind: ContainerKind::Region(RegionIx(0)),
        rect: GRect::new(Gu(0), Gu(0), Gu(4000), Gu(4000)),
        level: 0,
        caption: "R".to_owned(),
        caption_rect: GRect::new(Gu(36), Gu(3900), Gu(60), Gu(100)),
        caption_size: Gu(60),
        summary: Vec::new(),
        summary_size: Gu::ZERO,
    });
    layout
}

fn wire(points: &[(i32, i32)]) -> Wire {
    Wire {
        links: Vec::new(),
        connections: Vec::new(),
        kind: ConnectionKind::Sync,
        lines: vec![points.iter().map(|&(x, y)| GPoint::new(Gu(x), Gu(y))).collect()],
        both_ways: false,
    }
}

/// Draws and names; gives what the own check says about outlines.
fn finish(model: &Model, layout: &mut Layout) -> Vec<Violation> {
    draw(model, layout);
    name(model, layout);
    let mut out = Vec::new();
    check(model, layout, &mut out);
    out
}

/// The members of each outline on the ground, and of the marks on trays, as letters.
fn drawn(layout: &Layout) -> (Vec<String>, String) {
    let letter = |p: &PlacementIx| char::from(b'a' + p.0 as u8);
    let ground = layout.outlines.iter().filter(|o| !o.on_floor);
    let mut marks: String = layout
        .marks
        .iter()
        .filter_map(|m| match m.on {
            Marked::Tray(p) => Some(letter(&p)),
            Marked::Outline(_) => None,
        })
        .collect();
    marks.retain(|c| c != ' ');
    (ground.map(|o| o.members.iter().map(letter).collect()).collect(), marks)
}

#[test]
fn members_side_by_side_have_one_outline() {
    for plan in [vec!["abc"], vec!["a", "b", "c"], vec!["abc", "def"], vec!["ab.", "..c", "def"]] {
        let model = model("abc", "", "");
        let mut layout = lay(&plan);
        assert_eq!(finish(&model, &mut layout), [], "{plan:?}");
        assert_eq!(drawn(&layout), (vec!["abc".to_owned()], String::new()), "{plan:?}");
        let around = layout.trays[..3].iter().map(|t| t.rect).reduce(|a, b| a.union(&b)).unwrap();
        assert_eq!(layout.outlines[0].rect, around.grown(LEAST));
        assert!(layout.outlines[0].name.is_some());
    }
}

#[test]
fn members_that_others_part_have_two_outlines() {
    for (plan, parts) in [
        (vec!["adb", "..c"], ["a", "bc"]),
        (vec!["ab", "cd"], ["ac", "b"]),
        (vec!["a", "d", "b", "c"], ["a", "bc"]),
        (vec!["ad.", ".bc"], ["a", "bc"]),
    ] {
        let model = model("abc", "", "");
        let mut layout = lay(&plan);
        assert_eq!(finish(&model, &mut layout), [], "{plan:?}");
        assert_eq!(drawn(&layout), (parts.map(str::to_owned).to_vec(), String::new()), "{plan:?}");
    }
}

#[test]
fn scattered_members_bear_a_letter() {
    for plan in [vec!["adbec"], vec!["adb", "efg", "c.h"]] {
        let model = model("abc", "", "");
        let mut layout = lay(&plan);
        assert_eq!(finish(&model, &mut layout), [], "{plan:?}");
        assert_eq!(drawn(&layout), (Vec::new(), "abc".to_owned()), "{plan:?}");
        assert!(layout.marks.iter().all(|m| m.letter == "A"));
        for mark in &layout.marks {
            let of: Vec<&Tray> = layout.trays.iter().filter(|t| t.rect.overlaps(&mark.rect)).collect();
            assert!(matches!(of[..], [one] if Marked::Tray(one.placement) == mark.on), "{mark:?}");
        }
    }
}

#[test]
fn the_letters_of_many_groups_of_one_tray_lie_on_nothing() {
    let mut all = String::new();
    for k in 0..60 {
        let _ = writeln!(all, "[group.g{k}]\nkind = \"team\"\nmembers = [\"a\", \"b\", \"c\"]");
    }
    let model = model("", "", &all);
    let mut layout = lay(&["adb", "efg", "c.h"]);
    assert_eq!(finish(&model, &mut layout), []);
    let letters: Vec<GRect> = layout.marks.iter().map(|m| m.rect).collect();
    assert_eq!(letters.len(), 180);
    for (k, one) in letters.iter().enumerate() {
        assert!(letters[..k].iter().all(|other| !other.overlaps(one)), "{one:?}");
    }
}

#[test]
fn a_domain_has_a_line_where_its_members_stand_together_and_else_letters_in_a_small_drawing() {
    let domains = "[group.shop]\nlabel = \"Shop\"\nmembers = [\"a\"]\n\
        [group.pay]\nlabel = \"Pay\"\nparent = \"shop\"\nmembers = [\"b\", \"c\"]\n";
    let model = model("", "", domains);
    let mut together = lay(&["abcd"]);
    assert_eq!(finish(&model, &mut together), []);
    // the outer one holds what the inner one holds
    assert_eq!(drawn(&together), (vec!["bc".to_owned(), "abc".to_owned()], String::new()));
    assert!(together.outlines[1].rect.contains(&together.outlines[0].rect.grown(BETWEEN[1])));
    assert!(together.outlines.iter().all(|o| o.name.is_some()));
    let mut scattered = lay(&["adb", "efg", "c.h"]);
    assert_eq!(finish(&model, &mut scattered), []);
    assert_eq!(drawn(&scattered), (Vec::new(), "bcabc".to_owned()));
    for mark in &scattered.marks {
        assert!(mark.of.is_lettered(&model, 80) && !mark.of.is_lettered(&model, 81));
    }
    // the check misses one that is not there
    scattered.marks.pop();
    let mut out = Vec::new();
    check(&model, &scattered, &mut out);
    assert_eq!(out.len(), 1, "{out:?}");
}

#[test]
fn a_domain_without_room_for_its_name_has_a_letter_on_its_line() {
    let long = "[group.shop]\nlabel = \"a name that is much longer than its trays are wide and deep\"\n\
        members = [\"a\", \"b\"]\n";
    let model = model("", "", long);
    let mut layout = lay(&["abc"]);
    assert_eq!(finish(&model, &mut layout), []);
    assert_eq!(layout.outlines.len(), 1);
    assert!(matches!(layout.marks[..], [GroupMark { on: Marked::Outline(0), .. }]), "{:?}", layout.marks);
}

#[test]
fn room_is_made_for_the_name_of_a_domain_that_has_none() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/event-driven.topology.toml");
    let model = testing::model(&std::fs::read_to_string(path).unwrap());
    let layout = crate::layout::layout(&model, &crate::layout::LayoutConfig::default());
    let mut named: Vec<&str> = layout.outlines.iter().filter(|o| o.name.is_some()).map(|o| o.label.as_str()).collect();
    named.sort_unstable();
    assert_eq!(named, ["Delivery", "Ordering", "Stock"]);
    assert_eq!(crate::layout::check(&model, &layout), []);
}

#[test]
fn two_groups_with_the_same_members_keep_their_distance() {
    let team = "[group.team]\nkind = \"team\"\nmembers = [\"a\", \"b\"]\n";
    let model = model("ab", "ab", team);
    let mut layout = lay(&["abc"]);
    assert_eq!(finish(&model, &mut layout), []);
    let rects: Vec<GRect> = layout.outlines.iter().map(|o| o.rect).collect();
    assert_eq!(rects.len(), 3);
    for pair in rects.windows(2) {
        assert!(pair[1].contains(&pair[0].grown(BETWEEN[1])), "{pair:?}");
    }
    // security is inside, the team round it; each has its name at one of their lines
    assert_eq!(layout.outlines[2].of.kind(&model), GroupKind::Team);
    assert!(layout.outlines.iter().all(|o| o.name.is_some()));
}

#[test]
fn groups_that_share_some_members_cross_at_right_angles() {
    let model = model("ab", "bc", "");
    let mut layout = lay(&["abcd"]);
    assert_eq!(finish(&model, &mut layout), []);
    assert_eq!(drawn(&layout).0, ["ab", "bc"]);
    assert_ne!(layout.outlines[0].rect.y, layout.outlines[1].rect.y);
}

#[test]
fn no_edge_lies_along_a_wire() {
    let model = model("ab", "", "");
    for off in [20, 24, 30, 36] {
        let mut layout = lay(&["abc"]);
        let x = 100 + 408 + 300 + off;
        layout.wires = vec![wire(&[(x, 50), (x, 700)]), wire(&[(300, 600), (300, 500)])];
        assert_eq!(finish(&model, &mut layout), []);
        let edge = layout.outlines[0].rect.x1();
        assert!((edge - Gu(x)).abs() >= Gu(7), "a wire at {off}: {edge:?}");
        let name = layout.outlines[0].name.unwrap().rect;
        assert!(
            layout
                .wires
                .iter()
                .flat_map(|w| &w.lines)
                .all(|l| !GRect::between(l[0], l[1]).grown(Gu(1)).overlaps(&name))
        );
    }
}

#[test]
fn where_there_is_no_room_round_the_trays_letters_take_the_place_of_the_outline() {
    let model = model("ab", "", "");
    let mut near = lay(&["abc"]);
    near.trays[2].rect.x -= Gu(90);
    assert_eq!(finish(&model, &mut near), []);
    assert_eq!(drawn(&near), (Vec::new(), "ab".to_owned()));
    let mut edge = lay(&["abc"]);
    edge.containers[0].rect = GRect::new(Gu(85), Gu(0), Gu(4000), Gu(4000));
    assert_eq!(finish(&model, &mut edge), []);
    assert_eq!(drawn(&edge), (Vec::new(), "ab".to_owned()));
    let mut text = lay(&["abc"]);
    text.containers[0].caption_rect = GRect::new(Gu(80), Gu(490), Gu(1000), Gu(60));
    assert_eq!(finish(&model, &mut text), []);
    assert_eq!(drawn(&text), (Vec::new(), "ab".to_owned()));
}

#[test]
fn one_member_keeps_its_line_on_the_floor_and_a_second_one_lies_inside() {
    let model = model("a", "a", "");
    let mut layout = lay(&["abc"]);
    assert_eq!(finish(&model, &mut layout), []);
    let floors: Vec<GRect> = layout.outlines.iter().map(|o| o.rect).collect();
    assert!(layout.outlines.iter().all(|o| o.on_floor) && floors.len() == 2);
    assert!(floors[0].grown(-STEP).contains(&floors[1]) && layout.trays[0].rect.grown(-INSET).contains(&floors[0]));
    assert!(floors[0].y1() < layout.trays[0].nameplate.y);
}

#[test]
fn the_box_of_what_scales_is_the_outline_of_the_group_where_it_has_several_members() {
    let asg = "[group.asg]\nkind = \"auto-scaling\"\nmembers = [\"a\", \"b\"]\n";
    let model = model("a", "", asg);
    let mut layout = lay(&["abc"]);
    for tray in &mut layout.trays {
        (tray.scaling, tray.scaling_box) = (Some(tray.rect.grown(Gu(-5))), true);
    }
    assert_eq!(finish(&model, &mut layout), []);
    let boxes: Vec<bool> = layout.trays.iter().map(|t| t.scaling_box).collect();
    assert_eq!(boxes, [false, false, true]);
    let floor = layout.outlines.iter().find(|o| o.on_floor).unwrap().rect;
    assert!(floor.contains(&layout.trays[0].scaling.unwrap()), "the box stays inside the outline of the tray");
    assert!(layout.trays.iter().all(|t| t.scaling.is_some()), "the arrows stay");
}

#[test]
fn the_box_of_what_scales_is_the_outline_of_a_group_of_one() {
    let asg = "[group.asg]\nkind = \"auto-scaling\"\nmembers = [\"a\"]\n";
    let model = model("a", "a", asg);
    let mut layout = lay(&["abc"]);
    (layout.trays[0].scaling, layout.trays[0].scaling_box) = (Some(layout.trays[0].rect.grown(Gu(-5))), true);
    assert_eq!(finish(&model, &mut layout), []);
    let [first, asg] = &layout.outlines[..] else { panic!("{:?}", layout.outlines) };
    assert_eq!((asg.of.id(&model), asg.on_floor, layout.trays[0].scaling_box), ("asg", true, false));
    assert!(first.rect.contains(&asg.rect) && asg.rect.y1() < layout.trays[0].nameplate.y);
    // there is room for one line round the box
    assert_eq!(layout.marks.iter().map(|m| m.of.id(&model)).collect::<Vec<_>>(), ["two"]);
}

#[test]
fn the_check_finds_every_lie() {
    let model = model("ab", "cd", "");
    let mut good = lay(&["abe", "cdf"]);
    good.bands.push(crate::layout::Band {
        region: RegionIx(0),
        environment: None,
        zone: Some(0),
        subnet: None,
        rect: GRect::new(Gu(40), Gu(1200), Gu(400), Gu(200)),
        label: "Zone x".to_owned(),
        label_rect: GRect::new(Gu(50), Gu(1300), Gu(150), Gu(50)),
        label_size: Gu(42),
    });
    assert_eq!(finish(&model, &mut good), []);
    let first = |change: &dyn Fn(&mut Layout)| {
        let mut layout = good.clone();
        change(&mut layout);
        let mut out = Vec::new();
        check(&model, &layout, &mut out);
        assert!(!out.is_empty());
        out.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let (one, two) = (good.outlines[0].rect, good.outlines[1].rect);
    assert!(first(&|l| l.outlines[0].rect.w += Gu(200)).contains("`one` holds placement 4, which is no member"));
    assert!(
        first(&|l| l.outlines[0].rect.w -= Gu(200)).contains("placement 1 shows nowhere that it is in group `one`")
    );
    assert!(first(&|l| l.outlines.truncate(1)).contains("in group `two`"));
    assert!(first(&|l| l.containers[0].rect.w = two.x1() - Gu(9)).contains("`two` leaves its container"));
    assert!(first(&|l| l.outlines[1].rect = one.grown(Gu(2))).contains("`one` and `two` lie on each other"));
    let along = wire(&[(one.x.0, one.y1().0 + 2), (one.x1().0, one.y1().0 + 2)]);
    assert!(first(&|l| l.wires.push(along.clone())).contains("`one` lies along wire 0"));
    assert!(first(&|l| l.bands[0].label_rect.y = two.y1() - Gu(25)).contains("`two` cuts the text `Zone x`"));
}

#[test]
fn domains_count_by_place_and_in_pieces_for_half() {
    let more = "[group.p]\nmembers = [\"a\", \"b\"]\n[group.q]\nmembers = [\"c\", \"d\", \"e\", \"f\"]\n\
                [group.single]\nmembers = [\"h\"]\n[group.t]\nkind = \"team\"\nmembers = [\"a\", \"b\"]";
    let model = model("gh", "", more);
    let shown_of = |plan: &[&str]| {
        let mut layout = lay(plan);
        finish(&model, &mut layout);
        shown(&model, &layout)
    };
    // one member makes no area, and groups of other kinds are no domains
    assert_eq!(shown_of(&["abcd", "ghef"]), (4, 2));
    // `q` comes apart into two pairs
    assert_eq!(shown_of(&["cdab", "gh..", "ef.."]), (3, 2));
    // and is not drawn where even two rectangles would hold others
    assert_eq!(shown_of(&["agcb", "dhef"]), (0, 2));
}
