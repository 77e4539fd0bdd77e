//! The architecture as plain text in a fixed order: for readers who do not see the picture, and for a diff.
//!
//! Places come first, then each environment with its components in the order of the request flow: those outside,
//! gateways, apps, stores, helpers; by id within each. Every fact has a line of its own, so that a difference between two
//! texts is a difference between two architectures. The order of tables in the files has no effect.
//!
//! *Invariant*: what the file does not say is left out, never guessed.

use super::escape::printable;
use crate::geom::number;
use crate::model::{ComponentIx, ConnectionIx, EnvironmentIx, FLOW, Model, Placement, StepAt, is_copied};
use crate::source::{Spanned, Text};
use crate::syntax::attributes::Criticality;
use crate::syntax::document::PlacementRole;
use crate::syntax::{Words as _, plural};

/// The text of a model.
pub fn describe(model: &Model) -> String {
    let mut out = Page(String::new());
    head(&mut out, model);
    places(&mut out, model);
    let environments = model.environments.iter().enumerate().map(|(k, _)| Some(EnvironmentIx(k as u32)));
    for environment in std::iter::once(None).chain(environments) {
        components(&mut out, model, environment);
    }
    groups(&mut out, model);
    steps(&mut out, model);
    out.0
}

/// What a picture of a model shows, in one line: the text for who can not see it. Its title is left out when it has none.
pub fn summary(model: &Model) -> String {
    let diagram = &model.diagram;
    let mut parts = vec![format!("{}: {}", diagram.name(), counted(model))];
    parts.extend(diagram.description.clone().filter(|text| !text.is_empty()));
    parts.extend(model.roll());
    let sentences = parts.iter().map(|part| {
        let part = printable(part);
        if part.ends_with(['.', '!', '?']) { part.into_owned() } else { format!("{part}.") }
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// How much there is of everything.
fn counted(model: &Model) -> String {
    let counted = [
        (model.components.len(), "component"),
        (model.connections.len(), "connection"),
        (model.regions.iter().filter(|region| !region.id.is_empty()).count(), "region"),
        (model.environments.iter().filter(|environment| !environment.id.is_empty()).count(), "environment"),
    ];
    let counted: Vec<String> = counted.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| plural(*n, noun)).collect();
    counted.join(", ")
}

/// Lines, indented by their depth.
struct Page(String);

impl Page {
    fn line(&mut self, depth: usize, text: &str) {
        self.0.extend(std::iter::repeat_n("  ", depth));
        self.0.push_str(&printable(text));
        self.0.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.0.push('\n');
        self.line(0, text);
    }
}

fn head(out: &mut Page, model: &Model) {
    let diagram = &model.diagram;
    out.line(0, diagram.name());
    for text in [Some(&diagram.subtitle), diagram.description.as_ref()].into_iter().flatten() {
        if !text.is_empty() {
            out.line(0, text);
        }
    }
    let facts = [
        ("date", diagram.date.as_ref().map(ToString::to_string)),
        ("author", diagram.author.clone()),
        ("source", diagram.source.clone()),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            out.line(0, &format!("{key}: {value}"));
        }
    }
    out.line(0, &counted(model));
}

fn places(out: &mut Page, model: &Model) {
    if model.regions.iter().any(|region| !region.id.is_empty()) {
        out.heading("Regions");
    }
    for region in model.regions.iter().filter(|region| !region.id.is_empty()) {
        out.line(1, &named(&region.id, &region.label));
        if !region.zones.is_empty() {
            out.line(2, &format!("zones: {}", region.zones.join(", ")));
        }
        if let Some(original) = region.stands_in_for {
            out.line(2, &format!("stands in for: {}{}", model.region(original).id, at_scale(region.scale)));
        }
        let tools: Vec<&str> = region.provisioned_by.iter().map(|tool| tool.value.as_str()).collect();
        if !tools.is_empty() {
            out.line(2, &format!("provisioned by: {}", tools.join(", ")));
        }
    }
    if !model.networks.is_empty() {
        out.heading("Networks");
    }
    for network in &model.networks {
        out.line(1, &named(&network.id, &network.label));
        let region = model.region(network.region);
        if !region.id.is_empty() {
            out.line(2, &format!("region: {}", region.id));
        }
        if let Some(cidr) = &network.cidr {
            out.line(2, &format!("addresses: {cidr}"));
        }
        for subnet in &network.subnets {
            let mut facts = Vec::new();
            facts.extend(subnet.zone.and_then(|zone| region.zones.get(zone)).map(|zone| format!("zone {zone}")));
            facts.extend(subnet.cidr.clone());
            facts.extend(subnet.public.map(|public| if public { "public".to_owned() } else { "private".to_owned() }));
            let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", ")) };
            out.line(2, &format!("subnet {}{facts}", named(&subnet.id, &subnet.label)));
        }
    }
}

