//! How much is drawn: everything, or less where the texts would be too small to read on the paper.
//!
//! A level of detail is an ordinary layout of less, so every guarantee holds at each. The first level at which the
//! smallest text is readable is taken: all in full; environments that copy another as plates that say how they differ;
//! the instances of each zone as one solid with their number as well; then components that belong together as one block,
//! by coarser and coarser [`Grain`]s. Those are smaller models, which are handed out with their layout.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::measure::LEAST_TEXT;
use super::metrics::{can_be_read, points_of_text};
use super::{Layout, LayoutConfig, layout};
use crate::geom::Paper;
use crate::model::{self, Component, EnvironmentIx, Grain, LeftOut, Model, Overview, RegionIx};

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

/// Where a rough drawing has texts of less than this share of what can be read, a better one can not be read either.
const NEAR: f64 = 0.8;

/// The most blocks of an overview; more can not be read on any usual sheet.
const MOST_BLOCKS: usize = 600;

/// One step of less detail.
struct Level<'a> {
    model: Cow<'a, Model>,
    config: LayoutConfig,
    /// Of an overview: how much is in one block, and what is left out.
    blocks: Option<(Grain, Option<LeftOut>)>,
}

impl Level<'_> {
    fn laid_out(&self, quick: bool) -> Layout {
        let mut drawn = layout(&self.model, &LayoutConfig { quick, ..self.config.clone() });
        drawn.lock.grain = self.blocks.map(|(grain, _)| grain);
        drawn
    }
}

/// Lays a model out with as much detail as can be read on some paper, and gives the model that is drawn: the same, or its
/// overview. What was left out is in the notes.
pub fn layout_for<'a>(model: &'a Model, config: &LayoutConfig, paper: Paper) -> (Cow<'a, Model>, Layout) {
    let config = &LayoutConfig { paper: Some(paper), ..config.clone() };
    let copies = model.environments.iter().any(|e| e.replicates.is_some());
    let first = layout(model, &LayoutConfig { quick: true, ..config.clone() });
    let points = points_of_text(&first, paper);
    let parts = Detail::ALL.into_iter().filter(|d| *d != Detail::Copies || copies).map(|detail| Level {
        model: Cow::Borrowed(model),
        config: LayoutConfig { detail, ..config.clone() },
        blocks: None,
    });
    let mut blocks = overviews(model, config).peekable();
    let hopeless = points < LEAST_TEXT * HOPELESS && blocks.peek().is_some();
    let (level, points, mut drawn) = if hopeless {
        fitted(blocks, paper, config.quick, None)
    } else {
        fitted(parts.chain(blocks), paper, config.quick, Some((points, first)))
    };
    if level.blocks.is_none() && config.lock.is_none() && drawn.detail > Detail::Full {
        // in the slots that were found for less, all of it may be readable; and later drawings with the lock are as this one
        return layout_for(model, &LayoutConfig { lock: Some(drawn.lock), ..config.clone() }, paper);
    }
    note(&level, &mut drawn, points, paper);
    (level.model, drawn)
}

/// The layout of the overview of a model, from the settings for the whole.
pub fn layout_of_blocks(overview: &Overview, config: &LayoutConfig) -> Layout {
    let config = LayoutConfig { detail: Detail::Stacks, ..config.of_overview() };
    let level =
        Level { model: Cow::Borrowed(&overview.model), blocks: Some((overview.grain, overview.left_out)), config };
    let mut drawn = level.laid_out(level.config.quick);
    drawn.notes.extend(overview.left_out.map(left_out));
    drawn
}

/// What is said of connections between blocks that are left out.
fn left_out(left: LeftOut) -> String {
    let LeftOut { gone, all, fewer_than } = left;
    format!(
        "{gone} of {all} connections between blocks are left out: those that stand for fewer than {fewer_than}, but for the \
         strongest of each block"
    )
}

