//! The legend: one entry for each means of drawing that the picture uses, in columns.

use std::collections::BTreeSet;

use super::color::Color;
use super::group::{kind_words, line_of};
use super::icon::Chip;
use super::lettering::{Style, upright};
use super::loss::{self, State};
use super::mark::{Disc, disc};
use super::outline::{line, polygon, rounded};
use super::panel::{self, HEADING, PAD};
use super::solid::{Solids, family_color, glyph_symbol};
use super::theme::Line;
use super::types::{Fill, Node, Path, Stroke, Use};
use super::usage::{GROUP_KINDS, Means, Usage};
use super::{Pen, finding};
use crate::catalog;
use crate::diag::Severity;
use crate::geom::{PageRect, Pt};
use crate::layout::Outlined;
use crate::syntax::Words as _;
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::GroupKind;
use crate::text::{Weight, wrap};

/// Height of an entry.
const ROW: f64 = 22.0;
/// Room for the sample before the words.
const SAMPLE: f64 = 42.0;
/// Room between columns.
const GUTTER: f64 = 22.0;
/// Size of the words.
const SIZE: f64 = 12.0;
/// The longest name of a group, in thousandths of an em.
const LONGEST_NAME: i64 = 20_000;
/// With more letters than this, they share one entry.
const MOST_LETTERS: usize = 60;
/// With more kinds than this, only their families are listed, and one sign stands for all.
const MOST_KINDS: usize = 12;

/// An entry.
pub(super) struct Entry {
    sample: Sample,
    words: String,
}

/// What stands before the words of an entry.
enum Sample {
    /// The colour of a family.
    Swatch(Color),
    /// A glyph in the colour of its family.
    Glyph(String, Color),
    /// An icon of the user, by its symbol.
    Icon(String),
    /// A connection.
    Wire(Line),
    /// A connection that becomes thicker.
    Trunk(Line),
    /// A lettered disc on a connection.
    Disc(Line),
    /// Two blocks of different heights.
    Heights,
    /// A count badge.
    Badge,
    /// A tray with this edge and nameplate.
    Tray(Line, Color),
    /// A tray with lines over its floor.
    Hatched,
    /// A paler block.
    Pale,
    /// A zone strip, of a colour if it has one.
    Zone(Option<Color>),
    /// The arrow of what scales by itself.
    Scaling,
    /// An outline.
    Outline(Line),
    /// A letter in the colour of its group.
    Letter(String, Color),
    /// The mark of a finding.
    Finding(Severity),
    /// A strip over which a colour lies.
    FaultyZone(Color),
    /// The mark of what a loss does.
    Loss(State),
    /// A block that is crossed out.
    Cross,
    /// Ground that is hatched.
    Lost,
    /// The tray of what is down.
    Down,
}

