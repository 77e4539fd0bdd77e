//! The resolved architecture as plain data: every reference is an index, every placement a count by zone.
//!
//! *Invariant*: lists are sorted (environments: originals before replicas; components: by environment, then id), so
//! the order of tables in the files has no effect; an index is valid for the model that gave it.

use crate::catalog::{InstanceType, Kind};
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::{Access, Attributes, ConnectionKind, Criticality, Date, Need};
use crate::syntax::document::{Acceptance, GroupKind, LintTable, PlacementRole, Role, SecurityAllowance, Strategy};

macro_rules! index {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $($(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a number.
            pub fn ix(self) -> usize {
                self.0 as usize
            }
        })+
    };
}

index! {
    /// Index of a [`Region`].
    RegionIx;
    /// Index of an [`Environment`].
    EnvironmentIx;
    /// Index of a [`Network`].
    NetworkIx;
    /// Index of a [`Group`].
    GroupIx;
    /// Index of a [`Component`].
    ComponentIx;
    /// Index of a [`Placement`].
    PlacementIx;
    /// Index of a [`Connection`].
    ConnectionIx;
    /// Index of a [`Link`].
    LinkIx;
}

/// Title block and the like.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    /// Title; empty if the file has none.
    pub title: String,
    /// A line under it.
    pub subtitle: String,
    /// The day it shows.
    pub date: Option<Date>,
    /// Who drew it.
    pub author: Option<String>,
    /// A longer description.
    pub description: Option<String>,
    /// Where the facts are from.
    pub source: Option<String>,
    /// The folder or the file with the icons of the picture, relative to the root file.
    pub icons: Option<String>,
    /// Labels upright rather than lying in the plane.
    pub upright: bool,
    /// Whether the legend is drawn.
    pub legend: bool,
    /// Where the file says whether the legend is drawn.
    pub legend_span: Option<Span>,
}

impl Diagram {
    /// The title, or what any such diagram is called.
    pub fn name(&self) -> &str {
        if self.title.is_empty() { "Cloud architecture" } else { &self.title }
    }
}

/// A region.
#[derive(Clone, Debug)]
pub struct Region {
    /// The id; empty for the nameless region of a file that declares none.
    pub id: String,
    /// Its name in words, or the id.
    pub label: String,
    /// Where it is declared; `None` for the nameless one.
    pub span: Option<Span>,
    /// Its zones in the order of the file, short names (`a`).
    pub zones: Vec<String>,
    /// The tools that set it up.
    pub provisioned_by: Vec<Spanned<Text>>,
    /// The region it stands in for.
    pub stands_in_for: Option<RegionIx>,
    /// The place of `stands-in-for`, or of `carries` where it is said.
    pub stands_in_span: Option<Span>,
    /// Size of the standby against the original.
    pub scale: f64,
    /// How it waits for the loss of the other, if that is said.
    pub strategy: Option<Spanned<Strategy>>,
    /// Ids of the components that somebody changes when it takes over; all of them exist.
    pub takeover: Vec<Spanned<Text>>,
}

/// An environment.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The id; empty for the nameless environment of a file that declares none.
    pub id: String,
    /// Its name in words, or the id.
    pub label: String,
    /// Where it is declared.
    pub span: Option<Span>,
    /// The environment whose components it has.
    pub replicates: Option<EnvironmentIx>,
    /// Size against the original.
    pub scale: f64,
    /// Ids that it leaves out, sorted.
    pub except: Vec<String>,
    /// Whether it lives only for a short time.
    pub ephemeral: bool,
    /// What it may cost, US dollars a month.
    pub budget: Option<Spanned<f64>>,
    /// The name of the drawing that stands on its ground.
    pub mascot: Option<String>,
}

/// A VPC.
#[derive(Clone, Debug)]
pub struct Network {
    /// The id.
    pub id: String,
    /// Its name in words, or the id.
    pub label: String,
    /// Where it is declared.
    pub span: Span,
    /// Its region.
    pub region: RegionIx,
    /// Its address range.
    pub cidr: Option<String>,
    /// Its subnets, sorted by id.
    pub subnets: Vec<Subnet>,
}

impl Network {
    /// The subnets that a placement in this network names, in the order of the file.
    pub fn subnets_of<'a>(&'a self, placement: &'a Placement) -> impl Iterator<Item = &'a Subnet> {
        placement.subnets.iter().filter_map(|at| self.subnets.get(*at))
    }
}

