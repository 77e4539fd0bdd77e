//! Texts, discs, circles and letters that meet what they must not: the part of the check that asks about them.

use std::fmt;

use super::measure::NAMEPLATE_LINE;
use super::steps::{REACH, covers};
use super::stretch::stretches;
use crate::geom::buckets::Buckets;
use crate::geom::{GRect, Gu};
use crate::layout::outlines::ink;
use crate::layout::{Layout, Tray, tops};

/// A box that other things must not enter.
struct Place<'a> {
    rect: GRect,
    what: What<'a>,
}

/// What stands in such a box.
#[derive(Clone, Copy)]
enum What<'a> {
    /// The name of a container or a zone. That no wire runs through it is checked elsewhere.
    Name(&'a str),
    /// A text beside a wire.
    Text(&'a str),
    /// The name of an outline, which must meet no more than such a text.
    Outline(&'a str),
    /// A lettered disc, which stands on its wire.
    Disc(&'a str),
    /// A numbered circle, which may stand on its wire or at the edge of a tray.
    Step(usize),
    /// The letter of a group, which may stand on its line or at the edge of a tray.
    Letter(&'a str),
}

impl What<'_> {
    fn is_text(self) -> bool {
        matches!(self, Self::Text(_) | Self::Outline(_))
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(text) => write!(f, "name `{text}`"),
            Self::Text(text) => write!(f, "text `{text}`"),
            Self::Outline(label) => write!(f, "outline `{label}`"),
            Self::Disc(letter) => write!(f, "disc {letter}"),
            Self::Step(number) => write!(f, "circle {number}"),
            Self::Letter(letter) => write!(f, "letter {letter}"),
        }
    }
}

/// The names of what meets, in pairs, sorted: texts of containers, zones and wires, lettered discs, numbered circles and
/// letters of groups, that meet each other; all but circles and letters that meet a tray; circles that meet a solid;
/// texts of wires and outlines that meet a wire or the edge of a container; and names of trays that have no room on their
/// nameplate.
pub(super) fn met(layout: &Layout) -> Vec<(String, String)> {
    let places = places(layout);
    let map = Buckets::new(places.iter().map(|place| place.rect));
    let mut out: Vec<(String, String)> = map
        .pairs()
        .map(|(a, b)| (&places[a], &places[b]))
        .filter(|(a, b)| a.rect.overlaps(&b.rect))
        .map(|(a, b)| (a.what.to_string(), b.what.to_string()))
        .collect();
    for tray in &layout.trays {
        for place in hits(&places, &map, &tray.rect) {
            if !matches!(place.what, What::Step(_) | What::Letter(_)) {
                out.push((place.what.to_string(), name(tray)));
            } else if matches!(place.what, What::Step(_))
                && tray.solids.iter().any(|solid| covers(solid, place.rect.center()))
            {
                out.push((place.what.to_string(), format!("a solid of {}", name(tray))));
            }
        }
    }
    out.extend(
        layout.trays.iter().filter(|t| leaves_its_plate(t)).map(|t| (format!("the name of {}", name(t)), name(t))),
    );
    for (container, top) in layout.containers.iter().zip(tops(&layout.containers)) {
        let r = &container.rect;
        // the edge of what others lie on is seen that much further in front
        let seen = (-top).max(Gu(1));
        let along_x = [r.y, r.y1()].map(|y| GRect::new(r.x, y, r.w, seen));
        let along_y = [r.x, r.x1()].map(|x| GRect::new(x, r.y, seen, r.d));
        let met = |edge: &GRect| hits(&places, &map, edge).into_iter().filter(|place| place.what.is_text());
        let found = along_x.iter().chain(&along_y).flat_map(met);
        out.extend(found.map(|place| (place.what.to_string(), format!("the edge of `{}`", container.caption))));
    }
    for s in stretches(&layout.wires) {
        let hits = hits(&places, &map, &s.rect()).into_iter().filter(|place| place.what.is_text());
        out.extend(hits.map(|place| (place.what.to_string(), format!("wire {}", s.wire + 1))));
    }
    out.sort_unstable();
    out
}

/// Whether the name of a tray has no room on its nameplate.
fn leaves_its_plate(tray: &Tray) -> bool {
    let needed = NAMEPLATE_LINE * tray.lines.len() as i32;
    tray.plate && (tray.label_rect().w > tray.rect.w || tray.nameplate.d < needed)
}

fn places(layout: &Layout) -> Vec<Place<'_>> {
    let labels = layout.wire_labels.iter().map(|label| (label.rect, What::Text(&label.text)));
    let names = ink(layout).map(|(rect, text)| (rect, What::Name(text)));
    let outlines = layout.outlines.iter().filter_map(|o| Some((o.name?.rect, What::Outline(&o.label))));
    let discs = layout.badges.iter().map(|b| (GRect::around(b.at, b.radius), What::Disc(&b.letter)));
    let steps = layout.steps.iter().map(|s| (GRect::around(s.at, REACH), What::Step(s.number)));
    let letters = layout.marks.iter().map(|m| (m.drawn(), What::Letter(&m.letter)));
    let all = labels.chain(outlines).chain(names).chain(discs).chain(steps).chain(letters);
    all.map(|(rect, what)| Place { rect, what }).collect()
}

fn name(tray: &Tray) -> String {
    format!("tray `{}`", tray.lines.join(" "))
}

/// The places that a box meets, each once.
fn hits<'a>(places: &'a [Place<'a>], map: &Buckets, rect: &GRect) -> Vec<&'a Place<'a>> {
    // a wire is as wide as nothing
    let rect = GRect { w: rect.w.max(Gu(1)), d: rect.d.max(Gu(1)), ..*rect };
    map.each_near(&rect).into_iter().map(|k| &places[k]).filter(|place| place.rect.overlaps(&rect)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::GPoint;
    use crate::layout::{Badge, StepMark, WireLabel};

    fn rect(x: i32, y: i32, w: i32, d: i32) -> GRect {
        GRect::new(Gu(x), Gu(y), Gu(w), Gu(d))
    }

    fn badge(letter: &str, x: i32, y: i32) -> Badge {
        let (at, radius, size) = (GPoint::new(Gu(x), Gu(y)), Gu(27), Gu(33));
        Badge { wire: 0, letter: letter.to_owned(), text: letter.to_owned(), at, radius, size }
    }

    #[test]
    fn discs_must_meet_no_text_no_tray_no_circle_and_no_disc() {
        let mut layout = Layout::default();
        let label = |x| WireLabel { wire: 0, text: "t".into(), rect: rect(x, 0, 30, 10), along_x: true, size: Gu(38) };
        layout.wire_labels = vec![label(0)];
        layout.badges = vec![badge("A", -26, 5), badge("B", 57, 5)];
        assert_eq!(met(&layout), [("text `t`".to_owned(), "disc A".to_owned())]);
        layout.badges = vec![badge("A", 200, 0), badge("B", 253, 0)];
        assert_eq!(met(&layout), [("disc A".to_owned(), "disc B".to_owned())]);
        layout.badges.pop();
        let step = |number| StepMark { number, at: GPoint::new(Gu(260), Gu(0)), radius: Gu(40) };
        layout.steps = vec![step(7), step(8)];
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            met(&layout),
            [pair("circle 7", "circle 8"), pair("disc A", "circle 7"), pair("disc A", "circle 8")]
        );
    }

    #[test]
    fn a_name_must_have_room_on_its_plate() {
        let model = crate::model::testing::model("[region.r]\n[store.s]\nkind = \"s3\"\nregion = \"r\"\n");
        let mut layout = crate::layout::layout(&model, &crate::layout::LayoutConfig::default());
        assert_eq!(met(&layout), []);
        layout.trays[0].lines.push("second".to_owned());
        assert_eq!(met(&layout).len(), 1);
        layout.trays[0].lines = vec!["far too long for so small a tray".to_owned()];
        assert_eq!(met(&layout).len(), 1);
    }
}
