//! What a loss does, as JSON for other programs.
//!
//! The form is versioned as that of the findings is: fields may come, none changes its meaning or goes without a new
//! version.

use serde::Serialize;

use crate::model::{ComponentIx, Model};
use crate::syntax::Words as _;
use crate::what_if::{Damage, Fallen, Outage, Remains, Sort, Thing};

/// The version of the form.
const VERSION: u32 = 1;

/// One loss as a JSON document, with a line end. `failed` holds the words of `--fail-if` that came true.
pub fn what_if_json(model: &Model, outage: &Outage, failed: &[&str]) -> String {
    written(&Report { version: VERSION, loss: loss(model, outage, true), failed })
}

/// All single losses of a sort as a JSON document, with a line end; the most damage first.
pub fn what_if_table_json(model: &Model, sort: Sort, outages: &[Outage], failed: &[&str]) -> String {
    let paths = sort != Sort::Component;
    let losses = outages.iter().map(|outage| loss(model, outage, paths)).collect();
    written(&Table { version: VERSION, each: sort.word(), losses, failed })
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    #[serde(flatten)]
    loss: Loss<'a>,
    failed: &'a [&'a str],
}

#[derive(Serialize)]
struct Table<'a> {
    version: u32,
    each: &'a str,
    losses: Vec<Loss<'a>>,
    failed: &'a [&'a str],
}

#[derive(Serialize)]
struct Loss<'a> {
    lost: Vec<Named>,
    damage: Numbers,
    down: Vec<Down<'a>>,
    remains: Vec<Rest<'a>>,
    standing: usize,
    copies_down: usize,
    not_stated: usize,
}

#[derive(Serialize)]
struct Named {
    sort: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Numbers {
    critical: usize,
    clients: usize,
    standard: usize,
    low: usize,
    short: usize,
}

#[derive(Serialize)]
struct Down<'a> {
    element: String,
    role: &'a str,
    criticality: &'a str,
    named: bool,
    /// From the element to where it began; absent where each of many components is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Vec<String>>,
    /// What is left where it began; absent when that was lost by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    instances: Option<Instances>,
}

#[derive(Serialize)]
struct Rest<'a> {
    element: String,
    role: &'a str,
    criticality: &'a str,
    instances: Instances,
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<Load>,
}

#[derive(Serialize)]
struct Instances {
    before: u64,
    after: u64,
    needed: u64,
}

#[derive(Serialize)]
struct Load {
    serves: f64,
    peak: f64,
}

fn loss<'a>(model: &'a Model, outage: &Outage, paths: bool) -> Loss<'a> {
    let Damage { critical, clients, standard, low, short } = outage.damage;
    Loss {
        lost: outage.lost.iter().map(|thing| named(model, thing)).collect(),
        damage: Numbers { critical, clients, standard, low, short },
        down: outage.down.iter().map(|fallen| down(model, fallen, paths)).collect(),
        remains: outage.remains.iter().map(|remains| rest(model, remains)).collect(),
        standing: outage.standing,
        copies_down: outage.copies.len(),
        not_stated: outage.not_stated,
    }
}

fn named(model: &Model, thing: &Thing) -> Named {
    Named { sort: thing.sort().word(), name: thing.name(model) }
}

fn words(model: &Model, c: ComponentIx) -> (&str, &str) {
    let component = model.component(c);
    (component.role.table(), component.criticality.word())
}

fn down<'a>(model: &'a Model, fallen: &Fallen, paths: bool) -> Down<'a> {
    let (role, criticality) = words(model, fallen.component);
    let ends = fallen.path.iter().map(|link| model.connection(*link).to);
    let witness = paths.then(|| std::iter::once(fallen.component).chain(ends).map(|c| model.name(c)).collect());
    let instances = fallen.left.map(|left| Instances { before: left.before, after: left.after, needed: left.needed });
    Down { element: model.name(fallen.component), role, criticality, named: fallen.named, witness, instances }
}

fn rest<'a>(model: &'a Model, remains: &Remains) -> Rest<'a> {
    let (role, criticality) = words(model, remains.component);
    let left = remains.left;
    Rest {
        element: model.name(remains.component),
        role,
        criticality,
        instances: Instances { before: left.before, after: left.after, needed: left.needed },
        load: remains.load.map(|(serves, peak)| Load { serves, peak }),
    }
}

fn written(report: &impl Serialize) -> String {
    // plain structs with text keys and finite numbers: there is nothing that could fail
    let mut out = serde_json::to_string_pretty(report).unwrap_or_default();
    out.push('\n');
    out
}
