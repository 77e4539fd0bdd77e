//! Templates, defaults, kinds, groups: what names lead to.

use super::{at, case, good};
use crate::model::ComponentIx;

#[test]
fn what_is_accepted_and_mascots_are_looked_up() {
    let text = "[environment.p]\nmascot = \"narwhl\"\n[environment.s]\nreplicates = \"p\"\nmascot = \"narwhal\"\n[app.web]\n\
                [region.r]\nzones = [\"a\"]\n";
    let allow = |at: &str| format!("[[allow]]\nat = \"{at}\"\nrule = \"AVL101\"\nreason = \"meant so\"\n");
    let known = ["web", "p/web", "s/web", "s", "r"].map(allow).concat();
    let unknown = ["q/wbe", "s/wbe", "wbe", "elsewhere"].map(allow).concat();
    let case = case(&format!("{text}{known}{unknown}"));
    assert_eq!(
        case.found(),
        [
            "SYN005 unknown mascot `narwhl` @ \"narwhl\"",
            "SYN002 nothing is called `q/wbe` @ \"q/wbe\"",
            "SYN002 nothing is called `s/wbe` @ \"s/wbe\"",
            "SYN002 nothing is called `wbe` @ \"wbe\"",
            "SYN002 nothing is called `elsewhere` @ \"elsewhere\"",
        ]
    );
    assert_eq!(case.help(0), "did you mean `narwhal`?");
    assert_eq!(case.help(2), "did you mean `s/web`?");
    assert_eq!(case.help(3), "did you mean `web`?");
    assert_eq!(case.model.allow.len(), 5);
    let mascots: Vec<_> = case.model.environments.iter().map(|e| e.mascot.as_deref()).collect();
    assert_eq!(mascots, [None, Some("narwhal")]);
}

#[test]
fn own_words_win_over_template_and_defaults() {
    let model = good(
        "[defaults]\ncriticality = \"low\"\nowner = \"all\"\nper-zone = 9\nbackup = \"daily\"\n\
         [template.base]\nowner = \"base\"\nper-zone = 2\n[template.web]\ntemplate = \"base\"\ncriticality = \"critical\"\n\
         [app.x]\ntemplate = \"web\"\ncount = 5\n[store.y]\nkind = \"s3\"\n",
    );
    let x = &model.component(at(&model, "x")).attributes;
    assert_eq!(x.owner.as_ref().unwrap().value, "base");
    assert!(x.per_zone.is_none() && x.count.is_some(), "a count takes the place of a number a zone");
    assert!(x.backup.is_none(), "a default for stores is not for apps");
    let y = model.component(at(&model, "y"));
    assert!(y.attributes.per_zone.is_none() && y.attributes.backup.is_some());
    assert!(y.criticality_stated);
}

#[test]
fn circles_of_templates_groups_and_environments_are_told_once() {
    let case = case(
        "[template.a]\ntemplate = \"b\"\n[template.b]\ntemplate = \"c\"\n[template.c]\ntemplate = \"b\"\n[app.x]\ntemplate = \"a\"\n\
         [app.y]\ntemplate = \"b\"\n[group.g]\nparent = \"g\"\n[environment.p]\n[environment.q]\nreplicates = \"r\"\n\
         [environment.r]\nreplicates = \"q\"\n[defaults]\nenvironment = \"p\"\n",
    );
    assert_eq!(
        case.found(),
        [
            "SYN011 template `b` starts from itself @ \"c\"",
            "SYN011 group `g` stands in itself @ \"g\"",
            "SYN011 environment `q` replicates itself @ \"r\"",
        ]
    );
    assert_eq!(case.findings[0].notes, ["the circle is `b -> c -> b`"]);
}

