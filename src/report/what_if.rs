//! What a loss does, as text for people.

use std::fmt::Write as _;

use super::escape::printable;
use super::full::Style;
use super::summary::plural;
use crate::catalog::{Scope, Trait};
use crate::model::{ComponentIx, Model};
use crate::syntax::Words as _;
use crate::what_if::{Damage, Fallen, Outage, Remains, Sort, Thing};

/// What one loss does: what is down and why, and what runs on with less.
pub fn what_if(model: &Model, outage: &Outage, style: &Style) -> String {
    let mut out = format!("{} {}\n", paint("Lost:", "1", style), lost(model, &outage.lost));
    let width = outage
        .down
        .iter()
        .map(|fallen| fallen.component)
        .chain(outage.remains.iter().map(|remains| remains.component))
        .map(|c| model.name(c).chars().count())
        .max()
        .unwrap_or(0);
    if !outage.down.is_empty() {
        heading(&mut out, "DOWN", style);
        for fallen in &outage.down {
            line(&mut out, model, fallen.component, width, style, &why(model, fallen, style));
        }
    }
    if !outage.remains.is_empty() {
        heading(&mut out, "RUNS WITH LESS", style);
        for remains in &outage.remains {
            line(&mut out, model, remains.component, width, style, &rest(remains, style));
        }
    }
    out.push('\n');
    let _ = writeln!(out, "{}", sentence(outage));
    if outage.copies_down > 0 {
        let copies = plural(outage.copies_down, "component");
        let _ = writeln!(out, "{copies} of environments that replicate another {} down too.", are(outage.copies_down));
    }
    if outage.not_stated > 0 {
        let _ = writeln!(
            out,
            "{} {} taken to run on, because the file does not say in which zones {}.",
            plural(outage.not_stated, "component"),
            are(outage.not_stated),
            if outage.not_stated == 1 { "it stands" } else { "they stand" },
        );
    }
    out
}

/// All single losses of a sort, the most damage first, as a table.
pub fn what_if_table(model: &Model, sort: Sort, outages: &[Outage], style: &Style) -> String {
    let mut rows = vec![
        [&sort.word().to_uppercase(), "CRITICAL", "CLIENTS", "STANDARD", "LOW", "SHORT", "FIRST OF THEM"]
            .map(str::to_owned),
    ];
    for outage in outages {
        let Damage { critical, clients, standard, low, short } = outage.damage;
        let first = outage.down.iter().find(|fallen| !fallen.named);
        let numbers = [critical, clients, standard, low, short].map(|n| {
            if n > 0 {
                n.to_string()
            } else if style.unicode {
                "·".to_owned()
            } else {
                "-".to_owned()
            }
        });
        let [critical, clients, standard, low, short] = numbers;
        let name = outage.lost.iter().map(|thing| shown(model, thing)).collect::<Vec<_>>().join(", ");
        let first = first.map(|fallen| model.name(fallen.component)).unwrap_or_default();
        rows.push([name, critical, clients, standard, low, short, first]);
    }
    let widths: [usize; 7] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        let mut text = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            // numbers to the right, names to the left
            let _ = match column {
                0 | 6 => write!(text, "{cell:width$}  "),
                _ => write!(text, "{cell:>width$}  "),
            };
        }
        let text = text.trim_end();
        let _ = writeln!(out, "{}", if at == 0 { paint(text, "1", style) } else { text.to_owned() });
    }
    let harmless = outages.iter().filter(|outage| outage.damage.down() == 0).count();
    let _ = writeln!(out, "\n{}: {harmless} would take nothing else down.", plural(outages.len(), sort.word()));
    out
}

fn heading(out: &mut String, text: &str, style: &Style) {
    let _ = writeln!(out, "\n{}", paint(text, "1", style));
}

fn line(out: &mut String, model: &Model, c: ComponentIx, width: usize, style: &Style, text: &str) {
    let component = model.component(c);
    let word = if component.kind.traits.has(Trait::Client) { "client" } else { component.criticality.word() };
    let color = if word == "critical" { "31" } else { "33" };
    let word = paint(&format!("{word:8}"), color, style);
    let _ = writeln!(out, "  {word}  {:width$}  {text}", model.name(c));
}

/// The chain from a component to where it began, and what happened there.
fn why(model: &Model, fallen: &Fallen, style: &Style) -> String {
    let arrow = if style.unicode { " → " } else { " -> " };
    let mut chain: Vec<String> = fallen.path.iter().map(|link| model.name(model.connection(*link).to)).collect();
    // the middle of a long chain says little
    if chain.len() > 6 {
        chain.splice(3..chain.len() - 2, ["…".to_owned()]);
    }
    let began = fallen.path.last().map_or(fallen.component, |link| model.connection(*link).to);
    let root = match fallen.left {
        None => "lost".to_owned(),
        Some(_) if model.component(began).kind.scope != Scope::Zonal => "it is offered by the region alone".to_owned(),
        Some(left) if left.after == 0 => match left.before {
            1 => "its only instance is lost".to_owned(),
            n => format!("all its {n} instances are lost"),
        },
        Some(left) => format!("{} of {} left, {} needed", left.after, left.before, left.needed),
    };
    let Some(first) = fallen.path.first().map(|link| model.connection(*link)) else { return root };
    let verb = if first.either.is_some() { "has no other way left than" } else { "needs" };
    format!("{verb} {}: {root}", chain.join(arrow))
}

fn rest(remains: &Remains, style: &Style) -> String {
    let left = remains.left;
    let mut text = format!("{} of {} left", left.after, plural(left.before as usize, "instance"));
    if let Some((serves, need)) = remains.load {
        let _ = write!(text, ", can serve {serves} of {need} requests a second at peak");
        if remains.is_short() {
            let per_cent = (serves / need * 100.0).floor();
            text = format!("{text} {}", paint(&format!("({per_cent} %)"), "31", style));
        }
    }
    text
}

fn lost(model: &Model, things: &[Thing]) -> String {
    let names: Vec<String> =
        things.iter().map(|thing| format!("{} `{}`", thing.sort().word(), shown(model, thing))).collect();
    names.join(", ")
}

fn shown(model: &Model, thing: &Thing) -> String {
    printable(&thing.name(model)).into_owned()
}

fn sentence(outage: &Outage) -> String {
    let Damage { critical, clients, standard, low, short } = outage.damage;
    let mut parts: Vec<String> = [(critical, "critical"), (standard, "standard"), (low, "low")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    if clients > 0 {
        parts.push(plural(clients, "client"));
    }
    let mut text = match outage.damage.down() {
        0 => "Nothing else goes down".to_owned(),
        n => format!("{n} more {} down: {}", if n == 1 { "goes" } else { "go" }, parts.join(", ")),
    };
    if short > 0 {
        let _ = write!(text, "; {short} critical can not serve {} peak", if short == 1 { "its" } else { "their" });
    }
    let _ = write!(text, ". {} on.", runs(outage.standing));
    text
}

fn runs(n: usize) -> String {
    if n == 1 { "1 component runs".to_owned() } else { format!("{n} components run") }
}

fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn paint(text: &str, color: &str, style: &Style) -> String {
    if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}
