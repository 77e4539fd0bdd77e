//! A temporary folder in which the program is called, and its answer.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use snapbox::cmd::{Command, cargo_bin};
use tempfile::TempDir;

/// A folder with files, gone after the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with one file `main.toml`.
    pub(crate) fn with(text: &str) -> Self {
        Self::new().add("main.toml", text)
    }

    /// Adds a file; folders on the way to it are made.
    pub(crate) fn add(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Calls the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.call(command(self.0.path()).args(arguments))
    }

    /// Calls the program with a text on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Answer {
        self.call(command(self.0.path()).args(arguments).stdin(input))
    }

    /// Calls the program with bytes on standard input.
    pub(crate) fn run_with_bytes(&self, arguments: &[&str], input: &[u8]) -> Answer {
        self.call(command(self.0.path()).args(arguments).stdin(input.to_vec()))
    }

    /// Calls the program with a variable set.
    pub(crate) fn run_with_env(&self, arguments: &[&str], key: &str, value: &str) -> Answer {
        self.call(command(self.0.path()).args(arguments).env(key, value))
    }

    /// Starts the program in the folder, with its standard output at hand; it is stopped at the end.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        let mut command = std::process::Command::new(cargo_bin!("isoplan"));
        command.current_dir(self.0.path()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Running { child, lines }
    }

    fn call(&self, command: Command) -> Answer {
        let output = command.output().unwrap();
        let answer = Answer {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            raw: output.stdout,
        };
        assert!(!answer.err.contains("panicked"), "{}", answer.err);
        let is_picture = answer.raw.starts_with(b"\x89PNG");
        assert!(!answer.err.contains('\u{1b}'), "an escape sequence came through: {:?}", answer.err);
        assert!(is_picture || !answer.out.contains('\u{1b}'), "an escape sequence came through: {:?}", answer.out);
        assert!(self.names().iter().all(|name| !name.starts_with(".isoplan-")), "a temporary file stayed behind");
        answer
    }
}

fn command(folder: &Path) -> Command {
    let plain = ["CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "LC_ALL", "LC_CTYPE", "LANG", "TERM"];
    let command = Command::new(cargo_bin!("isoplan")).current_dir(folder).timeout(Duration::from_mins(5));
    plain.into_iter().fold(command, Command::env_remove)
}

/// The program while it runs.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Waits for a line that holds a text.
    #[track_caller]
    pub(crate) fn until(&self, text: &str) {
        let mut seen = String::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_mins(1));
            let Ok(line) = line else { panic!("`{text}` did not come, but:\n{seen}") };
            if line.contains(text) {
                return;
            }
            seen = seen + &line + "\n";
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the program said.
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) raw: Vec<u8>,
}

impl Answer {
    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn code(self, wanted: i32) -> Self {
        assert_eq!(self.code, Some(wanted), "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }

    /// Asserts that a message holds each of the words.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not said on standard error:\n{}", self.err);
        }
        self
    }

    /// Asserts that the result holds each of the words.
    #[track_caller]
    pub(crate) fn shows(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.out.contains(word), "`{word}` is not on standard output:\n{}", self.out);
        }
        self
    }
}

/// Parses a picture as XML and asserts that nothing in it can do more than be seen.
#[track_caller]
pub(crate) fn assert_harmless(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(!["script", "foreignObject", "image", "style", "iframe"].contains(&name), "there is a `{name}`");
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "there is a handler `{}`", attribute.name());
            if attribute.name() == "href" {
                let to = attribute.value();
                let fine = ["#", "https:", "http:", "mailto:"].iter().any(|start| to.starts_with(start));
                assert!(fine, "there is a link to `{to}`");
            }
        }
    }
    let is_fine = |c: char| !c.is_control() || matches!(c, '\n' | '\t' | '\r');
    assert!(svg.chars().all(is_fine), "there are control characters");
}

/// A small topology that has no errors.
pub(crate) const SMALL: &str = r#"
[diagram]
title = "Small"

[region.us-east-1]
zones = ["a", "b"]

[gateway.dns]
kind = "route53"
uses = ["web"]

[app.web]
balancer = "public"
instance = "m1.large"
per-zone = 2
uses = ["db"]

[store.db]
kind = "rds"
multi-az = true
"#;
