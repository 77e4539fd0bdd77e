//! DGM004: a label that has no room on its nameplate, so that its end is cut off.
//!
//! Measured with the face of the picture, in two lines of the width that a nameplate grows to.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::Model;
use crate::syntax::document::Role;
use crate::text::{Weight, fits_for_sure, wrap};

/// One finding for each label.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DGM004", name: "illegible-label" },
    family: "diagram",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/illegible-label.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| model.component(c).role != Role::External) {
        let component = model.component(c);
        let Some(said) = &component.attributes.label else { continue };
        // a tray with many instances is wider than its name needs
        let instances = model.places(c).map(|place| place.instances).max().unwrap_or(0);
        if instances > MOST_INSTANCES {
            continue;
        }
        if fits_for_sure(&component.label, Weight::SemiBold, WIDTH, LINES) {
            continue;
        }
        let written = wrap(&component.label, Weight::SemiBold, WIDTH, LINES);
        if !written.cut {
            continue;
        }
        sink.push(
            Draft::about(model, c, format!("the label of `{}` is cut off in the picture", model.name(c)), "")
                .primary(said.span, format!("shown as `{}`", written.lines.join(" ")))
                .help("shorten it, and write the rest into `note`"),
        );
    }
}

/// The lines of a nameplate.
const LINES: usize = 2;

/// The width of a line that a nameplate of a small tray grows to, in thousandths of an em.
const WIDTH: i64 = 620_000 / LETTER;

/// The size of its letters, in units of the ground.
const LETTER: i64 = 54;

/// Instances up to which a tray is no wider than that.
const MOST_INSTANCES: u32 = 2;
