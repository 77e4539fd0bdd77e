//! Words of messages: names in backticks, lists and plurals.

pub(crate) use crate::syntax::plural;

/// `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``; of more than five names the first four and how many more.
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let quoted = |names: &[S]| names.iter().map(|n| format!("`{}`", n.as_ref())).collect::<Vec<_>>().join(", ");
    match names {
        [] => "nothing".to_owned(),
        [one] => format!("`{}`", one.as_ref()),
        [head @ .., last] if names.len() <= 5 => format!("{} and `{}`", quoted(head), last.as_ref()),
        _ => format!("{} and {} more", quoted(&names[..4]), names.len() - 4),
    }
}

/// A text as TOML; names need no escapes but may bring any character.
pub(crate) fn text(name: &str) -> String {
    format!("{name:?}")
}

/// A list of texts as TOML.
pub(crate) fn texts<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| text(name.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_short() {
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(&["a", "b", "c", "d", "e", "f"]), "`a`, `b`, `c`, `d` and 2 more");
        assert_eq!(plural(1, "zone"), "1 zone");
        assert_eq!(plural(0, "zone"), "0 zones");
    }
}
