//! Wraps a label into a few lines, and cuts it with an ellipsis when it does not fit.
//!
//! Greedy: each line takes as much as fits up to a place where it may break. The text is shaped once to find where
//! that is; a line on its own may differ by the kerning at its ends, so the choice is measured again and taken back by
//! one place until it fits. The lines share no text, so the time grows with the length of the text alone.
//!
//! *Invariant*: no line is wider than asked, measured by [`width`], and nothing is lost without `cut` saying so.

use super::face::Weight;
use super::shape::{cluster_ends, width};

const ELLIPSIS: char = '…';

/// A label in lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrapped {
    /// The lines from top to bottom, without space at their ends; none for an empty text.
    pub lines: Vec<String>,
    /// Whether text was left out. The last line then ends with an ellipsis, or is empty if not even that fits.
    pub cut: bool,
}

/// Wraps a printable text into at most `max_lines` lines no wider than `max_width`, in thousandths of an em. A line
/// may break after `-`, `.`, `/` and at a space; a part that is still too wide ends the label with an ellipsis.
pub fn wrap(text: &str, weight: Weight, max_width: i64, max_lines: usize) -> Wrapped {
    let text = text.trim();
    let ends = cluster_ends(text, weight);
    let breaks: Vec<(usize, i64)> =
        ends.iter().copied().filter(|&(end, _)| may_break(text, end) || end == text.len()).collect();
    let mut lines = Vec::new();
    // Byte offset of the line that is being made, and its distance from the start of the text.
    let mut from = (0, 0);
    while from.0 < text.len() {
        if lines.len() == max_lines {
            // Only so when no line at all was asked for.
            return Wrapped { lines, cut: true };
        }
        // The last line has to take all that is left.
        let is_last = lines.len() + 1 == max_lines;
        let fitting = last_fitting(text, &breaks, from, weight, max_width, "");
        let Some(to) = fitting.filter(|to| !is_last || to.0 == text.len()) else {
            lines.push(cut_line(text, &ends, from, weight, max_width));
            return Wrapped { lines, cut: true };
        };
        lines.push(text[from.0..to.0].trim().to_owned());
        from = to;
    }
    Wrapped { lines, cut: false }
}

/// As [`wrap`], with as many lines and these about equally long: no wider than they need be, but for `least`.
pub fn balance(text: &str, weight: Weight, least: i64, max_width: i64, max_lines: usize) -> Wrapped {
    let whole = wrap(text, weight, max_width, max_lines);
    if whole.cut || whole.lines.len() < 2 {
        return whole;
    }
    let mut best = whole;
    // the least width that takes no more lines, to a tenth of an em
    let (mut low, mut high) = (least.min(max_width), max_width);
    while high - low > 100 {
        let middle = i64::midpoint(low, high);
        let tried = wrap(text, weight, middle, max_lines);
        if !tried.cut && tried.lines.len() == best.lines.len() {
            (best, high) = (tried, middle);
        } else {
            low = middle;
        }
    }
    best
}

/// Whether a line may end before the byte offset `end`. Signs that stand together, as in `://`, stay together.
fn may_break(text: &str, end: usize) -> bool {
    let is_sign = |c: char| matches!(c, '-' | '.' | '/');
    let before = text[..end].chars().next_back();
    let after = text[end..].chars().next();
    match (before, after) {
        (Some(' '), Some(after)) => after != ' ',
        (Some(before), Some(after)) => is_sign(before) && !is_sign(after) && after != ' ',
        _ => false,
    }
}

/// The furthest of `places` after `from` up to which the text fits, with `tail` added.
fn last_fitting(
    text: &str,
    places: &[(usize, i64)],
    from: (usize, i64),
    weight: Weight,
    max_width: i64,
    tail: &str,
) -> Option<(usize, i64)> {
    let first = places.partition_point(|place| place.0 <= from.0);
    let room = max_width.saturating_sub(width(tail, weight));
    // A space at the end of the line is not drawn, so what counts ends before it.
    let fits_roughly = |place: &(usize, i64)| {
        let hangs = if text[..place.0].ends_with(' ') { width(" ", weight) } else { 0 };
        place.1 - from.1 - hangs <= room.saturating_add(SLACK)
    };
    let fitting = places[first..].partition_point(fits_roughly);
    let fits = |place: &&(usize, i64)| width(&format!("{}{tail}", text[from.0..place.0].trim()), weight) <= max_width;
    places[first..first + fitting].iter().rev().find(fits).copied()
}

/// How far kerning and rounding may make a line on its own narrower than it is within the text, in thousandths of an em.
const SLACK: i64 = 200;