fn components(out: &mut Page, model: &Model, environment: Option<EnvironmentIx>) {
    let own: Vec<ComponentIx> =
        model.component_ixs().filter(|c| model.component(*c).environment == environment).collect();
    if own.is_empty() {
        return;
    }
    let mut depth = 0;
    if let Some(environment) = environment.map(|ix| model.environment(ix)).filter(|e| !e.id.is_empty()) {
        out.heading(&format!("Environment {}", named(&environment.id, &environment.label)));
        if let Some(original) = environment.replicates {
            out.line(1, &format!("as: {}{}", model.environment(original).id, at_scale(environment.scale)));
        }
        if !environment.except.is_empty() {
            out.line(1, &format!("without: {}", environment.except.join(", ")));
        }
        if environment.ephemeral {
            out.line(1, "ephemeral");
        }
        depth = 1;
    }
    for (role, heading) in FLOW {
        let of_role: Vec<ComponentIx> = own.iter().copied().filter(|c| model.component(*c).role == role).collect();
        if of_role.is_empty() {
            continue;
        }
        if depth == 0 {
            out.heading(heading);
        } else {
            out.line(depth, heading);
        }
        for c in of_role {
            component(out, model, c, depth + 1);
        }
    }
}

fn component(out: &mut Page, model: &Model, c: ComponentIx, depth: usize) {
    let component = model.component(c);
    out.line(depth, &format!("{}: {}", named(&component.id, &component.label), component.kind.title));
    let mut fact = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            out.line(depth + 1, &format!("{key}: {value}"));
        }
    };
    let attributes = &component.attributes;
    let text = |value: Option<&Spanned<Text>>| value.map(|value| value.value.to_string());
    let said = Some(component.criticality).filter(|criticality| *criticality != Criticality::Standard);
    fact("criticality", said.map(|criticality| criticality.word().to_owned()));
    fact("note", text(attributes.note.as_ref()));
    fact("owner", text(attributes.owner.as_ref()));
    fact("group", component.group.map(|group| model.group(group).id.clone()));
    fact("engine", text(attributes.engine.as_ref()));
    fact("link", attributes.link.as_ref().map(|link| link.value.clone()));
    let tags = attributes.tags.as_ref().map(|tags| tags.value.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>());
    fact("tags", tags.map(|tags| tags.join(", ")));
    for placement in component.placements.iter().map(|p| model.placement(*p)) {
        if let Some(place) = place(model, placement) {
            out.line(depth + 1, &place);
        }
    }
    if is_copied(component) {
        out.line(depth + 1, "data: copied to its other places");
    }
    for link in model.outgoing(c) {
        out.line(depth + 1, &use_of(model, link));
    }
    let mut callers: Vec<&str> =
        model.incoming(c).map(|link| model.component(model.connection(link).from).id.as_str()).collect();
    callers.sort_unstable();
    callers.dedup();
    if !callers.is_empty() {
        out.line(depth + 1, &format!("used by: {}", callers.join(", ")));
    }
}

/// Where a component stands and with how many instances; `None` where there is nothing to say.
fn place(model: &Model, placement: &Placement) -> Option<String> {
    let region = placement.region.map(|region| model.region(region));
    let mut out = Vec::new();
    out.extend(region.filter(|region| !region.id.is_empty()).map(|region| region.id.clone()));
    if let Some(network) = placement.network.map(|network| model.network(network)) {
        out.push(format!("network {}", network.id));
        out.extend(network.subnets_of(placement).map(|subnet| format!("subnet {}", subnet.id)));
    }
    if let Some(region) = region.filter(|_| !placement.zones.is_empty()) {
        let zones: Vec<String> = placement
            .zones
            .iter()
            .filter_map(|at| Some(format!("{} × {}", region.zones.get(at.zone)?, at.count)))
            .collect();
        let word = if placement.zones_stated { "zones" } else { "zones, not stated:" };
        out.push(format!("{word} {}", zones.join(", ")));
    } else if placement.instances > 1 {
        out.push(plural(placement.instances as usize, "instance"));
    }
    out.extend(placement.instance_name.as_ref().map(|name| name.value.to_string()));
    out.extend(placement.autoscale.as_ref().map(|scale| format!("scales from {} to {}", scale.min, scale.max)));
    match placement.role {
        PlacementRole::Active => {}
        PlacementRole::Standby => out.push("standby".to_owned()),
        PlacementRole::PilotLight => out.push("pilot light".to_owned()),
    }
    (!out.is_empty()).then(|| format!("at: {}", out.join("; ")))
}

