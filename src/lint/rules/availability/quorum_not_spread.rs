//! AVL106: voters that lose their majority with one zone or one machine.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, has_one_zone, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{plural, texts};
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model, Placement, ZoneCount};
use crate::syntax::attributes::Count;

/// One finding for each group of voters.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL106", name: "quorum-not-spread" },
    family: "availability",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/quorum-not-spread.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let Some(quorum) = model.component(c).attributes.quorum.as_ref() else { continue };
        let (voters, name) = (quorum.value, model.name(c));
        let majority = voters / 2 + 1;
        let say = |message: String, label: String, help: String| {
            Draft::about(model, c, message, "").primary(quorum.span, label).help(help)
        };
        // more instances than voters: the number may be meant as the majority, or others do not vote
        if model.places(c).any(|placement| placement.count_stated && placement.instances > voters) {
            sink.not_stated(c, &["quorum"]);
            continue;
        }
        if voters < 3 {
            sink.push(say(
                format!("`{name}` has {}, so it stops when one is lost", plural(voters as usize, "voter")),
                if voters < 2 { "nobody else has a vote".to_owned() } else { "both must agree".to_owned() },
                "let three vote, each in another zone".to_owned(),
            ));
            continue;
        }
        if let Some((placement, worst)) = crowded(model, c, voters, majority) {
            let region = placement.region.unwrap_or_default();
            let zone = zone_names(model, region, &[worst.zone]).join("");
            let draft = say(
                format!("when zone `{zone}` is lost, {} of {voters} voters of `{name}` are left", voters - worst.count),
                format!("{majority} must agree"),
                "spread the voters evenly over three zones".to_owned(),
            )
            .related(placement.span, format!("{} in zone `{zone}`", worst.count));
            // a number in all is spread evenly over the zones that are named
            let total =
                model.component(c).attributes.count.as_ref().is_some_and(|n| matches!(n.value, Count::Total(_)));
            let spread = total && model.region(region).zones.len() >= 3;
            let zones = texts(&zone_names(model, region, &[0, 1, 2]));
            sink.push(if spread { draft.propose(model, c, "zones", zones) } else { draft });
        } else if voters % 2 == 0 {
            sink.push(
                say(
                    format!("`{name}` has {voters} voters, but bears the loss of no more than {} would", voters - 1),
                    format!("{majority} must agree"),
                    format!("let {} or {} vote", voters - 1, voters + 1),
                )
                .severity(Severity::Info),
            );
        }
    }
}

/// The zone without which the others are no majority, when the file says where all voters are.
fn crowded(model: &Model, c: ComponentIx, voters: u32, majority: u32) -> Option<(&Placement, ZoneCount)> {
    let mut places = active(model, c);
    let (placement, None) = (places.next()?, places.next()) else { return None };
    // where there is one zone, there is nothing to spread over
    let stated = !has_one_zone(model, placement.region?)
        && placement.zones_stated
        && placement.count_stated
        && placement.instances == voters;
    let worst = placement.zones.iter().max_by_key(|z| (z.count, std::cmp::Reverse(z.zone)))?;
    (stated && voters - worst.count.min(voters) < majority).then_some((placement, *worst))
}
