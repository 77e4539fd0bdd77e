//! Times every step from the text to the picture, on worlds of six sizes made by a seed.
//!
//! `cargo bench --bench layout` runs each size several times and prints the shortest and the middle time of every
//! step, in milliseconds and against reading and parsing the text, first quick and then with trials of places. Called by `cargo test` it runs the smallest world
//! once, so that it can not fall into decay. `-- --write FOLDER` writes the worlds as files instead, for other tools.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use isoplan::export::{SvgOptions, svg};
use isoplan::layout::{LayoutConfig, layout_in_stages, metrics};
use isoplan::lint::{self, LintConfig};
use isoplan::model::{Model, resolve};
use isoplan::scene::{DrawOptions, Theme, draw};
use isoplan::source::SourceFile;
use isoplan::syntax::parse;

/// Components of each world, and how many environments copy the first one.
const SIZES: [(usize, usize); 6] = [(10, 0), (56, 0), (248, 2), (623, 3), (1706, 5), (4021, 8)];

/// A world is run again until this much time has passed, within bounds.
const ENOUGH: Duration = Duration::from_secs(3);
const RUNS: (usize, usize) = (3, 25);

/// What `cargo bench` is called with; without it the smallest world is run once.
const BENCH: &str = "--bench";

/// With this and a folder the worlds are written there as files.
const WRITE: &str = "--write";

fn main() {
    if let Some(folder) = std::env::args().skip_while(|argument| argument != WRITE).nth(1) {
        for (components, replicas) in SIZES {
            let path = std::path::Path::new(&folder).join(format!("world-{components}.topology.toml"));
            fs::write(path, common::world(common::sized(components, replicas))).unwrap();
        }
        return;
    }
    let is_bench = std::env::args().any(|argument| argument == BENCH);
    let sizes = if is_bench { &SIZES[..] } else { &SIZES[..1] };
    for (&(components, replicas), quick) in sizes.iter().flat_map(|size| [(size, true), (size, false)]) {
        let text = common::world(common::sized(components, replicas));
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &text).unwrap();
        let start = Instant::now();
        let mut runs: Vec<Vec<(&str, Duration)>> = Vec::new();
        let mut world = String::new();
        while runs.is_empty() || is_bench && runs.len() < RUNS.1 && (runs.len() < RUNS.0 || start.elapsed() < ENOUGH) {
            let mut clock = Clock { last: Instant::now(), laps: Vec::new() };
            world = whole(file.path(), quick, &mut clock);
            runs.push(clock.laps);
        }
        println!(
            "{}{world}, {} runs, peak of memory so far {}",
            if quick { "quick: " } else { "" },
            runs.len(),
            peak()
        );
        println!("{}", table(&runs));
    }
}

/// A clock that notes how long each step took.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = Instant::now();
    }
}

/// Goes the whole way once, and gives a line about the world.
fn whole(path: &std::path::Path, quick: bool, clock: &mut Clock) -> String {
    let loaded = parse(SourceFile::new("world.toml", fs::read_to_string(path).unwrap()));
    clock.lap("read and parse");
    let (model, findings) = resolve(&loaded.document);
    clock.lap("resolve");
    let found = lint::check(&model, &LintConfig::from_model(&model)).findings.len();
    clock.lap("lint");
    let layout =
        layout_in_stages(&model, &LayoutConfig { quick, ..LayoutConfig::default() }, &mut |stage| clock.lap(stage));
    let measured = metrics(&model, &layout).len();
    clock.lap("metrics");
    let scene = draw(&model, &layout, &Theme::builtin("reference").unwrap(), &DrawOptions::default());
    clock.lap("scene");
    let picture = svg(&scene, &SvgOptions::default());
    clock.lap("svg");
    let sound = !layout.notes.iter().any(|note| note.contains("breaks a rule"));
    assert!(measured > 0 && sound && picture.ends_with("</svg>\n"));
    assert!(loaded.findings.iter().chain(&findings).all(|f| f.severity != isoplan::diag::Severity::Error));
    about(&model, found, &layout, &picture)
}

fn about(model: &Model, found: usize, layout: &isoplan::layout::Layout, picture: &str) -> String {
    let solids: usize = layout.trays.iter().map(|tray| tray.solids.len()).sum();
    format!(
        "{} components, {} trays, {solids} solids, {} links in {} wires, {found} findings, {} KiB of SVG",
        model.components.len(),
        layout.trays.len(),
        model.links.len(),
        layout.wires.len(),
        picture.len() / 1024
    )
}

/// The laps of a run with those of one name added up, in the order of their first.
fn merged<'a>(laps: &[(&'a str, Duration)]) -> Vec<(&'a str, Duration)> {
    let mut out: Vec<(&str, Duration)> = Vec::new();
    for (name, time) in laps {
        match out.iter_mut().find(|lap| lap.0 == *name) {
            Some(lap) => lap.1 += *time,
            None => out.push((name, *time)),
        }
    }
    out
}

/// The shortest and the middle time of every step, and of all steps of layout together.
fn table(runs: &[Vec<(&str, Duration)>]) -> String {
    let runs: Vec<Vec<(&str, Duration)>> = runs.iter().map(|laps| merged(laps)).collect();
    let lap = |k: usize| runs.iter().map(|laps| laps[k].1).collect();
    let mut rows: Vec<(String, Vec<Duration>)> =
        runs[0].iter().enumerate().map(|(k, (name, _))| ((*name).to_owned(), lap(k))).collect();
    let position = |name: &str| rows.iter().position(|row| row.0 == name).unwrap();
    let (first, last) = (position("lint") + 1, position("metrics"));
    let sums = |from: usize, to: usize| runs.iter().map(|laps| laps[from..to].iter().map(|lap| lap.1).sum()).collect();
    let layout: Vec<Duration> = sums(first, last);
    let total: Vec<Duration> = sums(0, rows.len());
    for row in &mut rows[first..last] {
        row.0.insert_str(0, "  ");
    }
    rows.insert(first, ("layout".to_owned(), layout));
    rows.push(("all".to_owned(), total));
    let base = middle(&rows[0].1).as_secs_f64();
    let mut out = format!("{:<16}{:>12}{:>12}{:>12}\n", "step", "least ms", "middle ms", "of parse");
    for (name, times) in &rows {
        let least = times.iter().min().unwrap().as_secs_f64();
        let middle = middle(times).as_secs_f64();
        let ratio = middle / base;
        let _ = writeln!(out, "{name:<16}{:>12.3}{:>12.3}{ratio:>12.2}", least * 1e3, middle * 1e3);
    }
    out
}

fn middle(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// The most memory that the process has held, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known".to_owned(), |line| line.trim().to_owned())
}
