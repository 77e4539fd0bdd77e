//! The graph questions on small files.
#![allow(clippy::unwrap_used)]

use super::{Cause, Lost};
use crate::model::testing::model;
use crate::model::{ComponentIx, ConnectionIx, Model, RegionIx};
use crate::syntax::attributes::Need;

fn at(model: &Model, id: &str) -> ComponentIx {
    model.component_ixs().find(|c| model.component(*c).id == id).unwrap()
}

fn names(model: &Model, all: impl IntoIterator<Item = ComponentIx>) -> Vec<String> {
    all.into_iter().map(|c| model.name(c)).collect()
}

fn down(text: &str, lost: &Lost) -> Vec<String> {
    let model = model(text);
    names(&model, model.down(lost).all())
}

/// users -> dns -> (web1 or web2) -> db, with monitoring beside it.
const SHOP: &str = "[region.r]\nzones = [\"a\", \"b\"]\n[external.users]\nuses = [\"dns\"]\n[gateway.dns]\nkind = \"route53\"\n\
    uses = [{ to = \"web1\", either = \"web\" }, { to = \"web2\", either = \"web\" }]\n\
    [app.web1]\nzones = [\"a\"]\nuses = [\"db\", { to = \"mail\", need = \"soft\" }]\n[app.web2]\nzones = [\"b\"]\nuses = [\"db\"]\n\
    [store.db]\nkind = \"rds\"\nzones = [\"a\"]\n[app.mail]\nzones = [\"a\"]\n";

fn zone(at: usize) -> Lost {
    Lost { zones: vec![(RegionIx(0), at)], ..Lost::default() }
}

#[test]
fn what_goes_down_with_a_zone() {
    assert_eq!(down(SHOP, &zone(0)), ["users", "db", "dns", "mail", "web1", "web2"]);
    assert_eq!(down(SHOP, &zone(1)), ["web2"], "one alternative is left");
    assert_eq!(down(SHOP, &Lost::default()), [""; 0]);
    assert_eq!(down(SHOP, &Lost { regions: vec![RegionIx(0)], ..Lost::default() }).len(), 6);
}

#[test]
fn causes_form_a_chain() {
    let model = model(SHOP);
    let lost = Lost { components: vec![at(&model, "db")], ..Lost::default() };
    let down = model.down(&lost);
    let chain: Vec<_> = down.chain(at(&model, "users")).into_iter().map(|k| model.connection(k).to).collect();
    assert_eq!(names(&model, chain), ["dns", "web2", "db"]);
    assert_eq!(down.cause(at(&model, "db")), Some(Cause::Lost));
    assert!(!down.is_down(at(&model, "mail")));
    assert!(down.chain(at(&model, "mail")).is_empty());
}

#[test]
fn capacity_elsewhere_keeps_a_component_up() {
    let two = "[region.r]\nzones = [\"a\", \"b\", \"c\"]\n[region.s]\nzones = [\"a\"]\n[defaults]\nregion = \"r\"\n";
    let lost = |text: &str, lost: &Lost| down(&format!("{two}{text}"), lost);
    assert_eq!(lost("[app.x]\nzones = [\"a\", \"b\"]", &zone(0)), [""; 0]);
    assert_eq!(lost("[app.x]", &zone(0)), [""; 0], "unknown is not false");
    assert_eq!(lost("[app.x]\nzones = [\"a\"]\ncount = 0", &zone(0)), [""; 0], "nothing ran there");
    assert_eq!(lost("[store.x]\nkind = \"rds\"\nmulti-az = true\nzones = [\"a\"]", &zone(0)), [""; 0]);
    assert_eq!(lost("[store.x]\nkind = \"s3\"", &zone(0)), [""; 0]);
    let quorum = "[store.x]\nkind = \"mysql\"\nquorum = 3\nzones = [\"a\", \"b\"]";
    assert_eq!(lost(quorum, &zone(0)), ["x"], "one of three voters is no majority");
    assert_eq!(lost(quorum, &zone(1)), [""; 0]);
    let region = Lost { regions: vec![RegionIx(0)], ..Lost::default() };
    let twin = "[app.x]\n[[app.x.placement]]\nzones = [\"a\"]\n[[app.x.placement]]\nregion = \"s\"\nzones = [\"a\"]\n";
    assert_eq!(lost(twin, &region), [""; 0]);
    assert_eq!(lost(&format!("{twin}role = \"pilot-light\""), &region), ["x"]);
    assert_eq!(lost("[gateway.x]\nkind = \"route53\"", &region), [""; 0]);
}

