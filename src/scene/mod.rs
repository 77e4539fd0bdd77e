//! Turns a layout into a drawing list: projection, colours, solids, text, panels, page.
//!
//! From the ground up: paper, slabs and plates, zone strips, outlines, connections, trays back to front with what
//! stands on them, texts beside connections, lettered discs, numbered circles, panels.
//!
//! *Invariant*: everything is in its final place with its final colour; an exporter only writes it down.

mod above;
mod color;
mod crossing;
mod finding;
mod frame;
mod ground;
mod group;
mod icon;
mod legend;
mod lettering;
mod loss;
mod mark;
mod mascot;
mod names;
mod order;
mod outline;
mod overview;
mod panel;
mod press;
mod sheet;
mod sign;
mod solid;
mod spot;
mod theme;
mod track;
mod tray;
mod types;
mod usage;
mod way;
mod wire;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod theme_tests;

pub use color::Color;
pub use icon::{ICON, Icon, Icons};
pub use loss::Loss;
pub use solid::OPEN;
pub use theme::{Theme, ThemeError};
pub use types::*;

use std::collections::BTreeMap;

use self::finding::Findings;
use self::frame::{Frame, Wanted};
use self::loss::Blast;
use self::names::{Ids, tray_id};
use self::outline::{hull, rounded};
use self::overview::Overview;
use self::solid::Solids;
use self::spot::Spots;
use self::usage::{Means, Usage};
use crate::diag::Diagnostic;
use crate::geom::{GRect, Gu, PageRect, Projection, Pt, Sheet, View};
use crate::layout::{Layout, Outline, tops};
use crate::model::{Model, Parts, PlacementIx};

/// What to draw and how it is seen.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a choice of its own
pub struct DrawOptions<'a> {
    /// How the ground is seen.
    pub view: View,
    /// Whether there is a legend.
    pub legend: bool,
    /// Whether there is a System overview, and the numbered circles that it explains. What lettered discs stand for is
    /// always listed.
    pub steps: bool,
    /// The sheet of paper to fill; without one the page is as large as the picture needs.
    pub sheet: Option<Sheet>,
    /// Whether components are marked whose source is `illustrative`: filled in, rather than known.
    pub provenance: bool,
    /// Whether labels stand upright on the page, rather than lie in the plane of the ground.
    pub upright: bool,
    /// Icons of the user, drawn where our own glyphs would be.
    pub icons: Option<&'a Icons>,
}

impl Default for DrawOptions<'_> {
    fn default() -> Self {
        Self {
            view: View::Iso30,
            legend: true,
            steps: true,
            sheet: None,
            icons: None,
            provenance: false,
            upright: false,
        }
    }
}

/// Draws a layout.
pub fn draw(model: &Model, layout: &Layout, theme: &Theme, options: &DrawOptions) -> Scene {
    compose(model, layout, theme, *options, &Marked::default())
}

/// As [`draw`], with the findings of the linter on the picture: a numbered mark at each, a list, and in red what is at
/// fault. Findings about components that the model does not have are left out.
pub fn draw_with_findings(
    model: &Model,
    layout: &Layout,
    theme: &Theme,
    options: &DrawOptions,
    findings: &[Diagnostic],
) -> Scene {
    let findings = Findings::of(model, findings);
    compose(model, layout, theme, *options, &Marked { findings, ..Marked::default() })
}

/// As [`draw`], with what a loss does: what is lost is struck out, what goes down is red, what runs on with less has a
/// mark, and a list says why.
pub fn draw_with_loss(model: &Model, layout: &Layout, theme: &Theme, options: &DrawOptions, loss: &Loss) -> Scene {
    let blast = Blast::of(model, loss);
    compose(model, layout, theme, *options, &Marked { blast, ..Marked::default() })
}

/// What is marked on a picture beside the architecture.
#[derive(Default)]
struct Marked {
    findings: Findings,
    blast: Blast,
}

/// As [`draw`], for the lists of a model alone.
#[cfg(test)]
pub(crate) fn draw_parts(model: &Parts, layout: &Layout, theme: &Theme, options: DrawOptions) -> Scene {
    compose(model, layout, theme, options, &Marked::default())
}

