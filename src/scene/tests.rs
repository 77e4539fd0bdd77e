//! Whole scenes: everything is there once, nothing is under a panel, the legend says what is used and no more.
#![allow(clippy::unwrap_used)]

mod legend;
mod marks;

use std::collections::BTreeSet;

use super::fixture::{Fixture, campaign, forms};
use super::*;
use crate::geom::GPoint;
use crate::layout::{Badge, SolidRole, Wire};
use crate::source::{Span, Spanned};
use crate::syntax::attributes::{ConnectionKind, Provenance};

fn scene(f: &Fixture, theme: &str, view: View) -> Scene {
    let options = DrawOptions { view, ..DrawOptions::default() };
    draw_parts(&f.model, &f.layout, &Theme::builtin(theme).unwrap(), options)
}

/// Tags of groups and paths, and texts, in the order of painting.
#[derive(Default)]
struct Found<'a> {
    tags: Vec<&'a Tag>,
    texts: Vec<&'a Text>,
    uses: Vec<&'a Use>,
}

fn walk<'a>(nodes: &'a [Node], out: &mut Found<'a>) {
    for node in nodes {
        match node {
            Node::Group(group) => {
                out.tags.push(&group.tag);
                walk(&group.children, out);
            }
            Node::Path(path) => out.tags.extend(path.tag.as_ref()),
            Node::Text(text) => out.texts.push(text),
            Node::Use(put) => out.uses.push(put),
        }
    }
}

fn found(scene: &Scene) -> Found<'_> {
    let mut out = Found::default();
    walk(&scene.nodes, &mut out);
    out
}

fn count(found: &Found, class: &str) -> usize {
    found.tags.iter().filter(|tag| tag.class == class).count()
}

/// The texts of a panel.
fn panel_words(scene: &Scene, id: &str) -> Option<Vec<String>> {
    Some(panel(scene, id)?.1.iter().map(|text| text.text.clone()).collect())
}

/// A group of panels: its box and the words in it.
fn panel<'a>(scene: &'a Scene, id: &str) -> Option<(PageRect, Vec<&'a Text>)> {
    scene.nodes.iter().find_map(|node| match node {
        Node::Group(group) if group.tag.id.as_deref() == Some(id) => {
            let rect: Vec<f64> = group.tag.data[0].1.split(' ').map(|v| v.parse().unwrap()).collect();
            let mut out = Found::default();
            walk(&group.children, &mut out);
            Some((PageRect::new(rect[0], rect[1], rect[2], rect[3]), out.texts))
        }
        _ => None,
    })
}

