//! Marks of findings and losses in every sample: none lies on a text or on another mark.
#![allow(clippy::unwrap_used)]

use super::super::*;
use super::legend::models;
use crate::layout::{LayoutConfig, layout};
use crate::lint::{self, LintConfig};
use crate::what_if::{self, Sort};

/// Marks of a class with their middles and half their widths, and the quads of texts that are on no mark.
#[derive(Default)]
struct Marked {
    marks: Vec<(Pt, f64)>,
    texts: Vec<(String, Vec<Pt>)>,
}

impl Marked {
    fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) if matches!(group.tag.class, "finding" | "loss") => {
                    let Some(Node::Path(path)) = group.children.first() else { panic!("a mark has a shape") };
                    let points = path.segments.iter().filter_map(|segment| match *segment {
                        Segment::Move(p) | Segment::Line(p) => Some(p),
                        _ => None,
                    });
                    let bounds = PageRect::around(points).unwrap();
                    let middle = Pt::new(bounds.x + bounds.w / 2.0, bounds.y + bounds.h / 2.0);
                    self.marks.push((middle, bounds.w / 2.0));
                }
                // panels explain the marks
                Node::Group(group) if group.tag.class != "panel" => self.collect(&group.children),
                Node::Text(text) => self.texts.push((text.text.clone(), text.quad.to_vec())),
                Node::Group(_) | Node::Path(_) | Node::Use(_) => {}
            }
        }
    }
}

/// Whether a point is in a quad whose corners run round.
fn holds(quad: &[Pt], p: Pt) -> bool {
    let side = |i: usize| {
        let (a, b) = (quad[i], quad[(i + 1) % quad.len()]);
        (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
    };
    (0..quad.len()).all(|i| side(i) > 0.0) || (0..quad.len()).all(|i| side(i) < 0.0)
}

fn check(what: &str, scene: &Scene) -> usize {
    let mut found = Marked::default();
    found.collect(&scene.nodes);
    for (i, (at, half)) in found.marks.iter().enumerate() {
        for (text, quad) in &found.texts {
            assert!(!holds(quad, *at), "{what}: a mark lies on `{text}`");
        }
        for (other, _) in &found.marks[..i] {
            let apart = (other.x - at.x).hypot(other.y - at.y);
            assert!(apart > half * 1.1, "{what}: two marks lie on each other: {apart:.1} of {half:.1}");
        }
    }
    found.marks.len()
}

#[test]
fn marks_lie_on_no_text_and_on_no_other_mark() {
    let mut count = 0;
    for (name, model) in models() {
        let plan = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() });
        let theme = Theme::builtin("reference").unwrap();
        let findings = lint::check(&model, &LintConfig::default()).findings;
        let drawn: Vec<_> = model.component_ixs().map(Some).collect();
        for view in View::ALL {
            for upright in [false, true] {
                let options = DrawOptions { view, upright, ..DrawOptions::default() };
                let what = format!("{name}, {}, upright: {upright}", view.name());
                count += check(&what, &draw_with_findings(&model, &plan, &theme, &options, &findings));
                for thing in what_if::things(&model, Sort::Zone).into_iter().take(1) {
                    let outage = what_if::study(&model, &[thing]);
                    let loss = Loss { model: &model, outage: &outage, drawn: &drawn };
                    count += check(&what, &draw_with_loss(&model, &plan, &theme, &options, &loss));
                }
            }
        }
    }
    assert!(count > 100, "only {count} marks were looked at");
}