fn compose(model: &Parts, layout: &Layout, theme: &Theme, options: DrawOptions, marked: &Marked) -> Scene {
    let Marked { findings, blast } = marked;
    let ids = Ids::default();
    let trays = tray_names(model, layout, &ids);
    let at_zero = Projection::new(options.view);
    let provenance = options.provenance;
    let above = (!at_zero.has_height()).then(|| above::from_above(layout));
    let layout = above.as_ref().unwrap_or(layout);
    // from above they are upright already
    let upright = options.upright && at_zero.has_height();
    let mut pen = Pen { model, theme, projection: at_zero, ids: &ids, trays: &trays, provenance, blast, upright };
    let mut solids = Solids::new(theme, &at_zero, options.icons);
    let mut usage = Usage::of(model, layout, options.icons);
    let mut spots = Spots::new(&pen, finding::RADIUS);
    if upright || !findings.listed.is_empty() || !blast.is_empty() {
        spots.avoid(&pen, layout, options.steps);
    }
    let signs = if upright { sign::signs(&pen, layout, &mut spots) } else { Vec::new() };
    let found_at = findings.places(&mut spots, layout, model);
    let struck_at = blast.places(&mut spots, layout, model);
    for severity in Findings::marked(&found_at) {
        usage.note(Means::Finding(severity), true);
    }
    usage.note(Means::Illustrative, layout.trays.iter().any(|each| tray::is_illustrative(&pen, each)));
    usage.note(Means::FaultyWire, findings.has_wires(layout, &pen));
    usage.note(Means::FaultyZone, findings.has_zones(layout));
    usage.note_loss(&pen, layout, &struck_at);
    let entries = if options.legend { legend::entries(&pen, &usage, &mut solids) } else { Vec::new() };
    let overview = Overview::of(model, layout, options);

    let list = if blast.is_empty() { Overview::of_findings(findings) } else { Overview::of_loss(blast) };

    let mut drawing = drawing(&pen, layout, options);
    drawing.extend(found_at.iter().map(|(_, at)| spots.extent(*at)));
    drawing.extend(signs.iter().map(sign::Sign::extent));
    drawing.extend(struck_at.iter().map(|(_, at)| spots.extent(*at)));
    let bounds = PageRect::around(drawing.iter().flatten().copied()).unwrap_or(PageRect::new(0.0, 0.0, 0.0, 0.0));
    let usual = frame::panel_scale(bounds.w);
    // from above the title block is as wide as the page
    let wide = if at_zero.has_height() || options.sheet.is_some() { 0.0 } else { bounds.w / usual };
    let title = panel::title(model, wide);
    let natural: Vec<Wanted> = [
        (title.iter().map(|title| title.shape).collect(), 1),
        (if entries.is_empty() { Vec::new() } else { legend::shapes(&entries) }, 2),
        (overview.shapes(), 3),
        (list.shapes(), 0),
    ]
    .into_iter()
    .filter(|(shapes, _): &(Vec<[f64; 2]>, _)| !shapes.is_empty())
    .map(|(shapes, corner)| Wanted { shapes, corner, only_top: corner == 1 })
    .collect();
    let has_overview = natural.iter().any(|panel| panel.corner == 3);
    let (scale, page, panels) = if let Some(sheet) = &options.sheet {
        let made = sheet::on_sheet(&drawing, &natural, usual, sheet);
        let (page, panels) = on_sheet(made.frame, made.unit, sheet);
        (made.scale, page, panels)
    } else {
        let wanted: Vec<Wanted> = natural.iter().map(|panel| panel.scaled(usual)).collect();
        let frame = if at_zero.has_height() {
            frame::in_corners(&drawing, &wanted, usual)
        } else {
            frame::in_rows(bounds, &wanted, usual)
        };
        let (page, panels) = on_page(frame);
        (usual, page, panels)
    };
    pen.projection = at_zero.with_origin(page.origin);

    let mut paint = Layers::default();
    paint.add(LayerKind::Paper, press::ground(theme, &page));
    let tops = tops(&layout.containers);
    let slabs = layout.containers.iter().zip(tops).map(|(container, top)| ground::container(&pen, container, top));
    paint.add(LayerKind::Ground, slabs.collect());
    paint.add(LayerKind::Ground, blast.slabs(&pen, layout));
    paint.add(LayerKind::Bands, ground::bands(&pen, &layout.bands));
    paint.add(LayerKind::Bands, mascot::mascots(&pen, layout));
    paint.add(LayerKind::Bands, findings.bands(&pen, layout));
    paint.add(LayerKind::Bands, blast.bands(&pen, layout));
    paint.add(LayerKind::Groups, group::outlines(&pen, layout));
    paint.add(LayerKind::Connections, wire::wires(&pen, layout));
    paint.add(LayerKind::Connections, findings.lines(&pen, layout));
    paint.add(LayerKind::Connections, blast.lines(&pen, layout));
    paint.add(LayerKind::Components, standing(&pen, &mut solids, layout, &on_floors(layout)));
    paint.add(LayerKind::Labels, signs.iter().map(|sign| sign.draw(&pen)).collect());
    paint.add(LayerKind::Labels, group::marks(&pen, layout));
    paint.add(LayerKind::Labels, mark::wire_labels(&pen, layout));
    paint.add(LayerKind::Labels, mark::badges(&pen, layout));
    if options.steps {
        paint.add(LayerKind::Labels, mark::steps(&pen, layout));
    }
    paint.add(LayerKind::Findings, Findings::marks(&pen, &found_at));
    paint.add(LayerKind::Loss, blast.marks(&pen, &struck_at));
    let mut panels = panels.into_iter();
    let natural = |rect: &PageRect| PageRect::new(0.0, 0.0, rect.w / scale, rect.h / scale);
    if let Some((title, (_, rect))) = title.as_ref().and_then(|title| Some((title, panels.next()?))) {
        let panel = panel::draw_title(&pen, title, natural(&rect));
        paint.add(LayerKind::Panels, vec![panel::placed(panel, scale, &rect)]);
    }
    if let Some((shape, rect)) = (!entries.is_empty()).then(|| panels.next()).flatten() {
        let panel = legend::draw(&pen, &entries, shape, natural(&rect));
        paint.add(LayerKind::Panels, vec![panel::placed(panel, scale, &rect)]);
    }
    if let Some((shape, rect)) = has_overview.then(|| panels.next()).flatten() {
        let panel = overview.draw(&pen, "overview", shape, natural(&rect));
        paint.add(LayerKind::Panels, vec![panel::placed(panel, scale, &rect)]);
    }
    if let Some((shape, rect)) = panels.next() {
        let name = if blast.is_empty() { "findings" } else { "loss" };
        let panel = list.draw(&pen, name, shape, natural(&rect));
        paint.add(LayerKind::Panels, vec![panel::placed(panel, scale, &rect)]);
    }
    if let Some(on) = &page.sheet {
        if options.sheet.is_some_and(|sheet| sheet.crop_marks) {
            paint.add(LayerKind::CropMarks, vec![press::crop_marks(on)]);
        }
        press::thicken(&mut paint.nodes, on.unit);
        solids.symbols.iter_mut().for_each(|symbol| press::thicken(&mut symbol.nodes, on.unit));
    }
    let mut title = model.diagram.name().to_owned();
    let mut description = description(model, layout);
    if !blast.is_empty() {
        title = format!("{title}: what if {} is lost", blast.lost);
        description = format!("{description} {}", blast.summary.join(" "));
    }
    Scene {
        width: page.w,
        height: page.h,
        sheet: page.sheet,
        projection: pen.projection,
        title,
        description,
        shades: solids.shades,
        clips: solids.clips,
        symbols: solids.symbols,
        nodes: paint.nodes,
        layers: paint.layers,
    }
}

