//! Describes a kind: what a component is, how it is drawn, and what rules may assume of it.

use super::Traits;

/// An entry of the kind catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The id that files use, such as `ec2`.
    pub id: &'static str,
    /// The full name, such as `Amazon EC2`.
    pub title: &'static str,
    /// The short name for the legend, such as `EC2`.
    pub label: &'static str,
    /// The id of its family.
    pub family: &'static str,
    /// How far one of it reaches.
    pub scope: Scope,
    /// The id of the solid that stands for it.
    pub solid: &'static str,
    /// The glyph on the solid: its own, or that of the family.
    pub glyph: &'static str,
    /// Whether the glyph is its own.
    pub has_own_glyph: bool,
    /// What rules ask about.
    pub traits: Traits,
    /// Other ids that mean the same.
    pub aliases: &'static [&'static str],
}

/// How far one component of a kind reaches, from narrow to wide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// Stands in one zone; needs several to outlive a zone.
    Zonal,
    /// Offered by a region as a whole.
    Regional,
    /// Offered outside any region.
    Global,
    /// Not ours: people and third parties.
    External,
}

impl Scope {
    /// All scopes, from narrow to wide.
    pub const ALL: [Self; 4] = [Self::Zonal, Self::Regional, Self::Global, Self::External];

    /// The word used in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zonal => "zonal",
            Self::Regional => "regional",
            Self::Global => "global",
            Self::External => "external",
        }
    }

    /// The scope of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}
