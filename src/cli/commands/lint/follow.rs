//! `--watch`: checks again whenever a file changes, until the process is stopped.
//!
//! Every file that a run has read is watched, and the folders round them; a file that is not there is waited for.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::args::Args;
use super::once;
use super::run::Run;
use crate::cli::disk;
use crate::cli::ending::{Ending, Failure};
use crate::cli::terminal::Terminal;
use crate::cli::watch::Watch;
use crate::syntax::plural;

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(150);

/// Checks for ever.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let mut watch = Watch::default();
    let mut files = watched(args, &Run::default());
    loop {
        terminal.clear();
        let mut run = Run::default();
        // the state before the run counts, so that what changes meanwhile is seen
        watch.set(files.iter().map(PathBuf::as_path));
        if let Err(failure) = once(args, &mut run, terminal) {
            terminal.failure(&failure);
        }
        let read = watched(args, &run);
        watch.add(read.iter().map(PathBuf::as_path));
        // a file that this run was the first to read may have changed before it was watched
        let is_new = read.iter().any(|file| !files.contains(file));
        files = read;
        if is_new && is_stale(&run) {
            continue;
        }
        terminal.note(&format!("watching {}; stop with Ctrl-C", plural(files.len(), "file")));
        while !watch.has_changed() {
            thread::sleep(PAUSE);
        }
        // an editor may write a file in several steps
        thread::sleep(PAUSE);
    }
}

/// Whether a file holds something else than what the run has read.
fn is_stale(run: &Run) -> bool {
    run.sources.iter().any(|(_, file)| disk::document(Path::new(&file.name)).is_ok_and(|text| text != file.text))
}

/// The files of a run, each once.
fn watched(args: &Args, run: &Run) -> Vec<PathBuf> {
    let read = run.sources.iter().map(|(_, file)| Path::new(&file.name));
    let named = args.files.iter().chain(&args.config).chain(&args.baseline).map(PathBuf::as_path);
    let shared = run.shared.iter().map(Path::new);
    let mut files: Vec<PathBuf> = read.chain(named).chain(shared).map(Path::to_owned).collect();
    files.sort();
    files.dedup();
    files
}