/// The rest of the text as far as it fits together with an ellipsis.
fn cut_line(text: &str, ends: &[(usize, i64)], from: (usize, i64), weight: Weight, max_width: i64) -> String {
    let mut tail = [0; 4];
    let tail = ELLIPSIS.encode_utf8(&mut tail);
    match last_fitting(text, ends, from, weight, max_width, tail) {
        Some(to) => format!("{}{tail}", text[from.0..to.0].trim()),
        None if width(tail, weight) <= max_width => tail.to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Weight = Weight::Regular;

    fn wrapped(text: &str, max_width: i64, max_lines: usize) -> (Vec<String>, bool) {
        let wrapped = wrap(text, W, max_width, max_lines);
        for line in &wrapped.lines {
            assert!(width(line, W) <= max_width, "{line:?} is wider than {max_width}");
        }
        assert!(wrapped.lines.len() <= max_lines);
        (wrapped.lines, wrapped.cut)
    }

    #[test]
    fn a_label_that_fits_stays_on_one_line() {
        let text = "voter-registration-api";
        assert_eq!(wrapped(text, width(text, W), 2), (vec![text.to_owned()], false));
        assert_eq!(wrapped(text, i64::MAX, 1), (vec![text.to_owned()], false));
    }

    #[test]
    fn balanced_lines_are_as_many_and_about_equally_long() {
        let text = "Workers take messages, and the longer the queue is, the more of them are started.";
        for width_at_most in [12_000, 20_000, 30_000, 45_000, 90_000] {
            let plain = wrap(text, W, width_at_most, 9);
            let balanced = balance(text, W, 0, width_at_most, 9);
            assert_eq!(balanced.lines.len(), plain.lines.len());
            assert_eq!(balanced.lines.join(" "), text);
            let long = |lines: &[String]| lines.iter().map(|line| width(line, W)).max();
            assert!(long(&balanced.lines) <= long(&plain.lines));
        }
        let all_but_one = width(text, W) - 1;
        assert_eq!(wrap(text, W, all_but_one, 9).lines[1..], ["started."]);
        assert!(balance(text, W, 0, all_but_one, 9).lines[1].len() > text.len() / 3);
        // what does not fit is cut as ever
        assert_eq!(balance(text, W, 0, 9_000, 2), wrap(text, W, 9_000, 2));
        assert_eq!(balance("", W, 0, 9_000, 2).lines, [""; 0]);
    }

    #[test]
    fn a_name_breaks_after_a_hyphen() {
        let text = "voter-registration-api";
        let (lines, cut) = wrapped(text, width(text, W) - 1, 2);
        assert_eq!(lines, ["voter-registration-", "api"]);
        assert!(!cut);
        assert_eq!(wrapped(text, width("registration-", W), 3).0, ["voter-", "registration-", "api"]);
    }

    #[test]
    fn a_space_at_a_break_is_dropped() {
        assert_eq!(wrapped("order queue", width("order", W), 2), (vec!["order".into(), "qu…".into()], true));
        assert_eq!(wrapped("order queue", width("queue", W), 2), (vec!["order".into(), "queue".into()], false));
    }

    #[test]
    fn dots_and_slashes_break_but_runs_of_signs_stay_together() {
        assert_eq!(wrapped("https://host/path", width("https://", W), 3).0, ["https://", "host/", "path"]);
        assert_eq!(wrapped("db.internal", width("internal", W), 2).0, ["db.", "internal"]);
        assert_eq!(wrapped("web - api", width("web -", W) - 1, 2).0, ["web", "- api"]);
    }

    #[test]
    fn what_is_too_wide_is_cut_with_an_ellipsis() {
        let (lines, cut) = wrapped("voter-registration-api", width("voter-regis…", W), 1);
        assert_eq!(lines, ["voter-regis…"]);
        assert!(cut);
        let (lines, cut) = wrapped("a-registration-api", width("regis…", W), 3);
        assert_eq!(lines, ["a-", "regis…"]);
        assert!(cut);
    }

    #[test]
    fn a_cut_never_parts_a_letter_from_its_mark() {
        let text = "q\u{301}".repeat(9);
        let (lines, cut) = wrapped(&text, width("qqqq…", W) + 5, 1);
        assert_eq!(lines, [format!("{}…", "q\u{301}".repeat(4))]);
        assert!(cut);
    }

    #[test]
    fn nothing_at_all_is_no_line() {
        assert_eq!(wrapped("", 1000, 2), (vec![], false));
        assert_eq!(wrapped("  ", 1000, 2), (vec![], false));
        assert_eq!(wrapped("api", 1000, 0), (vec![], true));
    }

    #[test]
    fn a_width_too_small_for_an_ellipsis_gives_an_empty_line() {
        assert_eq!(wrap("api", W, 10, 2), Wrapped { lines: vec![String::new()], cut: true });
        assert_eq!(wrap("api", W, i64::MIN, 2), Wrapped { lines: vec![String::new()], cut: true });
    }

    #[test]
    fn no_text_is_lost_without_a_cut() {
        let text = "AVATAR-To.Yes/we VA-can. Try-VAT/LT.";
        for max_width in (3000..20_000).step_by(137) {
            let (lines, cut) = wrapped(text, max_width, 20);
            if !cut {
                assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            }
        }
    }

    #[test]
    fn a_label_of_five_thousand_characters_wraps() {
        let (lines, cut) = wrapped(&"voter-".repeat(834), 6000, 10_000);
        assert_eq!(lines.len(), 417);
        assert!(!cut);
        assert!(wrapped(&"x".repeat(5000), 6000, 2).1);
    }
}
