//! Regions that stand in for others.

use super::{at, case, good, places};
use crate::syntax::document::PlacementRole;

const TWO: &str =
    "[defaults]\nregion = \"east\"\nzones = [\"a\", \"b\", \"c\"]\n[region.east]\nzones = [\"a\", \"b\", \"c\"]\n";

#[test]
fn a_region_stands_in_with_its_scale() {
    let model = good(&format!(
        "{TWO}[region.west]\nzones = [\"a\", \"b\"]\nstands-in-for = \"east\"\nscale = 0.25\nprovisioned-by = [\"asgard\"]\n\
         carries = {{ except = [\"y\"] }}\n[app.x]\nper-zone = 3\n[app.y]\n[app.one]\ncount = 1\n[store.s]\nkind = \"s3\"\n[gateway.d]\nkind = \"route53\"\n"
    ));
    let x = at(&model, "x");
    assert_eq!(places(&model, x), ["east a:3 b:3 c:3", "west a:2 b:1"]);
    let standby = model.placement(model.component(x).placements[1]);
    assert_eq!(standby.role, PlacementRole::Standby);
    assert_eq!(standby.stands_in_for, Some(model.component(x).placements[0]));
    assert_eq!(standby.provisioned_by, ["asgard"]);
    assert_eq!(places(&model, at(&model, "y")).len(), 1);
    assert_eq!(places(&model, at(&model, "one")), ["east a:1", "west a:1"]);
    assert_eq!(places(&model, at(&model, "s")), ["east = 1", "west = 1"]);
    assert_eq!(places(&model, at(&model, "d")), ["= 1"]);
}

#[test]
fn an_own_place_is_left_and_replicas_have_no_standby() {
    let model = good(&format!(
        "{TWO}[region.west]\nzones = [\"a\"]\nstands-in-for = \"east\"\n[environment.p]\n[environment.q]\nreplicates = \"p\"\n\
         [app.x]\n[[app.x.placement]]\n[[app.x.placement]]\nregion = \"west\"\ncount = 1\nzones = [\"a\"]\n[app.y]\n"
    ));
    assert_eq!(places(&model, at(&model, "x")), ["east a:1 b:1 c:1", "west a:1"]);
    let all: Vec<_> = model.component_ixs().map(|c| model.component(c).placements.len()).collect();
    assert_eq!(all, [2, 2, 2, 1]);
    assert!(model.placements.iter().filter(|p| p.stands_in_for.is_some()).count() == 1);
}

#[test]
fn links_stay_in_their_region() {
    let model = good(&format!(
        "{TWO}[region.west]\nzones = [\"a\"]\nstands-in-for = \"east\"\ncarries = [\"x\", \"y\"]\n\
         [external.e]\nuses = [\"x\"]\n[gateway.d]\nkind = \"route53\"\nuses = [{{ to = \"x\", kind = \"failover\" }}]\n\
         [app.x]\nuses = [\"y\", \"z\"]\n[app.y]\n[app.z]\n"
    ));
    let links: Vec<String> = model
        .links
        .iter()
        .map(|l| {
            let end = |p| {
                let p = model.placement(p);
                let region = p.region.map_or("-", |r| model.region(r).id.as_str());
                format!("{}@{region}", model.name(p.component))
            };
            format!("{} {}", end(l.from), end(l.to))
        })
        .collect();
    assert_eq!(
        links,
        ["e@- x@east", "d@- x@west", "x@east y@east", "x@west y@west", "x@east z@east", "x@west z@east",]
    );
}

#[test]
fn wrong_stand_ins_are_told() {
    let case = case(&format!(
        "{TWO}[region.west]\nstands-in-for = \"west\"\n[region.north]\nstands-in-for = \"eats\"\ncarries = [\"nobody\"]\n[app.x]\n"
    ));
    assert_eq!(
        case.found(),
        [
            "SYN009 region `west` stands in for itself @ \"west\"",
            "SYN002 unknown region `eats` @ \"eats\"",
            "SYN002 unknown component `nobody` @ \"nobody\"",
        ]
    );
}

#[test]
fn how_a_region_waits_is_the_role_of_what_it_carries() {
    for (strategy, role) in [
        ("", PlacementRole::Standby),
        ("strategy = \"backup-restore\"", PlacementRole::PilotLight),
        ("strategy = \"pilot-light\"", PlacementRole::PilotLight),
        ("strategy = \"warm-standby\"", PlacementRole::Standby),
        ("strategy = \"hot-standby\"", PlacementRole::Standby),
        ("strategy = \"active-active\"", PlacementRole::Active),
    ] {
        let case =
            case(&format!("{TWO}[region.west]\nzones = [\"a\"]\nstands-in-for = \"east\"\n{strategy}\n[app.x]\n"));
        assert_eq!(case.found(), [""; 0]);
        let x = at(&case.model, "x");
        let roles: Vec<PlacementRole> = case.model.places(x).map(|place| place.role).collect();
        assert_eq!(roles, [PlacementRole::Active, role], "{strategy}");
    }
}

#[test]
fn a_way_to_wait_needs_the_region_that_it_is_for() {
    let case = case(&format!("{TWO}[region.west]\nstrategy = \"hot-standby\"\n[app.x]\n"));
    assert_eq!(
        case.found(),
        ["SYN015 region `west` says how it waits, but not for the loss of which region @ \"hot-standby\""]
    );
    let more = "carries = \"all\"\nscale = 0.5\ntakeover = [\"x\"]\n";
    let found = self::case(&format!("{TWO}[region.west]\n{more}[app.x]\n")).found();
    let said = ["what it carries", "how large it is when it waits", "what its takeover needs"];
    assert_eq!(found.len(), said.len());
    for (found, what) in found.iter().zip(said) {
        assert!(found.starts_with(&format!("SYN015 region `west` says {what}, but not")), "{found}");
    }
}
