//! The panels that explain numbers and letters in the picture: the steps of the System overview, the texts of connections
//! that have no room beside them, the findings, and what a loss does.
//!
//! All are lists of a disc and a text. They run one after the other through as many columns as a shape of the panel has.

use super::finding::{Finding, Findings};
use super::lettering::{Style, upright};
use super::loss::{Blast, Mark, State};
use super::mark::{Disc, disc};
use super::panel::{self, HEADING, PAD, TEXT};
use super::types::{Group, Node, Tag};
use super::{DrawOptions, Pen};
use crate::geom::{PageRect, Pt};
use crate::layout::Layout;
use crate::model::Parts;
use crate::text::{Weight, balance, width_at, wrap};

/// Room between two entries.
const BETWEEN: f64 = 5.0;
/// Room for the disc before a text.
const DISC: f64 = 27.0;
/// Radius of a numbered and of a lettered disc, and of a mark with corners.
const RADIUS: (f64, f64, f64) = (10.5, 9.0, 8.0);
/// Room for a heading between entries.
const SECOND: f64 = 34.0;
/// Room between columns.
const GUTTER: f64 = 24.0;
/// The most lines of an entry.
const LINES: usize = 12;
/// Widths that the panel may have with one column.
const WIDTHS: [f64; 7] = [440.0, 560.0, 340.0, 270.0, 300.0, 390.0, 680.0];
/// Widths of columns and their number, from this many entries on.
const COLUMNS: [(usize, f64, usize); 5] =
    [(8, 300.0, 2), (8, 400.0, 2), (16, 300.0, 3), (30, 320.0, 5), (60, 320.0, 8)];

/// A disc and what it stands for.
struct Entry {
    /// The heading over it, if it is the first under one.
    heading: Option<&'static str>,
    disc: Option<Disc>,
    text: String,
}

/// The lists of the panel.
pub(super) struct Overview {
    entries: Vec<Entry>,
}

/// The column in which an entry stands, and where its first line does.
struct Placed {
    column: usize,
    y: f64,
}

impl Overview {
    /// The steps of a model, unless they are not wanted, and the letters of a layout.
    pub(super) fn of(model: &Parts, layout: &Layout, options: DrawOptions) -> Self {
        let steps = model.steps.iter().filter(|_| options.steps);
        let mut entries: Vec<Entry> = steps
            .map(|step| Entry { heading: None, disc: Some(Disc::Step(step.number)), text: step.text.clone() })
            .collect();
        let first = |entries: &mut [Entry], heading| {
            if let Some(entry) = entries.first_mut() {
                entry.heading = Some(heading);
            }
        };
        first(&mut entries, "System overview");
        let mut letters: Vec<Entry> = Vec::new();
        // discs with one letter follow each other
        for badge in &layout.badges {
            let disc = Some(Disc::Letter(badge.letter.clone()));
            if letters.last().is_none_or(|known| known.disc != disc) {
                letters.push(Entry { heading: None, disc, text: badge.text.clone() });
            }
        }
        first(&mut letters, "Connections");
        entries.extend(letters);
        Self { entries }
    }

    /// The findings that a picture shows.
    pub(super) fn of_findings(findings: &Findings) -> Self {
        let entry = |finding: &Finding| Entry {
            heading: None,
            disc: Some(Disc::Finding(finding.number, finding.severity)),
            text: finding.text.clone(),
        };
        let mut entries: Vec<Entry> = findings.listed.iter().map(entry).collect();
        if findings.more > 0 {
            let text = format!("and {} more; `isoplan lint` lists them all", findings.more).replace('`', "");
            entries.push(Entry { heading: None, disc: None, text });
        }
        if let Some(entry) = entries.first_mut() {
            entry.heading = Some("Findings");
        }
        Self { entries }
    }

