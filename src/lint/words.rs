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

/// A number without the noise of the machine's arithmetic, with six decimals at most.
pub(crate) fn number(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A time in its largest whole unit: `2 hours`, `90 seconds`.
pub(crate) fn time(seconds: u64) -> String {
    match seconds {
        s if s >= 3600 && s.is_multiple_of(3600) => plural((s / 3600) as usize, "hour"),
        s if s >= 60 && s.is_multiple_of(60) => plural((s / 60) as usize, "minute"),
        s => plural(s as usize, "second"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_short() {
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(&["a", "b", "c", "d", "e", "f"]), "`a`, `b`, `c`, `d` and 2 more");
        assert_eq!([0, 60, 90, 7200].map(time), ["0 seconds", "1 minute", "90 seconds", "2 hours"]);
        assert_eq!([99.95, 100.0, 0.1 + 0.2, 0.0].map(number), ["99.95", "100", "0.3", "0"]);
        assert_eq!(plural(1, "zone"), "1 zone");
        assert_eq!(plural(0, "zone"), "0 zones");
    }
}
