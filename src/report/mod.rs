//! Findings and the architecture as text for readers: one file for each format.
//!
//! Every format is a function of the [`Sources`](crate::source::Sources), the findings in the order in which they are to
//! be shown, and a [`Summary`]. None of them writes anywhere: they give a `String`.
//!
//! *Invariant*: no control character of the user's text reaches a terminal; see `escape`.

mod agent;
mod checkstyle;
mod concise;
mod describe;
mod escape;
mod explain;
#[cfg(test)]
mod fixture;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod place;
mod rdjson;
mod rules;
mod sarif;
mod snippet;
mod statistics;
mod summary;
mod what_if;
mod what_if_json;
mod xml;

pub use agent::agent;
pub use checkstyle::checkstyle;
pub use concise::concise;
pub use describe::{describe, summary};
pub use explain::explain;
pub use full::{Style, full};
pub use github::github;
pub use gitlab::gitlab;
pub use json::{json, json_lines};
pub use junit::junit;
pub use markdown::markdown;
pub use rdjson::rdjson;
pub use rules::about;
pub use sarif::sarif;
pub use statistics::{statistics, statistics_json};
pub use summary::{Summary, summary_line};
pub use what_if::{what_if, what_if_table};
pub use what_if_json::{what_if_json, what_if_table_json};
