//! The cell of a placement before it stands anywhere: its solids, its label and the room they need.
//!
//! Back margins hide nothing: a block of height *h* hides the ground behind it for a length of *h* along both axes, so
//! every solid keeps *h* of free floor behind it, and solids side by side keep *h* between them. Then no solid hides
//! another solid, a label or a wire, in any order of painting.
//!
//! *Invariant*: solids lie inside the tray, behind its nameplate, with their shadows.

use super::measure::{
    BALANCER, BALANCER_HEIGHT, BAND_MIN, CLASS_HEIGHT, INSET, INSTANCE, LABEL_PAD, LABEL_SIZE, MAX_SOLIDS, NAMEPLATE,
    NAMEPLATE_LINE, WHOLE,
};
use super::shelves::Strip;
use crate::catalog::{Scope, Trait};
use crate::geom::Gu;
use crate::layout::{SolidRole, count_width, count_words};
use crate::model::{Model, Placement, PlacementIx};
use crate::syntax::attributes::{Balancer, Count};
use crate::syntax::document::{GroupKind, Role};
use crate::text::{Weight, width, wrap};

/// A solid before it has a place.
#[derive(Clone, Debug)]
pub(super) struct Proto {
    pub role: SolidRole,
    pub form: String,
    pub family: String,
    pub glyph: String,
    /// Zone it stands in; `None` for the middle of the tray.
    pub zone: Option<usize>,
    /// Distance of its footprint from the left edge of the solids' area.
    pub x: Gu,
    /// Row in its zone, and how many rows there are.
    pub row: i32,
    pub rows: i32,
    pub size: Gu,
    pub h: Gu,
    pub count: u32,
    pub title: String,
}

/// A cell: what stands on a tray, and how large the tray is at least.
#[derive(Clone, Debug)]
pub(super) struct Template {
    /// First and last zone that the tray covers, for what stands in zones or in the strip of a subnet.
    pub zones: Option<(usize, usize)>,
    /// Whether no zone of that strip is known.
    pub unknown: bool,
    /// Whether there is a narrower, deeper shape of it.
    pub wide: bool,
    /// Depth that each zone needs.
    pub band: Gu,
    pub w: Gu,
    /// Depth of the nameplate, and what width has room for its text in one line.
    pub lip: Gu,
    pub in_one: Gu,
    pub lines: Vec<String>,
    pub plate: bool,
    pub solids: Vec<Proto>,
    /// Width of all solids with their shadows.
    pub solids_w: Gu,
    /// From the left edge of the solids' area: the strip of the instances, if they scale by themselves.
    pub scaling: Option<(Gu, Gu)>,
}

impl Template {
    /// The cell of an empty slot.
    pub(super) fn empty(plate: bool) -> Self {
        Self {
            zones: None,
            unknown: false,
            wide: false,
            band: Gu::ZERO,
            w: Gu::ZERO,
            lip: Gu::ZERO,
            in_one: Gu::ZERO,
            lines: Vec::new(),
            plate,
            solids: Vec::new(),
            solids_w: Gu::ZERO,
            scaling: None,
        }
    }

    /// Depth of the tray with all its zones, in hundredths of a ground unit.
    pub(super) fn depth(&self) -> i64 {
        let zones = self.zones.map_or(1, |(lo, hi)| hi + 1 - lo) as i64;
        i64::from(self.band.0) * zones + i64::from(self.lip.0)
    }

    /// Whether its tray has two lines of text, though it has become wide enough for the whole label in one.
    pub(super) fn is_one_line(&self, w: Gu) -> bool {
        self.plate && self.lines.len() > 1 && self.in_one <= w
    }

    /// Depth of the nameplate of a tray of some width.
    pub(super) fn lip(&self, w: Gu) -> Gu {
        let spare = if self.is_one_line(w) { self.lines.len() as i32 - 1 } else { 0 };
        self.lip - NAMEPLATE_LINE * spare
    }

    /// Depth of the tray in a plain row.
    pub(super) fn plain_depth(&self) -> Gu {
        self.band + self.lip
    }
}

/// Height of an instance by its type; the middle of the range when the file does not say.
fn instance_height(placement: &Placement) -> Gu {
    let class = placement.instance.map_or(5, crate::catalog::InstanceType::size_class);
    CLASS_HEIGHT[usize::from(class).min(CLASS_HEIGHT.len() - 1)]
}

