//! Makes the picture: selects what a view shows, lays it out with as much detail as can be read, and draws it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::look::{DetailChoice, Look};
use super::{Shown, choices};
use crate::cli::ending::{Failure, quoted};
use crate::cli::input::Input;
use crate::cli::lock::Locks;
use crate::cli::terminal::Terminal;
use crate::geom::{Paper, Sheet};
use crate::layout::{self, Detail, LEAST_TEXT, Layout, LayoutConfig, Metric};
use crate::model::{self, Component, ComponentIx, Grain, Model, View};
use crate::scene::{self, DrawOptions, Loss, Scene, Theme};
use crate::syntax::attributes::Provenance;

/// Most placements of components, and most connections between them, that one picture can hold.
const MOST: usize = layout::MOST_PLACEMENTS;

/// The em of a text that is read on paper with ease, in points: less is said. Layout draws less only for what can not be
/// read at all, which is [`LEAST_TEXT`].
const READABLE: f64 = 7.0;

/// A picture, with what else was found out on the way.
pub(super) struct Picture {
    pub(super) scene: Scene,
    /// The same in another theme, if that is asked for.
    pub(super) also: Option<Scene>,
    /// The measures of the layout, if they are asked for.
    pub(super) metrics: Vec<Metric>,
    /// Where everything stands, and where stands what is not drawn.
    pub(super) locks: Locks,
}

/// Draws a topology, or a view of it.
pub(super) fn draw(
    look: &Look,
    input: &Input,
    shown: Shown,
    view: Option<&View>,
    kept: Locks,
    terminal: Terminal,
) -> Result<Picture, Failure> {
    let selected = view.map(|view| model::select(&input.model, view));
    let drawn = model::with_replication(selected.as_ref().unwrap_or(&input.model));
    let model: &Model = &drawn;
    for (count, what) in [(model.placements.len(), "placements of components"), (model.links.len(), "connections")] {
        if count > MOST {
            let name = quoted(&input.name);
            let failure = Failure::new(format!("{name} has {count} {what}; a picture holds at most {MOST}"));
            return Err(failure.with_help("draw a part of it with `--view`, or divide the file"));
        }
    }
    if let Some(view) = view.filter(|_| model.placements.is_empty()) {
        let failure = Failure::new(format!("the view {} selects nothing", quoted(&view.id)));
        return Err(failure.with_help("a component is shown when it is all that the view asks for"));
    }
    let sheet = choices::sheet(look, view)?;
    let options = DrawOptions {
        view: choices::projection(look, view)?,
        legend: model.diagram.legend,
        sheet,
        provenance: shown.provenance,
        upright: choices::upright(look, view, model),
        icons: shown.icons,
        ..DrawOptions::default()
    };
    if shown.provenance && !model.components.iter().any(is_illustrative) {
        terminal.warning("`--provenance` marks nothing: no component says `source = \"illustrative\"`");
    }
    let theme = choices::theme(look, view)?;
    let Locks { full: lock, overview } = kept;
    let config = LayoutConfig { lock, overview, quick: look.quick, ..LayoutConfig::default() };
    let paint_in = |theme: &Theme, plan: &Plan| match shown.loss {
        Some(outage) => {
            let drawn = stand_ins(&input.model, model, plan);
            let loss = Loss { model: &input.model, outage, drawn: &drawn };
            scene::draw_with_loss(&plan.0, &plan.1, theme, &options, &loss)
        }
        None => scene::draw_with_findings(&plan.0, &plan.1, theme, &options, shown.findings),
    };
    let paint = |plan: &Plan| paint_in(&theme, plan);
    let (plan, scene) = if let Some(sheet) = sheet {
        on_sheet(look, model, &config, &sheet, &paint)
    } else {
        let plan = lay_out(look, model, &config, Paper::usual(model.placements.len()));
        let scene = paint(&plan);
        (plan, scene)
    };
    let also = shown.also.map(|theme| paint_in(theme, &plan));
    // what is not drawn now keeps its place too
    let locks = match &plan {
        (Cow::Owned(_), layout) => Locks { full: config.lock.clone(), overview: Some(layout.lock.clone()) },
        (Cow::Borrowed(_), layout) => Locks { full: Some(layout.lock.clone()), overview: config.overview.clone() },
    };
    let (model, layout) = plan;
    for note in layout.notes.iter().filter(|note| sheet.is_none() || !layout::says_too_small(note)) {
        terminal.warning(note);
    }
    if let Some(warning) = sheet.and_then(|sheet| too_small(&scene, &sheet.paper)) {
        terminal.warning(&warning);
    }
    let metrics = if shown.measured { layout::metrics(&model, &layout) } else { Vec::new() };
    Ok(Picture { scene, also, metrics, locks })
}