    /// What a loss does: what is lost, what goes down and why, what runs on with less.
    pub(super) fn of_loss(blast: &Blast) -> Self {
        let plain = |text: String| Entry { heading: None, disc: None, text };
        let mark = Mark { state: State::Lost, number: None };
        let lost =
            Entry { heading: Some("What if"), disc: Some(Disc::Loss(mark)), text: format!("Lost: {}", blast.lost) };
        let mut entries = vec![lost];
        let mut known = State::Lost;
        for (mark, text) in &blast.listed {
            let mut entry = Entry { disc: Some(Disc::Loss(*mark)), ..plain(text.clone()) };
            if mark.state != known {
                known = mark.state;
                entry.heading = Some(if known == State::Down { "Goes down" } else { "Runs with less" });
            }
            entries.push(entry);
        }
        if blast.more > 0 {
            entries.push(plain(format!("and {} more; isoplan what-if lists them all", blast.more)));
        }
        let summary = entries.len();
        entries.extend(blast.summary.iter().cloned().map(plain));
        if let Some(entry) = entries.get_mut(summary) {
            entry.heading = Some("In all");
        }
        Self { entries }
    }

    /// The shapes that the panel may have; none when there is nothing to say.
    pub(super) fn shapes(&self) -> Vec<[f64; 2]> {
        self.columns().iter().map(|&(width, columns)| [width, self.placed(width, columns).1]).collect()
    }

    /// The widths that the panel may have, each with its number of columns.
    fn columns(&self) -> Vec<(f64, usize)> {
        let texts = self.entries.iter().map(|entry| width_at(&entry.text, Weight::Regular, TEXT.0));
        let longest = texts.map(|text| text + 2.0 * PAD + DISC + 2.0).fold(220.0, f64::max);
        if self.entries.is_empty() {
            return Vec::new();
        }
        let one = WIDTHS.iter().map(|width| (width.min(longest), 1));
        let more = COLUMNS.iter().filter(|(least, ..)| self.entries.len() >= *least).map(|&(_, width, columns)| {
            let inner = (width - 2.0 * PAD).min(longest - 2.0 * PAD);
            (inner * columns as f64 + GUTTER * (columns as f64 - 1.0) + 2.0 * PAD, columns)
        });
        one.chain(more).collect()
    }

    /// All entries in columns of equal width, and the height of the panel.
    fn placed(&self, width: f64, columns: usize) -> (Vec<Placed>, f64) {
        let most = text_width(width, columns);
        let heading = |i: usize, entry: &Entry| if i > 0 && entry.heading.is_some() { SECOND } else { 0.0 };
        let heights: Vec<f64> = self
            .entries
            .iter()
            .enumerate()
            .map(|(i, entry)| {
                let lines = wrap(&entry.text, Weight::Regular, most, LINES).lines.len();
                heading(i, entry) + TEXT.1 * lines.max(1) as f64 + BETWEEN
            })
            .collect();
        let all: f64 = heights.iter().sum();
        let highest = heights.iter().copied().fold(0.0, f64::max);
        // the least height at which the columns are enough
        let mut limit = (all / columns as f64).max(highest);
        let mut of = fill(&heights, limit);
        while of.last().is_some_and(|last| last.0 >= columns) {
            limit += TEXT.1 / 2.0;
            of = fill(&heights, limit);
        }
        let foot = of.iter().zip(&heights).map(|((_, y), height)| y + height).fold(0.0, f64::max);
        let placed = of
            .into_iter()
            .zip(&self.entries)
            .enumerate()
            .map(|(i, ((column, y), entry))| Placed { column, y: y + heading(i, entry) })
            .collect();
        (placed, HEADING + foot + PAD * 0.5)
    }

