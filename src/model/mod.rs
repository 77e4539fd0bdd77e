//! The resolved architecture and the questions that rules and layout ask of it.
//!
//! [`resolve`] makes a [`Model`] from a document: templates and defaults filled in, every reference an index, every
//! component with its places and counts, environments and standby regions expanded. The graph questions are in `query`.
//!
//! *Invariant*: nothing here recurses, so a chain of any length is answered, and every answer depends on the content of
//! the file alone, not on the order of its tables.

mod backbone;
mod blocks;
mod communities;
mod overview;
mod query;
mod replication;
mod resolve;
mod roll;
mod same;
mod select;
#[cfg(test)]
pub(crate) mod testing;
mod ties;
pub mod types;

pub use blocks::Grain;
pub(crate) use communities::communities;
pub use overview::{Overview, blocks_of, overview};
pub use query::{Cause, Cut, Dominators, Down, Left, Lost, Side, Zones};
pub use replication::{is_copied, with_replication};
pub use resolve::{resolve, resolve_owned};
pub use roll::FLOW;
pub use same::same;
pub use select::select;
pub use ties::LeftOut;
pub use types::*;

use std::ops::Deref;

use query::Index;

/// The resolved architecture: its lists (by [`Deref`] to [`Parts`]) and its graph.
#[derive(Clone, Debug, Default)]
pub struct Model {
    parts: Parts,
    index: Index,
}

impl Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}

macro_rules! lookups {
    ($($(#[doc = $doc:literal])+ $name:ident($ix:ident) -> $list:ident: $ty:ident;)+) => {
        impl Model {
            $($(#[doc = $doc])+
            ///
            /// # Panics
            /// If the index comes from another model.
            pub fn $name(&self, ix: $ix) -> &$ty {
                &self.parts.$list[ix.ix()]
            })+
        }
    };
}

lookups! {
    /// The component of an index.
    component(ComponentIx) -> components: Component;
    /// The placement of an index.
    placement(PlacementIx) -> placements: Placement;
    /// The connection of an index.
    connection(ConnectionIx) -> connections: Connection;
    /// The link of an index.
    link(LinkIx) -> links: Link;
    /// The region of an index.
    region(RegionIx) -> regions: Region;
    /// The environment of an index.
    environment(EnvironmentIx) -> environments: Environment;
    /// The network of an index.
    network(NetworkIx) -> networks: Network;
    /// The group of an index.
    group(GroupIx) -> groups: Group;
}

impl Model {
    /// Puts the lists in a model; they keep the order that [`Parts`] promises.
    fn new(parts: Parts) -> Self {
        let index = Index::new(&parts);
        Self { parts, index }
    }

    /// The component with an id in an environment; `None` for the environment asks for what stands outside of all.
    pub fn find(&self, environment: Option<EnvironmentIx>, id: &str) -> Option<ComponentIx> {
        self.parts.find(environment, id)
    }

    /// The name for messages: the id, with `environment/` before it when that environment replicates another.
    pub fn name(&self, component: ComponentIx) -> String {
        let component = self.component(component);
        match component.environment.map(|e| self.environment(e)) {
            Some(environment) if environment.replicates.is_some() => format!("{}/{}", environment.id, component.id),
            _ => component.id.clone(),
        }
    }

    /// The id with `environment/` before it, whether that environment replicates another or not; the id alone outside of
    /// the environments.
    pub fn name_in_environment(&self, component: ComponentIx) -> String {
        let component = self.component(component);
        match component.environment.map(|e| self.environment(e)) {
            Some(environment) if !environment.id.is_empty() => format!("{}/{}", environment.id, component.id),
            _ => component.id.clone(),
        }
    }

    /// Every component, in order.
    pub fn component_ixs(&self) -> impl Iterator<Item = ComponentIx> + use<> {
        (0..self.parts.components.len() as u32).map(ComponentIx)
    }

    /// Every connection, in order.
    pub fn connection_ixs(&self) -> impl Iterator<Item = ConnectionIx> + use<> {
        (0..self.parts.connections.len() as u32).map(ConnectionIx)
    }

    /// The components that rules check: those outside the environments, and those of environments that replicate none.
    pub fn base_components(&self) -> impl Iterator<Item = ComponentIx> {
        self.component_ixs().filter(|c| self.is_base(*c))
    }

    /// The components that `watches` of a component names, in its environment or outside of all.
    pub fn watched(&self, component: ComponentIx) -> Vec<ComponentIx> {
        let component = self.component(component);
        let named = component.attributes.watches.iter().flat_map(|list| &list.value);
        let find = |id: &str| {
            let outside = || self.find(None, id);
            // what stands in no environment watches the originals
            let first = || self.base_components().find(|c| self.component(*c).id == id);
            component.environment.and_then(|e| self.find(Some(e), id)).or_else(outside).or_else(first)
        };
        named.filter_map(|id| find(&id.value)).collect()
    }
}

impl Parts {
    /// A subnet, by its network and its index there; `None` if there is none.
    pub fn subnet(&self, (network, at): (NetworkIx, usize)) -> Option<&Subnet> {
        self.networks.get(network.ix())?.subnets.get(at)
    }

    /// Binary search, because components are sorted by environment and id.
    fn find(&self, environment: Option<EnvironmentIx>, id: &str) -> Option<ComponentIx> {
        let at = self.components.binary_search_by(|c| (c.environment, c.id.as_str()).cmp(&(environment, id))).ok()?;
        Some(ComponentIx(at as u32))
    }
}
