//! What a loss does, in words: the same in the terminal and on a picture.

use std::fmt::Write as _;

use super::names::Thing;
use super::study::{Damage, Fallen, Outage, Remains};
use crate::catalog::{Scope, Trait};
use crate::model::{ComponentIx, Model};
use crate::syntax::{Words as _, plural};

/// How many components of a long chain are named at its beginning, and in all.
const CHAIN: (usize, usize) = (3, 6);

/// How names and chains are written.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The name of a component.
    pub name: &'a dyn Fn(ComponentIx) -> String,
    /// What stands between the components of a chain.
    pub arrow: &'a str,
}

/// How much depends on a component: `client` for what people use, else its criticality.
pub fn weight(model: &Model, c: ComponentIx) -> &'static str {
    let component = model.component(c);
    if component.kind.traits.has(Trait::Client) { "client" } else { component.criticality.word() }
}

/// What is lost: each thing with its sort. `shown` writes its name.
pub fn lost(things: &[Thing], shown: impl Fn(&Thing) -> String) -> String {
    let names: Vec<String> = things.iter().map(|thing| format!("{} {}", thing.sort().word(), shown(thing))).collect();
    names.join(", ")
}

/// The chain from a component to where it began, and what happened there.
pub fn why(model: &Model, fallen: &Fallen, wording: Wording) -> String {
    let mut chain: Vec<String> = fallen.path.iter().map(|link| (wording.name)(model.connection(*link).to)).collect();
    // the middle of a long chain says little
    if chain.len() > CHAIN.1 {
        chain.splice(CHAIN.0..chain.len() - 2, ["…".to_owned()]);
    }
    let began = fallen.path.last().map_or(fallen.component, |link| model.connection(*link).to);
    let root = match fallen.left {
        None => "lost".to_owned(),
        Some(_) if model.component(began).kind.scope != Scope::Zonal && is_everywhere(model, began) => {
            "it is offered by the region alone".to_owned()
        }
        Some(left) if left.after == 0 => match left.before {
            1 => "its only instance is lost".to_owned(),
            n => format!("all its {n} instances are lost"),
        },
        Some(left) => format!("{} of {} left, {} needed", left.after, left.before, left.needed),
    };
    let Some(first) = fallen.path.first().map(|link| model.connection(*link)) else { return root };
    let verb = if first.either.is_some() { "has no other way left than" } else { "needs" };
    format!("{verb} {}: {root}", chain.join(wording.arrow))
}

/// Whether a component stands in its regions as a whole, in no zone of its own.
fn is_everywhere(model: &Model, c: ComponentIx) -> bool {
    model.component(c).placements.iter().all(|p| model.placement(*p).zones.is_empty())
}

/// What a component has left, and what share of its peak that can serve where it can not serve all of it.
pub fn rest(remains: &Remains) -> (String, Option<String>) {
    let left = remains.left;
    let mut text = format!("{} of {} left", left.after, plural(left.before as usize, "instance"));
    let Some((serves, need)) = remains.load else { return (text, None) };
    let _ = write!(text, ", can serve {serves} of {need} requests a second at peak");
    let share = remains.is_short().then(|| format!("({} %)", (serves / need * 100.0).floor()));
    (text, share)
}

/// How much goes down and how much stands.
pub fn sentence(outage: &Outage) -> String {
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
    let standing = outage.standing;
    let _ = write!(text, ". {} {} on.", plural(standing, "component"), if standing == 1 { "runs" } else { "run" });
    text
}

/// What the numbers leave out: copies, and components that are taken to run on. A sentence each.
pub fn remarks(outage: &Outage) -> Vec<String> {
    let are = |n: usize| if n == 1 { "is" } else { "are" };
    let mut out = Vec::new();
    let copies = outage.copies.len();
    if copies > 0 {
        let copied = plural(copies, "component");
        out.push(format!("{copied} of environments that replicate another {} down too.", are(copies)));
    }
    let open = outage.not_stated;
    if open > 0 {
        out.push(format!(
            "{} {} taken to run on, because the file does not say in which zones {}.",
            plural(open, "component"),
            are(open),
            if open == 1 { "it stands" } else { "they stand" },
        ));
    }
    out
}