/// The overviews of a model that are worth what they hide, the finest first: blocks of two or so are not. Where places are
/// kept, those that are as coarse as the one that they are of.
fn overviews<'a>(model: &'a Model, config: &LayoutConfig) -> impl Iterator<Item = Level<'a>> {
    let finest = config.overview.as_ref().and_then(|lock| lock.grain);
    let config = LayoutConfig { detail: Detail::Stacks, ..config.of_overview() };
    Grain::ALL.into_iter().filter(move |grain| finest.is_none_or(|finest| *grain >= finest)).filter_map(move |grain| {
        let small = model::overview(model, grain);
        let blocks = small.model.components.len();
        let is_worth = blocks * 2 < model.components.len() && (blocks <= MOST_BLOCKS || grain == Grain::Families);
        is_worth.then(|| Level {
            model: Cow::Owned(small.model),
            config: config.clone(),
            blocks: Some((grain, small.left_out)),
        })
    })
}

/// The first of some levels that can be read on some paper, else the best, with the size of its smallest text in points and
/// its layout. The layout of the first level without trials may be known.
fn fitted<'a>(
    levels: impl Iterator<Item = Level<'a>>,
    paper: Paper,
    quick: bool,
    mut known: Option<(f64, Layout)>,
) -> (Level<'a>, f64, Layout) {
    let mut levels = levels.peekable();
    let mut best: Option<(Level, f64, Layout)> = None;
    while let Some(level) = levels.next() {
        let (mut points, mut tried) = known.take().unwrap_or_else(|| {
            let tried = level.laid_out(true);
            (points_of_text(&tried, paper), tried)
        });
        // what trials can gain in size is little: do not try what is far from readable
        if !quick && (points >= LEAST_TEXT * NEAR || levels.peek().is_none()) {
            tried = level.laid_out(false);
            points = points_of_text(&tried, paper);
        }
        // a step that makes no text larger takes something away for nothing
        if best.as_ref().is_none_or(|(_, p, _)| points > p * 1.05) {
            best = Some((level, points, tried));
        }
        if points >= LEAST_TEXT {
            break;
        }
    }
    let Some((level, mut points, mut drawn)) = best else {
        let none = Level { model: Cow::default(), config: LayoutConfig::default(), blocks: None };
        return (none, 0.0, Layout::default());
    };
    if !quick && drawn.quick {
        drawn = level.laid_out(false);
        points = points_of_text(&drawn, paper);
    }
    (level, points, drawn)
}

/// Says what is left out, and whether what is there can be read.
fn note(level: &Level, drawn: &mut Layout, points: f64, paper: Paper) {
    let sheet = paper.shown();
    let mut say = |what: String| drawn.notes.push(format!("so that texts can be read on {sheet}, {what}"));
    if let Some((grain, _)) = level.blocks {
        let what = match grain {
            Grain::Kinds => "components of one kind that belong together",
            Grain::Groups => "components of one group and family",
            Grain::Roles => "components of one group and role",
            Grain::Domains => "components of one group",
            Grain::Families => "components of one family",
        };
        say(format!("{what} are one block; `--detail full` draws each, `--view` a part"));
    }
    if drawn.detail >= Detail::Copies && !drawn.condensed.is_empty() {
        let names: Vec<&str> = drawn.condensed.iter().map(|e| level.model.environment(*e).id.as_str()).collect();
        say(format!("these copies are drawn as plates: {}; `--detail full` draws all", names.join(", ")));
    }
    if drawn.detail == Detail::Stacks && level.blocks.is_none() {
        say("instances of one zone are one solid; `--detail full` draws all".to_owned());
    }
    drawn.notes.extend(level.blocks.and_then(|(_, gone)| gone).map(left_out));
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
        .map(Component::short_label)
        .collect();
    let extra: Vec<&str> = own.iter().filter(|c| c.replica_of.is_none()).map(|c| c.short_label()).collect();
    lines.extend(list("Without", &missing));
    lines.extend(list("And with", &extra));
    lines
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