/// A subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// The id.
    pub id: String,
    /// Its name in words, or the id.
    pub label: String,
    /// Where it is declared.
    pub span: Span,
    /// Index of its zone in the region.
    pub zone: Option<usize>,
    /// Its address range.
    pub cidr: Option<String>,
    /// Reachable from the internet; `None` when not stated.
    pub public: Option<bool>,
}

/// A group.
#[derive(Clone, Debug)]
pub struct Group {
    /// The id.
    pub id: String,
    /// Its name in words, or the id.
    pub label: String,
    /// Its kind.
    pub kind: GroupKind,
    /// The group round it.
    pub parent: Option<GroupIx>,
    /// Its members in all environments, sorted.
    pub members: Vec<ComponentIx>,
    /// Where it is declared.
    pub span: Span,
}

/// A security group: drawn as an outline, asked by rules.
#[derive(Clone, Debug)]
pub struct SecurityGroup {
    /// The id.
    pub id: String,
    /// Its name in words, or the id.
    pub label: String,
    /// Who may come in.
    pub allows: Vec<SecurityAllowance>,
    /// Its members in all environments, sorted.
    pub members: Vec<ComponentIx>,
    /// Where it is declared.
    pub span: Span,
}

/// A component in one environment. A component that an environment replicates is there once more.
#[derive(Clone, Debug)]
pub struct Component {
    /// The id in the file.
    pub id: String,
    /// Where its table starts.
    pub span: Span,
    /// Its role.
    pub role: Role,
    /// Its kind.
    pub kind: &'static Kind,
    /// The text on the nameplate: one printable line.
    pub label: String,
    /// The environment; `None` for what stands outside all of them (`external`).
    pub environment: Option<EnvironmentIx>,
    /// The component of the replicated environment that this one is a copy of.
    pub replica_of: Option<ComponentIx>,
    /// How much depends on it.
    pub criticality: Criticality,
    /// Whether the file (or a template or the defaults) says its criticality.
    pub criticality_stated: bool,
    /// The domain group it is drawn with.
    pub group: Option<GroupIx>,
    /// Groups of other kinds, sorted.
    pub outlines: Vec<GroupIx>,
    /// All attributes, after templates, defaults and overrides.
    pub attributes: Attributes,
    /// Where it stands, its first place first.
    pub placements: Vec<PlacementIx>,
    /// Whether its own table says its first place, rather than a `placement`.
    pub own_place: bool,
    /// The tools that set it up, its own or those of the environment's region; empty when not stated.
    pub provisioned_by: Vec<String>,
    /// The components of the file that it stands for: one, but in an [overview](super::overview).
    pub members: u32,
}

impl Component {
    /// What readers know it by: its label up to the kind that may follow in it.
    pub fn short_label(&self) -> &str {
        self.label.split(" · ").next().unwrap_or_default()
    }
}

/// A component at one region (or outside of all).
#[derive(Clone, Debug)]
pub struct Placement {
    /// The component.
    pub component: ComponentIx,
    /// The region; `None` for kinds of scope `global` and `external`. In a file without regions it is the nameless one.
    pub region: Option<RegionIx>,
    /// The VPC.
    pub network: Option<NetworkIx>,
    /// Indices of its subnets in the network, in the order of the file.
    pub subnets: Vec<usize>,
    /// Zones of the region, by index in its list, with the instances there. Empty for what has no zones.
    pub zones: Vec<ZoneCount>,
    /// Instances in all: the sum over the zones, and a number too where the zones are not known.
    pub instances: u32,
    /// Whether it serves.
    pub role: PlacementRole,
    /// Whether the zones follow from the file; false when neither the component nor the defaults name any.
    pub zones_stated: bool,
    /// Whether the number of instances is stated, rather than taken as one a zone.
    pub count_stated: bool,
    /// The instance type.
    pub instance: Option<&'static InstanceType>,
    /// The name of the instance type as written.
    pub instance_name: Option<Spanned<Text>>,
    /// Bounds of scaling.
    pub autoscale: Option<crate::syntax::attributes::Autoscale>,
    /// The tools that set it up: its own, else those of the component, else those of the region.
    pub provisioned_by: Vec<String>,
    /// Set on the placement that a region makes by standing in for another.
    pub stands_in_for: Option<PlacementIx>,
    /// The place in the file that says where it stands.
    pub span: Span,
}

