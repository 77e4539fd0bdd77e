//! Where components stand and how many they are.

use super::{at, case, good, places, shown};
use crate::model::Zones;

const REGION: &str = "[defaults]\nregion = \"us-east-1\"\nzones = [\"a\", \"b\"]\n\
                      [region.us-east-1]\nzones = [\"a\", \"b\", \"c\"]\n[region.eu-west-1]\nzones = [\"a\", \"k\"]\n";

fn one(component: &str) -> Vec<String> {
    let model = good(&format!("{REGION}{component}"));
    places(&model, at(&model, "x"))
}

#[test]
fn counts_are_spread_over_zones() {
    assert_eq!(one("[app.x]"), ["us-east-1 a:1 b:1"]);
    assert_eq!(one("[app.x]\nper-zone = 3"), ["us-east-1 a:3 b:3"]);
    assert_eq!(one("[app.x]\ncount = 5"), ["us-east-1 a:3 b:2"]);
    assert_eq!(one("[app.x]\ncount = 1"), ["us-east-1 a:1"]);
    assert_eq!(one("[app.x]\ncount = { a = 3, c = 2 }"), ["us-east-1 a:3 c:2"]);
    assert_eq!(one("[app.x]\nzones = [\"c\", \"us-east-1a\"]\ncount = 3"), ["us-east-1 a:1 c:2"]);
    assert_eq!(one("[app.x]\nautoscale = { min = 4, max = 9 }"), ["us-east-1 a:2 b:2"]);
    assert_eq!(one("[app.x]\nautoscale = { min = 1, max = 9 }"), ["us-east-1 a:1 b:1"]);
}