/// Height of a form that stands for something as a whole.
fn whole_height(form: &str) -> Gu {
    Gu(match form {
        "people" | "office" | "datacenter" => 110,
        "browser" | "phone" | "cloud" => 95,
        "bucket" | "cylinder" | "replica" | "archive" | "search" | "warehouse" => 85,
        "container" | "filesystem" | "server" | "rack" => 72,
        _ => 48,
    })
}

/// One run of equal solids in one zone.
struct Batch {
    zone: Option<usize>,
    count: u32,
}

/// How solids stand on a tray.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Shape {
    /// What the tray covers, if it stands in a strip.
    pub strip: Option<Strip>,
    /// Three or more solids of one zone stand in two rows, not in one.
    pub two_rows: bool,
    /// All instances of a zone are one solid.
    pub stacked: bool,
}

/// The cell of a placement.
pub(super) fn template(model: &Model, ix: PlacementIx, shape: Shape) -> Template {
    let most_solids = if shape.stacked { 1 } else { MAX_SOLIDS };
    let placement = model.placement(ix);
    let component = model.component(placement.component);
    let kind = component.kind;
    let outside = component.role == Role::External || matches!(kind.scope, Scope::Global | Scope::External);
    let zones = shape.strip.map(|strip| strip.zones);
    let batches: Vec<Batch> = if placement.zones.is_empty() {
        vec![Batch { zone: None, count: if placement.count_stated { placement.instances.max(1) } else { 1 } }]
    } else {
        placement.zones.iter().map(|z| Batch { zone: Some(z.zone), count: z.count }).collect()
    };
    let runs_on_instances = placement.instance.is_some()
        || (kind.scope == Scope::Zonal && matches!(component.role, Role::App))
        || kind.traits.has(Trait::OnInstances);
    let (size, h) = if placement.instance.is_some() || runs_on_instances && !placement.zones.is_empty() {
        (INSTANCE, instance_height(placement))
    } else {
        (WHOLE, whole_height(kind.solid))
    };
    let a = &component.attributes;
    let copies = a.multi_az.as_ref().is_some_and(|m| m.value) || replicas(a.replicas.as_ref().map(|r| &r.value)) > 0;
    // what stands in no known zone is one solid, whatever its number
    let is_one = |b: &Batch| b.zone.is_none() || b.count > most_solids;
    let most = batches.iter().map(|b| if is_one(b) { 1 } else { b.count }).max().unwrap_or(1).max(1);
    let rows = if shape.two_rows && most > 2 { 2 } else { 1 };
    let columns = most.div_ceil(rows) as i32;
    let mut solids = Vec::new();
    let mut x = Gu::ZERO;
    let balancer = a.balancer.as_ref().map_or(Balancer::None, |b| b.value);
    if balancer != Balancer::None && component.role == Role::App {
        x += BALANCER_HEIGHT;
        let word = if balancer == Balancer::Public { "public" } else { "internal" };
        solids.push(Proto {
            role: SolidRole::Balancer,
            form: "balancer".to_owned(),
            family: "network".to_owned(),
            glyph: "lb".to_owned(),
            zone: None,
            x,
            row: 0,
            rows: 1,
            size: BALANCER,
            h: BALANCER_HEIGHT,
            count: 1,
            title: format!("{word} load balancer of {}", component.label),
        });
        x += BALANCER + Gu(10);
    }
    let start = x;
    let mut first = true;
    for b in &batches {
        let (shown, each) = if is_one(b) { (1, b.count) } else { (b.count, 1) };
        for k in 0..shown {
            let (column, row) = ((k as i32) % columns, (k as i32) / columns);
            let role = match (component.role, placement.zones.is_empty()) {
                (Role::Store, false) if copies && first => SolidRole::Primary,
                (Role::Store, false) if copies => SolidRole::Replica,
                (_, false) => SolidRole::Instance,
                (_, true) => SolidRole::Whole,
            };
            first = false;
            solids.push(Proto {
                role,
                form: kind.solid.to_owned(),
                family: kind.family.to_owned(),
                glyph: kind.glyph.to_owned(),
                zone: b.zone,
                x: start + h + (size + h) * column,
                row,
                rows: rows as i32,
                size,
                h,
                count: each,
                title: title(model, placement, b.zone, each),
            });
        }
    }
    let solids_w = start + (size + h) * columns;
    let scales = placement.autoscale.is_some()
        || component.outlines.iter().any(|g| model.groups[g.ix()].kind == GroupKind::AutoScaling);
    let scaling = (scales && !placement.zones.is_empty()).then_some((start + h / 2, solids_w + Gu(18)));
    // a count may be wider than its solid, and keeps within the tray
    let counts = solids.iter().filter_map(|p| Some(count_width(&count_words(p.count)?) - p.size));
    let border = counts.max().map_or(Gu(24), |over| (over / 2 + Gu(8)).max(Gu(24)));
    let inner = solids_w + border * 2;
    let (lines, label_w) = nameplate(&component.label, inner - LABEL_PAD * 2);
    let lip = NAMEPLATE + NAMEPLATE_LINE * (lines.len().max(1) as i32 - 1);
    let band = ((size + h) * rows as i32 + Gu(26)).max(if zones.is_some() { BAND_MIN } else { Gu::ZERO });
    Template {
        zones,
        unknown: shape.strip.is_some_and(|strip| !strip.is_known),
        wide: rows == 1 && most > 2,
        band: if zones.is_some() { band } else { band + INSET },
        w: inner.max(label_w + LABEL_PAD * 2),
        lip,
        in_one: label_width(&component.label) + LABEL_PAD * 2,
        lines,
        plate: !outside,
        solids,
        solids_w,
        scaling,
    }
}

