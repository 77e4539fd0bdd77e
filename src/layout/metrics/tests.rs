//! Tiny layouts with known answers.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::geom::GPoint;
use crate::layout::stretch::{least_distance, stretches};
use crate::layout::{Container, ContainerKind, LayoutConfig, Solid, SolidRole, Tray, Wire, WireLabel, layout};
use crate::model::{LinkIx, PlacementIx, RegionIx, resolve};
use crate::source::SourceFile;
use crate::syntax::attributes::ConnectionKind;

fn rect(x: i32, y: i32, w: i32, d: i32) -> GRect {
    GRect::new(Gu(x), Gu(y), Gu(w), Gu(d))
}

fn wire(lines: &[&[(i32, i32)]]) -> Wire {
    let line = |points: &&[(i32, i32)]| points.iter().map(|&(x, y)| GPoint::new(Gu(x), Gu(y))).collect();
    Wire {
        links: Vec::new(),
        connections: Vec::new(),
        kind: ConnectionKind::Sync,
        lines: lines.iter().map(line).collect(),
        both_ways: false,
    }
}

fn region(rect: GRect) -> Container {
    Container {
        kind: ContainerKind::Region(RegionIx(0)),
        rect,
        level: 0,
        caption: String::new(),
        caption_rect: GRect::default(),
        caption_size: Gu(50),
        summary: Vec::new(),
        summary_size: Gu(0),
    }
}

fn tray(placement: u32, rect: GRect) -> Tray {
    Tray {
        placement: PlacementIx(placement),
        rect,
        plate: true,
        nameplate: GRect::new(rect.x, rect.y1(), rect.w, Gu(0)),
        lines: vec!["x".to_owned()],
        text_size: Gu(42),
        solids: Vec::new(),
        scaling: None,
        scaling_box: false,
    }
}

fn solid(zone: Option<usize>, rect: GRect, h: i32) -> Solid {
    Solid {
        role: SolidRole::Instance,
        form: String::new(),
        family: String::new(),
        glyph: String::new(),
        zone,
        rect,
        z: Gu(0),
        h: Gu(h),
        count: 1,
        title: String::new(),
    }
}

fn model(toml: &str) -> Model {
    resolve(&crate::syntax::parse(SourceFile::new("t.toml", toml)).document).0
}

/// Three apps; `a` uses `b`, and `b` uses `c`.
fn three() -> Model {
    model("[region.r]\nzones = [\"a\"]\n[app.a]\nuses = [\"b\"]\n[app.b]\nuses = [\"c\"]\n[app.c]\n")
}

#[track_caller]
fn value(metrics: &[Metric], name: &str) -> f64 {
    metrics.iter().find(|metric| metric.name == name).unwrap().value
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} is not {b}");
}

#[test]
fn the_distance_is_that_of_wires_beside_each_other() {
    let wires = [
        wire(&[&[(0, 0), (100, 0)]]),
        wire(&[&[(100, 5), (200, 5)]]), // past the end of the first
        wire(&[&[(90, 36), (300, 36)]]),
        wire(&[&[(0, 50), (10, 50)]]),
    ];
    let found = stretches(&wires);
    assert_eq!(least_distance(&found, true), Some(Gu(31)));
    assert_eq!(least_distance(&found, false), None);
    let one = [wire(&[&[(0, 0), (100, 0)], &[(0, 9), (100, 9)]])];
    assert_eq!(least_distance(&stretches(&one), true), None, "a wire has no distance from itself");
}