fn use_of(model: &Model, link: ConnectionIx) -> String {
    let connection = model.connection(link);
    let mut facts = vec![connection.kind.word().to_owned()];
    facts.push(connection.need.word().to_owned());
    facts.extend(connection.both_ways.then(|| "both ways".to_owned()));
    facts.extend(connection.either.as_ref().map(|name| format!("either of {name}")));
    facts.extend(connection.protocol.clone());
    facts.extend(connection.port.map(|port| format!("port {port}")));
    facts.extend(connection.encrypted.map(|is| if is { "encrypted".to_owned() } else { "not encrypted".to_owned() }));
    facts.extend(connection.gb_month.map(|gb| format!("{} GB a month", number(gb))));
    let label = connection.label.as_ref().map(|label| format!(": {label}")).unwrap_or_default();
    format!("uses {} ({}){label}", model.component(connection.to).id, facts.join(", "))
}

fn groups(out: &mut Page, model: &Model) {
    let ids = |members: &[ComponentIx]| {
        let mut names: Vec<String> = members.iter().map(|c| model.name(*c)).collect();
        names.sort_unstable();
        names.dedup();
        names.join(", ")
    };
    if !model.groups.is_empty() {
        out.heading("Groups");
    }
    for group in &model.groups {
        out.line(1, &format!("{}: {}", named(&group.id, &group.label), group.kind.word()));
        if let Some(parent) = group.parent {
            out.line(2, &format!("in: {}", model.group(parent).id));
        }
        if !group.members.is_empty() {
            out.line(2, &format!("members: {}", ids(&group.members)));
        }
    }
    if !model.security_groups.is_empty() {
        out.heading("Security groups");
    }
    for group in &model.security_groups {
        out.line(1, &named(&group.id, &group.label));
        for allowance in &group.allows {
            let port = allowance.port.map_or_else(|| "all ports".to_owned(), |port| format!("port {port}"));
            out.line(2, &format!("lets in: {} on {port}", allowance.from.value));
        }
        if !group.members.is_empty() {
            out.line(2, &format!("members: {}", ids(&group.members)));
        }
    }
}

fn steps(out: &mut Page, model: &Model) {
    if !model.steps.is_empty() {
        out.heading("System overview");
    }
    for step in &model.steps {
        let at = match step.at {
            StepAt::Component(c) => model.name(c),
            StepAt::Replication(c) => format!("{0} -> {0}", model.name(c)),
            StepAt::Connection(link) => {
                let connection = model.connection(link);
                format!("{} -> {}", model.name(connection.from), model.name(connection.to))
            }
        };
        let region = step.region.map(|r| format!(" in {}", model.region(r).id)).unwrap_or_default();
        out.line(1, &format!("{}. {at}{region}: {}", step.number, step.text));
    }
}

/// An id, with its label where that says more.
fn named(id: &str, label: &str) -> String {
    if label.is_empty() || label == id { id.to_owned() } else { format!("{id} ({label})") }
}

fn at_scale(scale: f64) -> String {
    if (scale - 1.0).abs() < 1e-9 { String::new() } else { format!(", at {} of its size", number(scale)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::resolve;
    use crate::source::SourceFile;
    use crate::syntax;

    fn text(source: &str) -> String {
        let loaded = syntax::parse(SourceFile::new("t", source));
        assert_eq!(loaded.findings, []);
        describe(&resolve(&loaded.document).0)
    }

    const FRONT: &str = "[diagram]\ntitle = \"Shop\"\n[region.east]\nzones = [\"a\", \"b\"]\n[app.web]\nzones = [\"a\", \"b\"]\n\
        per-zone = 2\nuses = [{ to = \"db\", label = \"orders\", encrypted = true }]\n";
    const BACK: &str = "[store.db]\nkind = \"rds\"\nzones = [\"a\"]\ncriticality = \"critical\"\n";

    #[test]
    fn every_fact_has_a_line_in_the_order_of_the_flow() {
        let said = text(&format!("{FRONT}{BACK}"));
        let lines: Vec<&str> = said.lines().map(str::trim).collect();
        let at =
            |wanted: &str| lines.iter().position(|line| *line == wanted).unwrap_or_else(|| panic!("{wanted}\n{said}"));
        assert_eq!(at("Shop"), 0);
        let order = [
            "2 components, 1 connection, 1 region",
            "Regions",
            "zones: a, b",
            "Apps",
            "at: east; zones a × 2, b × 2",
            "uses db (sync, hard, encrypted): orders",
            "Stores",
            "criticality: critical",
            "used by: web",
        ];
        let places: Vec<usize> = order.iter().map(|line| at(line)).collect();
        assert!(places.is_sorted(), "{places:?}\n{said}");
    }

    #[test]
    fn the_order_of_tables_has_no_effect() {
        let turned = FRONT.split_once("[app.web]").map(|(head, app)| format!("{head}{BACK}[app.web]{app}")).unwrap();
        assert_eq!(text(&format!("{FRONT}{BACK}")), text(&turned));
    }
}