/// The drawing list so far, and where its layers end.
#[derive(Default)]
struct Layers {
    nodes: Vec<Node>,
    layers: Vec<Layer>,
}

impl Layers {
    /// Adds entries on top, to the last layer if that is of the same kind.
    fn add(&mut self, kind: LayerKind, nodes: Vec<Node>) {
        if nodes.is_empty() {
            return;
        }
        self.nodes.extend(nodes);
        let end = self.nodes.len();
        match self.layers.last_mut() {
            Some(last) if last.kind == kind => last.end = end,
            _ => self.layers.push(Layer { kind, end }),
        }
    }
}

/// What everyone who draws needs.
#[derive(Clone, Copy)]
struct Pen<'a> {
    model: &'a Parts,
    theme: &'a Theme,
    projection: Projection,
    ids: &'a Ids,
    trays: &'a BTreeMap<PlacementIx, String>,
    /// Whether what is filled in is marked.
    provenance: bool,
    /// What a loss does.
    blast: &'a Blast,
    /// Whether labels stand upright, not in the plane.
    upright: bool,
}

impl Pen<'_> {
    /// The id of the tray of a placement.
    fn tray_name(&self, placement: PlacementIx) -> &str {
        self.trays.get(&placement).map_or("", String::as_str)
    }

    /// A box on the ground seen from above, with round corners.
    fn flat_box(&self, rect: &GRect, r: f64) -> Vec<Segment> {
        let at = self.projection.rect(rect, Gu::ZERO);
        rounded(at[0].x, at[0].y, at[2].x - at[0].x, at[2].y - at[0].y, r)
    }

    /// As `flat_box`, with round corners at its foot alone.
    fn flat_foot(&self, rect: &GRect, r: f64) -> Vec<Segment> {
        let [a, b, c, d] = self.projection.rect(rect, Gu::ZERO);
        vec![
            Segment::Move(a),
            Segment::Line(b),
            Segment::Line(Pt::new(c.x, c.y - r)),
            Segment::Quad(c, Pt::new(c.x - r, c.y)),
            Segment::Line(Pt::new(d.x + r, d.y)),
            Segment::Quad(d, Pt::new(d.x, d.y - r)),
            Segment::Close,
        ]
    }
}

