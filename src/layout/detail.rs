//! How much is drawn: everything, or less where the texts would be too small to read on the paper.
//!
//! A level of detail is an ordinary layout of less, so every guarantee holds at each. The first level at which the
//! smallest text is readable is taken: all in full; environments that copy another as plates that say how they differ;
//! the instances of each zone as one solid with their number as well; the components of one group and family as one
//! block. The last is a smaller model, which is handed out with its layout.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::measure::LEAST_TEXT;
use super::metrics::{can_be_read, points_of_text};
use super::{Layout, LayoutConfig, layout};
use crate::geom::Paper;
use crate::model::{self, Component, EnvironmentIx, Model, RegionIx};

/// How much of a model is drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Detail {
    /// Everything.
    #[default]
    Full,
    /// Environments that copy another are plates that say how they differ from it.
    Copies,
    /// And the instances of a component in one zone are one solid with a number.
    Stacks,
}

impl Detail {
    /// All levels, the fullest first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Copies, Self::Stacks];
}

/// What a note says when texts would be too small, whatever is left out.
const TOO_SMALL: &str = "too few to read";

/// Whether a note of [`layout_for`] says that texts would be too small. It takes the drawing alone for the measure; who
/// puts it on a sheet with panels knows better.
pub fn says_too_small(note: &str) -> bool {
    note.contains(TOO_SMALL)
}

/// A text as small as this share of what can be read is not made readable by plates and stacks.
const HOPELESS: f64 = 0.25;

/// Lays a model out with as much detail as can be read on some paper, and gives the model that is drawn: the same, or its
/// overview. What was left out is in the notes.
pub fn layout_for<'a>(model: &'a Model, config: &LayoutConfig, paper: Paper) -> (Cow<'a, Model>, Layout) {
    let config = &LayoutConfig { paper: Some(paper), ..config.clone() };
    let copies = model.environments.iter().any(|e| e.replicates.is_some());
    let levels: Vec<Detail> = Detail::ALL.into_iter().filter(|d| *d != Detail::Copies || copies).collect();
    let first = layout(model, &LayoutConfig { quick: true, ..config.clone() });
    let full = points_of_text(&first, paper);
    let hopeless = full < LEAST_TEXT * HOPELESS;
    if hopeless && let Some(small) = overview_of(model) {
        return of_blocks(small, config, paper);
    }
    let (points, mut drawn) = fitted(model, config, paper, &levels, Some((full, first)));
    if points < LEAST_TEXT
        && !hopeless
        && let Some(small) = overview_of(model)
    {
        return of_blocks(small, config, paper);
    }
    if config.lock.is_none() && drawn.detail > Detail::Full {
        // in the slots that were found for less, all of it may be readable; and later drawings with the lock are as this one
        return layout_for(model, &LayoutConfig { lock: Some(drawn.lock), ..config.clone() }, paper);
    }
    note(model, &mut drawn, points, paper);
    (Cow::Borrowed(model), drawn)
}

/// The overview of a model, where it is worth what it hides: blocks of two or so are not.
fn overview_of(model: &Model) -> Option<Model> {
    Some(model::overview(model)).filter(|small| small.components.len() * 2 < model.components.len())
}

/// The overview with its layout and what that leaves out.
fn of_blocks<'a>(small: Model, config: &LayoutConfig, paper: Paper) -> (Cow<'a, Model>, Layout) {
    let config = config.of_overview();
    let (points, mut drawn) = fitted(&small, &config, paper, &[Detail::Stacks], None);
    let sheet = paper.shown();
    drawn.notes.push(format!(
        "so that texts can be read on {sheet}, components of one group and family are one block; `--detail full` draws \
         each, `--view` a part"
    ));
    note(&small, &mut drawn, points, paper);
    (Cow::Owned(small), drawn)
}

/// The layout of a model at the first level that can be read on some paper, else at the best, with the size of its smallest
/// text in points. The layout of the first level without trials may be known.
fn fitted(
    model: &Model,
    config: &LayoutConfig,
    paper: Paper,
    levels: &[Detail],
    mut known: Option<(f64, Layout)>,
) -> (f64, Layout) {
    let mut best: Option<(f64, Layout)> = None;
    for &detail in levels {
        let (mut points, mut tried) = known.take().unwrap_or_else(|| {
            let tried = layout(model, &LayoutConfig { detail, quick: true, ..config.clone() });
            (points_of_text(&tried, paper), tried)
        });
        // what trials can gain in size is little: do not try what is far from readable
        if !config.quick && (points >= LEAST_TEXT * 0.8 || detail == Detail::Stacks) {
            tried = layout(model, &LayoutConfig { detail, ..config.clone() });
            points = points_of_text(&tried, paper);
        }
        // a step that makes no text larger takes something away for nothing
        if best.as_ref().is_none_or(|(p, _)| points > p * 1.05) {
            best = Some((points, tried));
        }
        if points >= LEAST_TEXT {
            break;
        }
    }
    let Some((mut points, mut best)) = best else { return (0.0, Layout::default()) };
    if !config.quick && best.quick {
        best = layout(model, &LayoutConfig { detail: best.detail, ..config.clone() });
        points = points_of_text(&best, paper);
    }
    (points, best)
}

