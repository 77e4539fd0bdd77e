//! CST802: traffic between regions or zones that costs more than a sum.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::costs::dollars;
use crate::lint::draft::Draft;
use crate::lint::places::active_regions;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Connection, ConnectionIx, Model, Zones};

/// One finding for all of it.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CST802", name: "cross-boundary-transfer" },
    family: "cost",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[
        Setting { key: "min-usd", value: SettingValue::Number(100.0) },
        Setting { key: "region-price", value: SettingValue::Number(0.02) },
        Setting { key: "zone-price", value: SettingValue::Number(0.02) },
    ],
    page: include_str!("../../../../docs/rules/cross-boundary-transfer.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let (region_price, zone_price) = (sink.number("region-price"), sink.number("zone-price"));
    let mut paid: Vec<(f64, ConnectionIx, &str)> = Vec::new();
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        let Some(traffic) = connection.gb_month.filter(|traffic| *traffic > 0.0) else { continue };
        match boundary(model, connection) {
            Some(Boundary::Region) => paid.push((traffic * region_price, link, "leaves the region")),
            Some(Boundary::Zone) => paid.push((traffic * zone_price, link, "leaves the zone")),
            None => {}
        }
    }
    paid.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let total: f64 = paid.iter().map(|(price, ..)| price).sum();
    let Some(&(_, first, how)) = paid.first().filter(|_| total > sink.number("min-usd")) else { return };
    let from = model.connection(first).from;
    let mut draft = Draft::about(
        model,
        from,
        format!("traffic that leaves its zone or region costs about {} a month", dollars(total)),
        "",
    )
    .primary(model.connection(first).span, format!("{how}, the most of it"));
    for &(price, link, how) in paid.iter().take(5) {
        let connection = model.connection(link);
        let ends = (model.name(connection.from), model.name(connection.to));
        draft = draft.note(format!("`{}` to `{}` {how}: {}", ends.0, ends.1, dollars(price)));
    }
    sink.push(
        draft
            .note("counted at list prices, which `region-price` and `zone-price` set")
            .help("let what talks much stand together; several zones are worth their price for what is critical"),
    );
}

/// What all the traffic of a connection crosses.
enum Boundary {
    Region,
    Zone,
}

/// What it crosses for sure: no place of the one end shares a region, or a zone, with a place of the other.
fn boundary(model: &Model, connection: &Connection) -> Option<Boundary> {
    let (from, to) = (active_regions(model, connection.from), active_regions(model, connection.to));
    if from.is_empty() || to.is_empty() {
        return None;
    }
    if !from.iter().any(|region| to.contains(region)) {
        return Some(Boundary::Region);
    }
    let stated = |c| model.places(c).all(|place| place.zones_stated);
    let (Zones::Of(a), Zones::Of(b)) = (model.zones(connection.from), model.zones(connection.to)) else { return None };
    let apart = !a.is_empty() && !b.is_empty() && !a.iter().any(|zone| b.contains(zone));
    (apart && stated(connection.from) && stated(connection.to)).then_some(Boundary::Zone)
}