#[test]
fn a_circle_of_needs_does_not_hold_itself_down() {
    let text = "[app.a]\nuses = [\"b\"]\n[app.b]\nuses = [\"a\", \"c\"]\n[app.c]\n";
    assert_eq!(down(text, &Lost::default()), [""; 0]);
    let model = model(text);
    let lost = Lost { components: vec![at(&model, "c")], ..Lost::default() };
    assert_eq!(names(&model, model.down(&lost).all()), ["a", "b", "c"]);
}

#[test]
fn a_store_that_fails_over_takes_its_callers_down_only_with_the_other_one() {
    let text = "[app.web]\nuses = [\"db\"]\n[store.db]\nkind = \"postgres\"\nuses = [{ to = \"db2\", kind = \"failover\" }]\n\
        [store.db2]\nkind = \"postgres\"\nuses = [{ to = \"disk\" }]\n[store.disk]\nkind = \"ebs\"\n";
    let model = model(text);
    let lost = |ids: &[&str]| Lost { components: ids.iter().map(|id| at(&model, id)).collect(), ..Lost::default() };
    let down = |ids: &[&str]| names(&model, model.down(&lost(ids)).all());
    assert_eq!(down(&["db"]), ["db"]);
    assert_eq!(down(&["db2"]), ["db2"]);
    assert_eq!(down(&["db", "db2"]), ["db", "db2", "web"]);
    assert_eq!(down(&["db", "disk"]), ["db", "db2", "disk", "web"], "the other one goes down later");
}

#[test]
fn dominators_are_what_all_requests_pass() {
    let model = model(SHOP);
    let found = model.dominators();
    assert_eq!(names(&model, found.strict(at(&model, "db"))), ["dns", "users"]);
    assert_eq!(names(&model, found.strict(at(&model, "web1"))), ["dns", "users"]);
    assert!(!found.is_reached(at(&model, "mail")));
    let text = "[external.u]\nuses = [\"a\"]\n[app.a]\ncriticality = \"critical\"\nuses = [\"b\", \"c\"]\n\
        [app.b]\ncriticality = \"critical\"\nuses = [\"d\"]\n[app.c]\nuses = [\"d\"]\n[store.d]\ncriticality = \"critical\"\n";
    let critical = self::model(text);
    let behind = ["u", "a", "b", "d"].map(|id| critical.dominators().critical_behind(at(&critical, id)));
    assert_eq!(behind, [3, 2, 0, 0]);
    assert!(found.strict(at(&model, "mail")).is_empty());
}

#[test]
fn entries_are_clients_or_what_nobody_calls() {
    let shop = model(SHOP);
    assert_eq!(names(&shop, shop.entries()), ["users"]);
    let nobody = model("[app.a]\nuses = [\"b\"]\n[app.b]\n[app.c]\n");
    assert_eq!(names(&nobody, nobody.entries()), ["a", "c"]);
    // somebody else outside who calls, but not who watches or is called
    let outside = "[external.u]\nuses = [\"b\"]\n[external.p]\nkind = \"partner\"\nuses = [\"b\"]\n[external.s]\n\
        kind = \"stripe\"\nuses = [\"b\"]\n[external.d]\nkind = \"pingdom\"\nuses = [\"b\"]\n[app.b]\nuses = [\"s\"]\n";
    let outside = model(outside);
    assert_eq!(names(&outside, outside.entries()), ["p", "u"]);
}

