//! Answers what happens when zones, regions, components or providers are lost: what goes down and why, and what is left.
//!
//! What goes down is the least fixpoint that the model works out (see [`Model::down`](crate::model::Model::down)), the same that the rules ask. This
//! room says what a name on the command line means ([`find`]), studies one loss ([`study`]), and ranks all single losses
//! of a sort by their damage ([`each`]); [`words`] says it in sentences.
//!
//! *Invariant*: what is lost by its own name is no damage; the question is what goes with it. Copies of an environment
//! that replicates another are counted and not listed, unless they are named.

mod names;
mod study;
pub mod words;

pub use names::{Meaning, Sort, Thing, find, things};
pub use study::{Damage, Fallen, Outage, Remains, each, study};