/// The entries for a picture, in their order.
pub(super) fn entries(pen: &Pen, usage: &Usage, solids: &mut Solids) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    let mut add = |sample, words: &str| out.push(Entry { sample, words: words.to_owned() });
    // a form with a colour of its own is explained by itself, not by its family
    let mut own: Vec<(&str, Option<Color>)> = Vec::new();
    for (form, _) in &usage.solids {
        own.push((form.as_str(), solids.own_color(form)));
    }
    let own = |form: &str| own.iter().find(|(known, _)| *known == form).and_then(|(_, color)| *color);
    let families: BTreeSet<&str> =
        usage.solids.iter().filter(|(form, _)| own(form).is_none()).map(|(_, family)| family.as_str()).collect();
    for family in catalog::builtin().families().filter(|family| families.contains(family.id)) {
        add(Sample::Swatch(family_color(pen.theme, family.id)), family.label);
    }
    let mut kinds: Vec<_> = usage.kinds.iter().collect();
    let order = |family: &str| catalog::builtin().family(family).map_or(u32::MAX, |family| family.order);
    kinds.sort_by_key(|kind| (order(&kind.family), *kind));
    let few = kinds.len() <= MOST_KINDS;
    let shade = |form: &str, family: &str| own(form).unwrap_or_else(|| family_color(pen.theme, family));
    // too many to name: one of them stands for all
    let sample = kinds.iter().filter(|_| !few).find_map(|kind| {
        let color = shade(&kind.form, &kind.family);
        let icon = kind.icon.as_ref().and_then(|name| solids.icon(name)).map(Sample::Icon);
        icon.or_else(|| solids.glyph(&kind.glyph).is_some().then(|| Sample::Glyph(kind.glyph.clone(), color)))
    });
    let mut named: Vec<(String, Color)> = Vec::new();
    for kind in kinds {
        let color = shade(&kind.form, &kind.family);
        if let Some(symbol) = kind.icon.as_ref().filter(|_| few).and_then(|name| solids.icon(name)) {
            add(Sample::Icon(symbol), &kind.words);
        } else if few && solids.glyph(&kind.glyph).is_some() {
            // two kinds with one glyph share an entry
            let words: Vec<&str> = usage
                .kinds
                .iter()
                .filter(|other| other.icon.is_none() && other.glyph == kind.glyph && other.family == kind.family)
                .map(|other| other.words.as_str())
                .collect();
            if !named.contains(&(kind.glyph.clone(), color)) {
                named.push((kind.glyph.clone(), color));
                add(Sample::Glyph(kind.glyph.clone(), color), &words.join(", "));
            }
        } else if !few && own(&kind.form).is_some() && !named.contains(&(kind.form.clone(), color)) {
            named.push((kind.form.clone(), color));
            add(Sample::Swatch(color), &capitalised(&kind.form));
        }
    }
    if let Some(sample) = sample {
        add(sample, "Sign on a block: its kind");
    }
    if let Some(symbol) = solids.balancer_icon().filter(|_| usage.has(Means::Balancer)) {
        add(Sample::Icon(symbol), "Load balancer of an app");
    } else if usage.has(Means::Balancer) && solids.glyph("lb").is_some() {
        add(Sample::Glyph("lb".to_owned(), family_color(pen.theme, "network")), "Load balancer of an app");
    }
    for (line, words) in wires(pen, usage) {
        add(Sample::Wire(line), &words);
    }
    let (theme, wires) = (&pen.theme.tray, &pen.theme.wire);
    // a trunk with dashes is no thicker than its lines
    let trunks = || usage.trunks.iter().map(|kind| wires.line(*kind));
    if let Some(line) = trunks().find(|line| line.dash.is_empty()).or_else(|| trunks().next()) {
        add(Sample::Trunk(line.clone()), "Several connections bundled");
    }
    if usage.has(Means::Letter) {
        let line = usage.wires.first().map_or(&wires.sync, |kind| wires.line(*kind));
        add(Sample::Disc(line.clone()), "Letter: a text under Connections");
    }
    if usage.has(Means::Height) && pen.projection.has_height() {
        add(Sample::Heights, "Height: size of the instance");
    }
    if usage.has(Means::Count) {
        add(Sample::Badge, "Stands for n instances");
    }
    if usage.has(Means::Pale) {
        add(Sample::Pale, "Pale: standby or replica");
    }
    if usage.has(Means::Critical) {
        add(Sample::Tray(theme.critical.clone(), theme.critical_plate), "Red edge: critical");
    }
    if usage.has(Means::Standby) {
        add(Sample::Tray(theme.standby.clone(), theme.plate), "Dashed edge: waits to take over");
    }
    if usage.has(Means::Illustrative) {
        add(Sample::Hatched, "Hatched: illustrative, filled in");
    }
    let band = &pen.theme.band;
    if usage.has(Means::Zone) {
        add(Sample::Zone(usage.has(Means::PlainZone).then_some(band.even)), "Availability zone");
    }
    if usage.has(Means::Subnet) {
        add(Sample::Zone(Some(band.even)), "Subnet");
    }
    if usage.has(Means::PublicSubnet) {
        add(Sample::Zone(Some(band.public)), "Public subnet");
    }
    if usage.has(Means::PrivateSubnet) {
        add(Sample::Zone(Some(band.private)), "Private subnet");
    }
    if usage.has(Means::Scaling) {
        add(Sample::Scaling, "Scales by itself");
    }
    for (severity, words) in [
        (Severity::Error, "Finding: error"),
        (Severity::Warning, "Finding: warning"),
        (Severity::Info, "Finding: information"),
    ] {
        if usage.has(Means::Finding(severity)) {
            add(Sample::Finding(severity), words);
        }
    }
    let red = theme.critical.color;
    let thick = Line { color: red, width: wires.sync.width * finding::RED.0, dash: Vec::new() };
    if usage.has(Means::FaultyWire) {
        add(Sample::Wire(thick.clone()), "Thick red line: on the path of a finding");
    }
    if usage.has(Means::FaultyZone) {
        add(Sample::FaultyZone(red), "Red strip: zone of a finding");
    }
    let marks = [
        (State::Lost, "Lost"),
        (State::Down, "Goes down: see the list"),
        (State::Less, "Runs with less: see the list"),
    ];
    for (state, words) in marks {
        if usage.has(Means::Loss(state)) {
            add(Sample::Loss(state), words);
        }
    }
    if usage.has(Means::Cross) {
        add(Sample::Cross, "Crossed out: lost instances");
    }
    if usage.has(Means::LostGround) {
        add(Sample::Lost, "Hatched ground: lost");
    }
    if usage.has(Means::Down) {
        add(Sample::Down, "Thick red edge, red floor: down");
    }
    if usage.has(Means::CutWire) {
        add(Sample::Wire(thick), "Thick red line: what it goes down by");
    }
    let kinds = GROUP_KINDS.into_iter().filter(|kind| usage.has_outline(*kind));
    for (line, words) in alike(kinds.map(|kind| (line_of(&pen.theme.outline, kind), kind_words(kind)))) {
        add(Sample::Outline(line), &words);
    }
    let named = |of: Outlined| {
        let name = wrap(of.label(pen.model), Weight::Regular, LONGEST_NAME, 1).lines.concat();
        (of.kind(pen.model), format!("{}: {name}", kind_words(of.kind(pen.model))))
    };
    for of in usage.nameless.iter().filter(|of| !usage.letters.contains_key(of)) {
        let (kind, words) = named(*of);
        add(Sample::Outline(line_of(&pen.theme.outline, kind).clone()), &words);
    }
    if usage.letters.len() > MOST_LETTERS {
        let color = line_of(&pen.theme.tray.outline, GroupKind::Team).color;
        add(Sample::Letter("A".to_owned(), color), "A group, named in its tooltip");
    }
    for (of, letter) in usage.letters.iter().filter(|_| usage.letters.len() <= MOST_LETTERS) {
        let (kind, words) = named(*of);
        add(Sample::Letter(letter.clone(), line_of(&pen.theme.tray.outline, kind).color), &words);
    }
    out
}

