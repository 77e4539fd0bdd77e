//! What a loss does, as text for people.

use std::fmt::Write as _;

use super::escape::printable;
use super::full::Style;
use crate::model::{ComponentIx, Model};
use crate::syntax::plural;
use crate::what_if::words::{self, Wording};
use crate::what_if::{Damage, Outage, Remains, Sort, Thing};

/// What one loss does: what is down and why, and what runs on with less.
pub fn what_if(model: &Model, outage: &Outage, style: &Style) -> String {
    let lost = words::lost(&outage.lost, |thing| format!("`{}`", shown(model, thing)));
    let mut out = format!("{} {lost}\n", paint("Lost:", "1", style));
    let arrow = if style.unicode { " → " } else { " -> " };
    let wording = Wording { name: &|c| model.name(c), arrow };
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
            line(&mut out, model, fallen.component, width, style, &words::why(model, fallen, wording));
        }
    }
    if !outage.remains.is_empty() {
        heading(&mut out, "RUNS WITH LESS", style);
        for remains in &outage.remains {
            line(&mut out, model, remains.component, width, style, &rest(remains, style));
        }
    }
    out.push('\n');
    let _ = writeln!(out, "{}", words::sentence(outage));
    for remark in words::remarks(outage) {
        let _ = writeln!(out, "{remark}");
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
    let word = words::weight(model, c);
    let color = if word == "critical" { "31" } else { "33" };
    let word = paint(&format!("{word:8}"), color, style);
    let _ = writeln!(out, "  {word}  {:width$}  {text}", model.name(c));
}

/// What a component has left, with what is too little in red.
fn rest(remains: &Remains, style: &Style) -> String {
    match words::rest(remains) {
        (text, Some(share)) => format!("{text} {}", paint(&share, "31", style)),
        (text, None) => text,
    }
}

fn shown(model: &Model, thing: &Thing) -> String {
    printable(&thing.name(model)).into_owned()
}

fn paint(text: &str, color: &str, style: &Style) -> String {
    if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}
