//! Places components, routes connections and sets labels, on the ground.

pub mod types;

pub use types::*;
