//! Measures of trays, texts and the sheet: shape, fill, sizes on paper, alignment, symmetry, likeness of copies.

use std::collections::BTreeMap;

use super::{Metric, Page, metric, share};
use crate::geom::{GRect, Gu};
use crate::layout::stretch::{least_distance, stretches};
use crate::layout::{Container, ContainerKind, Layout, Tray};
use crate::model::{EnvironmentIx, Model, RegionIx};

/// Width and height of the sheets, in millimetres.
const A3: [f64; 2] = [420.0, 297.0];
const A1: [f64; 2] = [841.0, 594.0];
const A0: [f64; 2] = [1189.0, 841.0];
/// Points for a millimetre.
pub(super) const POINTS: f64 = 72.0 / 25.4;

const TEXT: &str = "em of the smallest text when the drawing fills the sheet, in points";
const BALANCE: &str =
    "distance of the trays' centre of gravity from the middle of the ground / half the ground's length";

/// Q7 to Q14 and Q16.
pub(super) fn metrics(model: &Model, layout: &Layout, page: &Page) -> Vec<Metric> {
    let ground = layout.bounds;
    let (w, d) = (i64::from(ground.w.0), i64::from(ground.d.0));
    let trays: i64 = layout.trays.iter().map(|tray| area(&tray.rect)).sum();
    let text = least_text(layout).units() * page.projection.unit() * POINTS;
    let [x, y] = balance(layout);
    vec![
        metric("Q7", "shape", shape(page), "<= 1.25", "drawing's width by height against √2, or the other way round"),
        metric(
            "Q8",
            "ground fill",
            share(2 * w * d, (w + d) * (w + d), 0.5),
            ">= 0.47",
            "2WD / (W + D)² of the ground",
        ),
        metric(
            "Q9",
            "density of slabs",
            density_of_slabs(layout).unwrap_or(share(trays, w * d, 1.0)),
            ">= 0.30",
            "area of the trays on the slabs of regions / area of these; of all trays / area of the ground without regions",
        ),
        metric("Q9", "density", share(trays, w * d, 1.0), None, "area of all trays / area of the ground"),
        metric("Q10", "smallest text, A3", text * page.millimetres(A3), ">= 5 for 60 components", TEXT),
        metric("Q10", "smallest text, A1", text * page.millimetres(A1), ">= 5 for 250 components", TEXT),
        metric("Q10", "smallest text, A0", text * page.millimetres(A0), None, TEXT),
        metric(
            "Q11",
            "distance of wires, A1",
            distance_of_wires(layout, page) * page.millimetres(A1),
            ">= 0.6",
            "least distance of wires that run beside each other when the drawing fills the sheet, in millimetres; 0 when \
             none do",
        ),
        metric(
            "Q12",
            "alignment",
            alignment(model, layout),
            ">= 0.95",
            "share of the trays whose front edge, and whose left edge, middle or right edge, another tray of the same \
             environment and region shares; trays that stand alone are left out",
        ),
        metric(
            "Q13",
            "zone symmetry",
            zone_symmetry(layout),
            "1",
            "share of the trays with equally many solids in each of several zones whose solids stand alike in each",
        ),
        metric(
            "Q14",
            "likeness of copies",
            likeness(model, layout),
            "1",
            "share of the components that stand at the same place in all environments that copy one in full",
        ),
        metric("Q16", "balance, x", x, "<= 0.15", BALANCE),
        metric("Q16", "balance, y", y, "<= 0.15", BALANCE),
    ]
}

fn area(r: &GRect) -> i64 {
    i64::from(r.w.0) * i64::from(r.d.0)
}

/// The share of the slabs that trays cover; `None` where there is no slab.
fn density_of_slabs(layout: &Layout) -> Option<f64> {
    let is_slab = |c: &&Container| matches!(c.kind, ContainerKind::Region(_));
    let slabs: Vec<GRect> = layout.containers.iter().filter(is_slab).map(|c| c.rect).collect();
    let on_one = |tray: &&Tray| slabs.iter().any(|slab| slab.contains(&tray.rect));
    let trays: i64 = layout.trays.iter().filter(on_one).map(|tray| area(&tray.rect)).sum();
    (!slabs.is_empty()).then(|| share(trays, slabs.iter().map(area).sum(), 1.0))
}