/// Instances of a placement in one zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ZoneCount {
    /// Index in the region's list of zones.
    pub zone: usize,
    /// Instances: members that serve or wait, for stores the primary, the standby and replicas.
    pub count: u32,
}

/// A connection between two components, in one environment.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The caller.
    pub from: ComponentIx,
    /// The callee.
    pub to: ComponentIx,
    /// Its kind.
    pub kind: ConnectionKind,
    /// Whether the caller lives without it: as said, else hard for `sync` and soft for the rest.
    pub need: Need,
    /// Name shared by alternatives of one caller.
    pub either: Option<String>,
    /// Protocol.
    pub protocol: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Encrypted on the way; `None` when not stated.
    pub encrypted: Option<bool>,
    /// Text beside it: one printable line.
    pub label: Option<String>,
    /// Arrowheads at both ends.
    pub both_ways: bool,
    /// Gigabytes a month.
    pub gb_month: Option<f64>,
    /// Leaving the region is meant.
    pub cross_region: bool,
    /// What the caller does with the data; `None` when not stated.
    pub access: Option<Access>,
    /// Lines that run beside each other and share nothing.
    pub paths: Option<Spanned<u32>>,
    /// How far a copy of data is behind, in seconds.
    pub lag: Option<Spanned<u64>>,
    /// Where the line meets the other network: lines that meet it in one place may fail together.
    pub location: Option<Spanned<Text>>,
    /// Calls that one request of the caller makes, on average.
    pub fanout: Option<Spanned<f64>>,
    /// Where it stands in the file.
    pub span: Span,
}

/// A connection between two placements: what is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The connection.
    pub connection: ConnectionIx,
    /// The caller's placement.
    pub from: PlacementIx,
    /// The callee's placement.
    pub to: PlacementIx,
}

/// A numbered step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number, from 1.
    pub number: usize,
    /// What it explains, in the first environment that has it.
    pub at: StepAt,
    /// In which region, if the file says it: one where that stands.
    pub region: Option<RegionIx>,
    /// The sentence.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// What a step explains.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepAt {
    /// A connection.
    Connection(ConnectionIx),
    /// A component.
    Component(ComponentIx),
    /// The copying of the data of a component to its other places; see [`with_replication`](super::with_replication).
    Replication(ComponentIx),
}

/// A named selection with its drawing choices; all names are checked.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The id.
    pub id: String,
    /// Where it is declared.
    pub span: Span,
    /// Title of its picture.
    pub title: Option<String>,
    /// The components it shows, sorted, neighbours included.
    pub components: Vec<ComponentIx>,
    /// Only these regions; empty for all.
    pub regions: Vec<RegionIx>,
    /// How the ground is seen.
    pub projection: Option<String>,
    /// Colours.
    pub theme: Option<String>,
    /// Paper size.
    pub paper: Option<String>,
    /// Labels upright rather than lying in the plane; as the diagram says when `None`.
    pub upright: Option<bool>,
}

/// Lists of everything; see [`super::Model`] for the queries.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Title block and the like.
    pub diagram: Diagram,
    /// Regions: those that stand in for none first, then by id.
    pub regions: Vec<Region>,
    /// Environments: originals first, then by id.
    pub environments: Vec<Environment>,
    /// VPCs by id.
    pub networks: Vec<Network>,
    /// Groups by id.
    pub groups: Vec<Group>,
    /// Security groups by id.
    pub security_groups: Vec<SecurityGroup>,
    /// Components by environment (outside first), then id.
    pub components: Vec<Component>,
    /// Placements in the order of their components.
    pub placements: Vec<Placement>,
    /// Connections by caller, callee, kind.
    pub connections: Vec<Connection>,
    /// Links in the order of their connections.
    pub links: Vec<Link>,
    /// Steps in the order of the files.
    pub steps: Vec<Step>,
    /// Views by id.
    pub views: Vec<View>,
    /// The settings of `[lint]` as written.
    pub lint: LintTable,
    /// `[[allow]]` in the order of the files; each is about something that is declared.
    pub allow: Vec<Acceptance>,
}