/// Whether a component is filled in rather than known.
fn is_illustrative(component: &Component) -> bool {
    component.attributes.source.as_ref().is_some_and(|source| source.value == Provenance::Illustrative)
}

/// What is drawn, the model or its overview, and its layout.
type Plan<'a> = (Cow<'a, Model>, Layout);

/// For each component of a topology what stands for it in a picture of a part of it: itself, the block that it is in, or
/// nothing.
fn stand_ins(whole: &Model, part: &Model, plan: &Plan) -> Vec<Option<ComponentIx>> {
    let blocks = plan.1.lock.grain.map(|grain| model::blocks_of(part, grain));
    let names: BTreeMap<String, ComponentIx> = part.component_ixs().map(|c| (part.name(c), c)).collect();
    let block = |c: ComponentIx| blocks.as_ref().map_or(Some(c), |blocks| blocks.get(c.ix()).copied());
    whole.component_ixs().map(|c| names.get(&whole.name(c)).copied().and_then(block)).collect()
}

fn lay_out<'a>(look: &Look, model: &'a Model, config: &LayoutConfig, paper: Paper) -> Plan<'a> {
    let at = |detail| (Cow::Borrowed(model), layout::layout(model, &LayoutConfig { detail, ..config.clone() }));
    let of = |grain| {
        let small = model::overview(model, grain);
        let layout = layout::layout_of_blocks(&small, config);
        (Cow::Owned(small.model), layout)
    };
    match look.detail {
        DetailChoice::Auto => layout::layout_for(model, config, paper),
        DetailChoice::Full => at(Detail::Full),
        DetailChoice::Copies => at(Detail::Copies),
        DetailChoice::Stacks => at(Detail::Stacks),
        DetailChoice::Kinds => of(Grain::Kinds),
        DetailChoice::Groups => of(Grain::Groups),
        DetailChoice::Roles => of(Grain::Roles),
        DetailChoice::Domains => of(Grain::Domains),
        DetailChoice::Families => of(Grain::Families),
    }
}

/// Lays out and draws for a sheet. Layout judges what can be read by the drawing alone; panels take room too. When texts
/// come out too small with them, it is asked again for a sheet as much smaller.
fn on_sheet<'a>(
    look: &Look,
    model: &'a Model,
    config: &LayoutConfig,
    sheet: &Sheet,
    paint: &dyn Fn(&Plan) -> Scene,
) -> (Plan<'a>, Scene) {
    let inner = sheet.inner();
    let plan = lay_out(look, model, config, inner);
    let scene = paint(&plan);
    let points = scene.smallest_text().unwrap_or(LEAST_TEXT);
    if look.detail != DetailChoice::Auto || points >= LEAST_TEXT {
        return (plan, scene);
    }
    let share = points / LEAST_TEXT * 0.8;
    let smaller = inner.scaled(share);
    let condensed = layout::layout_for(model, config, smaller);
    if (condensed.1.detail, condensed.1.lock.grain) == (plan.1.detail, plan.1.lock.grain) {
        return (plan, scene);
    }
    let drawn = paint(&condensed);
    if drawn.smallest_text().is_none_or(|p| p <= points * 1.05) {
        return (plan, scene);
    }
    if config.lock.is_none() && matches!(condensed.0, Cow::Borrowed(_)) {
        // as later drawings with the lock, which may show more in the same slots
        let config = LayoutConfig { lock: Some(condensed.1.lock), ..config.clone() };
        return on_sheet(look, model, &config, sheet, paint);
    }
    (condensed, drawn)
}

/// What to say when texts are too small to read on a sheet, with the sheet that would do.
fn too_small(scene: &Scene, paper: &Paper) -> Option<String> {
    let points = scene.smallest_text()?;
    // what is shown as the least is not less
    if points >= READABLE - 0.05 {
        return None;
    }
    let on = |other: &Paper| points * (other.long / paper.long).min(other.short / paper.short);
    let larger = paper.least_that(|other| on(other) >= READABLE);
    let advice = larger.map_or_else(
        || "draw a part of it with `--view`".to_owned(),
        |other| format!("on {} it would have {:.1}", other.shown(), on(&other)),
    );
    Some(format!("the smallest text has {points:.1} points on {}, too few to read with ease; {advice}", paper.shown()))
}
