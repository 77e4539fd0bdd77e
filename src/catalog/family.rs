//! Describes a service family: one colour and one line of the legend.

/// A family of kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The id that kinds name, such as `compute`.
    pub id: &'static str,
    /// The words of the legend.
    pub label: &'static str,
    /// The colour as `#rrggbb`, before a theme changes it.
    pub color: &'static str,
    /// The glyph of kinds that have none of their own.
    pub glyph: &'static str,
    /// The place in the legend, from 1.
    pub order: u32,
}
