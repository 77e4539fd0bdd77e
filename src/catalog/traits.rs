//! Names the traits of kinds, which are all that rules may ask about a kind.
//!
//! A rule never matches on a kind's id: it asks for a trait, so that a new kind needs no change of a rule. A trait that
//! is absent means "not known to be so". The set is one bit a trait.

/// Declares the traits: variant, word in the catalogue, meaning.
macro_rules! traits {
    ($($variant:ident = $name:literal, $doc:literal;)*) => {
        /// Something that rules may ask about a kind.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Trait {
            $(#[doc = $doc] $variant,)*
        }

        impl Trait {
            /// All traits, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in the catalogue.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The trait of this word.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

traits! {
    Stateful = "stateful", "Holds data: losing it loses or empties something. Caches and queues count.";
    Managed = "managed", "Run by the cloud provider; we do not patch its machines.";
    SurvivesZoneLoss = "survives-zone-loss", "Goes on when one zone is lost, whatever we configure.";
    Relational = "relational", "A database that speaks SQL and keeps transactions.";
    Cdn = "cdn", "Serves content from edges near the reader.";
    Dns = "dns", "Answers name queries.";
    Waf = "waf", "Filters requests by rules.";
    Lb = "lb", "Spreads requests over targets.";
    Gateway = "gateway", "An entry for requests: API gateway and its like.";
    Cache = "cache", "Holds copies that can be had again.";
    Queue = "queue", "Keeps messages until one reader takes each.";
    Stream = "stream", "Keeps an ordered log that many readers follow.";
    Topic = "topic", "Hands each message to all subscribers.";
    Bucket = "bucket", "An object store.";
    Search = "search", "A search index.";
    Warehouse = "warehouse", "A store for analytical queries.";
    FileSystem = "file-system", "Files or blocks that machines mount.";
    Database = "database", "A database for the running system.";
    Function = "function", "Code that runs for each event, with no machine of ours.";
    Container = "container", "Runs containers.";
    Compute = "compute", "Runs our code.";
    Client = "client", "Where requests begin: people, browsers, phones.";
    ThirdParty = "third-party", "Run by somebody else, outside our cloud account.";
    Monitor = "monitor", "Watches other components or keeps their logs and metrics.";
    Identity = "identity", "Says who somebody is, or what they may do.";
    Mail = "mail", "Sends mail or text messages to people.";
    Registry = "registry", "Keeps images or packages that others run.";
    Deploy = "deploy", "Brings new versions or new infrastructure into place.";
    Configure = "configure", "Keeps machines in their wanted state.";
    Secrets = "secrets", "Keeps keys, passwords or certificates.";
    Certificates = "certificates", "Gives or keeps certificates for encrypted connections.";
    Notifies = "notifies", "Brings a word to those who run the system: a pager, a chat.";
    Network = "network", "A part of the network that traffic passes.";
    ZonalGateway = "zonal-gateway", "A way out that stands in one zone and is wanted once a zone.";
    MultiAzOption = "multi-az-option", "Stands in one zone unless its multi-zone switch is set.";
    OnInstances = "on-instances", "Software on machines of our own, which may have any number and size.";
    Batch = "batch", "Works through jobs; nobody waits for the answer.";
    Analytics = "analytics", "Answers questions about data, beside the request flow.";
    HomedUsEast1 = "homed-us-east-1", "Answers everywhere, but is changed in us-east-1.";
    HomedUsWest2 = "homed-us-west-2", "Answers everywhere, but is changed in us-west-2.";
    Operators = "operators", "For those who run the system; no request of a user passes it.";
    Insiders = "insiders", "People of the organisation itself, rather than the public.";
    JoinsNetworks = "joins-networks", "Leads between networks by their address ranges.";
    Outlines = "outlines", "Is drawn as an outline round other components, not as a solid.";
}

impl Trait {
    const fn bit(self) -> u64 {
        1 << self as u32
    }
}

/// The traits of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traits(u64);

impl Traits {
    /// The set of these traits.
    pub(super) const fn of(given: &[Trait]) -> Self {
        let (mut bits, mut at) = (0, 0);
        // a constant can not call an iterator
        while at < given.len() {
            bits |= given[at].bit();
            at += 1;
        }
        Self(bits)
    }

    /// Whether the trait is among them.
    pub fn has(&self, wanted: Trait) -> bool {
        self.0 & wanted.bit() != 0
    }

    /// The traits, in the order of their declaration.
    pub fn iter(&self) -> impl Iterator<Item = Trait> {
        let set = *self;
        Trait::ALL.iter().copied().filter(move |&known| set.has(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trait_has_its_own_bit_and_word() {
        assert!(Trait::ALL.len() <= 64);
        for &known in Trait::ALL {
            assert_eq!(Trait::from_name(known.name()), Some(known));
        }
        assert_eq!(Trait::from_name("stateless"), None);
    }

    #[test]
    fn a_set_holds_what_it_was_given_and_nothing_else() {
        let set = Traits::of(&[Trait::Queue, Trait::Stateful, Trait::Queue]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Trait::Stateful, Trait::Queue]);
        assert!(!set.has(Trait::Managed));
        assert_eq!(Traits::default().iter().count(), 0);
    }
}
