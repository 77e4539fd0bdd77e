//! Points, boxes, the three projections, and the one way a number is written.
//!
//! Two spaces: the *ground*, in whole hundredths of a ground unit ([`Gu`]), where layout happens; and the *page*, in
//! floating page units ([`Pt`]), where drawing happens. Only [`Projection`] leads from one to the other.

pub(crate) mod buckets;
mod ground;
mod number;
mod page;
mod paper;
mod projection;

pub use ground::{GPoint, GRect, Gu};
pub use number::number;
pub use page::{PageRect, Pt};
pub use paper::{Orientation, Paper, Sheet};
pub use projection::{Projection, View};
