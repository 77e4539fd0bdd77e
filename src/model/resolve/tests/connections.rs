//! Who calls whom, and the steps that explain it.

use super::{case, good};
use crate::model::{Model, RegionIx, StepAt};
use crate::syntax::attributes::{ConnectionKind, Need};

fn calls(model: &Model) -> Vec<String> {
    model.connections.iter().map(|k| format!("{} {}", model.name(k.from), model.name(k.to))).collect()
}

#[test]
fn both_ways_to_say_it_and_no_repeats() {
    let model = good(
        "[app.x]\nuses = [\"y\", { to = \"q\", kind = \"async\" }, \"y\"]\n[app.y]\n[store.q]\nkind = \"sqs\"\n\
         [[connection]]\nfrom = \"x\"\nto = \"y\"\n[[connection]]\nfrom = \"y\"\nto = \"q\"\nneed = \"soft\"\nlabel = \"a\\nb\"\n",
    );
    assert_eq!(calls(&model), ["x q", "x y", "y q"]);
    assert_eq!(model.connections[0].kind, ConnectionKind::Async);
    assert_eq!([0, 1, 2].map(|at| model.connections[at].need), [Need::Soft, Need::Hard, Need::Soft]);
    assert_eq!(model.connections[2].label.as_deref(), Some("a b"));
}

#[test]
fn callees_of_other_environments() {
    let model = good(
        "[environment.a]\n[environment.b]\n[environment.c]\nreplicates = \"a\"\n[app.x]\nenvironment = \"a\"\nuses = [\"y\", \"e\"]\n\
         [app.y]\nenvironment = \"b\"\n[external.e]\nuses = [\"x\"]\n",
    );
    assert_eq!(calls(&model), ["e x", "x e", "x y", "c/x e", "c/x y"]);
}

#[test]
fn wrong_calls_are_told() {
    let case = case(
        "[region.r]\n[app.x]\nuses = [\"x\", \"orders-bd\", \"r\"]\n[store.orders-db]\n[[connection]]\nfrom = \"xx\"\nto = \"yy\"\n",
    );
    assert_eq!(
        case.found(),
        [
            "SYN009 `x` calls itself @ \"x\"",
            "SYN002 unknown component `orders-bd` @ \"orders-bd\"",
            "SYN002 unknown component `r` @ \"r\"",
            "SYN002 unknown component `xx` @ \"xx\"",
            "SYN002 unknown component `yy` @ \"yy\"",
        ]
    );
    assert_eq!(case.help(1), "did you mean `orders-db`?");
    assert_eq!(case.findings[2].primary.as_ref().unwrap().text, "`r` is a region, not a component");
}

#[test]
fn steps_are_found_and_numbered() {
    let case = case(
        "[app.web]\nuses = [\"db\"]\n[app.db]\n[app.dx]\n[[step]]\nat = \"web -> db\"\ntext = \"one\"\n[[step]]\nat = \"web\"\ntext = \"two\"\n\
         [[step]]\nat = \"db -> web\"\ntext = \"three\"\n[[step]]\nat = \"web -> dx\"\ntext = \"4\"\n[[step]]\nat = \"wbe -> db\"\ntext = \"5\"\n",
    );
    let steps: Vec<_> = case.model.steps.iter().map(|s| (s.number, s.text.as_str())).collect();
    assert_eq!(steps, [(1, "one"), (2, "two")]);
    assert!(matches!(case.model.steps[0].at, StepAt::Connection(_)));
    assert_eq!(
        case.found(),
        [
            "SYN002 there is no connection `db -> web` @ \"db -> web\"",
            "SYN002 there is no connection `web -> dx` @ \"web -> dx\"",
            "SYN002 unknown component `wbe` @ \"wbe -> db\"",
        ]
    );
    assert_eq!(case.help(0), "did you mean `web -> db`?");
    assert_eq!(case.help(1), "did you mean `web -> db`?");
    assert_eq!(case.help(2), "did you mean `web`?");
}

