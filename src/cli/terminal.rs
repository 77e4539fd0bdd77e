//! Writes results to standard output and messages to standard error.
//!
//! A reader that closes the pipe early, such as `head`, has what it wanted: that is no failure. A message that can not
//! be written is lost.

use std::io::{self, ErrorKind, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use supports_hyperlinks::Stream;

use super::args::Color;
use super::ending::{Failure, words};
use crate::report::Style;

/// Columns at which sentences are wrapped.
const WIDTH: usize = 100;

/// The two standard streams and how they are to be used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// Colour on standard output: always or never.
    out: ColorChoice,
    /// Colour on standard error: always or never.
    err: ColorChoice,
    /// Whether a person reads standard output.
    watched: bool,
    /// Whether a person reads standard error.
    attended: bool,
    quiet: bool,
}

impl Terminal {
    /// Finds out what each stream can show.
    pub(super) fn new(color: Color, quiet: bool) -> Self {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
        let (out, err) = (io::stdout(), io::stderr());
        let (watched, attended) = (out.is_terminal(), err.is_terminal());
        Self { out: AutoStream::choice(&out), err: AutoStream::choice(&err), watched, attended, quiet }
    }

    /// The same, but quiet.
    pub(super) fn hushed(self) -> Self {
        Self { quiet: true, ..self }
    }

    /// Whether a person reads standard output.
    pub(super) fn is_watched(self) -> bool {
        self.watched
    }

    /// Whether a person would have to type what standard input gives.
    #[allow(clippy::unused_self)] // the streams go through this type alone
    pub(super) fn is_asked(self) -> bool {
        io::stdin().is_terminal()
    }

    /// Whether a person reads standard error.
    pub(super) fn is_attended(self) -> bool {
        self.attended
    }

    /// How far work is; a person sees one line that changes. Left out when quiet.
    pub(super) fn progress(self, text: &str) {
        match (self.quiet, self.attended) {
            (true, _) => {}
            (false, true) => self.report(&format!("\r{text} ")),
            (false, false) => self.note(text),
        }
    }

    /// Takes away the line that a person saw change.
    pub(super) fn end_of_progress(self) {
        if self.attended && !self.quiet {
            self.report(&format!("\r{}\r", " ".repeat(60)));
        }
    }

    /// How reports are drawn on standard output.
    pub(super) fn style(self) -> Style {
        let color = self.out != ColorChoice::Never;
        let links = color && self.watched && supports_hyperlinks::on(Stream::Stdout);
        Style { unicode: has_unicode(), color, links, width: WIDTH }
    }

    /// How reports are drawn on standard error.
    pub(super) fn message_style(self) -> Style {
        Style { color: self.err != ColorChoice::Never, links: false, ..self.style() }
    }

    /// How reports are drawn in a file: without colour, with all characters.
    #[allow(clippy::unused_self)] // beside its sisters
    pub(super) fn file_style(self) -> Style {
        Style { unicode: true, color: false, links: false, width: WIDTH }
    }

    /// Empties the screen of a person who reads standard output.
    pub(super) fn clear(self) {
        if self.watched {
            let _ = AutoStream::new(io::stdout().lock(), self.out).write_all(b"\x1b[2J\x1b[3J\x1b[H");
        }
    }

    /// Writes a result in text.
    pub(super) fn print(self, text: &str) -> Result<(), Failure> {
        // where there is no escape sequence to strip, to look for one takes longer than all else
        if self.out == ColorChoice::Never && !has_controls(text) {
            return self.bytes(text.as_bytes());
        }
        finished(AutoStream::new(io::stdout().lock(), self.out).write_all(text.as_bytes()))
    }

    /// Writes a result as it is.
    #[allow(clippy::unused_self)] // the streams go through this type alone
    pub(super) fn bytes(self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        finished(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Writes a report of errors to standard error, quiet or not.
    pub(super) fn report(self, text: &str) {
        let _ = AutoStream::new(io::stderr().lock(), self.err).write_all(text.as_bytes());
    }

    /// Something worth knowing; left out when quiet.
    pub(super) fn note(self, text: &str) {
        if !self.quiet {
            self.report(&format!("{}: {text}\n", self.word("note", "36")));
        }
    }

    /// Something that is likely not as wanted; left out when quiet.
    pub(super) fn warning(self, text: &str) {
        if !self.quiet {
            self.report(&format!("{}: {text}\n", self.word("warning", "33")));
        }
    }

    /// Why the command ends without having done its work.
    pub(super) fn failure(self, failure: &Failure) {
        let mut text = format!("{}: {}\n", self.word("error", "31"), failure.message);
        if let Some(help) = &failure.help {
            text = format!("{text}  {}: {help}\n", self.word("help", "36"));
        }
        self.report(&text);
    }

    fn word(self, word: &str, color: &str) -> String {
        if self.err == ColorChoice::Never { word.to_owned() } else { format!("\u{1b}[1;{color}m{word}\u{1b}[0m") }
    }
}

/// Whether there is a control in a text that is no space or line end.
fn has_controls(text: &str) -> bool {
    let ascii = |byte: u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    // beyond ASCII, controls are the first half of those characters that begin with this byte
    let other = |pair: &[u8]| pair[0] == 0xc2 && pair[1] < 0xa0;
    text.bytes().any(ascii) || text.as_bytes().windows(2).any(other)
}

/// A closed pipe is success.
fn finished(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output can not be written: {}", words(&error))))
        }
        _ => Ok(()),
    }
}

/// Whether characters beyond ASCII can be shown: unless the locale says otherwise.
fn has_unicode() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if set("TERM").is_some_and(|term| term == "dumb") {
        return false;
    }
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    locale.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_told_from_letters() {
        for c in (0..0x800).filter_map(char::from_u32) {
            assert_eq!(has_controls(&format!("a{c}b")), c.is_control() && !c.is_ascii_whitespace(), "{c:?}");
        }
    }
}