/// The page: its size and where the ground point (0, 0) lies on it.
struct Page {
    w: f64,
    h: f64,
    origin: Pt,
    /// The sheet that it is, with what lies round it.
    sheet: Option<OnSheet>,
}

/// Moves a frame so that the page begins at (0, 0), on whole units.
fn on_page(frame: Frame) -> (Page, Vec<(usize, PageRect)>) {
    let (dx, dy) = (-frame.page.x, -frame.page.y);
    let moved = |rect: PageRect| PageRect::new(rect.x + dx, rect.y + dy, rect.w, rect.h);
    let panels = frame.panels.into_iter().map(|(shape, rect)| (shape, moved(rect))).collect();
    (Page { w: frame.page.w.ceil(), h: frame.page.h.ceil(), origin: Pt::new(dx, dy), sheet: None }, panels)
}

/// Moves a frame so that the sheet, with room for what is cut off and for the marks, begins at (0, 0).
fn on_sheet(frame: Frame, unit: f64, sheet: &Sheet) -> (Page, Vec<(usize, PageRect)>) {
    let around = press::around(sheet) / unit;
    let trim = PageRect::new(around, around, frame.page.w, frame.page.h);
    let (dx, dy) = (around - frame.page.x, around - frame.page.y);
    let moved = |rect: PageRect| PageRect::new(rect.x + dx, rect.y + dy, rect.w, rect.h);
    let panels = frame.panels.into_iter().map(|(shape, rect)| (shape, moved(rect))).collect();
    let on = OnSheet { unit, trim, bleed: trim.grown(sheet.bleed / unit) };
    let (w, h) = (trim.w + 2.0 * around, trim.h + 2.0 * around);
    (Page { w, h, origin: Pt::new(dx, dy), sheet: Some(on) }, panels)
}

/// The names of all trays: where a component stands more than once, the first keeps the short one.
fn tray_names(model: &Parts, layout: &Layout, ids: &Ids) -> BTreeMap<PlacementIx, String> {
    let mut placements: Vec<PlacementIx> = layout.trays.iter().map(|tray| tray.placement).collect();
    placements.sort_unstable();
    let mut seen = std::collections::BTreeSet::new();
    let mut out = BTreeMap::new();
    for placement in placements {
        let component = &model.components[model.placements[placement.ix()].component.ix()];
        let is_first = seen.insert((component.role.table(), component.id.as_str()));
        out.insert(placement, ids.next(&tray_id(model, placement, is_first)));
    }
    out
}

