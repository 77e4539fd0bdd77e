//! The attributes of a component, each optional and with its place; and how one set fills the gaps of another.
//!
//! One list, in the macro call below, makes the struct, its merging and its list of keys, so that a new attribute
//! touches one place.

use crate::source::{Span, Spanned};

/// A list whose entries keep their own places.
pub type List = Spanned<Vec<Spanned<String>>>;

macro_rules! attributes {
    ($($(#[doc = $doc:literal])+ $field:ident $key:literal $ty:ty => $group:ident;)+) => {
        /// What can be said of a component. `None` means that the file does not say.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Attributes {
            $($(#[doc = $doc])+ pub $field: Option<$ty>,)+
        }

        impl Attributes {
            /// Every key of the language that stands in a component, with the group it belongs to.
            pub const KEYS: &[(&str, KeyGroup)] = &[$(($key, KeyGroup::$group),)+];

            /// Each key with its group, what it means, and the form of its value in JSON Schema.
            pub(super) fn shapes() -> Vec<(&'static str, KeyGroup, &'static str, serde_json::Value)> {
                vec![$((
                    $key,
                    KeyGroup::$group,
                    concat!($($doc),+).trim_ascii(),
                    <$ty as super::schema::Shape>::shape(),
                ),)+]
            }

            /// Takes from `base` what this set does not say.
            pub fn fill_from(&mut self, base: &Self) {
                $(if self.$field.is_none() { self.$field.clone_from(&base.$field); })+
            }

            /// Drops everything of one group of keys.
            pub fn forget(&mut self, group: KeyGroup) {
                $(if KeyGroup::$group == group { self.$field = None; })+
            }

            /// The keys that are said, in the order of the language.
            pub fn stated(&self) -> Vec<&'static str> {
                let mut keys = Vec::new();
                $(if self.$field.is_some() { keys.push($key); })+
                keys
            }
        }
    };
}

/// Which components a key is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyGroup {
    /// Every component.
    Every,
    /// Where it stands: every component but `external`.
    Place,
    /// Compute: `app`, and a `gateway`, `store` or `service` that runs on instances.
    Compute,
    /// State: `store`, and a `service` that keeps state.
    State,
    /// Only rules ask for it: every component.
    Rules,
}

attributes! {
    /// An entry of the kind catalogue.
    kind "kind" Spanned<String> => Every;
    /// The text on the nameplate.
    label "label" Spanned<String> => Every;
    /// A sentence for the tooltip.
    note "note" Spanned<String> => Every;
    /// Where the label links to.
    link "link" Spanned<String> => Every;
    /// The group it is drawn with.
    group "group" Spanned<String> => Every;
    /// The environment it stands in.
    environment "environment" Spanned<String> => Place;
    /// The region it stands in.
    region "region" Spanned<String> => Place;
    /// The zones it stands in.
    zones "zones" List => Place;
    /// The VPC.
    network "network" Spanned<String> => Place;
    /// The subnet.
    subnet "subnet" Spanned<String> => Place;
    /// Security groups.
    security_group "security-group" List => Place;
    /// How much depends on it.
    criticality "criticality" Spanned<Criticality> => Every;
    /// Who answers for it.
    owner "owner" Spanned<String> => Every;
    /// Free words that rules and views select on.
    tags "tags" List => Every;
    /// The tools that set it up.
    provisioned_by "provisioned-by" List => Place;
    /// US dollars a month.
    cost "cost" Spanned<f64> => Every;
    /// Outgoing connections.
    uses "uses" Spanned<Vec<Use>> => Every;
    /// Attributes to start from.
    template "template" Spanned<String> => Every;
    /// Findings accepted here.
    allow "allow" Spanned<Vec<Allow>> => Every;
    /// How the author knows.
    source "source" Spanned<Provenance> => Every;
    /// Instance type.
    instance "instance" Spanned<String> => Compute;
    /// Total, or by zone.
    count "count" Spanned<Count> => Compute;
    /// Instances in each zone.
    per_zone "per-zone" Spanned<u32> => Compute;
    /// Least and most instances.
    autoscale "autoscale" Spanned<Autoscale> => Compute;
    /// A load balancer at the head.
    balancer "balancer" Spanned<Balancer> => Compute;
    /// Requests a second that one instance serves.
    capacity "capacity" Spanned<f64> => Compute;
    /// Requests a second at peak that reach it.
    load "load" Spanned<f64> => Compute;
    /// The database engine.
    engine "engine" Spanned<String> => State;
    /// A standby in another zone.
    multi_az "multi-az" Spanned<bool> => State;
    /// Read replicas: a total, or by zone or region.
    replicas "replicas" Spanned<Count> => State;
    /// How often it is saved.
    backup "backup" Spanned<Backup> => State;
    /// Encrypted at rest.
    encrypted "encrypted" Spanned<bool> => State;
    /// Reachable from the internet.
    public "public" Spanned<bool> => State;
    /// Number of voters.
    quorum "quorum" Spanned<u32> => State;
    /// Can be made again from other data.
    rebuildable "rebuildable" Spanned<bool> => State;
    /// Guarded against deletion.
    deletion_protection "deletion-protection" Spanned<bool> => State;
    /// Whether its data is copied to its other places.
    replicated "replicated" Spanned<bool> => State;
    /// Where its backups are kept: regions, or other places by name.
    backup_to "backup-to" List => State;
    /// Whether messages that nobody could handle are kept aside.
    dead_letter "dead-letter" Spanned<bool> => State;
    /// Service level objective, per cent.
    slo "slo" Spanned<f64> => Rules;
    /// What it reaches by itself, per cent.
    availability "availability" Spanned<f64> => Rules;
    /// Recovery time objective, seconds.
    rto "rto" Spanned<u64> => Rules;
    /// Recovery point objective, seconds.
    rpo "rpo" Spanned<u64> => Rules;
    /// Requests a second at peak.
    peak "peak" Spanned<f64> => Rules;
    /// Whether health is checked.
    health_check "health-check" Spanned<bool> => Rules;
    /// Share that a CDN serves, 0 to 1.
    offload "offload" Spanned<f64> => Rules;
    /// Number of origins.
    origins "origins" Spanned<u32> => Rules;
    /// Whether a balancer spreads over zones.
    cross_zone "cross-zone" Spanned<bool> => Rules;
    /// What it serves.
    content "content" Spanned<Content> => Rules;
    /// Where the instructions stand.
    runbook "runbook" Spanned<String> => Rules;
    /// Lives only for a short time.
    ephemeral "ephemeral" Spanned<bool> => Rules;
    /// When it runs.
    schedule "schedule" Spanned<String> => Rules;
    /// Who runs it, when somebody else does.
    provider "provider" Spanned<String> => Rules;
    /// The components whose state it tells or which it brings into place.
    watches "watches" List => Rules;
}

/// How much depends on a component.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Criticality {
    /// Little.
    Low,
    /// The usual.
    #[default]
    Standard,
    /// The whole.
    Critical,
}

