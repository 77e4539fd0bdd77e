//! Tells on standard error how far a long piece of work is: nothing for what is done within a second.

use std::time::{Duration, Instant};

use super::terminal::Terminal;

/// How long work may take before anything is said.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is said, to a person and to a file.
const PAUSE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

/// The progress of one piece of work.
pub(super) struct Progress {
    what: &'static str,
    terminal: Terminal,
    began: Instant,
    last: Option<Instant>,
}

impl Progress {
    /// Begins now.
    pub(super) fn new(what: &'static str, terminal: Terminal) -> Self {
        Self { what, terminal, began: Instant::now(), last: None }
    }

    /// A share of the work is done, from 0 to 1.
    pub(super) fn at(&mut self, share: f64) {
        let now = Instant::now();
        let pause = if self.terminal.is_attended() { PAUSE.0 } else { PAUSE.1 };
        let is_due = self.last.is_none_or(|last| now - last >= pause);
        if now - self.began >= PATIENCE && share < 1.0 && is_due {
            self.last = Some(now);
            self.terminal.progress(&format!("{}: {:.0} %", self.what, share * 100.0));
        }
    }

    /// The work is over.
    pub(super) fn end(self) {
        if self.last.is_some() {
            self.terminal.end_of_progress();
        }
    }
}