/// The lines used, each once.
fn wires(pen: &Pen, usage: &Usage) -> Vec<(Line, String)> {
    alike(usage.wires.iter().map(|&kind| {
        let words = match kind {
            ConnectionKind::Sync => "request",
            other => other.word(),
        };
        (pen.theme.wire.line(kind), words)
    }))
}

/// Lines with words, each once: kinds that look alike share an entry.
fn alike<'a>(kinds: impl Iterator<Item = (&'a Line, &'a str)>) -> Vec<(Line, String)> {
    let mut out: Vec<(Line, String)> = Vec::new();
    for (line, words) in kinds {
        match out.iter_mut().find(|(known, _)| known == line) {
            Some((_, known)) => {
                known.push_str(", ");
                known.push_str(&words.to_lowercase());
            }
            None => out.push((line.clone(), capitalised(words))),
        }
    }
    out
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The widths of the columns when the entries fill this many.
fn columns(entries: &[Entry], count: usize) -> Vec<f64> {
    let rows = entries.len().div_ceil(count).max(1);
    let style = Style::new(Weight::Regular, SIZE, Color::WHITE);
    let width = |entry: &Entry| SAMPLE + style.width(&entry.words);
    entries.chunks(rows).map(|column| column.iter().map(width).fold(0.0, f64::max)).collect()
}

/// The shapes that the legend may have: with one, two, … columns.
pub(super) fn shapes(entries: &[Entry]) -> Vec<[f64; 2]> {
    (1..=entries.len().div_ceil(3).min(6))
        .map(|count| {
            let columns = columns(entries, count);
            let rows = entries.len().div_ceil(count);
            let gutters = GUTTER * (columns.len() as f64 - 1.0);
            let w = columns.iter().sum::<f64>() + gutters + 2.0 * PAD;
            [w.max(120.0), HEADING + rows as f64 * ROW + PAD * 0.6]
        })
        .collect()
}

/// Draws the legend in the shape of this number.
pub(super) fn draw(pen: &Pen, entries: &[Entry], shape: usize, rect: PageRect) -> Node {
    let count = shape + 1;
    let rows = entries.len().div_ceil(count).max(1);
    let style = Style::new(Weight::Regular, SIZE, pen.theme.panel.text);
    let mut children = panel::frame(pen, rect, "Legend");
    let widths = columns(entries, count);
    let spare = rect.w - 2.0 * PAD - widths.iter().sum::<f64>();
    let gutter = if widths.len() > 1 { spare / (widths.len() as f64 - 1.0) } else { 0.0 };
    let mut x = rect.x + PAD;
    for (column, width) in entries.chunks(rows).zip(widths) {
        for (i, entry) in column.iter().enumerate() {
            let middle = rect.y + HEADING + ROW * (i as f64 + 0.5);
            sample(pen, &entry.sample, x, middle, &mut children);
            let at = Pt::new(x + SAMPLE, middle + style.drop());
            children.push(Node::Text(upright(&entry.words, style, at)));
        }
        x += width + gutter.min(GUTTER * 3.0);
    }
    panel::group("legend", rect, children)
}

