//! Files that lack something, or say it in another order.

use super::{good, places};
use crate::model::{Lost, Model, RegionIx, resolve};
use crate::source::SourceFile;
use crate::syntax::parse;

/// A file with something of everything; tables are parted by empty lines.
const FILE: &str = r#"
[defaults]
region = "east"
zones = ["a", "b"]
environment = "production"
group = "rest"

[region.east]
zones = ["a", "b", "c"]

[region.west]
zones = ["a"]
stands-in-for = "east"
carries = ["web", "db"]
scale = 0.5
takeover = ["dns"]

[environment.production]

[environment.staging]
replicates = "production"
region = "west"
except = ["mail"]

[environment.staging.app.web]
count = { a = 2 }

[environment.testing]
replicates = "staging"
scale = 0.5

[template.small]
instance = "m1.small"
per-zone = 2

[template.smaller]
template = "small"
uses = ["mail"]

[network.main]
region = "east"

[network.main.subnet.front]
zone = "c"

[group.rest]

[group.shop]
parent = "rest"
members = ["db"]

[group.scaling]
kind = "auto-scaling"
members = ["web"]

[security-group.inner]
allows = ["web:80", "internet:443"]

[external.users]
uses = ["dns"]

[gateway.dns]
kind = "route53"
uses = ["web"]

[app.web]
template = "smaller"
group = "shop"
uses = ["db", { to = "mail", either = "post" }, { to = "sms", either = "post" }]

[app.mail]
subnet = "front"
watches = ["web", "users"]
security-group = ["inner"]

[app.sms]
count = { a = 1, b = 2 }
uses = ["web"]

[store.db]
kind = "rds"
multi-az = true
replicas = { c = 1, west = 1 }

[[connection]]
from = "db"
to = "mail"
kind = "async"

[view.v]
environments = ["staging"]
groups = ["rest"]
neighbours = 2
"#;

/// Asks every question once.
fn ask(model: &Model) {
    let lost = Lost { zones: vec![(RegionIx(0), 0)], regions: vec![RegionIx(1)], ..Lost::default() };
    let (down, dominators) = (model.down(&lost), model.dominators());
    for component in model.component_ixs() {
        down.chain(component);
        dominators.strict(component);
        model.zones(component);
        model.watched(component);
        model.left(&lost, component);
        assert!(!model.component(component).placements.is_empty());
        assert!(model.places(component).all(|p| p.component == component));
    }
    for circle in model.cycles(|_| true) {
        assert!(circle.len() > 1);
        for (at, connection) in circle.iter().enumerate() {
            let next = circle[(at + 1) % circle.len()];
            assert_eq!(model.connection(*connection).to, model.connection(next).from);
        }
    }
    model.reach(&model.entries(), |_| true);
    assert!(model.cuts(|_| true).iter().all(|cut| cut.sides.len() > 1));
}

#[test]
fn a_file_that_lacks_any_line_is_resolved() {
    good(FILE);
    let lines: Vec<&str> = FILE.lines().collect();
    for gap in 0..lines.len() {
        let text: Vec<&str> = lines.iter().enumerate().filter(|(at, _)| *at != gap).map(|(_, line)| *line).collect();
        ask(&resolve(&parse(SourceFile::new("t.toml", text.join("\n"))).document).0);
    }
    let tables: Vec<&str> = FILE.split("\n\n").collect();
    for gap in 0..tables.len() {
        let text: Vec<&str> = tables.iter().enumerate().filter(|(at, _)| *at != gap).map(|(_, table)| *table).collect();
        ask(&resolve(&parse(SourceFile::new("t.toml", text.join("\n\n"))).document).0);
    }
}

#[test]
fn the_order_of_tables_has_no_effect() {
    let tell = |model: &Model| {
        let components: Vec<String> =
            model.component_ixs().map(|c| format!("{} {:?}", model.name(c), places(model, c))).collect();
        let calls: Vec<_> = model.connections.iter().map(|k| (k.from, k.to, k.kind, k.need)).collect();
        let members: Vec<_> = model.groups.iter().map(|g| (g.id.clone(), g.members.clone())).collect();
        (components, calls, model.links.clone(), members, model.views[0].components.clone())
    };
    let mut tables: Vec<&str> = FILE.split("\n\n").collect();
    let first = tell(&good(FILE));
    tables.reverse();
    assert_eq!(tell(&good(&tables.join("\n\n"))), first);
    tables.rotate_left(7);
    assert_eq!(tell(&good(&tables.join("\n\n"))), first);
}
