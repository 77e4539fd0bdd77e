//! The title block, and the frame that all panels share.

use super::Pen;
use super::lettering::{Style, upright};
use super::names::page_box;
use super::outline::{page_rect, rounded};
use super::types::{Fill, Group, Node, Path, Tag};
use crate::geom::{PageRect, Pt};
use crate::model::Parts;
use crate::text::{Weight, balance, width_at, wrap};

/// Room between a panel's edge and its text.
pub(super) const PAD: f64 = 18.0;
/// Height of the heading with the room under it.
pub(super) const HEADING: f64 = 42.0;
/// Size of the text, and distance of its lines.
pub(super) const TEXT: (f64, f64) = (12.5, 17.0);
/// The widest title block in a corner of the page, and its sizes of title.
const TITLE: (f64, [f64; 4]) = (560.0, [25.0, 22.0, 19.0, 16.0]);
/// The widest one over the whole page: longer lines are hard to read.
const WIDEST_TITLE: f64 = 860.0;

/// A group that is a panel.
pub(super) fn group(name: &'static str, rect: PageRect, children: Vec<Node>) -> Node {
    let tag = Tag { id: Some(format!("panel-{name}")), ..Tag::new("panel").with("rect", page_box(&rect)) };
    Node::Group(Group { tag, children })
}

/// Puts a panel that was drawn at the origin in its natural size where it belongs.
pub(super) fn placed(panel: Node, scale: f64, rect: &PageRect) -> Node {
    let Node::Group(mut group) = panel else {
        return panel;
    };
    group.tag.data = vec![("rect", page_box(rect))];
    for child in &mut group.children {
        moved(child, scale, Pt::new(rect.x, rect.y));
    }
    Node::Group(group)
}

fn moved(node: &mut Node, k: f64, by: Pt) {
    let point = |p: Pt| Pt::new(p.x * k + by.x, p.y * k + by.y);
    let matrix = |[a, b, c, d, e, f]: [f64; 6]| [a * k, b * k, c * k, d * k, e * k + by.x, f * k + by.y];
    match node {
        Node::Group(group) => group.children.iter_mut().for_each(|child| moved(child, k, by)),
        Node::Use(put) => put.matrix = matrix(put.matrix),
        Node::Text(text) => {
            text.matrix = matrix(text.matrix);
            text.quad = text.quad.map(point);
        }
        Node::Path(path) => {
            for segment in &mut path.segments {
                *segment = segment.map(point);
            }
            if let Some(stroke) = &mut path.stroke {
                stroke.width *= k;
                stroke.dash.iter_mut().for_each(|v| *v *= k);
            }
        }
    }
}

/// The ground of a panel and its heading.
pub(super) fn frame(pen: &Pen, rect: PageRect, heading: &str) -> Vec<Node> {
    let theme = &pen.theme.panel;
    vec![
        Node::Path(Path {
            segments: rounded(rect.x, rect.y, rect.w, rect.h, 6.0),
            fill: Some(Fill::plain(theme.fill)),
            stroke: Some(theme.edge.stroke()),
            ..Path::default()
        }),
        words(pen, heading, Pt::new(rect.x + PAD, rect.y + 27.0)),
    ]
}

/// A heading whose baseline begins here.
pub(super) fn words(pen: &Pen, heading: &str, at: Pt) -> Node {
    Node::Text(upright(heading, Style::new(Weight::SemiBold, 14.0, pen.theme.panel.heading), at))
}

/// A title block whose text is set.
pub(super) struct Title {
    size: f64,
    lines: Vec<String>,
    under: Vec<String>,
    /// Its shape.
    pub(super) shape: [f64; 2],
}

/// Sets the title block; nothing for a diagram without a title.
///
/// A long title first becomes smaller, then takes more lines. `wide` is how wide, in pixels, the block is in any case.
pub(super) fn title(model: &Parts, wide: f64) -> Option<Title> {
    let diagram = &model.diagram;
    if diagram.title.is_empty() {
        return None;
    }
    let inner = wide.clamp(TITLE.0, WIDEST_TITLE) - 8.0 - 2.0 * PAD;
    let sizes = TITLE.1;
    let set = |size: f64, most| (size, wrap(&diagram.title, Weight::SemiBold, (inner * 1000.0 / size) as i64, most));
    let (size, title) =
        sizes.iter().map(|&size| set(size, 1)).find(|(_, wrapped)| !wrapped.cut).unwrap_or_else(|| set(sizes[2], 3));
    let widest =
        |lines: &[String], weight, size| lines.iter().map(|line| width_at(line, weight, size)).fold(0.0, f64::max);
    let title_wide = widest(&title.lines, Weight::SemiBold, size);
    let under = subtitle(&diagram.subtitle, diagram.date.map(|date| date.to_string()), inner, title_wide);
    let under_wide = widest(&under, Weight::Regular, TEXT.0);
    let w = (title_wide.max(under_wide) + 8.0 + 2.0 * PAD).max(300.0);
    let h = 44.0 + title.lines.len() as f64 * size * 1.22 + under.len() as f64 * TEXT.1 + 12.0;
    Some(Title { size, lines: title.lines, under, shape: [w, h] })
}

