//! `isoplan what-if`: what goes down when something is lost, and what is left.

mod pictures;

use std::path::PathBuf;

use clap::ValueEnum;

use super::render::{self, Look};
use crate::cli::ending::{Ending, Failure, quoted};
use crate::cli::input::{self, Input};
use crate::cli::output::{self, Outputs, Target};
use crate::cli::terminal::Terminal;
use crate::model::Model;
use crate::report::{self, Summary};
use crate::what_if::{self, Meaning, Outage, Sort, Thing};

use pictures::Pattern;

/// Show what goes down when zones, regions, components or providers are lost
///
/// A component goes down when it has lost all it runs on, or something it can not do without. What is lost by its own
/// name is no damage: the question is what goes with it.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("loss").required(true).args(["lose", "each"]))]
#[command(after_help = "\
Examples:
  isoplan what-if web.topology.toml --lose us-east-1a
  isoplan what-if web.topology.toml --lose us-east-1 --lose payments
  isoplan what-if web.topology.toml --lose us-east-1a -o lost.svg -o lost.pdf --paper a3
  isoplan what-if web.topology.toml --each zone --fail-if critical-down
  isoplan what-if web.topology.toml --each zone -o losses/

Exit codes: 0 it holds, 1 something of --fail-if came true or the file has errors, 2 wrong use or a file that can not be
read.")]
pub(in crate::cli) struct Args {
    /// The topology; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// What is lost: a zone, region, component or provider; several are lost at once. `zone:`, `region:`, `component:` or
    /// `provider:` before the name chooses between equal ones
    #[arg(long, value_name = "NAME")]
    lose: Vec<String>,

    /// Draw the topology with what is lost struck out and what goes down marked: a name that ends in .svg, .pdf or .png;
    /// may be given several times. With `--each` a folder for a picture of each loss, or a name in which `{}` stands for
    /// what is lost
    #[arg(short, long, value_name = "OUT")]
    output: Vec<PathBuf>,

    /// Lose each one alone, and rank them by what goes down
    #[arg(long, value_enum, value_name = "SORT")]
    each: Option<Each>,

    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// End with code 1 if this comes true; may be given several times
    #[arg(long, value_enum, value_name = "CASE")]
    fail_if: Vec<Case>,

    /// Keep components of the picture where NAME.layout.lock beside FILE has them, as `render --lock` wrote it
    #[arg(long, requires = "output")]
    lock: bool,

    #[command(flatten, next_help_heading = "How the picture looks")]
    look: Look,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Each {
    Zone,
    Region,
    Component,
    Provider,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For other programs.
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Case {
    /// A critical component goes down
    CriticalDown,
    /// Clients can do nothing any more
    ClientsDown,
    /// Anything goes down
    AnyDown,
    /// A critical component runs on, but can not serve its peak
    CapacityShort,
}

impl Each {
    fn sort(self) -> Sort {
        match self {
            Self::Zone => Sort::Zone,
            Self::Region => Sort::Region,
            Self::Component => Sort::Component,
            Self::Provider => Sort::Provider,
        }
    }
}

impl Case {
    fn word(self) -> &'static str {
        match self {
            Self::CriticalDown => "critical-down",
            Self::ClientsDown => "clients-down",
            Self::AnyDown => "any-down",
            Self::CapacityShort => "capacity-short",
        }
    }

    /// Whether it came true.
    fn holds(self, outage: &Outage) -> bool {
        let damage = outage.damage;
        match self {
            Self::CriticalDown => damage.critical > 0,
            Self::ClientsDown => damage.clients > 0,
            Self::AnyDown => damage.down() > 0,
            Self::CapacityShort => damage.short > 0,
        }
    }
}

/// Studies the loss and writes the answer.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let pictures = asked_for(args)?;
    let input = input::read(&args.file);
    if let Some(refusal) = &input.refusal {
        return Err(Failure::new(refusal));
    }
    if input.errors() > 0 {
        return Ok(refuse(&input, terminal));
    }
    let model = &input.model;
    let outages = match args.each {
        Some(each) => what_if::each(model, each.sort()),
        None => match named(model, &args.lose, terminal) {
            Some(things) => vec![what_if::study(model, &things)],
            None => return Ok(Ending::Trouble),
        },
    };
    let failed: Vec<&str> = args
        .fail_if
        .iter()
        .filter(|case| outages.iter().any(|outage| case.holds(outage)))
        .map(|case| case.word())
        .collect();
    let style = terminal.style();
    let text = match (args.each, args.format) {
        (Some(each), Format::Text) => report::what_if_table(model, each.sort(), &outages, &style),
        (Some(each), Format::Json) => report::what_if_table_json(model, each.sort(), &outages, &failed),
        (None, format) => outages
            .iter()
            .map(|outage| match format {
                Format::Text => report::what_if(model, outage, &style),
                Format::Json => report::what_if_json(model, outage, &failed),
            })
            .collect(),
    };
    let outputs = drawn(args, &input, &outages, pictures, terminal)?;
    output::spare(outputs.iter().map(|(place, _)| place), &input.sources)?;
    output::write(&outputs, terminal)?;
    terminal.print(&text)?;
    if failed.is_empty() {
        return Ok(Ending::Clean);
    }
    let words: Vec<String> = failed.iter().map(|word| quoted(word)).collect();
    terminal.note(&format!("{} came true, so the exit code is 1", words.join(", ")));
    Ok(Ending::Findings)
}

