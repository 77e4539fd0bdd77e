//! The words of the language for each of its small choices, such as `critical`, `standard`, `low`, and counted things.

use super::attributes::{Access, Backup, Balancer, ConnectionKind, Content, Criticality, Need, Provenance, Sent};
use super::document::{GroupKind, PlacementRole, Role, Strategy};

/// `1 zone`, `2 zones`.
pub fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// A choice between a few words.
pub trait Words: Copy + PartialEq + 'static {
    /// Every word with what it means, in the order they are shown.
    const WORDS: &[(&str, Self)];

    /// The word for a choice.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, v)| *v == self).map_or("", |(w, _)| w)
    }

    /// The choice of a word.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(w, _)| *w == word).map(|(_, v)| *v)
    }
}

macro_rules! words {
    ($($ty:ident { $($word:literal $variant:ident),+ })+) => {
        $(impl Words for $ty {
            const WORDS: &[(&str, Self)] = &[$(($word, Self::$variant)),+];
        })+
    };
}

words! {
    Role { "external" External, "gateway" Gateway, "app" App, "store" Store, "service" Service }
    PlacementRole { "active" Active, "standby" Standby, "pilot-light" PilotLight }
    GroupKind { "domain" Domain, "team" Team, "auto-scaling" AutoScaling, "security" Security, "placement" Placement }
    Criticality { "critical" Critical, "standard" Standard, "low" Low }
    Provenance { "stated" Stated, "inferred" Inferred, "illustrative" Illustrative }
    Balancer { "public" Public, "internal" Internal, "none" None }
    Backup { "none" None, "daily" Daily, "continuous" Continuous }
    Content { "static" Static, "web" Web, "api" Api }
    ConnectionKind {
        "sync" Sync, "async" Async, "replication" Replication, "batch" Batch, "failover" Failover, "deploy" Deploy
    }
    Need { "hard" Hard, "soft" Soft }
    Sent { "mail" Mail, "alarms" Alarms }
    Strategy {
        "backup-restore" BackupRestore, "pilot-light" PilotLight, "warm-standby" WarmStandby, "hot-standby" HotStandby,
        "active-active" ActiveActive
    }
    Access { "read" Read, "write" Write, "read-write" ReadWrite }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_choices_are_one_to_one() {
        for (word, role) in Role::WORDS {
            assert_eq!(role.word(), *word);
            assert_eq!(role.table(), *word);
            assert_eq!(Role::from_word(word), Some(*role));
        }
        assert_eq!(Criticality::from_word("urgent"), None);
    }
}
