//! Resolving, from the text of a file to the model; one file here for each family of questions.
#![allow(clippy::unwrap_used)]

mod broken;
mod connections;
mod environments;
mod names;
mod places;
mod size;
mod standby;
mod views;

use std::fmt::Write;

use crate::diag::Diagnostic;
use crate::model::{ComponentIx, EnvironmentIx, Model, Placement, resolve, resolve_owned};
use crate::source::{SourceFile, Sources};
use crate::syntax::parse;

/// A file, resolved.
struct Case {
    model: Model,
    findings: Vec<Diagnostic>,
    sources: Sources,
}

/// Resolves a text that is right as far as its form goes.
fn case(text: &str) -> Case {
    let loaded = parse(SourceFile::new("t.toml", text));
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
    let (model, findings) = resolve(&loaded.document);
    if text.len() < 10_000 {
        let (owned, found) = resolve_owned(loaded.document);
        assert_eq!((format!("{:?}", *owned), found), (format!("{:?}", *model), findings.clone()));
    }
    Case { model, findings, sources: loaded.sources }
}

/// Resolves a text in which nothing is to be found wrong.
fn good(text: &str) -> Model {
    let case = case(text);
    assert!(case.findings.is_empty(), "{:#?}", case.findings);
    case.model
}

impl Case {
    /// Code, message and the text of the place of each finding.
    fn found(&self) -> Vec<String> {
        self.findings
            .iter()
            .map(|f| {
                let place = f.primary.as_ref().map_or("", |label| self.sources.text(label.span));
                format!("{} {} @ {place}", f.code.code, f.message)
            })
            .collect()
    }

    fn help(&self, at: usize) -> &str {
        self.findings[at].help.as_deref().unwrap_or("")
    }
}

/// The component of an id in the first environment that has it.
fn at(model: &Model, id: &str) -> ComponentIx {
    model.component_ixs().find(|c| model.component(*c).id == id).unwrap()
}

/// The component of an id in an environment.
fn within(model: &Model, environment: &str, id: &str) -> ComponentIx {
    let ix = model.environments.iter().position(|e| e.id == environment).unwrap();
    model.find(Some(EnvironmentIx(ix as u32)), id).unwrap()
}

/// A place in short: `us-east-1 a:2 b:2`, with `= n` when no zones are known.
fn shown(model: &Model, place: &Placement) -> String {
    let mut text = String::new();
    if let Some(region) = place.region {
        text.push_str(&model.region(region).id);
        for zone in &place.zones {
            let name = &model.region(region).zones[zone.zone];
            write!(text, " {name}:{}", zone.count).unwrap();
        }
    }
    if place.zones.is_empty() {
        write!(text, " = {}", place.instances).unwrap();
    } else {
        assert_eq!(place.instances, place.zones.iter().map(|z| z.count).sum::<u32>());
    }
    text.trim().to_owned()
}

/// All places of a component in short.
fn places(model: &Model, component: ComponentIx) -> Vec<String> {
    model.places(component).map(|p| shown(model, p)).collect()
}