#[test]
fn bends_detours_and_flow_are_those_of_each_link() {
    let model = three();
    let mut drawn = Layout { bounds: rect(0, 0, 400, 400), ..Layout::default() };
    drawn.wires = vec![
        Wire { links: vec![LinkIx(0)], ..wire(&[&[(0, 0), (50, 0), (100, 0)]]) },
        Wire { links: vec![LinkIx(1)], ..wire(&[&[(200, 0), (200, 50), (100, 50), (100, -50)]]) },
    ];
    let found = metrics(&model, &drawn);
    near(value(&found, "bends, mean"), 1.0);
    near(value(&found, "bends, most"), 2.0);
    near(value(&found, "detour, median"), 1.0);
    near(value(&found, "detour, 95 %"), 250.0 / 150.0);
    near(value(&found, "flow"), 0.5);
    // lengths 100 and 250
    near(value(&found, "unevenness of lengths"), 75.0 / 175.0);
    near(value(&found, "ink saved"), 0.0);
    near(value(&found, "crossing angle, flat"), 90.0);
    near(value(&found, "crossings"), 0.0);
}

#[test]
fn axes_cross_on_the_page_as_each_view_has_it() {
    let wires = vec![wire(&[&[(0, 50), (100, 50)]]), wire(&[&[(50, 0), (50, 100)]])];
    let drawn = Layout { wires, ..Layout::default() };
    let found = metrics(&three(), &drawn);
    near(value(&found, "crossings"), 1.0);
    near(value(&found, "crossing angle, iso30"), 60.0);
    assert!((value(&found, "crossing angle, a45") - 70.5).abs() < 0.1);
    near(value(&found, "crossing angle, flat"), 90.0);
}

#[test]
fn a_trunk_saves_ink() {
    let wires = vec![wire(&[&[(0, 0), (100, 0)], &[(0, 0), (100, 0), (100, 50)]])];
    let drawn = Layout { wires, ..Layout::default() };
    near(value(&metrics(&three(), &drawn), "ink saved"), 1.0 - 150.0 / 250.0);
}

#[test]
fn a_solid_hides_what_runs_behind_it() {
    let mut drawn = Layout { trays: vec![tray(0, rect(0, 0, 400, 400))], ..Layout::default() };
    drawn.trays[0].solids.push(solid(None, rect(200, 200, 100, 100), 50));
    // 20 behind the footprint: hidden from 200 − 50 to 300 − 20
    drawn.wires = vec![wire(&[&[(-50, 180), (450, 180)]]), wire(&[&[(320, -50), (320, 450)]])];
    near(value(&metrics(&three(), &drawn), "wire length hidden"), 130.0 / 1000.0);
    drawn.wires[0] = wire(&[&[(-50, 180), (200, 180)]]);
    near(value(&metrics(&three(), &drawn), "wire length hidden"), 0.0);
}

#[test]
fn the_sheet_is_measured_by_the_ground_and_the_trays() {
    let mut drawn = Layout { bounds: rect(0, 0, 400, 400), ..Layout::default() };
    drawn.trays = vec![tray(0, rect(0, 0, 100, 100)), tray(1, rect(300, 300, 100, 100))];
    let found = metrics(&three(), &drawn);
    near(value(&found, "ground fill"), 0.5);
    near(value(&found, "density"), 0.125);
    near(value(&found, "density of slabs"), 0.125);
    near(value(&found, "balance, x"), 0.0);
    // a square plan is √3 : 1 in the isometric view; only the corners of two trays reach its ends here
    let (w, h) = (2.0 * 0.866_025_403_784_438_6 * 26.0, 4.0 * 26.0);
    near(value(&found, "shape"), std::f64::consts::SQRT_2 / (w / h));
    let scale: f64 = (420.0f64 / h).min(297.0 / w);
    near(value(&found, "smallest text, A3"), 0.42 * 26.0 * scale * 72.0 / 25.4);
    drawn.trays.pop();
    near(value(&metrics(&three(), &drawn), "balance, y"), 0.75);
}

#[test]
fn slabs_are_measured_without_what_stands_beside_them() {
    let mut drawn = Layout { bounds: rect(0, 0, 400, 400), ..Layout::default() };
    drawn.containers = vec![region(rect(0, 0, 200, 100))];
    drawn.trays = vec![tray(0, rect(50, 0, 100, 100)), tray(1, rect(300, 300, 100, 100))];
    let found = metrics(&three(), &drawn);
    near(value(&found, "density of slabs"), 0.5);
    near(value(&found, "density"), 0.125);
}