#[test]
fn a_step_from_a_store_to_itself_is_about_the_copying_of_its_data() {
    let case = case(
        "[region.a]\n[region.b]\n[defaults]\nregion = \"a\"\n[store.db]\nregion = \"a\"\nreplicated = true\n[[store.db.placement]]\nregion = \"b\"\n\
         [store.one]\nreplicated = true\n[store.un]\n[[step]]\nat = \"db -> db\"\ntext = \"1\"\n\
         [[step]]\nat = \"one -> one\"\ntext = \"2\"\n[[step]]\nat = \"un -> un\"\ntext = \"3\"\n",
    );
    let db = case.model.component_ixs().find(|c| case.model.name(*c) == "db").unwrap();
    assert_eq!(case.model.steps.iter().map(|s| s.at).collect::<Vec<_>>(), [StepAt::Replication(db)]);
    assert_eq!(
        case.found(),
        [
            "SYN002 there is no copying `one -> one` @ \"one -> one\"",
            "SYN002 there is no copying `un -> un` @ \"un -> un\"",
        ]
    );
    assert_eq!(case.help(1), "write `replicated = true` in its table");
}

#[test]
fn a_step_may_name_one_of_the_regions_where_that_stands() {
    let case = case(
        "[region.a]\n[region.b]\n[region.c]\n[app.x]\nregion = \"a\"\nuses = [\"y\"]\n[[app.x.placement]]\nregion = \"b\"\n\
         [app.y]\nregion = \"a\"\n[[step]]\nat = \"x\"\nregion = \"b\"\ntext = \"1\"\n\
         [[step]]\nat = \"x -> y\"\nregion = \"b\"\ntext = \"2\"\n[[step]]\nat = \"y\"\nregion = \"b\"\ntext = \"3\"\n\
         [[step]]\nat = \"x\"\nregion = \"d\"\ntext = \"4\"\n[[step]]\nat = \"x\"\ntext = \"5\"\n",
    );
    let found: Vec<_> = case.model.steps.iter().map(|s| (s.number, s.region.map(RegionIx::ix))).collect();
    assert_eq!(found, [(1, Some(1)), (2, Some(1)), (4, None), (5, None)]);
    assert_eq!(case.found(), ["SYN009 `y` does not stand in `b` @ \"b\"", "SYN002 unknown region `d` @ \"d\""]);
}

/// The calls that are alternatives of another one, with the name of that.
fn alternatives(model: &Model) -> Vec<String> {
    let either = |k: &&crate::model::Connection| k.either.is_some() && k.need == Need::Hard;
    let text = |k: &crate::model::Connection| format!("{} {}", model.name(k.to), k.either.clone().unwrap_or_default());
    model.connections.iter().filter(either).map(text).collect()
}

#[test]
fn what_is_an_alternative_without_saying_so() {
    let all = |text: &str| alternatives(&good(&format!("[region.r]\nzones = [\"a\", \"b\"]\n{text}")));
    let stores = "[store.x]\nkind = \"mysql\"\n[store.y]\nkind = \"mysql\"\n[store.z]\nkind = \"redis\"\n";
    // of alternatives all are needed like the hardest
    let text =
        "[app.a]\nuses = [{ to = \"x\", either = \"d\" }, { to = \"y\", either = \"d\", kind = \"async\" }, \"z\"]\n";
    assert_eq!(all(&format!("{text}{stores}")), ["x d", "y d"]);
    let soft = "[app.a]\nuses = [{ to = \"x\", either = \"d\", need = \"soft\" }, { to = \"y\", either = \"d\", kind = \"async\" }]\n";
    assert_eq!(all(&format!("{soft}{stores}")), [""; 0]);
    // a failover stands in for the only one of its kind
    let text = "[app.a]\nuses = [\"x\", \"z\", { to = \"y\", kind = \"failover\" }]\n";
    assert_eq!(all(&format!("{text}{stores}")), ["x x", "y x"]);
    let two = "[store.w]\nkind = \"mysql\"\n[app.a]\nuses = [\"x\", \"w\", { to = \"y\", kind = \"failover\" }]\n";
    assert_eq!(all(&format!("{two}{stores}")), [""; 0], "for which of two is not known");
    // a gateway leads on to anything
    let dns = "[gateway.dns]\nkind = \"dns\"\nuses = [\"web\", { to = \"page\", kind = \"failover\" }]\n[app.web]\n[store.page]\nkind = \"s3\"\n";
    assert_eq!(all(dns), ["page web", "web web"]);
    // ways out of one kind
    let ways = "[app.a]\nuses = [\"n1\", \"n2\"]\n[gateway.n1]\nkind = \"nat\"\nzones = [\"a\"]\n[gateway.n2]\nkind = \"nat\"\nzones = [\"b\"]\n";
    assert_eq!(all(ways), ["n1 nat", "n2 nat"]);
}
