//! Finds the name that was most likely meant, and writes names so that they can stand in a message.
//!
//! The distance is that of Damerau and Levenshtein (a swap of two neighbours counts one), at most a third of the
//! length, at least one. Names whose lengths differ by more are skipped before anything is compared.

/// Longest name that is compared at all; ids have at most this length.
const LONGEST: usize = 100;

/// Longest part of a name that is shown in a message.
const SHOWN: usize = 60;

/// The candidate nearest to `name`, if one is near enough; ties go to the first in the alphabet.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let limit = (length / 3).max(1);
    let folded = fold(name);
    candidates
        .into_iter()
        .filter(|c| c.chars().take(LONGEST + 1).count().abs_diff(length) <= limit)
        .map(|c| (strsim::damerau_levenshtein(&folded, &fold(c)), c))
        .filter(|(distance, _)| *distance <= limit && *distance < length)
        .min()
        .map(|(_, c)| c)
}

/// What other tools and people call the keys of the language.
const OTHER_WORDS: &[(&str, &[&str])] = &[
    ("app", &["component", "function", "microservice", "server", "workload"]),
    ("autoscale", &["asg", "auto-scaling", "autoscaling", "scale", "scaling"]),
    ("criticality", &["critical"]),
    ("external", &["actor", "user", "users"]),
    ("gateway", &["balancer", "ingress", "load-balancer"]),
    ("group", &["domain", "team"]),
    ("kind", &["mode", "type"]),
    ("label", &["name", "title"]),
    ("network", &["vnet", "vpc"]),
    ("store", &["bucket", "cache", "database", "db", "queue"]),
    ("uses", &["calls", "connections", "connects-to", "depends-on", "edges", "links"]),
    ("zones", &["availability-zones", "az", "azs"]),
];

/// The key among some that others know by another name.
pub(super) fn key_for<'a>(name: &str, keys: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let (word, _) = OTHER_WORDS.iter().find(|(_, others)| others.contains(&folded.as_str()))?;
    keys.into_iter().find(|key| key == word)
}

/// Case and the choice between `_` and `-` are slips of their own and cost nothing.
fn fold(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

/// A name in backticks, cut when it is long, control characters written out.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", shown(name))
}

/// A name as it can stand in a message: cut when it is long, control characters written out.
pub(super) fn shown(name: &str) -> String {
    let mut out = String::new();
    for (i, c) in name.chars().enumerate() {
        if i == SHOWN {
            out.push('…');
            break;
        }
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// Names in backticks with commas and a last word between them: "`a`, `b` or `c`".
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

/// The id nearest to a text that is none: small letters, everything else a dash.
pub(super) fn as_id(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.to_lowercase().chars().take(LONGEST) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' {
            id.push(c);
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found() {
        assert_eq!(nearest("per_zone", ["zones", "per-zone", "peak"]), Some("per-zone"));
        assert_eq!(nearest("Label", ["label"]), Some("label"));
        assert_eq!(nearest("lable", ["label", "table"]), Some("label"));
        assert_eq!(nearest("apps", ["app", "step"]), Some("app"));
    }

    #[test]
    fn what_is_far_is_not_offered() {
        assert_eq!(nearest("colour", ["kind", "label"]), None);
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest(&"x".repeat(100_000), ["x"]), None);
    }

    #[test]
    fn keys_are_found_by_what_others_call_them() {
        assert_eq!(key_for("domain", ["app", "group"]), Some("group"));
        assert_eq!(
            (key_for("mode", ["to", "kind"]), key_for("scale", ["autoscale"])),
            (Some("kind"), Some("autoscale"))
        );
        assert_eq!(key_for("Depends_On", ["label", "uses"]), Some("uses"));
        assert_eq!((key_for("domain", ["app"]), key_for("group", ["group"])), (None, None));
    }

    #[test]
    fn ties_go_by_name() {
        assert_eq!(nearest("wex", ["web", "wea"]), Some("wea"));
    }

    #[test]
    fn texts_become_ids() {
        assert_eq!(as_id("Orders DB").unwrap(), "orders-db");
        assert_eq!(as_id("web_front"), Some("web-front".into()));
        assert_eq!(as_id("!!"), None);
    }

    #[test]
    fn names_are_made_fit_for_a_message() {
        assert_eq!(quoted("a\u{1b}b"), "`a\\u{1b}b`");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), 61);
        assert_eq!(listed(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