fn shape(page: &Page) -> f64 {
    if page.bounds.w <= 0.0 || page.bounds.h <= 0.0 {
        return 1.0;
    }
    let off = page.bounds.w / page.bounds.h / std::f64::consts::SQRT_2;
    off.max(1.0 / off)
}

pub(super) fn least_text(layout: &Layout) -> Gu {
    let captions = layout.containers.iter().filter(|c| !c.caption.is_empty()).map(|c| c.caption_size);
    let zones = layout.bands.iter().filter(|b| !b.label.is_empty()).map(|b| b.label_size);
    let names = layout.trays.iter().filter(|t| !t.lines.is_empty()).map(|t| t.text_size);
    let labels = layout.wire_labels.iter().map(|l| l.size);
    let outlines = layout.outlines.iter().filter_map(|o| Some(o.name?.size));
    let marks = layout.marks.iter().map(|m| m.size);
    let letters = layout.badges.iter().map(|b| b.size);
    let all = captions.chain(zones).chain(names).chain(labels).chain(outlines).chain(marks).chain(letters);
    all.min().unwrap_or_default()
}

/// In page units.
fn distance_of_wires(layout: &Layout, page: &Page) -> f64 {
    let stretches = stretches(&layout.wires);
    let (o, x, y) =
        (page.projection.at(0.0, 0.0, 0.0), page.projection.at(1.0, 0.0, 0.0), page.projection.at(0.0, 1.0, 0.0));
    let ([ax, ay], [bx, by]) = ([x.x - o.x, x.y - o.y], [y.x - o.x, y.y - o.y]);
    let lozenge = (ax * by - ay * bx).abs();
    let along_x = least_distance(&stretches, true).map(|d| d.units() * lozenge / ax.hypot(ay));
    let along_y = least_distance(&stretches, false).map(|d| d.units() * lozenge / bx.hypot(by));
    along_x.into_iter().chain(along_y).reduce(f64::min).unwrap_or(0.0)
}

/// Where a tray belongs: its region and environment.
fn home(model: &Model, tray: &Tray) -> (Option<RegionIx>, Option<EnvironmentIx>) {
    let placement = model.placement(tray.placement);
    (placement.region, model.component(placement.component).environment)
}

fn alignment(model: &Model, layout: &Layout) -> f64 {
    let lines = |r: &GRect| [(0, r.y1()), (1, r.x), (2, r.x * 2 + r.w), (3, r.x1())];
    let mut siblings: BTreeMap<_, i64> = BTreeMap::new();
    let mut on_line: BTreeMap<_, i64> = BTreeMap::new();
    for tray in &layout.trays {
        let home = home(model, tray);
        *siblings.entry(home).or_default() += 1;
        for line in lines(&tray.rect) {
            *on_line.entry((home, line)).or_default() += 1;
        }
    }
    let (mut aligned, mut all) = (0, 0);
    for tray in &layout.trays {
        let home = home(model, tray);
        if siblings.get(&home).is_some_and(|count| *count > 1) {
            let [front, left, middle, right] =
                lines(&tray.rect).map(|line| on_line.get(&(home, line)).is_some_and(|count| *count > 1));
            all += 1;
            aligned += i64::from(front && (left || middle || right));
        }
    }
    share(aligned, all, 1.0)
}

