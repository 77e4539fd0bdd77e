//! Times reading, resolving and checking, with all rules, on systems of 200, 5,000 and 20,000 components made by a seed.
//!
//! `cargo bench --bench lint` prints the least and the middle time of each step in milliseconds, as ratios to parsing the same
//! text as plain TOML, the peak of memory, and the time of each family of rules. Called by `cargo test` it runs the smallest system once.
//! `cargo bench --bench lint -- 20000 --once` takes one size, and one run of the three steps alone, for a profiler.
//! `cargo bench --bench lint -- --plain FILE…` only reads files and parses them as plain TOML: what the whole command is held
//! against.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use isoplan::lint::{self, Layer, LintConfig};
use isoplan::model::resolve_owned;
use isoplan::source::SourceFile;
use isoplan::syntax::parse;

/// Components of each system.
const SIZES: [usize; 3] = [200, 5_000, 20_000];

/// Runs of each, of which the least and the middle time are printed.
const RUNS: usize = 9;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--plain") {
        for file in arguments[at + 1..].iter().filter(|argument| !argument.starts_with("--")) {
            assert!(std::fs::read_to_string(file).unwrap().parse::<toml::Table>().is_ok(), "{file}");
        }
        return;
    }
    let is_once = arguments.iter().any(|argument| argument == "--once");
    let is_bench = arguments.iter().any(|argument| argument == "--bench") && !is_once;
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.extend(if is_bench { &SIZES[..] } else { &SIZES[..1] });
    }
    for size in sizes {
        let text = common::world(common::sized(size, 0));
        let mut steps: [Vec<Duration>; 4] = Default::default();
        let mut said = String::new();
        for _ in 0..if is_bench { RUNS } else { 1 } {
            let mut clock = Instant::now();
            let mut lap = |step: usize| {
                steps[step].push(clock.elapsed());
                clock = Instant::now();
            };
            let loaded = parse(SourceFile::new("world.toml", text.as_str()));
            lap(1);
            let (model, _) = resolve_owned(loaded.document);
            lap(2);
            let outcome = lint::check(&model, &LintConfig::from_model(&model));
            lap(3);
            said = format!(
                "{} components, {} connections, {} rules, {} findings, {} KiB of text, peak of memory so far {} kB",
                outcome.elements,
                outcome.connections,
                outcome.rules_run,
                outcome.findings.len(),
                text.len() / 1024,
                peak()
            );
        }
        if is_once {
            println!("{said}");
            continue;
        }
        for _ in 0..if is_bench { RUNS } else { 1 } {
            // after the rest, so that the peak of memory is not that of these tables
            let clock = Instant::now();
            assert!(text.parse::<toml::Table>().is_ok());
            steps[0].push(clock.elapsed());
        }
        println!("{said}");
        let parsed = middle(&mut steps[0]);
        let all: f64 = (1..4).map(|step| middle(&mut steps[step])).sum();
        for (step, name) in ["plain TOML", "read and parse", "resolve", "lint"].iter().enumerate() {
            let (least, middle) = (least(&steps[step]), middle(&mut steps[step]));
            println!("{name:16} {least:10.3} ms least {middle:10.3} ms middle {:8.2} of plain TOML", middle / parsed);
        }
        println!("{:16} {:>27} {all:10.3} ms middle {:8.2} of plain TOML\n", "all", "", all / parsed);
        if is_bench {
            families(&text);
        }
    }
}

/// Prints how long the rules of each family take by themselves.
fn families(text: &str) {
    let loaded = parse(SourceFile::new("world.toml", text));
    let (model, _) = resolve_owned(loaded.document);
    let names: BTreeSet<&str> = lint::rules().map(|rule| rule.family).collect();
    let mut times: Vec<(&str, f64)> = Vec::new();
    for name in names {
        let mut config = LintConfig::from_model(&model);
        config.choose(Layer { select: vec![name.to_owned()], ..Layer::default() });
        let mut runs: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let clock = Instant::now();
                assert!(lint::check(&model, &config).elements > 0);
                clock.elapsed()
            })
            .collect();
        times.push((name, middle(&mut runs)));
    }
    let all: f64 = times.iter().map(|(_, time)| time).sum();
    for (name, time) in times {
        println!("  {name:16} {time:10.3} ms middle {:5.1} % of the families", time / all.max(f64::EPSILON) * 100.0);
    }
    println!();
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn least(times: &[Duration]) -> f64 {
    times.iter().min().map_or(0.0, |time| millis(*time))
}

fn middle(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| millis(*time))
}

/// The most memory that this process has used, in kB, as Linux tells it; 0 elsewhere.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
