//! DGM001: a picture whose colours and lines mean something, without a legend.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule};
use crate::model::Model;

/// One finding.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DGM001", name: "missing-legend" },
    family: "diagram",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/missing-legend.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let Some(span) = model.diagram.legend_span.filter(|_| !model.diagram.legend) else { return };
    let mut families: Vec<&str> = model.components.iter().map(|c| c.kind.family).collect();
    families.sort_unstable();
    families.dedup();
    let mut kinds: Vec<_> = model.connections.iter().map(|link| link.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut solids: Vec<&str> = model.components.iter().map(|c| c.kind.solid).collect();
    solids.sort_unstable();
    solids.dedup();
    let unexplained: Vec<String> =
        [(families.len(), "colour"), (kinds.len(), "style of line"), (solids.len(), "solid")]
            .into_iter()
            .filter(|(n, _)| *n > 1)
            .map(|(n, word)| match word {
                "style of line" => format!("{n} styles of lines"),
                word => plural(n, word),
            })
            .collect();
    if unexplained.is_empty() {
        return;
    }
    sink.push(
        Draft::at(
            span,
            format!("nothing explains the {} of the picture", unexplained.join(" and ")),
            "no legend is drawn",
        )
        .replace(span, "true")
        .safe()
        .help("write `legend = true`"),
    );
}
