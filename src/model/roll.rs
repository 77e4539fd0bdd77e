//! The components by name, in the order of the request flow: what a picture shows, for who can not see it.

use std::collections::BTreeSet;

use super::types::Parts;
use crate::syntax::document::Role;

/// Roles in the order of the request flow, each with the heading of what has it.
pub const FLOW: [(Role, &str); 5] = [
    (Role::External, "Outside"),
    (Role::Gateway, "Gateways"),
    (Role::App, "Apps"),
    (Role::Store, "Stores"),
    (Role::Service, "Services"),
];
/// The most components that are named of each role.
const MOST: usize = 8;

impl Parts {
    /// For each role that there is its heading and the first names, such as `Apps: web, worker and 3 more`.
    pub fn roll(&self) -> Vec<String> {
        let mut out = Vec::new();
        for (role, heading) in FLOW {
            // one that stands in several environments is named once
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            let labels = self.components.iter().filter(|component| component.role == role).map(|c| c.label.as_str());
            let mut names: Vec<&str> = labels.filter(|label| seen.insert(label)).collect();
            let more = names.len().saturating_sub(MOST);
            names.truncate(MOST);
            if !names.is_empty() {
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                out.push(format!("{heading}: {}{more}", names.join(", ")));
            }
        }
        out
    }
}
