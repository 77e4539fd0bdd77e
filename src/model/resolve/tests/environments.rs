//! Environments that replicate others.

use super::{at, case, good, places, within};

const TWO: &str = "[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\", \"c\"]\nenvironment = \"production\"\n\
                   [region.r]\nzones = [\"a\", \"b\", \"c\"]\n[region.s]\nzones = [\"b\", \"x\"]\n[environment.production]\n";

#[test]
fn a_replica_has_all_but_what_it_leaves_out() {
    let model = good(&format!(
        "{TWO}[environment.staging]\nreplicates = \"production\"\nexcept = [\"y\"]\nscale = 0.5\n\
         [app.x]\ncount = 9\nuses = [\"y\", \"z\"]\n[store.y]\nkind = \"rds\"\n[gateway.z]\nkind = \"route53\"\n[external.e]\nuses = [\"x\"]\n"
    ));
    let ids: Vec<_> = model.component_ixs().map(|c| model.name(c)).collect();
    assert_eq!(ids, ["e", "x", "y", "z", "staging/x", "staging/z"]);
    let copy = within(&model, "staging", "x");
    assert_eq!(places(&model, copy), ["r a:2 b:2 c:1"]);
    assert_eq!(model.component(copy).replica_of, Some(at(&model, "x")));
    let calls: Vec<_> =
        model.connections.iter().map(|k| format!("{} {}", model.name(k.from), model.name(k.to))).collect();
    assert_eq!(calls, ["e x", "x y", "x z", "staging/x staging/z"]);
    assert_eq!(model.base_components().count(), 4);
}

#[test]
fn a_replica_moves_to_its_region() {
    let model = good(&format!(
        "{TWO}[environment.qa]\nreplicates = \"production\"\nregion = \"s\"\nscale = 0.1\n[app.x]\nper-zone = 4\n[app.w]\ncount = {{ b = 2 }}\n"
    ));
    assert_eq!(places(&model, within(&model, "qa", "x")), ["s b:1 x:1"]);
    assert_eq!(places(&model, within(&model, "qa", "w")), ["s b:1"]);
    let unscaled =
        good(&format!("{TWO}[environment.qa]\nreplicates = \"production\"\nregion = \"s\"\n[app.x]\nper-zone = 4\n"));
    assert_eq!(places(&unscaled, within(&unscaled, "qa", "x")), ["s b:4 x:8"]);
}

#[test]
fn overrides_say_what_differs() {
    let model = good(&format!(
        "{TWO}[environment.staging]\nreplicates = \"production\"\nscale = 0.5\n\
         [environment.staging.app.x]\nper-zone = 1\ninstance = \"m1.small\"\n[environment.staging.app.y]\ninstance = \"m1.small\"\n\
         [environment.staging.app.z]\nzones = [\"b\"]\n\
         [app.x]\nper-zone = 4\ninstance = \"m1.large\"\n[app.y]\nper-zone = 4\n[app.z]\nper-zone = 4\n"
    ));
    let x = within(&model, "staging", "x");
    assert_eq!(places(&model, x), ["r a:1 b:1 c:1"]);
    assert_eq!(model.places(x).next().unwrap().instance.unwrap().name, "m1.small");
    let y = within(&model, "staging", "y");
    assert_eq!(places(&model, y), ["r a:2 b:2 c:2"]);
    assert_eq!(model.places(y).next().unwrap().instance.unwrap().name, "m1.small");
    assert_eq!(places(&model, within(&model, "staging", "z")), ["r b:2"]);
    assert_eq!(places(&model, at(&model, "z")), ["r a:4 b:4 c:4"]);
}

#[test]
fn zones_said_for_the_old_region_do_not_bind_in_the_new_one() {
    let model = good(&format!(
        "{TWO}[environment.qa]\nreplicates = \"production\"\nregion = \"s\"\n[environment.qa.app.x]\nper-zone = 2\n\
         [app.x]\nzones = [\"a\", \"c\"]\nper-zone = 4\n"
    ));
    assert_eq!(places(&model, within(&model, "qa", "x")), ["s b:2 x:2"]);
}

#[test]
fn a_replica_of_a_replica_in_any_order() {
    let model = good(&format!(
        "{TWO}[environment.z]\nreplicates = \"production\"\nexcept = [\"y\"]\n[environment.a]\nreplicates = \"z\"\nscale = 0.5\n\
         [app.x]\nper-zone = 2\nuses = [\"y\"]\n[app.y]\n[app.own]\nenvironment = \"z\"\nuses = [\"x\"]\n"
    ));
    let x = within(&model, "a", "x");
    assert_eq!(model.component(x).replica_of, Some(within(&model, "z", "x")));
    assert_eq!(places(&model, x), ["r a:1 b:1 c:1"]);
    let calls: Vec<_> =
        model.connections.iter().map(|k| format!("{} {}", model.name(k.from), model.name(k.to))).collect();
    assert_eq!(calls, ["x y", "a/own a/x", "z/own z/x"]);
}

#[test]
fn wrong_environments_are_told() {
    let case = case(&format!(
        "{TWO}[environment.staging]\nreplicates = \"prod\"\n[environment.qa]\nreplicates = \"production\"\nexcept = [\"q\", \"x\"]\nregion = \"t\"\n\
         [environment.qa.app.x]\n[environment.qa.store.y]\n[environment.qa.app.zz]\n[app.x]\n[app.y]\n"
    ));
    assert_eq!(
        case.found(),
        [
            "SYN002 unknown environment `prod` @ \"prod\"",
            "SYN002 unknown component `q` @ \"q\"",
            "SYN002 unknown region `t` @ \"t\"",
            "SYN002 environment `qa` has no component `x` @ x",
            "SYN009 `y` is of role `app`, not `store` @ y",
            "SYN002 unknown component `zz` @ zz",
        ]
    );
}