#[test]
fn a_store_is_one_with_standby_and_replicas() {
    assert_eq!(one("[store.x]\nkind = \"rds\""), ["us-east-1 a:1"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nzones = [\"b\", \"c\"]"), ["us-east-1 b:1 c:1"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nmulti-az = true"), ["us-east-1 a:1 b:1"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nmulti-az = false"), ["us-east-1 a:1"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nmulti-az = true\nreplicas = 1"), ["us-east-1 a:2 b:1"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nmulti-az = true\nzones = [\"c\"]"), ["us-east-1 c:2"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nreplicas = { b = 1, c = 2 }"), ["us-east-1 a:1 b:1 c:2"]);
    assert_eq!(one("[store.x]\nkind = \"rds\"\nper-zone = 2"), ["us-east-1 a:2 b:2"]);
    assert_eq!(one("[store.x]\nkind = \"mysql\"\nquorum = 3"), ["us-east-1 a:2 b:1"]);
}

#[test]
fn replicas_of_another_region_stand_there() {
    let all = one("[store.x]\nkind = \"rds\"\nreplicas = { eu-west-1 = 2, b = 1 }");
    assert_eq!(all, ["us-east-1 a:1 b:1", "eu-west-1 a:1 k:1"]);
}

#[test]
fn scope_decides_what_a_component_stands_in() {
    assert_eq!(one("[store.x]\nkind = \"s3\""), ["us-east-1 = 1"]);
    assert_eq!(one("[gateway.x]\nkind = \"elb\"\nzones = [\"a\"]"), ["us-east-1 a:1"]);
    assert_eq!(one("[gateway.x]\nkind = \"route53\""), ["= 1"]);
    assert_eq!(one("[external.x]"), ["= 1"]);
    let model = good(&format!("{REGION}[external.x]\n[gateway.y]\nkind = \"s3\"\n[app.z]"));
    assert_eq!(model.component(at(&model, "x")).environment, None);
    assert_eq!(model.zones(at(&model, "x")), Zones::Any);
    assert_eq!(model.zones(at(&model, "y")), Zones::Any);
    assert!(matches!(model.zones(at(&model, "z")), Zones::Of(zones) if zones.len() == 2));
    assert_eq!(model.instances(at(&model, "z")), 2);
}

#[test]
fn zones_of_the_defaults_adapt_to_another_region() {
    assert_eq!(one("[app.x]\nregion = \"eu-west-1\""), ["eu-west-1 a:1 k:1"]);
    assert_eq!(
        one("[app.x]\nregion = \"eu-west-1\"\ncount = { a = 1, k = 2 }\nzones = [\"a\", \"k\"]"),
        ["eu-west-1 a:1 k:2"]
    );
}

#[test]
fn more_than_one_place() {
    let further = "[[app.x.placement]]\nregion = \"eu-west-1\"\nzones = [\"k\"]\ncount = 1\nrole = \"standby\"\n";
    // what the table says is its own place
    for place in
        ["per-zone = 2", "zones = [\"a\", \"b\"]\ncount = 4", "region = \"us-east-1\"\ncount = { a = 2, b = 2 }"]
    {
        assert_eq!(one(&format!("[app.x]\n{place}\n{further}")), ["us-east-1 a:2 b:2", "eu-west-1 k:1"], "{place}");
    }
    // one that says none stands where its placements say
    let alone = format!("[app.x]\nlabel = \"x\"\ninstance = \"m1.large\"\n{further}");
    assert_eq!(one(&alone), ["eu-west-1 k:1"]);
    let two = "[[app.x.placement]]\nper-zone = 2\n";
    assert_eq!(one(&format!("[app.x]\n{two}{further}")), ["us-east-1 a:2 b:2", "eu-west-1 k:1"]);
    // a template holds what they have in common
    let shared = format!(
        "[template.t]\nregion = \"us-east-1\"\nper-zone = 2\n[app.x]\ntemplate = \"t\"\n[[app.x.placement]]\n{further}"
    );
    assert_eq!(one(&shared), ["us-east-1 a:2 b:2", "eu-west-1 k:1"]);
}

#[test]
fn an_environment_that_copies_keeps_the_own_place() {
    let copy = |override_: &str| {
        let model = good(&format!(
            "{REGION}[environment.p]\n[environment.s]\nreplicates = \"p\"\n[app.x]\nper-zone = 2\n[[app.x.placement]]\n\
             region = \"eu-west-1\"\nper-zone = 1\n{override_}"
        ));
        let x = model.component_ixs().find(|c| model.name(*c) == "s/x").unwrap();
        places(&model, x)
    };
    assert_eq!(copy(""), ["us-east-1 a:2 b:2", "eu-west-1 a:1 k:1"]);
    assert_eq!(copy("[environment.s.app.x]\nper-zone = 1"), ["us-east-1 a:1 b:1", "eu-west-1 a:1 k:1"]);
    assert_eq!(copy("[environment.s.app.x]\nregion = \"eu-west-1\""), ["eu-west-1 a:2 k:2"]);
}

#[test]
fn one_region_and_one_zone_need_no_words() {
    let model = good("[region.r]\nzones = [\"a\"]\n[app.x]\n[app.y]\ncount = 3");
    assert_eq!(places(&model, at(&model, "x")), ["r a:1"]);
    assert_eq!(places(&model, at(&model, "y")), ["r a:3"]);
}

#[test]
fn zones_that_nobody_names_are_not_known() {
    let model = good("[region.r]\nzones = [\"a\", \"b\"]\n[app.x]\ncount = 3\n[store.y]\nkind = \"s3\"");
    let x = at(&model, "x");
    assert_eq!(places(&model, x), ["r = 3"]);
    assert_eq!(model.zones(x), Zones::Unknown);
    assert!(!model.places(x).next().unwrap().zones_stated);
    assert_eq!(model.zones(at(&model, "y")), Zones::Any);
}

#[test]
fn so_many_in_each_zone_are_in_all_zones_of_the_region() {
    let two = "[region.r]\nzones = [\"a\", \"b\"]\n";
    let model = good(&format!("{two}[app.x]\nper-zone = 2\n[app.y]\nkind = \"fargate\"\nper-zone = 1"));
    assert_eq!(places(&model, at(&model, "x")), ["r a:2 b:2"]);
    assert_eq!(places(&model, at(&model, "y")), ["r a:1 b:1"]);
    // the defaults say it of what is bound to zones
    let model = good(&format!("{two}[defaults]\nper-zone = 2\n[app.x]\n[app.y]\nkind = \"lambda\""));
    assert_eq!(places(&model, at(&model, "x")), ["r a:2 b:2"]);
    assert_eq!(model.zones(at(&model, "y")), Zones::Any);
}

#[test]
fn a_file_without_regions_has_the_zones_it_names() {
    let model = good("[app.x]\nzones = [\"b\"]\n[app.y]\ncount = { a = 1, c = 1 }\n[app.z]");
    assert_eq!(model.regions[0].zones, ["a", "b", "c"]);
    assert_eq!(places(&model, at(&model, "x")), ["b:1"]);
    assert_eq!(places(&model, at(&model, "y")), ["a:1 c:1"]);
    assert_eq!(model.zones(at(&model, "z")), Zones::Unknown);
    assert_eq!(model.environments.len(), 1);
    assert_eq!(model.environments[0].id, "");
}

#[test]
fn wrong_places_are_told_all_at_once() {
    let case = case(&format!(
        "{REGION}[app.x]\nzones = [\"d\", \"a\"]\n[app.y]\ncount = {{ z = 1 }}\n[app.v]\nregion = \"us-est-1\"\n\
         [app.w]\nenvironment = \"prod\"\n[app.u]\nregion = \"eu-west-1\"\ncount = {{ a = 1, q = 1 }}\n"
    ));
    assert_eq!(
        case.found(),
        [
            "SYN004 zone `d` is not in region `us-east-1` @ \"d\"",
            "SYN004 zone `z` is not in region `us-east-1` @ z",
            "SYN002 unknown region `us-est-1` @ \"us-est-1\"",
            "SYN002 unknown environment `prod` @ \"prod\"",
            "SYN004 zone `q` is not in region `eu-west-1` @ q",
        ]
    );
    assert_eq!(case.help(0), "it has `a`, `b` or `c`");
    assert_eq!(case.findings[0].related.len(), 1);
    assert_eq!(case.help(2), "did you mean `us-east-1`?");
    assert_eq!(case.findings[2].fix.as_ref().unwrap().edits[0].replacement, "\"us-east-1\"");
    assert_eq!(places(&case.model, at(&case.model, "x")), ["us-east-1 a:1"]);
}

#[test]
fn places_left_open_are_told() {
    let case = case(
        "[region.r]\n[region.s]\n[environment.p]\n[environment.q]\n[app.x]\n[external.e]\n[gateway.d]\nkind = \"route53\"",
    );
    assert_eq!(
        case.found(),
        [
            "SYN012 `x` does not say its environment @ x",
            "SYN012 `x` does not say its region @ x",
            "SYN012 `d` does not say its environment @ d",
        ]
    );
    assert_eq!(case.help(0), "add `environment = \"p\"` here or to `[defaults]`");
}

#[test]
fn a_zone_of_the_defaults_must_be_in_their_region() {
    let case = case("[defaults]\nzones = [\"a\", \"x\"]\n[region.r]\nzones = [\"a\"]\n[app.one]\n[app.two]");
    assert_eq!(case.found(), ["SYN004 zone `x` is not in region `r` @ \"x\""]);
}

#[test]
fn networks_and_subnets() {
    let ground = format!(
        "{REGION}[network.main]\n[network.main.subnet.front]\nzone = \"us-east-1c\"\npublic = true\n\
         [network.far]\nregion = \"eu-west-1\"\n[network.far.subnet.back]\n"
    );
    let model = good(&format!("{ground}[app.x]\nsubnet = \"front\"\n[app.y]\nnetwork = \"main\"\n"));
    let x = model.places(at(&model, "x")).next().unwrap();
    assert_eq!(shown(&model, x), "us-east-1 c:1");
    assert_eq!(model.network(x.network.unwrap()).id, "main");
    assert_eq!(model.network(x.network.unwrap()).subnets[x.subnets[0]].id, "front");
    let case = case(&format!(
        "{ground}[app.a]\nnetwork = \"mian\"\n[app.b]\nnetwork = \"far\"\n[app.c]\nnetwork = \"main\"\nsubnet = \"frnt\"\n\
         [app.d]\nsubnet = \"back\"\n[app.e]\nzones = [\"a\"]\nsubnet = \"front\"\n[network.z]\n\
         [network.z.subnet.w]\nzone = \"q\"\n"
    ));
    assert_eq!(
        case.found(),
        [
            "SYN002 unknown network `mian` @ \"mian\"",
            "SYN004 network `far` is in region `eu-west-1` @ \"far\"",
            "SYN002 unknown subnet `frnt` @ \"frnt\"",
            "SYN004 subnet `back` is in another region @ \"back\"",
            "SYN004 subnet `front` is in zone `c` @ \"front\"",
            "SYN004 zone `q` is not in region `us-east-1` @ \"q\"",
        ]
    );
}

#[test]
fn a_placement_in_another_network_has_no_subnet_of_the_first() {
    let model = good(
        "[region.r]\nzones = [\"a\"]\n[region.q]\nzones = [\"a\"]\n[network.n]\nregion = \"r\"\n[network.n.subnet.front]\n\
         [network.m]\nregion = \"q\"\n[app.x]\nregion = \"r\"\nnetwork = \"n\"\nsubnet = \"front\"\n\
         [[app.x.placement]]\nregion = \"q\"\nnetwork = \"m\"\n",
    );
    let x = &model.component(at(&model, "x")).placements;
    let subnets: Vec<&[usize]> = x.iter().map(|p| &model.placement(*p).subnets[..]).collect();
    assert_eq!(subnets, [&[0][..], &[]]);
}

#[test]
fn a_place_may_have_a_subnet_for_each_zone() {
    let ground = "[region.r]\nzones = [\"a\", \"b\", \"c\"]\n[network.n]\n[network.n.subnet.in-a]\nzone = \"a\"\n\
        [network.n.subnet.in-b]\nzone = \"b\"\n[network.n.subnet.wide]\n[network.m]\n[network.m.subnet.other]\n";
    let of = |app: &str| {
        let model = good(&format!("{ground}[app.x]\n{app}"));
        let x = model.places(at(&model, "x")).next().unwrap();
        let network = model.network(x.network.unwrap());
        let ids: Vec<&str> = x.subnets.iter().map(|at| network.subnets[*at].id.as_str()).collect();
        format!("{} in {}", shown(&model, x), ids.join(", "))
    };
    // who names no zones stands in those of the subnets
    assert_eq!(of("subnet = [\"in-b\", \"in-a\"]\n"), "r a:1 b:1 in in-b, in-a");
    assert_eq!(of("subnet = [\"in-b\"]\nnetwork = \"n\"\n"), "r b:1 in in-b");
    assert_eq!(of("subnet = [\"in-a\", \"in-b\"]\nper-zone = 2\n"), "r a:2 b:2 in in-a, in-b");
    assert_eq!(of("subnet = [\"in-a\", \"wide\"]\nzones = [\"a\", \"c\"]\n"), "r a:1 c:1 in in-a, wide");
    // what belongs to a region has a part in each of its subnets
    assert_eq!(of("kind = \"lambda\"\nsubnet = [\"in-a\", \"in-b\"]\n"), "r a:1 b:1 in in-a, in-b");
    assert_eq!(of("kind = \"lambda\"\nsubnet = \"wide\"\n"), "r = 1 in wide");
    // but who says how many of it are in each zone stands in zones
    assert_eq!(
        of("kind = \"ecs\"\nsubnet = \"wide\"\nper-zone = 2\n[defaults]\nzones = [\"a\", \"c\"]\n"),
        "r a:2 c:2 in wide"
    );
    // a copy, or another place, may stand in one of the zones
    let both = "subnet = [\"in-a\", \"in-b\"]\n";
    let copied = "[environment.p]\n[environment.q]\nreplicates = \"p\"\n[environment.q.app.x]\nzones = [\"b\"]\n";
    let placed = "[[app.x.placement]]\nzones = [\"a\"]\nrole = \"standby\"\n";
    for more in [format!("environment = \"p\"\n{copied}"), placed.to_owned()] {
        let model = good(&format!("{ground}[app.x]\n{both}{more}"));
        assert_eq!(model.placements.iter().map(|p| p.subnets.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(model.placements.iter().map(|p| p.zones.len()).sum::<usize>(), 3);
    }
    let found = |app: &str| case(&format!("{ground}[app.x]\n{app}")).found();
    assert_eq!(
        found("subnet = [\"in-a\", \"in-b\"]\nzones = [\"a\", \"c\"]\n"),
        ["SYN004 subnet `in-b` is in zone `b` @ \"in-b\""]
    );
    assert_eq!(found("subnet = [\"in-a\", \"in-c\"]\nnetwork = \"n\"\n"), ["SYN002 unknown subnet `in-c` @ \"in-c\""]);
    assert_eq!(found("subnet = [\"in-a\", \"other\"]\n"), ["SYN004 subnet `other` is in network `m` @ \"other\""]);
}

#[test]
fn numbers_by_zone_are_for_zones_that_are_said_beside_them() {
    let ground = "[region.r]\nzones = [\"a\", \"b\"]\n[defaults]\nzones = [\"a\"]\n";
    let wrong = case(&format!("{ground}[app.x]\nzones = [\"a\"]\ncount = {{ b = 2 }}\n"));
    assert_eq!(wrong.found(), ["SYN004 `count` puts instances into zone `b`, `zones` does not @ b"]);
    let model =
        good(&format!("{ground}[app.x]\ncount = {{ b = 2 }}\n[app.y]\nzones = [\"a\", \"b\"]\ncount = {{ b = 2 }}\n"));
    assert_eq!(model.components.len(), 2);
}

#[test]
fn tools_come_from_the_component_or_the_region() {
    let model = good("[region.r]\nprovisioned-by = [\"asgard\"]\n[app.x]\n[app.y]\nprovisioned-by = [\"puppet\"]");
    assert_eq!(model.component(at(&model, "x")).provisioned_by, ["asgard"]);
    assert_eq!(model.component(at(&model, "y")).provisioned_by, ["puppet"]);
}
