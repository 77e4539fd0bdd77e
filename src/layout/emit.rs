//! Turns the finished plan into the plain [`Layout`].

use super::grid::{Cell, Grid, Plan};
use super::measure::{LABEL_SIZE, SUMMARY_LINE, TRAY_HEIGHT, line_width};
use crate::geom::{GRect, Gu};
use crate::layout::{Container, ContainerKind, Layout, Solid, Tray};
use crate::model::Model;

/// Containers and trays of a plan.
pub(super) fn emit(model: &Model, plan: &Plan) -> Layout {
    let mut layout = Layout::default();
    let mut order = plan.bottom_up();
    order.reverse();
    for g in order {
        let grid = &plan.grids[g];
        if let Some(kind) = grid.kind {
            layout.containers.push(container(plan, g, kind));
        }
    }
    layout.trays = plan.cells.iter().map(|cell| tray(model, cell)).collect();
    layout.trays.sort_by_key(|t| t.placement);
    layout.bounds = layout.trays.iter().fold(plan.grids[plan.root].rect, |all, tray| all.union(&tray.rect));
    layout
}

fn container(plan: &Plan, g: usize, kind: ContainerKind) -> Container {
    let grid = &plan.grids[g];
    let r = grid.rect;
    let (text, size, width, depth) = grid
        .caption
        .as_ref()
        .map_or((String::new(), Gu::ZERO, Gu::ZERO, Gu::ZERO), |c| (c.text.clone(), c.size, c.width, c.depth));
    Container {
        kind,
        rect: r,
        level: plan.level(g),
        caption: text,
        caption_rect: GRect::new(r.x + grid.pad / 2, r.y1() - depth, width, depth),
        caption_size: size,
        summary: summary(grid),
        summary_size: LABEL_SIZE,
    }
}

/// The lines that a plate says instead of showing trays, from the back to the front.
fn summary(grid: &Grid) -> Vec<(String, GRect)> {
    let at = |k: usize| grid.rect.y + SUMMARY_LINE / 2 + SUMMARY_LINE * k as i32;
    let line = |(k, text): (usize, &String)| {
        let r = GRect::new(grid.rect.x + SUMMARY_LINE / 2, at(k), line_width(text), SUMMARY_LINE);
        (text.clone(), r)
    };
    grid.summary.iter().enumerate().map(line).collect()
}

fn tray(model: &Model, cell: &Cell) -> Tray {
    let t = &cell.template;
    let r = cell.rect;
    // a tray may have become wide enough for the whole label in one line
    let label = &model.component(model.placement(cell.placement).component).label;
    let lines = if t.is_one_line(r.w) { vec![label.clone()] } else { t.lines.clone() };
    let lip = cell.lip.min(r.d);
    let mut solids: Vec<Solid> = t
        .solids
        .iter()
        .map(|p| Solid {
            role: p.role,
            form: p.form.clone(),
            family: p.family.clone(),
            glyph: p.glyph.clone(),
            zone: p.zone,
            rect: cell.solid(p),
            z: if t.plate { TRAY_HEIGHT } else { Gu::ZERO },
            h: p.h,
            count: p.count,
            title: p.title.clone(),
        })
        .collect();
    solids.sort_by_key(|s| (s.rect.x + s.rect.y, s.rect.x));
    let scaling = t.scaling.map(|(from, to)| {
        let left = r.x + (r.w - t.solids_w) / 2;
        let figures: Vec<GRect> = t.solids.iter().filter(|p| p.zone.is_some()).map(|p| cell.solid(p)).collect();
        let top = figures.iter().map(|f| f.y).min().unwrap_or(r.y) - Gu(24);
        let bottom = figures.iter().map(GRect::y1).max().unwrap_or(r.y1()) + Gu(18);
        GRect::new(left + from, top, to - from, bottom - top)
    });
    Tray {
        placement: cell.placement,
        rect: r,
        plate: t.plate,
        nameplate: GRect::new(r.x, r.y1() - lip, r.w, lip),
        lines,
        text_size: LABEL_SIZE,
        solids,
        scaling,
        scaling_box: scaling.is_some(),
    }
}
