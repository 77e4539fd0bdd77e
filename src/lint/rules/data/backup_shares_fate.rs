//! DAT602: a critical store whose backups are all kept in the region where it stands.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{is_critical_original, peers, region_name};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, texts};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Model, RegionIx};
use crate::syntax::attributes::{Backup, List};

/// One finding for each store.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DAT602", name: "backup-shares-fate" },
    family: "data",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "isolated-account", value: SettingValue::Bool(false) }],
    page: include_str!("../../../../docs/rules/backup-shares-fate.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        if !is_critical_original(component) {
            continue;
        }
        let saved = component.attributes.backup.as_ref().is_some_and(|said| said.value != Backup::None);
        let Some(kept) = &component.attributes.backup_to else {
            if saved {
                sink.not_stated(c, &["backup-to"]);
            }
            continue;
        };
        if sink.flag("isolated-account") && in_regions_only(model, kept) {
            let regions: Vec<&str> = kept.value.iter().map(|place| place.value.as_str()).collect();
            let message =
                format!("all backups of critical `{}` are kept where its own account can delete them", model.name(c));
            sink.push(
                Draft::about(model, c, message, "")
                    .primary(kept.span, format!("kept in {} only", listed(&regions)))
                    .related(component.span, "said to be critical")
                    .help(
                        "keep a copy in an account of its own, and name that in `backup-to`, as `\"backup-account\"`",
                    ),
            );
            continue;
        }
        let mut homes: Vec<RegionIx> = model.places(c).filter_map(|place| place.region).collect();
        homes.extend(peers(model, c).flat_map(|other| model.places(other)).filter_map(|place| place.region));
        homes.sort_unstable();
        homes.dedup();
        let at_home = |place: &str| homes.iter().any(|&home| model.region(home).id == place);
        // what serves from two regions, or has a replica in another, does not lie in one
        if homes.len() != 1 || kept.value.is_empty() || !kept.value.iter().all(|place| at_home(&place.value)) {
            continue;
        }
        let name = model.name(c);
        let regions: Vec<&str> = kept.value.iter().map(|place| place.value.as_str()).collect();
        let home = homes.first().map_or_else(|| "its region".to_owned(), |&home| region_name(model, home));
        let other = model.regions.iter().map(|region| region.id.as_str()).find(|id| !regions.contains(id));
        let draft =
            Draft::about(model, c, format!("critical `{name}` stands in {home}, and so do all its backups"), "")
                .primary(kept.span, format!("kept in {} only", listed(&regions)))
                .related(component.span, "said to be critical")
                .help("keep a copy in another region, or in an account of its own, and name it in `backup-to`");
        let all: Vec<String> = regions.iter().copied().chain(other).map(str::to_owned).collect();
        sink.push(if other.is_some() { draft.propose(model, c, "backup-to", texts(&all)) } else { draft });
    }
}

/// Whether all places that are named are regions of the file, and none another account or provider.
fn in_regions_only(model: &Model, kept: &List) -> bool {
    let is_region = |place: &str| model.regions.iter().any(|region| region.id == place);
    !kept.value.is_empty() && kept.value.iter().all(|place| is_region(&place.value))
}