#[test]
fn unknown_kinds_fall_back_to_the_role() {
    let case = case("[app.x]\nkind = \"ec3\"\ninstance = \"m1.larg\"\n[store.y]\nkind = \"s3\"\n");
    // a rule asks for the instance type, which may be new
    assert_eq!(case.found(), ["SYN005 unknown kind `ec3` @ \"ec3\""]);
    assert_eq!(case.findings[0].severity, crate::diag::Severity::Error);
    assert_eq!(case.model.component(at(&case.model, "x")).kind.id, "ec2");
}

#[test]
fn groups_are_said_from_either_side() {
    let model = good(
        "[group.shop]\nmembers = [\"x\"]\n[group.cart]\nparent = \"shop\"\n[group.asg]\nkind = \"auto-scaling\"\nmembers = [\"x\", \"y\"]\n\
         [app.x]\n[app.y]\ngroup = \"cart\"\n[security-group.web]\nallows = [\"internet:443\", \"y:80\"]\n\
         [app.z]\nsecurity-group = [\"web\"]\n",
    );
    let (x, y) = (model.component(ComponentIx(0)), model.component(ComponentIx(1)));
    assert_eq!(model.group(x.group.unwrap()).id, "shop");
    assert_eq!(model.group(y.group.unwrap()).id, "cart");
    assert_eq!(model.group(model.group(y.group.unwrap()).parent.unwrap()).id, "shop");
    assert_eq!((x.outlines.len(), y.outlines.len()), (1, 1));
    assert_eq!(model.groups[0].members, [ComponentIx(0), ComponentIx(1)]);
    assert_eq!(model.security_groups[0].members, [ComponentIx(2)]);
}

#[test]
fn wrong_groups_are_told() {
    let case = case(
        "[group.shop]\nmembers = [\"x\", \"nobody\"]\n[group.cart]\nmembers = [\"x\"]\n[group.ops]\nkind = \"team\"\nparent = \"shop\"\n\
         [app.x]\n[app.y]\ngroup = \"crat\"\nsecurity-group = [\"web\"]\n[security-group.db]\nallows = [\"q:1\"]\n",
    );
    assert_eq!(
        case.found(),
        [
            "SYN002 unknown component `nobody` @ \"nobody\"",
            "SYN009 `x` is in two groups of kind `domain`, `shop` and `cart` @ \"x\"",
            "SYN009 only groups of kind `domain` stand in each other @ \"shop\"",
            "SYN002 unknown group `crat` @ \"crat\"",
            "SYN002 unknown security group `web` @ \"web\"",
            "SYN002 unknown component `q` @ \"q:1\"",
        ]
    );
}

#[test]
fn labels_are_one_printable_line() {
    let model = good("[diagram]\ntitle = \"A\\tB\"\n[app.x]\nlabel = \"one\\ntwo\\u202E\"\n[app.y]\nlabel = \" \"\n");
    assert_eq!(model.component(at(&model, "x")).label, "one two");
    assert_eq!(model.component(at(&model, "y")).label, "y");
    assert_eq!(model.diagram.title, "A B");
}

#[test]
fn what_is_watched_and_what_is_changed_are_components() {
    let case = case(
        "[region.r]\n[region.s]\nstands-in-for = \"r\"\ntakeover = [\"dsn\", \"dns\"]\n[gateway.dns]\nkind = \"route53\"\n\
         [app.x]\nregion = \"r\"\nwatches = [\"dns\", \"users\", \"dmz\"]\n[external.users]\nwatches = [\"x\"]\n",
    );
    assert_eq!(case.found(), ["SYN002 unknown component `dsn` @ \"dsn\"", "SYN002 unknown component `dmz` @ \"dmz\""]);
    assert_eq!(case.help(0), "did you mean `dns`?");
    let model = &case.model;
    let ids = |of: &str| model.watched(at(model, of)).iter().map(|c| model.name(*c)).collect::<Vec<_>>();
    assert_eq!(ids("x"), ["dns", "users"]);
    assert_eq!(ids("users"), ["x"]);
    assert_eq!(model.regions.iter().find(|r| r.id == "s").unwrap().takeover.len(), 1);
}