#[test]
fn everything_of_the_layout_is_drawn_once() {
    let f = campaign();
    for view in View::ALL {
        let scene = scene(&f, "reference", view);
        let found = found(&scene);
        assert_eq!(count(&found, "tray"), f.layout.trays.len());
        assert_eq!(count(&found, "solid"), f.layout.trays.iter().map(|tray| tray.solids.len()).sum::<usize>());
        assert_eq!(count(&found, "wire"), f.layout.wires.len());
        assert_eq!(count(&found, "container band"), f.layout.bands.len());
        assert_eq!(count(&found, "step"), f.layout.steps.len());
        assert_eq!(count(&found, "panel"), 3);
        assert_eq!(count(&found, "badge"), 1);
        let ids: Vec<&str> = found.tags.iter().filter_map(|tag| tag.id.as_deref()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}

#[test]
fn every_use_names_a_symbol_and_equal_solids_share_one() {
    for theme in Theme::names() {
        let scene = scene(&campaign(), theme, View::Iso30);
        let symbols: BTreeSet<&str> = scene.symbols.iter().map(|symbol| symbol.id.as_str()).collect();
        assert_eq!(symbols.len(), scene.symbols.len());
        let mut all = found(&scene);
        scene.symbols.iter().for_each(|symbol| walk(&symbol.nodes, &mut all));
        assert!(all.uses.iter().all(|put| symbols.contains(put.symbol.as_str())));
        assert!(symbols.iter().filter(|id| id.starts_with("solid-")).count() < 20);
    }
}

/// Whether a convex polygon and a box share an area: there is no line between them along an edge of either.
fn meet(polygon: &[Pt], rect: &PageRect) -> bool {
    let corners = [(rect.x, rect.y), (rect.x1(), rect.y), (rect.x1(), rect.y1()), (rect.x, rect.y1())];
    let axes = (0..polygon.len())
        .map(|i| {
            let (a, b) = (polygon[i], polygon[(i + 1) % polygon.len()]);
            (b.y - a.y, a.x - b.x)
        })
        .chain([(1.0, 0.0), (0.0, 1.0)]);
    let span = |points: &mut dyn Iterator<Item = (f64, f64)>, (x, y): (f64, f64)| {
        points.fold((f64::MAX, f64::MIN), |(low, high), p| {
            let v = p.0 * x + p.1 * y;
            (low.min(v), high.max(v))
        })
    };
    axes.filter(|axis| axis.0.abs() + axis.1.abs() > 1e-9).all(|axis| {
        let a = span(&mut polygon.iter().map(|p| (p.x, p.y)), axis);
        let b = span(&mut corners.into_iter(), axis);
        a.0 < b.1 - 1e-6 && b.0 < a.1 - 1e-6
    })
}

/// What the drawing of a fixture covers, where the scene has it.
fn covered(f: &Fixture, scene: &Scene, options: DrawOptions) -> Vec<Vec<Pt>> {
    let (ids, trays) = (Ids::default(), BTreeMap::new());
    let theme = Theme::builtin("reference").unwrap();
    let (model, projection) = (&f.model, scene.projection);
    let blast = Blast::default();
    let pen = Pen {
        model,
        theme: &theme,
        projection,
        ids: &ids,
        trays: &trays,
        provenance: false,
        blast: &blast,
        upright: false,
    };
    drawing(&pen, &f.layout, options)
}

#[test]
fn nothing_is_under_a_panel_and_all_is_on_the_page() {
    for (f, panels) in [(campaign(), 3), (forms(), 1)] {
        for view in View::ALL {
            let scene = scene(&f, "reference", view);
            let drawn = covered(&f, &scene, DrawOptions { view, ..DrawOptions::default() });
            let rects: Vec<PageRect> = ["panel-title", "panel-legend", "panel-overview"]
                .iter()
                .filter_map(|id| Some(panel(&scene, id)?.0))
                .collect();
            assert_eq!(rects.len(), panels);
            let page = PageRect::new(0.0, 0.0, scene.width, scene.height);
            for polygon in &drawn {
                assert!(rects.iter().all(|rect| !meet(polygon, rect)), "{view:?}");
                assert!(polygon.iter().all(|p| p.x > 0.0 && p.y > 0.0 && p.x < page.x1() && p.y < page.y1()));
            }
            for (i, a) in rects.iter().enumerate() {
                assert!(rects[..i].iter().all(|b| !a.overlaps(b)));
                assert!(a.x >= 0.0 && a.y >= 0.0 && a.x1() <= page.x1() && a.y1() <= page.y1());
            }
        }
    }
}

#[test]
fn text_of_panels_stays_inside_them() {
    let mut f = campaign();
    let long = "A very long title about the whole of the architecture of a company that likes long titles, with more";
    for title in [long.to_owned(), long.replace(' ', ""), "x".to_owned()] {
        f.model.diagram.title = title;
        f.model.diagram.subtitle = format!("{long}, {long}");
        for view in View::ALL {
            let scene = scene(&f, "reference", view);
            for id in ["panel-title", "panel-legend", "panel-overview"] {
                let (rect, texts) = panel(&scene, id).unwrap();
                for text in texts {
                    let inside = |p: &Pt| p.x >= rect.x && p.x <= rect.x1() && p.y >= rect.y && p.y <= rect.y1();
                    assert!(text.quad.iter().all(inside), "{id}: {}", text.text);
                }
            }
        }
    }
}

/// Whether a line parts two convex polygons.
fn apart(a: &[Pt], b: &[Pt]) -> bool {
    [a, b].iter().any(|polygon| {
        (0..polygon.len()).any(|i| {
            let (p, q) = (polygon[i], polygon[(i + 1) % polygon.len()]);
            let along = |points: &[Pt]| {
                let all = points.iter().map(|at| at.x * (q.y - p.y) - at.y * (q.x - p.x));
                all.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
            };
            let (one, other) = (along(a), along(b));
            one.1 < other.0 || other.1 < one.0
        })
    })
}

#[test]
fn the_upright_name_of_a_region_hangs_under_its_slab() {
    let f = campaign();
    for view in [View::Iso30, View::A45] {
        let options = DrawOptions { view, upright: true, ..DrawOptions::default() };
        let scene = draw_parts(&f.model, &f.layout, &Theme::builtin("reference").unwrap(), options);
        let found = found(&scene);
        let name = found.texts.iter().find(|text| text.text.starts_with("US EAST")).unwrap();
        let slab = scene.projection.rect(&f.layout.containers[0].rect, Gu::ZERO);
        assert!(apart(&slab, &name.quad), "{view:?}: {:?} lies on {slab:?}", name.quad);
    }
}

#[test]
fn a_mascot_stands_where_nothing_else_is() {
    let mut f = campaign();
    f.model.environments[0].mascot = Some("narwhal".to_owned());
    for view in View::ALL {
        let scene = scene(&f, "reference", view);
        let found = found(&scene);
        let mascots: Vec<_> = found.tags.iter().filter(|tag| tag.class == "mascot").collect();
        assert_eq!(mascots.len(), 1, "{view:?}");
        let data = &mascots[0].data.iter().find(|(key, _)| *key == "box").unwrap().1;
        let [x, y, w, d] =
            <[Gu; 4]>::try_from(data.split(' ').map(|v| Gu::from_units(v.parse().unwrap())).collect::<Vec<_>>())
                .unwrap();
        let place = GRect::new(x, y, w, d);
        assert!(f.layout.containers[1].rect.contains(&place), "{view:?}");
        let quad = scene.projection.rect(&place, Gu::ZERO);
        for tray in &f.layout.trays {
            assert!(apart(&quad, &hull(&tray::extent(&scene.projection, tray))), "{view:?}: {:?}", tray.lines);
        }
        for ends in f.layout.wires.iter().flat_map(|wire| &wire.lines).flat_map(|line| line.windows(2)) {
            assert!(!GRect::between(ends[0], ends[1]).grown(Gu(1)).overlaps(&place), "{view:?}: {ends:?}");
        }
        for text in &found.texts {
            assert!(apart(&quad, &text.quad) || text.matrix[1] == 0.0 && view != View::Flat, "{view:?}: {}", text.text);
        }
    }
    // where all the ground is covered there is none
    f.layout.trays[0].rect = f.layout.containers[1].rect;
    assert_eq!(count(&found(&scene(&f, "reference", View::Iso30)), "mascot"), 0);
}

#[test]
fn what_is_filled_in_is_hatched_when_that_is_asked_for() {
    let mut f = campaign();
    let drawn = |f: &Fixture, provenance: bool, view: View| {
        let options = DrawOptions { view, provenance, ..DrawOptions::default() };
        let scene = draw_parts(&f.model, &f.layout, &Theme::builtin("reference").unwrap(), options);
        let legend = panel(&scene, "panel-legend").unwrap().1.iter().any(|text| text.text.starts_with("Hatched"));
        (count(&found(&scene), "illustrative"), legend)
    };
    f.model.components[1].attributes.source = Some(Spanned::new(Provenance::Inferred, Span::default()));
    assert_eq!(drawn(&f, true, View::Iso30), (0, false));
    let tray = f.layout.trays.iter().find(|tray| tray.plate).unwrap();
    let c = f.model.placements[tray.placement.ix()].component;
    f.model.components[c.ix()].attributes.source = Some(Spanned::new(Provenance::Illustrative, Span::default()));
    let trays = f.layout.trays.iter().filter(|tray| f.model.placements[tray.placement.ix()].component == c).count();
    for view in View::ALL {
        assert_eq!(drawn(&f, true, view), (trays, true));
        assert_eq!(drawn(&f, false, view), (0, false));
    }
}

#[test]
fn the_legend_says_what_is_used_and_no_more() {
    let words = |f: &Fixture, view: View| -> String {
        let scene = scene(f, "reference", view);
        let (_, texts) = panel(&scene, "panel-legend").unwrap();
        texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("|")
    };
    let mut f = campaign();
    let all = words(&f, View::Iso30);
    for used in [
        "Compute",
        "Request",
        "Async",
        "bundled",
        "Height",
        "Stands for n",
        "Pale",
        "critical",
        "zone",
        "Scales",
        "balancer",
    ] {
        assert!(all.contains(used), "{used} is not in {all}");
    }
    for absent in ["waits", "Security group", "Analytics", "Failover", "Letter"] {
        assert!(!all.contains(absent), "{absent} is in {all}");
    }
    assert!(!words(&f, View::Flat).contains("Height"));
    f.layout.wires.clear();
    f.layout.bands.clear();
    for tray in &mut f.layout.trays {
        tray.scaling = None;
        tray.solids.retain(|solid| solid.role == SolidRole::Whole);
    }
    for component in &mut f.model.components {
        component.criticality = crate::syntax::attributes::Criticality::Standard;
    }
    let few = words(&f, View::Iso30);
    for absent in
        ["Compute", "Request", "bundled", "Height", "Stands", "Pale", "critical", "zone", "Scales", "balancer"]
    {
        assert!(!few.contains(absent), "{absent} is in {few}");
    }
}

#[test]
fn letters_are_drawn_and_explained_though_nobody_asks_for_steps() {
    let mut f = campaign();
    let badge = |wire: usize, letter: &str| Badge {
        wire,
        letter: letter.into(),
        text: format!("text {letter}"),
        at: f.layout.wires[wire].lines[0][0],
        radius: Gu(27),
        size: Gu(35),
    };
    f.layout.badges = vec![badge(0, "A"), badge(1, "A"), badge(2, "B")];
    for steps in [true, false] {
        let options = DrawOptions { steps, ..DrawOptions::default() };
        let scene = draw_parts(&f.model, &f.layout, &Theme::builtin("dark").unwrap(), options);
        let with = |class: &str, key: &str| {
            let tags = found(&scene).tags;
            tags.into_iter().filter(|tag| tag.class == class && tag.data.iter().any(|(k, _)| *k == key)).count()
        };
        assert_eq!((with("step lettered", "letter"), with("entry", "letter")), (3, 2));
        assert_eq!(with("entry", "step"), if steps { f.model.steps.len() } else { 0 });
        let words =
            |id: &str| -> Vec<&str> { panel(&scene, id).unwrap().1.iter().map(|text| text.text.as_str()).collect() };
        assert_eq!(words("panel-overview")[0], if steps { "System overview" } else { "Connections" });
        assert!(words("panel-overview").contains(&"Connections") && words("panel-overview").contains(&"text B"));
        assert!(words("panel-legend").iter().any(|text| text.contains("Letter")));
    }
}

/// A wire along x and one along y that cross at (500, 500), each with so many lines.
fn cross(along_x: usize, along_y: usize) -> Fixture {
    let wire = |ends: [(i32, i32); 2], lines: usize| Wire {
        links: Vec::new(),
        connections: Vec::new(),
        kind: ConnectionKind::Sync,
        lines: vec![ends.map(|(x, y)| GPoint::new(Gu(x), Gu(y))).to_vec(); lines],
        both_ways: false,
    };
    let wires = vec![wire([(0, 500), (900, 500)], along_x), wire([(500, 0), (500, 900)], along_y)];
    Fixture { model: Parts::default(), layout: Layout { wires, ..Layout::default() } }
}

#[test]
fn the_lower_wire_is_broken_and_the_upper_one_is_not() {
    // whether the wire along x is over the other
    for (along_x, along_y, x_is_over) in [(1, 1, true), (1, 3, false), (3, 1, true), (3, 3, true)] {
        for view in View::ALL {
            let scene = scene(&cross(along_x, along_y), "reference", view);
            let piece = |class: &str| -> Vec<Pt> {
                let paths = scene.nodes.iter().filter_map(|node| match node {
                    Node::Path(path) if path.tag.as_ref().is_some_and(|tag| tag.class == class) => Some(path),
                    _ => None,
                });
                paths
                    .flat_map(|path| &path.segments)
                    .map(|segment| match segment {
                        Segment::Move(p) | Segment::Line(p) => *p,
                        other => panic!("{other:?}"),
                    })
                    .collect()
            };
            let middle = scene.projection.at(5.0, 5.0, 0.0);
            for (class, along_x) in [("casing", !x_is_over), ("bridge", x_is_over)] {
                let ends = piece(class);
                assert_eq!(ends.len(), 2, "one {class}");
                let axis =
                    if along_x { scene.projection.at(6.0, 5.0, 0.0) } else { scene.projection.at(5.0, 6.0, 0.0) };
                let (ax, ay) = (axis.x - middle.x, axis.y - middle.y);
                for end in ends {
                    let (dx, dy) = (end.x - middle.x, end.y - middle.y);
                    assert!((dx * ay - dy * ax).abs() < 1e-6, "the {class} leaves the axis");
                    assert!(dx.hypot(dy) > 2.0 && dx.hypot(dy) < 7.0, "{class}: {}", dx.hypot(dy));
                }
            }
        }
    }
}

#[test]
fn a_diagram_without_title_steps_or_legend_has_no_panels() {
    let mut f = campaign();
    f.model.diagram.title.clear();
    let options = DrawOptions { view: View::Iso30, legend: false, steps: false, ..DrawOptions::default() };
    let scene = draw_parts(&f.model, &f.layout, &Theme::builtin("color").unwrap(), options);
    let found = found(&scene);
    assert_eq!((count(&found, "panel"), count(&found, "step")), (0, 0));
    assert!(!scene.title.is_empty());
}

#[test]
fn on_a_sheet_nothing_is_under_a_panel_and_the_sheet_is_filled() {
    use crate::geom::{Orientation, Paper, Sheet};
    let f = campaign();
    let theme = Theme::builtin("reference").unwrap();
    for view in View::ALL {
        for orientation in [Orientation::Landscape, Orientation::Portrait] {
            let paper = Paper::from_name("a3").unwrap();
            let sheet = Sheet { orientation: Some(orientation), bleed: 3.0, crop_marks: true, ..Sheet::new(paper) };
            let options = DrawOptions { view, sheet: Some(sheet), ..DrawOptions::default() };
            let scene = draw_parts(&f.model, &f.layout, &theme, options);
            let on = scene.sheet.unwrap();
            let [w, h] = paper.sides(orientation);
            assert!((on.trim.w * on.unit - w).abs() < 1e-6 && (on.trim.h * on.unit - h).abs() < 1e-6);
            assert!((scene.width * on.unit - w - 20.0).abs() < 1e-6);
            let drawn = covered(&f, &scene, options);
            let inner = on.trim.grown(0.01 - sheet.margin / on.unit);
            for id in ["panel-title", "panel-legend", "panel-overview"] {
                let rect = panel(&scene, id).unwrap().0;
                // data is rounded to hundredths
                assert!(drawn.iter().all(|polygon| !meet(polygon, &rect.grown(-0.01))), "{id} {view:?}");
                assert!(rect.x >= inner.x - 0.02 && rect.x1() <= inner.x1() + 0.02 && rect.y1() <= inner.y1() + 0.02);
            }
            assert!(drawn.iter().flatten().all(|p| p.x > inner.x - 0.1 && p.x < inner.x1() + 0.1));
            assert_eq!(count(&found(&scene), "crop-marks"), 1);
            assert!(scene.smallest_text().is_some_and(|points| points > 4.0));
        }
    }
}

#[test]
fn an_empty_layout_is_a_small_page() {
    let f = Fixture { model: Parts::default(), layout: Layout::default() };
    for view in View::ALL {
        let scene = scene(&f, "reference", view);
        assert!(scene.width > 0.0 && scene.height > 0.0 && scene.width < 500.0);
    }
}