/// Says what is left out, and whether what is there can be read.
fn note(model: &Model, drawn: &mut Layout, points: f64, paper: Paper) {
    let sheet = paper.shown();
    if drawn.detail >= Detail::Copies && !drawn.condensed.is_empty() {
        let names: Vec<&str> = drawn.condensed.iter().map(|e| model.environment(*e).id.as_str()).collect();
        drawn.notes.push(format!(
            "so that texts can be read on {sheet}, these copies are drawn as plates: {}; `--detail full` draws all",
            names.join(", ")
        ));
    }
    let is_overview = model.components.iter().any(|c| c.members > 1);
    if drawn.detail == Detail::Stacks && !is_overview {
        drawn.notes.push(format!(
            "so that texts can be read on {sheet}, instances of one zone are one solid; `--detail full` draws all"
        ));
    }
    if points < LEAST_TEXT {
        let larger = paper.least_that(|p| can_be_read(drawn, *p));
        let advice = larger
            .map_or_else(|| "draw a part of it with `--view`".to_owned(), |p| format!("{} is large enough", p.shown()));
        drawn.notes.push(format!("the smallest text has {points:.1} points on {sheet}, {TOO_SMALL}; {advice}"));
    }
}

/// The environments that are plates at a level of detail.
pub(super) fn condensed(model: &Model, detail: Detail) -> BTreeSet<EnvironmentIx> {
    if detail < Detail::Copies {
        return BTreeSet::new();
    }
    let copy = |k: &usize| model.environments[*k].replicates.is_some();
    (0..model.environments.len()).filter(copy).map(|k| EnvironmentIx(k as u32)).collect()
}

/// Most names that a plate lists, and most letters of them together.
const NAMES: usize = 6;
const LETTERS: usize = 60;

/// What a plate says about its environment in a region: a line each.
pub(super) fn summary(model: &Model, environment: EnvironmentIx, region: RegionIx) -> Vec<String> {
    let copy = model.environment(environment);
    // global services too
    let here = |c: &&Component| c.placements.iter().any(|p| model.placement(*p).region.is_none_or(|r| r == region));
    let own: Vec<&Component> =
        model.components.iter().filter(|c| c.environment == Some(environment)).filter(here).collect();
    let instances: u32 = own.iter().flat_map(|c| &c.placements).map(|p| model.placement(*p).instances).sum();
    let original = copy.replicates.map(|e| model.environment(e));
    let mut lines = Vec::new();
    let size = if (copy.scale - 1.0).abs() < 1e-9 {
        String::new()
    } else {
        format!(", at {} of its size", crate::geom::number(copy.scale))
    };
    lines.push(format!("As {}{size}", original.map_or("the original", |e| e.label.as_str())));
    let noun = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let components: u32 = own.iter().map(|c| c.members).sum();
    lines.push(format!("{}, {}", noun(components as usize, "component"), noun(instances as usize, "instance")));
    if own.iter().any(|c| c.members > 1) {
        return lines;
    }
    let copied: BTreeSet<&str> = own.iter().filter(|c| c.replica_of.is_some()).map(|c| c.id.as_str()).collect();
    let missing: Vec<&str> = model
        .components
        .iter()
        .filter(|c| c.environment.is_some() && c.environment == copy.replicates)
        .filter(here)
        .filter(|c| !copied.contains(c.id.as_str()))
        .map(name)
        .collect();
    let extra: Vec<&str> = own.iter().filter(|c| c.replica_of.is_none()).map(|c| name(c)).collect();
    lines.extend(list("Without", &missing));
    lines.extend(list("And with", &extra));
    lines
}

/// What readers know a component by: its label up to the kind that may follow in it.
fn name(component: &Component) -> &str {
    component.label.split(" · ").next().unwrap_or_default()
}

fn list(word: &str, names: &[&str]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let mut long = 0;
    let fits = |name: &&&str| {
        long += name.chars().count();
        long <= LETTERS
    };
    let listed = names.iter().take(NAMES).take_while(fits).count().max(1);
    let rest = names.len() - listed;
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    Some(format!("{word} {}{more}", names[..listed].join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    #[test]
    fn a_plate_says_how_a_copy_differs_by_the_labels_of_components() {
        let text = "[region.r]\n[defaults]\nregion = \"r\"\nenvironment = \"one\"\n[environment.one]\nlabel = \"Live\"\n\
            [environment.two]\nreplicates = \"one\"\nscale = 0.5\nexcept = [\"db-x\"]\n[app.a-x]\n\
            [store.db-x]\nlabel = \"orders · RDS\"\n[app.b-x]\nenvironment = \"two\"\nlabel = \"load test\"\n";
        let model = testing::model(text);
        let said = summary(&model, EnvironmentIx(1), RegionIx(0));
        assert_eq!(said[0], "As Live, at 0.5 of its size");
        assert_eq!(said[2..], ["Without orders", "And with load test"]);
    }

    #[test]
    fn a_list_names_what_fits_and_counts_the_rest() {
        assert_eq!(list("Without", &[]), None);
        assert_eq!(list("Without", &["a", "b"]).as_deref(), Some("Without a, b"));
        let many = ["a"; NAMES + 2];
        assert_eq!(list("Without", &many).as_deref(), Some("Without a, a, a, a, a, a and 2 more"));
        let long = "x".repeat(LETTERS);
        assert_eq!(list("Without", &[&long, "b"]), Some(format!("Without {long} and 1 more")));
        assert_eq!(list("Without", &["b", &long]).as_deref(), Some("Without b and 1 more"));
    }
}
