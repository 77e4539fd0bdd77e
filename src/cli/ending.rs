//! How a command ends: its exit code, and the message of a failure.

use std::io;
use std::path::Path;
use std::process::ExitCode;

/// The exit code of a command.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Ending {
    /// 0: all went well.
    Clean,
    /// 1: the file has errors, or findings at the level that was asked for.
    Findings,
    /// 2: wrong use, or a file that can not be read or written.
    Trouble,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}

/// Why a command could not do its work. Ends with code 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Failure {
    /// One sentence, lower case, no full stop, names in backticks.
    pub(super) message: String,
    /// What to type.
    pub(super) help: Option<String>,
}

impl Failure {
    /// A failure in words.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds what to type.
    #[must_use]
    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// A name that is none of those that are known, with the nearest of them.
    pub(super) fn unknown<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let failure = Self::new(format!("there is no {what} {}", quoted(given)));
        match crate::syntax::nearest(given, known.iter().copied()) {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None if known.is_empty() => failure,
            None if known.len() <= 12 => failure.with_help(format!("expected {}", listed(&known))),
            None => failure,
        }
    }
}

/// A text in backticks. Its controls are spelled out, so that a file name can not write to the terminal as it likes.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", shown(text))
}

/// A text with its controls spelled out.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// A path in backticks.
pub(super) fn quoted_path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// What the system says about an error, in our own form: lower case, without its number.
pub(super) fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Names in backticks with commas and `or` between them.
pub(super) fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_comes_with_the_nearest_or_with_all() {
        let near = Failure::unknown("theme", "drak", ["dark", "print"]);
        assert_eq!(near.message, "there is no theme `drak`");
        assert_eq!(near.help.as_deref(), Some("did you mean `dark`?"));
        let far = Failure::unknown("theme", "pastel", ["dark", "print"]);
        assert_eq!(far.help.as_deref(), Some("expected `dark` or `print`"));
    }

    #[test]
    fn names_can_not_write_escape_sequences() {
        assert_eq!(quoted("a\u{1b}[2Jb"), "`a\\u{1b}[2Jb`");
    }

    #[test]
    fn the_words_of_the_system_are_put_in_our_form() {
        let error = io::Error::from_raw_os_error(2);
        assert!(!words(&error).contains("os error"));
        assert_eq!(words(&io::Error::other("Bad Thing")), "bad Thing");
    }
}