/// How many replicas are stated.
fn replicas(count: Option<&Count>) -> u32 {
    match count {
        None => 0,
        Some(Count::Total(n)) => *n,
        Some(Count::By(list)) => list.iter().map(|(_, n)| n).sum(),
    }
}

/// The width of a line of a label.
pub(super) fn label_width(line: &str) -> Gu {
    Gu((width(line, Weight::SemiBold) * i64::from(LABEL_SIZE.0) / 1000) as i32 + 1)
}

/// What stands between the name of a component and that of its kind.
const DOT: &str = " · ";

/// Breaks a label into one or two lines: one if it fits the tray or is short, else two. Gives the lines and the width
/// of the longest.
fn nameplate(label: &str, inner: Gu) -> (Vec<String>, Gu) {
    let thousandths = |w: Gu| i64::from(w.0) * 1000 / i64::from(LABEL_SIZE.0);
    let one = label_width(label);
    if one <= inner.max(Gu(330)) {
        return (vec![label.to_owned()], one);
    }
    let most = inner.max(Gu(620));
    // two lines of about one length: the narrowest that hold the label
    let narrow = (0..).map(|k| one / 2 + Gu(20) * k).take_while(|w| *w < most);
    let lines = narrow
        .map(|w| wrap(label, Weight::SemiBold, thousandths(w), 2))
        .find(|w| !w.cut)
        .unwrap_or_else(|| wrap(label, Weight::SemiBold, thousandths(most), 2))
        .lines;
    let longest = lines.iter().map(|l| label_width(l)).max().unwrap_or_default();
    // between a name and what it is, the end of the line stands for the dot
    let parts: Vec<&str> = label.split(DOT).collect();
    if let [name, kind] = parts[..]
        && let wide = label_width(name).max(label_width(kind))
        && wide <= most
        && wide.0 * 20 <= longest.0 * 23
    {
        return (vec![name.to_owned(), kind.to_owned()], wide);
    }
    (lines, longest)
}

/// A sentence about one solid.
fn title(model: &Model, placement: &Placement, zone: Option<usize>, count: u32) -> String {
    let component = model.component(placement.component);
    let mut text = component.label.clone();
    if count > 1 {
        text.push_str(" × ");
        text.push_str(&count.to_string());
    }
    if let Some(name) = &placement.instance_name {
        text.push_str(" · ");
        text.push_str(&name.value);
    }
    if let (Some(z), Some(r)) = (zone, placement.region)
        && let Some(name) = model.regions[r.ix()].zones.get(z)
    {
        text.push_str(" · zone ");
        text.push_str(name);
    }
    text
}
