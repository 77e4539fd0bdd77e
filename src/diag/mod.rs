//! A finding as plain data: what it is called, how bad it is, where, why, and what to type.
//!
//! Rooms above make these; only `report` turns them into text for a reader. Nothing here knows a terminal.

mod edit;
mod fingerprint;

pub use edit::edited;
pub use fingerprint::fingerprints;

use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth mending.
    Warning,
    /// Wrong, or a danger to something critical.
    Error,
}

impl Severity {
    /// The word shown to the user.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// One step milder.
    #[must_use]
    pub fn lower(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Info => Self::Info,
        }
    }
}

/// How sure a rule is of itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// A hint.
    Low,
    /// As a rule right.
    Medium,
    /// Follows from what the file says.
    High,
}

impl Confidence {
    /// The word shown to the user.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The stable code and name of a kind of finding. Never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code {
    /// Three letters and three digits, e.g. `AVL101`.
    pub code: &'static str,
    /// Kebab-case name, e.g. `too-few-zones`.
    pub name: &'static str,
}

/// A place in a file with a few words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, or why it matters. May be empty.
    pub text: String,
}

impl Label {
    /// A place with words.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// Replaces a range of one file by a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub replacement: String,
}

/// Whether a fix keeps the meaning of the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// The model stays as it is.
    Safe,
    /// Most likely what was meant.
    Unsafe,
    /// Changes the architecture; shown only.
    Proposal,
}

impl Safety {
    /// The word shown to the user.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Proposal => "proposal",
        }
    }

    /// The option that carries such a fix out.
    pub fn option(self) -> &'static str {
        match self {
            Self::Safe => "--fix",
            Self::Unsafe => "--unsafe-fixes",
            Self::Proposal => "--apply-proposals",
        }
    }
}

/// A change that would clear a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// Whether it keeps the meaning.
    pub safety: Safety,
    /// The edits, not overlapping.
    pub edits: Vec<Edit>,
}

/// A change in terms of the language. It becomes a [`Fix`] when the text is at hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Patch {
    /// What it does, in a few words.
    pub title: String,
    /// Whether it keeps the meaning.
    pub safety: Safety,
    /// What is changed.
    pub change: Change,
}

/// What a [`Patch`] changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Sets a key of a table, or adds it.
    Set {
        /// The header of the table, or all of it when it stands in braces.
        table: Span,
        /// The key.
        key: &'static str,
        /// The value as TOML.
        value: String,
    },
    /// Sets several keys of a table, or adds them.
    SetAll {
        /// The header of the table.
        table: Span,
        /// The keys, each once, with their values as TOML.
        values: Vec<(&'static str, String)>,
    },
    /// Lets a region carry a component: puts it into its `carries`, or takes it out of the `except` there.
    Carry {
        /// The header of the region.
        table: Span,
        /// The component.
        id: String,
    },
    /// Takes a name out of a list of a table; the whole key when the list is empty then.
    Unlist {
        /// The header of the table.
        table: Span,
        /// The key.
        key: &'static str,
        /// The name.
        id: String,
    },
    /// Takes an entry out of a list; the whole key when the list is empty then.
    Drop {
        /// The entry.
        entry: Span,
    },
    /// Takes a rule out of a comment; the whole comment when it names no other.
    Forget {
        /// The comment.
        comment: Span,
        /// The rule in it.
        rule: Span,
    },
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Code and name.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// The place and what is there. `None` when the finding has no place, as with a file that can not be read.
    pub primary: Option<Label>,
    /// Other places that say why, such as the links of a witness path, in order.
    pub related: Vec<Label>,
    /// What to type.
    pub help: Option<String>,
    /// Further facts, each a line.
    pub notes: Vec<String>,
    /// The element that the finding is about: an id, with `environment/` before it when it is not the base one.
    pub element: Option<String>,
    /// The ids of a path that proves the finding, in order. May be empty.
    pub witness: Vec<String>,
    /// A change that would clear it.
    pub fix: Option<Fix>,
    /// The same in terms of the language, until the text is at hand.
    pub patch: Option<Patch>,
    /// Why it is right as it is, if the file says so: then it is shown at most, and does not count.
    pub accepted: Option<String>,
    /// The address of the page of its rule, if there is one.
    pub page: Option<String>,
}

impl Diagnostic {
    /// A finding without labels; sure of itself. Add to it with the `with_` functions.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            confidence: Confidence::High,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
            notes: Vec::new(),
            element: None,
            witness: Vec::new(),
            fix: None,
            patch: None,
            accepted: None,
            page: None,
        }
    }

    /// An error at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message).with_primary(span, label)
    }

    /// Sets the place.
    #[must_use]
    pub fn with_primary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label::new(span, text));
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn with_related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label::new(span, text));
        self
    }

    /// Sets what to type.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a line of facts.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the element.
    #[must_use]
    pub fn with_element(mut self, element: impl Into<String>) -> Self {
        self.element = Some(element.into());
        self
    }

    /// Sets the ids of the witness path.
    #[must_use]
    pub fn with_witness(mut self, path: Vec<String>) -> Self {
        self.witness = path;
        self
    }

    /// Sets the fix.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Whether it counts: nobody has accepted it.
    pub fn counts(&self) -> bool {
        self.accepted.is_none()
    }

    /// The key findings are sorted by: place, then code, then message.
    pub fn sort_key(&self) -> (Option<Span>, &'static str, &str) {
        (self.primary.as_ref().map(|l| l.span), self.code.code, &self.message)
    }
}

/// Sorts findings in source order and drops exact repeats.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
}