/// How the author knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Provenance {
    /// Somebody who knows said so.
    Stated,
    /// Follows from what was said.
    Inferred,
    /// Filled in.
    Illustrative,
}

/// A number in all, or numbers by zone (or region).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Count {
    /// In all, spread evenly; the first zones take the rest.
    Total(u32),
    /// By zone (or region), in the order of the file.
    By(Vec<(Spanned<String>, u32)>),
}

/// Bounds of a group that scales by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Autoscale {
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
}

/// The balancer at the head of an app.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Balancer {
    /// None.
    #[default]
    None,
    /// Reachable from within.
    Internal,
    /// Reachable from the internet.
    Public,
}

/// How often a store is saved.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Backup {
    /// Never.
    None,
    /// Each day.
    Daily,
    /// All the time.
    Continuous,
}

/// What an app serves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Content {
    /// Files that seldom change.
    Static,
    /// Pages.
    Web,
    /// Calls of programs.
    Api,
}

/// The kind of a connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum ConnectionKind {
    /// The caller waits.
    #[default]
    Sync,
    /// The caller goes on.
    Async,
    /// Data is copied.
    Replication,
    /// From time to time.
    Batch,
    /// When the first way fails.
    Failover,
    /// Brings new versions.
    Deploy,
}

/// Whether the caller lives without it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Need {
    /// It fails.
    Hard,
    /// It survives.
    Soft,
}

/// What the caller does with the data of the callee.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Access {
    /// It reads.
    Read,
    /// It writes.
    Write,
    /// It does both.
    ReadWrite,
}

/// An entry of `uses`, or a `[[connection]]`: everything but the caller.
#[derive(Clone, PartialEq, Debug)]
pub struct Use {
    /// The callee.
    pub to: Spanned<String>,
    /// The place of the whole entry.
    pub span: Span,
    /// Its kind.
    pub kind: Option<Spanned<ConnectionKind>>,
    /// Whether the caller lives without it.
    pub need: Option<Spanned<Need>>,
    /// Name shared by alternatives of one caller.
    pub either: Option<Spanned<String>>,
    /// Protocol.
    pub protocol: Option<Spanned<String>>,
    /// Port.
    pub port: Option<Spanned<u16>>,
    /// Encrypted on the way.
    pub encrypted: Option<Spanned<bool>>,
    /// Text beside it.
    pub label: Option<Spanned<String>>,
    /// Arrowheads at both ends.
    pub both_ways: Option<Spanned<bool>>,
    /// Gigabytes a month.
    pub gb_month: Option<Spanned<f64>>,
    /// Leaving the region is meant.
    pub cross_region: Option<Spanned<bool>>,
    /// What the caller does with the data.
    pub access: Option<Spanned<Access>>,
    /// Lines that run beside each other and share nothing.
    pub paths: Option<Spanned<u32>>,
    /// How far a copy of data is behind, in seconds.
    pub lag: Option<Spanned<u64>>,
}

/// A finding accepted with a reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// Code or name of the rule.
    pub rule: Spanned<String>,
    /// Why.
    pub reason: Option<Spanned<String>>,
    /// The last day it holds.
    pub until: Option<Spanned<Date>>,
    /// The place of the whole entry.
    pub span: Span,
}

/// A day of the calendar. Ordered by time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
