//! Findings and the architecture as text for readers: one file for each format.
//!
//! Every format is a function of the [`Sources`](crate::source::Sources), the findings in the order in which they are to
//! be shown, and a [`Summary`]. None of them writes anywhere: they give a `String`.
//!
//! *Invariant*: no control character of the user's text reaches a terminal; see `escape`.

mod concise;
mod describe;
mod escape;
mod explain;
mod full;
mod json;
mod snippet;
mod summary;
mod what_if;
mod what_if_json;

pub use concise::concise;
pub use describe::describe;
pub use explain::explain;
pub use full::{Style, full};
pub use json::json;
pub use summary::{Summary, summary_line};
pub use what_if::{what_if, what_if_table};
pub use what_if_json::{what_if_json, what_if_table_json};