/// Everything that the drawing covers, as convex polygons.
fn drawing(pen: &Pen, layout: &Layout, options: DrawOptions) -> Vec<Vec<Pt>> {
    let mut out = Vec::new();
    for (container, top) in layout.containers.iter().zip(tops(&layout.containers)) {
        let mut points = pen.projection.rect(&container.rect, top).to_vec();
        points.extend(pen.projection.rect(&container.rect, top - ground::thickness(container)));
        out.push(hull(&points));
    }
    let flat = layout.bands.iter().map(|band| band.rect).chain(layout.outlines.iter().map(|outline| outline.rect));
    out.extend(flat.map(|rect| pen.projection.rect(&rect, Gu::ZERO).to_vec()));
    out.extend(layout.trays.iter().map(|tray| hull(&tray::extent(&pen.projection, tray))));
    out.extend(layout.trays.iter().map(|tray| pen.projection.rect(&tray.nameplate, Gu::ZERO).to_vec()));
    for line in layout.wires.iter().flat_map(|wire| &wire.lines) {
        out.extend(line.windows(2).map(|pair| pair.iter().map(|&p| pen.projection.point(p, Gu::ZERO)).collect()));
    }
    let names = layout.outlines.iter().filter_map(|outline| Some(outline.name?.rect));
    let letters = layout.marks.iter().map(|mark| mark.rect);
    let labels = layout.wire_labels.iter().map(|label| label.rect);
    out.extend(labels.chain(names).chain(letters).map(|rect| pen.projection.rect(&rect, Gu::ZERO).to_vec()));
    out.extend(layout.badges.iter().map(|badge| mark::extent(&pen.projection, badge.at, badge.radius)));
    if options.steps {
        out.extend(layout.steps.iter().map(|step| mark::extent(&pen.projection, step.at, step.radius)));
    }
    out
}

/// The outlines that lie on the floor of a tray, by placement.
fn on_floors(layout: &Layout) -> BTreeMap<PlacementIx, Vec<&Outline>> {
    let mut out: BTreeMap<PlacementIx, Vec<&Outline>> = BTreeMap::new();
    for outline in layout.outlines.iter().filter(|outline| outline.on_floor) {
        for member in &outline.members {
            out.entry(*member).or_default().push(outline);
        }
    }
    out
}

/// Trays back to front, each with what stands on it.
fn standing(
    pen: &Pen,
    solids: &mut Solids,
    layout: &Layout,
    outlines: &BTreeMap<PlacementIx, Vec<&Outline>>,
) -> Vec<Node> {
    let reach = |tray: &crate::layout::Tray| {
        let highest = tray.solids.iter().map(|solid| tray::foot(tray, solid) + solid.h).max().unwrap_or_default();
        Gu::from_units(highest.max(Gu::ONE).units() * pen.projection.shadow()) + Gu(50)
    };
    let boxes: Vec<(GRect, Gu)> = layout.trays.iter().map(|tray| (tray.rect, reach(tray))).collect();
    let none = Vec::new();
    // readers that follow the file meet components in the order of the flow, as far as none hides another
    let rank = |i: usize| {
        let placement = layout.trays[i].placement;
        let ix = pen.model.placements[placement.ix()].component;
        let component = &pen.model.components[ix.ix()];
        (component.environment, component.role, ix, placement)
    };
    order::back_to_front(&boxes, rank)
        .into_iter()
        .map(|i| &layout.trays[i])
        .map(|tray| tray::tray(pen, solids, tray, outlines.get(&tray.placement).unwrap_or(&none)))
        .collect()
}

/// What the picture shows, in a few sentences: how much, and the names in the order of the flow.
fn description(model: &Parts, layout: &Layout) -> String {
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let (components, connections) = (layout.trays.len(), layout.wires.len());
    let mut out = format!("{}, {}", counted(components, "component"), counted(connections, "connection"));
    let regions: Vec<&str> =
        model.regions.iter().filter(|region| !region.id.is_empty()).map(|region| region.label.as_str()).collect();
    if !regions.is_empty() {
        out.push_str(" in ");
        out.push_str(&regions.join(", "));
    }
    for named in model.roll() {
        out.push_str(". ");
        out.push_str(&named);
    }
    out.push('.');
    if let Some(more) = &model.diagram.description {
        out.push(' ');
        out.push_str(more);
    }
    out
}