/// The lines under the title: the subtitle and the date, no longer than `most` pixels. Where that takes several lines they
/// are about equally long, but no shorter than the title, which is `title` pixels long.
fn subtitle(text: &str, date: Option<String>, most: f64, title: f64) -> Vec<String> {
    let long = |wide: f64| (wide * 1000.0 / TEXT.0) as i64;
    let set = |text: &str| balance(text, Weight::Regular, long(title), long(most), 4).lines;
    // a text that is cut must not take the date with it
    let text = shortened(text.trim(), long(most), 3);
    let Some(date) = date else { return set(&text) };
    if text.is_empty() {
        return vec![date];
    }
    let mut lines = set(&format!("{text} · {date}"));
    // the point between the two goes where a line breaks there; the date stays whole
    let last = lines.pop().unwrap_or_default();
    if last == date || last == format!("· {date}") {
        let before = lines.pop().unwrap_or_default();
        lines.push(before.strip_suffix(" ·").map_or(before.clone(), str::to_owned));
        lines.push(date);
    } else if last.ends_with(&date) {
        lines.push(last);
    } else {
        lines = set(&text);
        lines.push(date);
    }
    lines
}

/// A text that fits into some lines, cut with an ellipsis if it must be.
fn shortened(text: &str, wide: i64, lines: usize) -> String {
    let wrapped = wrap(text, Weight::Regular, wide, lines);
    if !wrapped.cut {
        return text.to_owned();
    }
    // lines have no space at their ends, so they are looked up in the text
    let mut end = 0;
    for line in &wrapped.lines {
        let line = line.trim_end_matches('…');
        end += text[end..].find(line).map_or(0, |at| at + line.len());
    }
    format!("{}…", &text[..end])
}

/// Draws the title block.
pub(super) fn draw_title(pen: &Pen, title: &Title, rect: PageRect) -> Node {
    let theme = &pen.theme.title;
    let bar = PageRect::new(rect.x, rect.y, 8.0, rect.h);
    let x = rect.x + 8.0 + PAD;
    let kicker = Style { spacing: 220.0, ..Style::new(Weight::SemiBold, 10.5, theme.kicker) };
    let mut children = vec![
        Node::Path(Path { segments: page_rect(&rect), fill: Some(Fill::plain(theme.fill)), ..Path::default() }),
        Node::Path(Path { segments: page_rect(&bar), fill: Some(Fill::plain(theme.bar)), ..Path::default() }),
        Node::Text(upright(
            if pen.blast.is_empty() { "ARCHITECTURE" } else { "WHAT IF" },
            kicker,
            Pt::new(x, rect.y + 27.0),
        )),
    ];
    let style = Style::new(Weight::SemiBold, title.size, theme.text);
    let mut y = rect.y + 32.0;
    for line in &title.lines {
        y += title.size * 1.22;
        children.push(Node::Text(upright(line, style, Pt::new(x, y - title.size * 0.08))));
    }
    y += 4.0;
    for line in &title.under {
        y += TEXT.1;
        children.push(Node::Text(upright(line, Style::new(Weight::Regular, TEXT.0, theme.soft), Pt::new(x, y))));
    }
    group("title", rect, children)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "2024-02-29";
    const MOST: f64 = 360.0;

    fn set(text: &str) -> Vec<String> {
        subtitle(text, Some(DATE.to_owned()), MOST, 120.0)
    }

    #[test]
    fn a_subtitle_keeps_its_text_and_the_date_is_whole() {
        let words =
            "multi-region active-active and/or warm-standby, pilot-light and read-replica across all regions, or";
        for end in (1..words.len()).filter(|end| words.is_char_boundary(*end)) {
            let text = words[..end].trim();
            let lines = set(text);
            let last = lines.last().map(String::as_str).unwrap_or_default();
            assert!(last.ends_with(DATE), "{lines:?}");
            // but for the space and the point where lines break, nothing is lost and nothing is new
            let bare = |text: &str| text.replace([' ', '·'], "");
            assert_eq!(bare(&lines.concat()), bare(&format!("{text}{DATE}")));
            assert!(lines.iter().all(|line| text.contains(line.as_str()) || line.ends_with(DATE)), "{lines:?}");
        }
    }

    #[test]
    fn points_of_the_text_stay_and_a_long_text_is_cut_before_the_date() {
        assert_eq!(subtitle("· one · two ·", None, MOST, 120.0), ["· one · two ·"]);
        assert_eq!(set("· one ·"), [format!("· one · · {DATE}")]);
        assert_eq!(set(""), [DATE]);
        let long = set(&"all of it / ".repeat(60));
        assert!(long.len() <= 4 && long.last().is_some_and(|line| line.ends_with(DATE)), "{long:?}");
        assert!(long.concat().contains('…'));
    }
}