/// Where the pictures go.
enum Pictures {
    /// One picture, in these files.
    One(Vec<Target>),
    /// One for each loss, by these patterns.
    Each(Vec<Pattern>),
}

/// Where the pictures go that are asked for, which may be none.
fn asked_for(args: &Args) -> Result<Pictures, Failure> {
    if args.output.is_empty() && args.look.is_said() {
        let failure = Failure::new("how the picture looks is said, but not where it goes");
        return Err(failure.with_help("name a file, as in `-o lost.svg`"));
    }
    Ok(match args.each {
        Some(_) => Pictures::Each(pictures::of_many(&args.output)?),
        None => Pictures::One(pictures::of_one(&args.output)?),
    })
}

/// The pictures, each with its place.
fn drawn(
    args: &Args,
    input: &Input,
    outages: &[Outage],
    pictures: Pictures,
    terminal: Terminal,
) -> Result<Outputs, Failure> {
    let locked = args.lock.then_some(args.file.as_path());
    match pictures {
        Pictures::One(targets) => match outages.first().filter(|_| !targets.is_empty()) {
            Some(outage) => render::of_loss(&args.look, input, outage, locked, targets, terminal),
            None => Ok(Outputs::new()),
        },
        Pictures::Each(patterns) if patterns.is_empty() => Ok(Outputs::new()),
        Pictures::Each(patterns) => {
            let outputs = pictures::draw(&input.model, outages, &patterns, |outage, targets, at| {
                if outages.len() > 3 {
                    terminal.progress(&format!("picture {} of {}", at + 1, outages.len()));
                }
                // a table keeps only a part of each answer
                let outage = what_if::study(&input.model, &outage.lost);
                // what is to be said of one picture is to be said of all
                let terminal = if at == 0 { terminal } else { terminal.hushed() };
                render::of_loss(&args.look, input, &outage, locked, targets, terminal)
            });
            terminal.end_of_progress();
            outputs
        }
    }
}

/// A file with errors is not studied: what it means is not known.
fn refuse(input: &Input, terminal: Terminal) -> Ending {
    let style = terminal.message_style();
    let (components, connections) = (input.model.components.len(), input.model.connections.len());
    let summary = Summary { components, connections, ..Summary::default() };
    terminal.report(&report::full(&input.sources, &input.findings, &summary, &style));
    terminal.note("nothing is worked out until these are mended");
    Ending::Findings
}

/// What the names mean; `None` after every name that means nothing, or too much, was told.
fn named(model: &Model, names: &[String], terminal: Terminal) -> Option<Vec<Thing>> {
    let mut things: Vec<Thing> = Vec::new();
    let mut wrong = false;
    for name in names {
        let failure = match what_if::find(model, name) {
            Meaning::One(thing) => {
                if !things.contains(&thing) {
                    things.push(thing);
                }
                continue;
            }
            Meaning::Nothing(near) => {
                let failure = Failure::new(format!("there is no zone, region, component or provider {}", quoted(name)));
                match near {
                    Some(near) => failure.with_help(format!("did you mean {}?", quoted(&near))),
                    None => failure.with_help("`--each component` lists the components, `--each zone` the zones"),
                }
            }
            Meaning::Several(spellings) => {
                let spellings: Vec<String> = spellings.iter().map(|one| quoted(one)).collect();
                Failure::new(format!("{} means several things", quoted(name)))
                    .with_help(format!("write {}", spellings.join(" or ")))
            }
        };
        wrong = true;
        terminal.failure(&failure);
    }
    (!wrong).then_some(things)
}