    /// Draws the panel of a name in the shape of this number.
    pub(super) fn draw(&self, pen: &Pen, name: &'static str, shape: usize, rect: PageRect) -> Node {
        let columns = self.columns().get(shape).map_or(1, |(_, columns)| *columns);
        let heading = self.entries.first().and_then(|entry| entry.heading).unwrap_or_default();
        let mut children = panel::frame(pen, rect, heading);
        let style = Style::new(Weight::Regular, TEXT.0, pen.theme.panel.text);
        for (i, (entry, placed)) in self.entries.iter().zip(self.placed(rect.w, columns).0).enumerate() {
            let x = rect.x + PAD + (column(rect.w, columns) + GUTTER) * placed.column as f64;
            let y = rect.y + HEADING + placed.y;
            if let Some(heading) = entry.heading.filter(|_| i > 0) {
                children.push(panel::words(pen, heading, Pt::new(x, y - SECOND + 20.0)));
            }
            let r = match entry.disc {
                Some(Disc::Step(_)) => RADIUS.0,
                Some(Disc::Finding(..) | Disc::Loss(_)) => RADIUS.2,
                Some(Disc::Letter(_)) | None => RADIUS.1,
            };
            let at = Pt::new(x + 9.0, y + TEXT.1 / 2.0);
            let mut parts = entry.disc.as_ref().map_or_else(Vec::new, |each| disc(pen, each, at, r));
            // as many lines as were counted, about equally long
            let most = text_width(rect.w, columns);
            let lines = balance(&entry.text, Weight::Regular, most * 17 / 20, most, LINES).lines;
            for (i, line) in lines.iter().enumerate() {
                let base = y + TEXT.1 * (i as f64 + 0.5) + style.drop();
                parts.push(Node::Text(upright(line, style, Pt::new(x + DISC, base))));
            }
            let tag = match &entry.disc {
                Some(Disc::Step(number)) => Tag::new("entry").with("step", number.to_string()),
                Some(Disc::Letter(letter)) => Tag::new("entry").with("letter", letter.clone()),
                Some(Disc::Finding(number, _)) => Tag::new("entry").with("finding", number.to_string()),
                Some(Disc::Loss(Mark { number: Some(number), .. })) => {
                    Tag::new("entry").with("loss", number.to_string())
                }
                Some(Disc::Loss(_)) | None => Tag::new("entry"),
            };
            children.push(Node::Group(Group { tag: Tag { title: Some(entry.text.clone()), ..tag }, children: parts }));
        }
        panel::group(name, rect, children)
    }
}

/// The most that a line of an entry takes, in thousandths of an em.
fn text_width(width: f64, columns: usize) -> i64 {
    ((column(width, columns) - DISC) * 1000.0 / TEXT.0) as i64
}

/// The width of each column of a panel.
fn column(width: f64, columns: usize) -> f64 {
    (width - 2.0 * PAD - GUTTER * (columns as f64 - 1.0)) / columns as f64
}

/// Column and place in it for boxes of these heights, from the first column on, none longer than a limit.
fn fill(heights: &[f64], limit: f64) -> Vec<(usize, f64)> {
    let (mut column, mut y) = (0, 0.0);
    heights
        .iter()
        .map(|&height| {
            if y > 0.0 && y + height > limit + 1e-6 {
                (column, y) = (column + 1, 0.0);
            }
            let at = (column, y);
            y += height;
            at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_filled_from_the_first_on() {
        let at = fill(&[20.0, 20.0, 30.0, 10.0], 40.0);
        assert_eq!(at, [(0, 0.0), (0, 20.0), (1, 0.0), (1, 30.0)]);
    }

    #[test]
    fn many_entries_need_a_lower_panel_with_more_columns() {
        let entry = |k: usize| Entry {
            heading: None,
            disc: Some(Disc::Step(k)),
            text: "a text of some words, not long".into(),
        };
        let overview = Overview { entries: (1..40).map(entry).collect() };
        let lowest = |columns: usize| {
            let of = overview.columns();
            let heights =
                of.iter().zip(overview.shapes()).filter(|((_, n), _)| *n == columns).map(|(_, shape)| shape[1]);
            heights.fold(f64::MAX, f64::min)
        };
        assert!(lowest(1) > 1.8 * lowest(2) && lowest(2) > 1.3 * lowest(3));
        assert!(Overview { entries: Vec::new() }.shapes().is_empty());
    }
}