fn zone_symmetry(layout: &Layout) -> f64 {
    let (mut alike, mut all) = (0, 0);
    for tray in &layout.trays {
        let mut zones: BTreeMap<usize, Vec<(GRect, Gu)>> = BTreeMap::new();
        for solid in &tray.solids {
            let Some(zone) = solid.zone else { continue };
            zones.entry(zone).or_default().push((solid.rect, solid.h));
        }
        let mut sets: Vec<_> = zones.into_values().collect();
        if sets.len() < 2 || sets.iter().any(|set| set.len() != sets[0].len()) {
            continue;
        }
        // x counts as it is, for zones lie along it; y from the first solid of the zone
        for set in &mut sets {
            let start = set.iter().map(|(rect, _)| rect.y).min().unwrap_or_default();
            for (rect, _) in set.iter_mut() {
                rect.y -= start;
            }
            set.sort_unstable();
        }
        sets.dedup();
        all += 1;
        alike += i64::from(sets.len() == 1);
    }
    share(alike, all, 1.0)
}

/// The places of an environment's components from the corner of its plate, by id and region.
type Places<'a> = BTreeMap<(&'a str, Option<RegionIx>), (Gu, Gu)>;

fn likeness(model: &Model, layout: &Layout) -> f64 {
    let mut plates: BTreeMap<EnvironmentIx, Vec<GRect>> = BTreeMap::new();
    for container in &layout.containers {
        if let ContainerKind::Environment(environment) = container.kind {
            plates.entry(environment).or_default().push(container.rect);
        }
    }
    let mut places: BTreeMap<EnvironmentIx, Places<'_>> = BTreeMap::new();
    for tray in &layout.trays {
        let (region, Some(environment)) = home(model, tray) else { continue };
        let plate = plates.get(&environment).and_then(|list| list.iter().find(|plate| plate.contains(&tray.rect)));
        let Some(plate) = plate else { continue };
        let id = model.component(model.placement(tray.placement).component).id.as_str();
        let place = (tray.rect.x - plate.x, tray.rect.y - plate.y);
        places.entry(environment).or_default().insert((id, region), place);
    }
    let (mut alike, mut all) = (0, 0);
    for (original, own) in &places {
        let copies: Vec<&Places<'_>> = places
            .iter()
            .filter(|(copy, _)| model.environment(**copy).replicates == Some(*original))
            .map(|(_, places)| places)
            .filter(|places| places.keys().eq(own.keys()))
            .collect();
        if copies.is_empty() {
            continue;
        }
        all += own.len() as i64;
        let is_alike = |(key, place)| copies.iter().all(|copy: &&Places<'_>| copy.get(key) == Some(place));
        alike += own.iter().filter(|entry| is_alike(*entry)).count() as i64;
    }
    share(alike, all, 1.0)
}

/// Along x and along y.
fn balance(layout: &Layout) -> [f64; 2] {
    let ground = layout.bounds;
    let weight: i64 = layout.trays.iter().map(|tray| area(&tray.rect)).sum();
    let along = |start: Gu, length: Gu, middle: fn(&GRect) -> Gu| {
        // both in doubled coordinates, so that middles are whole
        let moment: i128 =
            layout.trays.iter().map(|tray| i128::from(area(&tray.rect)) * i128::from(middle(&tray.rect).0)).sum();
        if weight == 0 || length == Gu::ZERO {
            return 0.0;
        }
        let center = moment as f64 / weight as f64;
        (center - f64::from((start * 2 + length).0)).abs() / f64::from(length.0)
    };
    [along(ground.x, ground.w, |r| r.x * 2 + r.w), along(ground.y, ground.d, |r| r.y * 2 + r.d)]
}

/// H7 beyond what `check` sees: pairs of containers that overlap without one being round the other.
pub(super) fn containers_met(layout: &Layout) -> i64 {
    // those of one level by x: a container is as large as a bucket of the check many times over
    let mut sorted: Vec<(GRect, usize)> = layout.containers.iter().enumerate().map(|(k, c)| (c.rect, k)).collect();
    sorted.sort_unstable();
    let mut count = 0;
    for (k, (a, _)) in sorted.iter().enumerate() {
        let beside = sorted[k + 1..].iter().take_while(|(b, _)| b.x < a.x1());
        count += beside.filter(|(b, _)| a.overlaps(b) && !a.contains(b) && !b.contains(a)).count();
    }
    count as i64
}