#[test]
fn reach_and_path_keep_to_the_filter() {
    let model = model(SHOP);
    let (users, mail) = (at(&model, "users"), at(&model, "mail"));
    let hard = |k| model.connection(k).need == Need::Hard;
    assert!(model.reach(&[users], |_| true)[mail.ix()]);
    assert!(!model.reach(&[users], hard)[mail.ix()]);
    assert!(model.path(users, mail, hard).is_none());
    assert_eq!(model.path(users, at(&model, "db"), hard).unwrap().len(), 3);
    assert_eq!(model.path(users, users, hard), Some(vec![]));
    let callers: Vec<_> = model.incoming(at(&model, "db")).map(|k| model.connection(k).from).collect();
    assert_eq!(names(&model, callers), ["web1", "web2"]);
}

#[test]
fn cuts_are_what_joins_parts() {
    // a ring of three, a tail of two on c, and a pair apart
    let model = model(
        "[app.a]\nuses = [\"b\"]\n[app.b]\nuses = [\"c\"]\n[app.c]\nuses = [\"a\", \"d\"]\n[app.d]\nuses = [\"e\"]\n[app.e]\n\
         [app.x]\nuses = [\"y\"]\n[app.y]\nuses = [\"x\"]\n",
    );
    let cuts: Vec<(String, Vec<usize>)> = model
        .cuts(|_| true)
        .iter()
        .map(|cut| (model.name(cut.component), cut.sides.iter().map(|side| side.components).collect()))
        .collect();
    assert_eq!(cuts, [("c".to_owned(), vec![2, 2]), ("d".to_owned(), vec![3, 1])]);
    assert_eq!(model.cuts(|_| false), []);
}

#[test]
fn circles_are_short_and_one_a_set() {
    let model = model(
        "[app.a]\nuses = [\"b\"]\n[app.b]\nuses = [\"c\"]\n[app.c]\nuses = [\"d\"]\n[app.d]\nuses = [\"a\", \"b\"]\n\
         [app.p]\nuses = [\"q\"]\n[app.q]\nuses = [\"p\"]\n[app.z]\nuses = [\"p\", \"a\"]\n",
    );
    let circles: Vec<_> = model
        .cycles(|_| true)
        .iter()
        .map(|circle| names(&model, circle.iter().map(|k| model.connection(*k).from)).join(" "))
        .collect();
    assert_eq!(circles, ["b c d", "p q"]);
    let d = at(&model, "d");
    assert_eq!(model.cycles(|k| model.connection(k).from != d).len(), 1);
}

#[test]
fn nobody_goes_down_over_a_connection_that_is_spared() {
    let model = model(
        "[app.a]\nuses = [\"b\", \"c\"]\n[app.b]\n[app.c]\nuses = [\"d\"]\n[app.d]\n[app.e]\n\
         uses = [{ to = \"a\", either = \"x\" }, { to = \"b\", either = \"x\" }]\n",
    );
    let call = |from: &str, to: &str| {
        let (from, to) = (at(&model, from), at(&model, to));
        model.outgoing(from).find(|link| model.connection(*link).to == to).unwrap()
    };
    let down = |lost: &str, spared: Vec<ConnectionIx>| {
        let lost = Lost { components: vec![at(&model, lost)], spared, ..Lost::default() };
        names(&model, model.down(&lost).all().collect::<Vec<_>>())
    };
    assert_eq!(down("b", Vec::new()), ["a", "b", "e"]);
    assert_eq!(down("b", vec![call("a", "b")]), ["b"]);
    assert_eq!(down("d", vec![call("a", "b")]), ["a", "c", "d"]);
    // one way that is never missed keeps the others company
    assert_eq!(down("b", vec![call("e", "b")]), ["a", "b"]);
}
