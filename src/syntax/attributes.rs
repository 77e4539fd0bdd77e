//! The attributes of a component, each optional and with its place; and how one set fills the gaps of another.
//!
//! One list, in the macro call below, makes the struct, its merging and its list of keys, so that a new attribute
//! touches one place.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::source::{Span, Spanned, Text};

/// A list whose entries keep their own places.
pub type List = Spanned<Vec<Spanned<Text>>>;

/// One ID, or a list of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OneOrMore(pub Vec<Spanned<Text>>);

macro_rules! attributes {
    ($(
        often { $($(#[doc = $doc:literal])+ $field:ident $key:literal $ty:ty => $group:ident;)+ }
        seldom { $($(#[doc = $rare_doc:literal])+ $rare:ident $rare_key:literal $rare_ty:ty => $rare_group:ident;)+ }
    )+) => {
        /// What many components say; see [`Attributes`].
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Often {
            $($($(#[doc = $doc])+ pub $field: Option<$ty>,)+)+
            rest: Shared<Seldom>,
        }

        /// What few components say; see [`Attributes`].
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Seldom {
            $($($(#[doc = $rare_doc])+ pub $rare: Option<$rare_ty>,)+)+
        }

        static NOTHING_OFTEN: Often = Often { $($($field: None,)+)+ rest: Shared(None) };
        static NOTHING_SELDOM: Seldom = Seldom { $($($rare: None,)+)+ };

        /// The attributes side by side, as they are read.
        #[derive(Default)]
        pub(super) struct Stated {
            $($(pub(super) $field: Option<$ty>,)+ $(pub(super) $rare: Option<$rare_ty>,)+)+
        }

        impl From<Stated> for Attributes {
            fn from(stated: Stated) -> Self {
                let any = [$($(stated.$rare.is_some(),)+)+].contains(&true);
                let rest = Shared(any.then(|| Arc::new(Seldom { $($($rare: stated.$rare,)+)+ })));
                Self(Shared(Some(Arc::new(Often { $($($field: stated.$field,)+)+ rest }))))
            }
        }

        impl Attributes {
            /// Every key of the language that stands in a component, with the group it belongs to.
            pub const KEYS: &[(&str, KeyGroup)] =
                &[$($(($key, KeyGroup::$group),)+ $(($rare_key, KeyGroup::$rare_group),)+)+];

            /// Each key with its group, what it means, and the form of its value in JSON Schema.
            pub(super) fn shapes() -> Vec<(&'static str, KeyGroup, &'static str, serde_json::Value)> {
                use super::schema::Shape;
                vec![$(
                    $(($key, KeyGroup::$group, concat!($($doc),+).trim_ascii(), <$ty as Shape>::shape()),)+
                    $((
                        $rare_key,
                        KeyGroup::$rare_group,
                        concat!($($rare_doc),+).trim_ascii(),
                        <$rare_ty as Shape>::shape(),
                    ),)+
                )+]
            }

            /// Takes from `base` what this set does not say.
            pub fn fill_from(&mut self, base: &Self) {
                if self.0.0.is_none() {
                    self.clone_from(base);
                    return;
                }
                if [$($(self.$field.is_none() && base.$field.is_some(),)+)+].contains(&true) {
                    let own: &mut Often = self;
                    $($(if own.$field.is_none() { own.$field.clone_from(&base.$field); })+)+
                }
                if base.rest.0.is_none() {
                    return;
                }
                if self.rest.0.is_none() {
                    self.rest = base.rest.clone();
                } else if [$($(self.$rare.is_none() && base.$rare.is_some(),)+)+].contains(&true) {
                    let own: &mut Seldom = self;
                    $($(if own.$rare.is_none() { own.$rare.clone_from(&base.$rare); })+)+
                }
            }

            /// Drops everything of one group of keys.
            pub fn forget(&mut self, group: KeyGroup) {
                $($(if KeyGroup::$group == group && self.$field.is_some() { self.$field = None; })+)+
                $($(if KeyGroup::$rare_group == group && self.$rare.is_some() { self.$rare = None; })+)+
            }

            /// The keys that are said, in the order of the language.
            pub fn stated(&self) -> Vec<&'static str> {
                let mut keys = Vec::new();
                $(
                    $(if self.$field.is_some() { keys.push($key); })+
                    $(if self.$rare.is_some() { keys.push($rare_key); })+
                )+
                keys
            }
        }
    };
}

/// What can be said of a component. `None` means that the file does not say.
///
/// Each attribute is read as a field of this: `attributes.zones`. What many components say is in [`Often`], the rest in
/// [`Seldom`]. Both are shared by all copies until one of them is changed, and are not there when nothing of it is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Shared<Often>);

impl Deref for Attributes {
    type Target = Often;
    #[inline]
    fn deref(&self) -> &Often {
        &self.0
    }
}

impl DerefMut for Attributes {
    fn deref_mut(&mut self) -> &mut Often {
        &mut self.0
    }
}

impl Deref for Often {
    type Target = Seldom;
    #[inline]
    fn deref(&self) -> &Seldom {
        &self.rest
    }
}

impl DerefMut for Often {
    fn deref_mut(&mut self) -> &mut Seldom {
        &mut self.rest
    }
}

/// A set of attributes shared by its copies; none is the same as an empty one.
#[derive(Clone, Default)]
struct Shared<T>(Option<Arc<T>>);

/// A set of attributes that says nothing.
trait Nothing: Clone + Default + 'static {
    fn nothing() -> &'static Self;
}

impl Nothing for Often {
    #[inline]
    fn nothing() -> &'static Self {
        &NOTHING_OFTEN
    }
}

impl Nothing for Seldom {
    #[inline]
    fn nothing() -> &'static Self {
        &NOTHING_SELDOM
    }
}

impl<T: Nothing> Deref for Shared<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or_else(|| T::nothing())
    }
}

impl<T: Nothing> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl<T: Nothing + PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Nothing + fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
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
    often {
        /// An entry of the kind catalogue.
        kind "kind" Spanned<Text> => Every;
        /// The text on the nameplate.
        label "label" Spanned<Text> => Every;
        /// A sentence for the tooltip.
        note "note" Spanned<Text> => Every;
    }
    seldom {
        /// Where the label links to.
        link "link" Spanned<String> => Every;
    }
    often {
        /// The group it is drawn with.
        group "group" Spanned<Text> => Every;
        /// The environment it stands in.
        environment "environment" Spanned<Text> => Place;
        /// The region it stands in.
        region "region" Spanned<Text> => Place;
        /// The zones it stands in.
        zones "zones" List => Place;
    }
    seldom {
        /// The VPC.
        network "network" Spanned<Text> => Place;
        /// The subnet, or the subnets, one for each zone.
        subnet "subnet" Spanned<OneOrMore> => Place;
        /// Security groups.
        security_group "security-group" List => Place;
    }
    often {
        /// How much depends on it.
        criticality "criticality" Spanned<Criticality> => Every;
        /// Who answers for it.
        owner "owner" Spanned<Text> => Every;
        /// Free words that rules and views select on.
        tags "tags" List => Every;
    }
    seldom {
        /// The tools that set it up.
        provisioned_by "provisioned-by" List => Place;
        /// US dollars a month.
        cost "cost" Spanned<f64> => Every;
    }
    often {
        /// Outgoing connections.
        uses "uses" Spanned<Arc<[Use]>> => Every;
    }
    seldom {
        /// Attributes to start from.
        template "template" Spanned<Text> => Every;
        /// Findings accepted here.
        allow "allow" Spanned<Vec<Allow>> => Every;
        /// How the author knows.
        source "source" Spanned<Provenance> => Every;
    }
    often {
        /// Instance type.
        instance "instance" Spanned<Text> => Compute;
        /// Total, or by zone.
        count "count" Spanned<Count> => Compute;
        /// Instances in each zone.
        per_zone "per-zone" Spanned<u32> => Compute;
        /// Least and most instances.
        autoscale "autoscale" Spanned<Autoscale> => Compute;
        /// A load balancer at the head.
        balancer "balancer" Spanned<Balancer> => Compute;
    }
    seldom {
        /// Requests a second that one instance serves.
        capacity "capacity" Spanned<f64> => Compute;
        /// Requests a second at peak that reach it.
        load "load" Spanned<f64> => Compute;
        /// The database engine.
        engine "engine" Spanned<Text> => State;
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
        /// How long backups are kept.
        backup_retention "backup-retention" Spanned<u64> => State;
        /// Whether earlier versions of what it keeps can be had again.
        versioning "versioning" Spanned<bool> => State;
        /// The share of requests to it that only read, 0 to 1.
        read_share "read-share" Spanned<f64> => State;
        /// Whether messages that nobody could handle are kept aside.
        dead_letter "dead-letter" Spanned<bool> => Rules;
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
        /// The share of what it can do that it does at peak, 0 to 1.
        peak_utilisation "peak-utilisation" Spanned<f64> => Rules;
        /// The share of the peak that is enough while something is lost, 0 to 1.
        degraded_ok "degraded-ok" Spanned<f64> => Rules;
        /// How long others may keep the answers of a DNS service.
        ttl "ttl" Spanned<u64> => Rules;
        /// What it sends to people.
        sends "sends" Spanned<Vec<Sent>> => Rules;
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
        runbook "runbook" Spanned<Text> => Rules;
        /// Lives only for a short time.
        ephemeral "ephemeral" Spanned<bool> => Rules;
        /// When it runs.
        schedule "schedule" Spanned<Text> => Rules;
        /// Who runs it, when somebody else does.
        provider "provider" Spanned<Text> => Rules;
        /// The components whose state it tells or which it brings into place.
        watches "watches" List => Rules;
    }
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
    By(Vec<(Spanned<Text>, u32)>),
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

/// What is sent to people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sent {
    /// Mail or text messages.
    Mail,
    /// Word that something is wrong, to those who run the system.
    Alarms,
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
///
/// Most entries name the callee only; what else is said is read as a field of this: `entry.kind`.
#[derive(Clone, PartialEq, Debug)]
pub struct Use {
    /// The callee.
    pub to: Spanned<Text>,
    /// The place of the whole entry.
    pub span: Span,
    how: Shared<How>,
}

impl Use {
    /// An entry that names the callee only.
    pub fn plain(to: Spanned<Text>, span: Span) -> Self {
        Self { to, span, how: Shared(None) }
    }

    /// An entry that says more.
    pub fn new(to: Spanned<Text>, span: Span, how: How) -> Self {
        Self { to, span, how: Shared(Some(Arc::new(how))) }
    }
}

impl Deref for Use {
    type Target = How;
    #[inline]
    fn deref(&self) -> &How {
        &self.how
    }
}

static NOTHING_HOW: How = How {
    kind: None,
    need: None,
    either: None,
    protocol: None,
    port: None,
    encrypted: None,
    label: None,
    both_ways: None,
    gb_month: None,
    cross_region: None,
    access: None,
    paths: None,
    lag: None,
    location: None,
    fanout: None,
};

impl Nothing for How {
    #[inline]
    fn nothing() -> &'static Self {
        &NOTHING_HOW
    }
}

/// How a callee is used.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct How {
    /// Its kind.
    pub kind: Option<Spanned<ConnectionKind>>,
    /// Whether the caller lives without it.
    pub need: Option<Spanned<Need>>,
    /// Name shared by alternatives of one caller.
    pub either: Option<Spanned<Text>>,
    /// Protocol.
    pub protocol: Option<Spanned<Text>>,
    /// Port.
    pub port: Option<Spanned<u16>>,
    /// Encrypted on the way.
    pub encrypted: Option<Spanned<bool>>,
    /// Text beside it.
    pub label: Option<Spanned<Text>>,
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
    /// Where the line meets the other network.
    pub location: Option<Spanned<Text>>,
    /// Calls that one request of the caller makes.
    pub fanout: Option<Spanned<f64>>,
}

/// A finding accepted with a reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// Code or name of the rule.
    pub rule: Spanned<Text>,
    /// Why.
    pub reason: Option<Spanned<Text>>,
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

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
