//! The lengths that layout works with, in hundredths of a ground unit, in one place.
//!
//! *Invariant*: what makes up the coordinates of streets is a multiple of [`PITCH`], so that tracks and ports stand on
//! one grid; half a pitch tells the two sides of a street apart.

use crate::geom::Gu;
use crate::text::{Weight, width};

/// A plan with so many cells at most has room, and each of its lines is looked at: its streets are wider, and more is tried.
pub(super) const FEW_CELLS: usize = 24;
/// The most cells of a plan in which the eye follows single lines; of one with more several arrangements are too many to try.
pub(super) const SMALL: usize = 80;
/// From track to track.
pub(super) const PITCH: Gu = Gu(28);
/// Half of it: the phase by which ports of odd columns are moved.
pub(super) const PHASE: Gu = Gu(14);
/// From the edge of a street to its first track.
pub(super) const MARGIN: Gu = Gu(42);
/// The same in a small plan, where arrows and circles have room between trays.
pub(super) const WIDE_MARGIN: Gu = Gu(70);
/// Width of an inner street without tracks.
pub(super) const EMPTY_STREET: Gu = Gu(56);
/// The most by which a street is widened only to fill a plate.
pub(super) const MOST_SPREAD: Gu = Gu(280);
/// Inner border of a slab or plate.
pub(super) const PAD: Gu = Gu(42);
/// Inset of a tray from the edges of its zone bands.
pub(super) const INSET: Gu = Gu(12);
/// Depth of a nameplate with one line.
pub(super) const NAMEPLATE: Gu = Gu(84);
/// Further depth for each further line.
pub(super) const NAMEPLATE_LINE: Gu = Gu(58);
/// Size of a label's em.
pub(super) const LABEL_SIZE: Gu = Gu(54);
/// Free space left and right of a label on its nameplate.
pub(super) const LABEL_PAD: Gu = Gu(24);
/// Size of the em of `Zone a`.
pub(super) const BAND_LABEL_SIZE: Gu = Gu(54);
/// Where the name of a zone stands: from and to, back from the front edge of its band.
pub(super) const BAND_NAME: (Gu, Gu) = (Gu(70), Gu(10));
/// How far from the edge of a zone wires run beside it.
pub(super) const ZONE_EDGE: Gu = Gu(12);
/// Space kept free at both ends of a side of a tray, and of the depth of a passage.
pub(super) const CORNER: Gu = Gu(18);
/// Least depth of a zone band.
pub(super) const BAND_MIN: Gu = Gu(168);
/// Footprint of an instance.
pub(super) const INSTANCE: Gu = Gu(95);
/// Footprint of a managed service.
pub(super) const WHOLE: Gu = Gu(125);
/// Footprint of a balancer.
pub(super) const BALANCER: Gu = Gu(110);
/// Height of a balancer.
pub(super) const BALANCER_HEIGHT: Gu = Gu(30);
/// Thickness of a tray: solids stand this high.
pub(super) const TRAY_HEIGHT: Gu = Gu(8);
/// Most solids in one zone; more become one with a number.
pub(super) const MAX_SOLIDS: u32 = 6;
/// The least em of a text that can be read on paper, in points.
pub const LEAST_TEXT: f64 = 5.0;
/// Radius of a step circle.
pub(super) const STEP_RADIUS: Gu = Gu(40);
/// Radius of a lettered disc.
pub(super) const BADGE_RADIUS: Gu = Gu(40);
/// Size of the em of a text beside a connection.
pub(super) const WIRE_LABEL_SIZE: Gu = Gu(54);

/// How far along an axis of the ground an upright disc reaches: in the isometric view 2 / √3 of its radius.
pub(super) const fn reach(radius: Gu) -> Gu {
    Gu(radius.0 * 231 / 200)
}

/// Height of an instance by its size class, nano to 24xlarge.
pub(super) const CLASS_HEIGHT: [Gu; 10] =
    [Gu(28), Gu(34), Gu(42), Gu(52), Gu(64), Gu(78), Gu(94), Gu(112), Gu(134), Gu(160)];

/// Depth of a line of the text on a plate that stands for an environment.
pub(super) const SUMMARY_LINE: Gu = Gu(84);

/// Width of a line of that text.
pub(super) fn line_width(text: &str) -> Gu {
    Gu((width(text, Weight::Regular) * i64::from(LABEL_SIZE.0) / 1000) as i32 + 10)
}

/// Width of a street with some tracks and a margin on either side.
pub(super) fn street_width(tracks: u16, margin: Gu, inner: bool) -> Gu {
    match (tracks, inner) {
        (0, true) => EMPTY_STREET,
        (0, false) => Gu::ZERO,
        (t, _) => margin * 2 + PITCH * (i32::from(t) - 1),
    }
    .round_up(PITCH)
}