#[test]
fn trays_in_rows_and_columns_are_aligned() {
    let model = three();
    let trays = vec![tray(0, rect(0, 0, 100, 100)), tray(1, rect(200, 50, 100, 50)), tray(2, rect(10, 200, 80, 70))];
    let drawn = Layout { trays, ..Layout::default() };
    // the first shares its front with the second and its middle with the third; the others one of the two
    near(value(&metrics(&model, &drawn), "alignment"), 1.0 / 3.0);
    near(value(&metrics(&model, &Layout::default()), "alignment"), 1.0);
}

#[test]
fn zones_are_alike_when_their_solids_stand_alike() {
    let mut even = tray(0, rect(0, 0, 400, 400));
    even.solids = vec![solid(Some(0), rect(10, 10, 9, 9), 5), solid(Some(1), rect(10, 110, 9, 9), 5)];
    let mut moved = even.clone();
    moved.solids[1].rect.x = Gu(11);
    let mut uneven = even.clone();
    uneven.solids.push(solid(Some(1), rect(50, 110, 9, 9), 5));
    moved.placement = PlacementIx(1);
    uneven.placement = PlacementIx(2);
    let drawn = Layout { trays: vec![even, moved, uneven], ..Layout::default() };
    near(value(&metrics(&three(), &drawn), "zone symmetry"), 0.5);
}

#[test]
fn copies_are_alike_when_their_trays_stand_alike() {
    let model = model(
        "[region.r]\nzones = [\"a\"]\n[environment.live]\n[environment.test]\nreplicates = \"live\"\n\
         [defaults]\nenvironment = \"live\"\n[app.a]\n[app.b]\n",
    );
    let mut drawn = layout(&model, &LayoutConfig::default());
    assert_eq!(drawn.trays.len(), 4);
    near(value(&metrics(&model, &drawn), "likeness of copies"), 1.0);
    drawn.trays[0].rect.x += Gu(1);
    near(value(&metrics(&model, &drawn), "likeness of copies"), 0.5);
}

#[test]
fn what_must_never_be_is_counted() {
    let region = |x| region(rect(x, 0, 100, 100));
    let label = |x| WireLabel { wire: 0, text: "t".into(), rect: rect(x, 0, 30, 10), along_x: true, size: Gu(38) };
    let mut drawn = Layout { containers: vec![region(0), region(90), region(190)], ..Layout::default() };
    drawn.wires = vec![wire(&[&[(0, 5), (100, 5)]]), wire(&[&[(50, 5), (70, 5), (80, 9)]])];
    drawn.wire_labels = vec![label(1000), label(1020)];
    let found = metrics(&three(), &drawn);
    near(value(&found, "things outside"), 1.0);
    near(value(&found, "wires on wires"), 1.0);
    near(value(&found, "wires off the axes"), 1.0);
    near(value(&found, "texts met"), 1.0);
    // three components and two links
    near(value(&found, "things missing"), 5.0);
}

#[test]
fn names_differ_and_codes_are_in_order() {
    let found = metrics(&three(), &layout(&three(), &LayoutConfig::default()));
    let mut names: Vec<&str> = found.iter().map(|metric| metric.name).collect();
    let codes: Vec<&str> = found.iter().map(|metric| metric.code).collect();
    assert_eq!(codes[..3], ["H1", "H2", "H3"]);
    assert_eq!(codes.last(), Some(&"Q16"));
    assert!(found.iter().all(|metric| metric.value.is_finite()));
    assert!(found.iter().filter(|metric| metric.code.starts_with('H')).all(|metric| metric.value == 0.0), "{found:?}");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), found.len());
}
