//! The resolved architecture and the questions that rules and layout ask of it.

pub mod types;

pub use types::*;

use std::ops::Deref;

/// The resolved architecture: its lists (by [`Deref`] to [`Parts`]) and its graph.
#[derive(Clone, Debug, Default)]
pub struct Model {
    parts: Parts,
}

impl Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}