fn sample(pen: &Pen, sample: &Sample, x: f64, y: f64, out: &mut Vec<Node>) {
    let theme = pen.theme;
    // on a dark panel dark edges of blocks are seen on the floor that they have in the picture
    let floor = |out: &mut Vec<Node>| fill(out, rounded(x + 1.0, y - 9.5, 30.0, 19.0, 1.5), theme.tray.top);
    match sample {
        Sample::Swatch(color) => {
            fill(out, rounded(x + 8.0, y - 7.5, 15.0, 15.0, 2.5), *color);
        }
        Sample::Glyph(name, color) => {
            let k = 17.0 / 24.0;
            let matrix = [k, 0.0, 0.0, k, x + 7.0, y - 8.5];
            let stroke = Some(color.mix(theme.panel.text, 0.15));
            out.push(Node::Use(Use { symbol: glyph_symbol(name), matrix, stroke }));
        }
        Sample::Icon(symbol) => {
            let chip = Chip { symbol: symbol.clone(), theme: &theme.icon };
            out.extend(chip.at(Pt::new(x + 15.5, y), 19.0));
        }
        Sample::Wire(wire) | Sample::Trunk(wire) => {
            stroke(out, line(&[Pt::new(x, y), Pt::new(x + 26.0, y)]), wire.stroke());
            if matches!(sample, Sample::Trunk(_)) {
                let width = if wire.dash.is_empty() { 1.6 } else { 1.0 } * wire.width;
                let thick = Stroke { width, ..wire.stroke() };
                stroke(out, line(&[Pt::new(x + 10.0, y), Pt::new(x + 27.0, y)]), thick);
                let ramp = line(&[Pt::new(x, y - 7.0), Pt::new(x + 6.0, y - 7.0), Pt::new(x + 12.0, y)]);
                stroke(out, ramp, wire.stroke());
            }
            let head = [Pt::new(x + 34.0, y), Pt::new(x + 25.0, y - 4.0), Pt::new(x + 25.0, y + 4.0)];
            fill(out, polygon(&head), wire.color);
        }
        Sample::Disc(wire) => {
            stroke(out, line(&[Pt::new(x, y), Pt::new(x + 34.0, y)]), wire.stroke());
            out.extend(disc(pen, &Disc::Letter("a".to_owned()), Pt::new(x + 16.0, y), 7.5));
        }
        Sample::Heights => {
            floor(out);
            for (dx, w, h) in [(3.0, 9.0, 7.0), (16.0, 9.0, 15.0)] {
                let block = rounded(x + dx, y + 7.5 - h, w, h, 1.0);
                fill(out, block.clone(), theme.solid.left);
                stroke(out, block, theme.solid.silhouette.stroke());
            }
        }
        Sample::Badge => {
            fill(out, rounded(x + 2.0, y - 7.0, 27.0, 14.0, 7.0), theme.mark.badge);
            let style = Style::new(Weight::SemiBold, 9.5, theme.mark.text).middle();
            out.push(Node::Text(upright("×n", style, Pt::new(x + 15.5, y + style.drop()))));
        }
        Sample::Tray(edge, plate) => {
            fill(out, rounded(x + 1.0, y - 7.0, 29.0, 14.0, 1.5), theme.tray.top);
            fill(out, rounded(x + 1.0, y + 1.5, 29.0, 5.5, 1.0), *plate);
            stroke(out, rounded(x + 1.0, y - 7.0, 29.0, 14.0, 1.5), Stroke { width: 1.2, ..edge.stroke() });
        }
        Sample::Hatched => {
            fill(out, rounded(x + 1.0, y - 7.0, 29.0, 14.0, 1.5), theme.tray.top);
            let ink = theme.tray.edge.color.mix(theme.tray.top, 0.45);
            for row in [-4.5, -2.0, 0.5, 3.0] {
                let ends = [Pt::new(x + 1.0, y + row), Pt::new(x + 30.0, y + row)];
                stroke(out, line(&ends), Stroke::plain(ink, theme.tray.edge.width));
            }
            let edge = theme.tray.edge.stroke();
            stroke(out, rounded(x + 1.0, y - 7.0, 29.0, 14.0, 1.5), Stroke { width: 1.2, ..edge });
        }
        Sample::Pale => {
            floor(out);
            let pale = |color: Color, by: f64| color.mix(theme.tray.standby_tint, by);
            for (dx, by) in [(3.0, 0.0), (18.0, theme.tray.standby_fade)] {
                let block = rounded(x + dx, y - 6.0, 11.0, 12.0, 1.5);
                fill(out, block.clone(), pale(theme.solid.left, by));
                let silhouette = theme.solid.silhouette.stroke();
                stroke(out, block, Stroke { color: pale(silhouette.color, by * 0.8), ..silhouette });
            }
        }
        Sample::Zone(color) => {
            let strip = rounded(x + 1.0, y - 6.5, 29.0, 13.0, 0.0);
            if let Some(color) = color {
                fill(out, strip.clone(), *color);
            }
            stroke(out, strip, theme.band.edge.stroke());
        }
        Sample::Scaling => {
            let p = |dx: f64, dy: f64| Pt::new(x + dx, y + dy);
            let arrow = [
                p(1.0, 0.0),
                p(9.0, -6.0),
                p(9.0, -2.5),
                p(22.0, -2.5),
                p(22.0, -6.0),
                p(30.0, 0.0),
                p(22.0, 6.0),
                p(22.0, 2.5),
                p(9.0, 2.5),
                p(9.0, 6.0),
            ];
            fill(out, polygon(&arrow), theme.tray.arrow);
        }
        Sample::Letter(letter, color) => {
            fill(out, rounded(x + 8.0, y - 7.5, 15.0, 15.0, 1.5), *color);
            let size = if letter.len() > 1 { 8.5 } else { 10.5 };
            let style = Style::new(Weight::SemiBold, size, theme.mark.text).middle();
            out.push(Node::Text(upright(letter, style, Pt::new(x + 15.5, y + style.drop()))));
        }
        Sample::Finding(severity) => {
            let mut nodes = finding::mark(pen, 1, *severity, Pt::new(x + 15.5, y), 8.0);
            nodes.truncate(1);
            out.extend(nodes);
            let style = Style::new(Weight::SemiBold, 8.0, finding::ink(pen, *severity)).middle();
            out.push(Node::Text(upright("n", style, Pt::new(x + 15.5, y + style.drop()))));
        }
        Sample::FaultyZone(color) => {
            let strip = rounded(x + 1.0, y - 6.5, 29.0, 13.0, 0.0);
            fill(out, strip.clone(), color.mix(theme.band.even, 0.84));
            stroke(out, strip, Stroke::plain(*color, theme.band.edge.width * 1.6));
        }
        Sample::Loss(state) => {
            let text = if *state == State::Lost { "" } else { "n" };
            out.extend(loss::draw_with(pen, *state, text, Pt::new(x + 15.5, y), 7.5));
        }
        Sample::Cross => {
            let block = rounded(x + 8.0, y - 7.5, 15.0, 15.0, 1.5);
            fill(out, block.clone(), theme.solid.left);
            stroke(out, block, theme.solid.silhouette.stroke());
            out.extend(loss::cross(pen, Pt::new(x + 15.5, y), 5.5));
        }
        Sample::Lost => {
            let lines = (0..7).flat_map(|i| {
                let foot = x + 1.0 + 4.0 * f64::from(i);
                line(&[Pt::new(foot, y + 6.5), Pt::new((foot + 7.5).min(x + 30.0), y - 6.5)])
            });
            let strip = rounded(x + 1.0, y - 6.5, 29.0, 13.0, 0.0);
            fill(out, strip.clone(), theme.band.even);
            stroke(out, lines.collect(), Stroke::plain(finding::red(pen), 1.1));
            stroke(out, strip, Stroke::plain(finding::red(pen), theme.band.edge.width * 1.6));
        }
        Sample::Down => {
            let red = finding::red(pen);
            fill(out, rounded(x + 1.0, y - 7.0, 29.0, 14.0, 1.5), red.mix(theme.tray.top, 1.0 - loss::TINT));
            fill(out, rounded(x + 1.0, y + 1.5, 29.0, 5.5, 1.0), theme.tray.plate);
            stroke(out, rounded(x + 1.0, y - 7.0, 29.0, 14.0, 1.5), Stroke::plain(red, 2.8));
        }
        Sample::Outline(edge) => stroke(out, rounded(x + 1.0, y - 6.5, 29.0, 13.0, 0.0), edge.stroke()),
    }
}

fn fill(out: &mut Vec<Node>, segments: Vec<super::types::Segment>, color: Color) {
    out.push(Node::Path(Path { segments, fill: Some(Fill::plain(color)), ..Path::default() }));
}

fn stroke(out: &mut Vec<Node>, segments: Vec<super::types::Segment>, stroke: Stroke) {
    out.push(Node::Path(Path { segments, stroke: Some(stroke), ..Path::default() }));
}
