//! One loss looked at closely, and all single losses ranked.

use super::names::{Sort, Thing, things};
use crate::catalog::{Scope, Trait};
use crate::model::{Cause, ComponentIx, ConnectionIx, Down, Left, Lost, Model};
use crate::syntax::attributes::Criticality;

/// A component that is down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fallen {
    /// Which.
    pub component: ComponentIx,
    /// Whether it is what was lost by its own name, or by that of its provider.
    pub named: bool,
    /// The connections from it to the component where it began; none when it began here.
    pub path: Vec<ConnectionIx>,
    /// What the component where it began has left; `None` when that one was lost by its own name.
    pub left: Option<Left>,
}

/// A component that runs on with less.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Remains {
    /// Which.
    pub component: ComponentIx,
    /// Its instances before and after.
    pub left: Left,
    /// Requests a second that the rest can serve, and that reach it at peak, where the file says both.
    pub load: Option<(f64, f64)>,
}

impl Remains {
    /// Whether the rest can not serve the peak.
    pub fn is_short(&self) -> bool {
        self.load.is_some_and(|(serves, need)| serves < need)
    }
}

/// How many components are down that were not lost by name. Ordered by how bad it is: a critical one weighs more than any
/// number of standard ones, and so on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Damage {
    /// Critical ones.
    pub critical: usize,
    /// Clients that can do nothing any more.
    pub clients: usize,
    /// Standard ones.
    pub standard: usize,
    /// Low ones.
    pub low: usize,
    /// Critical ones that run, but can not serve their peak.
    pub short: usize,
}

impl Damage {
    /// Components and clients that are down.
    pub fn down(&self) -> usize {
        self.critical + self.clients + self.standard + self.low
    }
}

/// What one loss does.
#[derive(Clone, PartialEq, Debug)]
pub struct Outage {
    /// What is lost.
    pub lost: Vec<Thing>,
    /// What is down: critical first, then clients, then by name.
    pub down: Vec<Fallen>,
    /// What runs on with less, in the same order.
    pub remains: Vec<Remains>,
    /// The numbers.
    pub damage: Damage,
    /// Components that run as before, or with less.
    pub standing: usize,
    /// Copies in environments that replicate another that are down.
    pub copies: Vec<ComponentIx>,
    /// Components that are taken to run on because the file does not say in which zones they stand.
    pub not_stated: usize,
}

/// Studies the loss of some things at once.
pub fn study(model: &Model, lost: &[Thing]) -> Outage {
    studied(model, lost, true)
}

/// Studies a loss; without the paths and what is left where they began unless it is asked for.
fn studied(model: &Model, lost: &[Thing], paths: bool) -> Outage {
    let mut set = Lost::default();
    for thing in lost {
        thing.add_to(model, &mut set);
    }
    set.components.sort_unstable();
    set.components.dedup();
    let down = model.down(&set);
    let named = |c: ComponentIx| set.components.binary_search(&c).is_ok();
    let mut outage = Outage {
        lost: lost.to_vec(),
        down: Vec::new(),
        remains: Vec::new(),
        damage: Damage::default(),
        standing: 0,
        copies: Vec::new(),
        not_stated: 0,
    };
    for c in model.component_ixs() {
        let shown = model.is_base(c) || named(c);
        match (down.is_down(c), shown) {
            (true, false) => outage.copies.push(c),
            (false, false) => {}
            (true, true) => outage.fell(model, paths.then_some((&down, &set)), c, named(c)),
            (false, true) => outage.stands(model, &set, c),
        }
    }
    let rank = |c: ComponentIx| {
        let component = model.component(c);
        let client = component.kind.traits.has(Trait::Client);
        (std::cmp::Reverse(component.criticality), !client, c)
    };
    outage.down.sort_by_key(|fallen| (fallen.named, rank(fallen.component)));
    outage.remains.sort_by_key(|remains| (!remains.is_short(), rank(remains.component)));
    outage
}

impl Outage {
    fn fell(&mut self, model: &Model, why: Option<(&Down<'_>, &Lost)>, c: ComponentIx, named: bool) {
        let (mut path, mut left) = (Vec::new(), None);
        if let Some((down, lost)) = why {
            path = down.chain(c);
            let root = path.last().map_or(c, |last| model.connection(*last).to);
            debug_assert_eq!(down.cause(root), Some(Cause::Lost), "a chain ends where it began");
            left = lost.components.binary_search(&root).is_err().then(|| model.left(lost, root));
        }
        self.down.push(Fallen { component: c, named, path, left });
        if !named {
            let component = model.component(c);
            *match component.criticality {
                _ if component.kind.traits.has(Trait::Client) => &mut self.damage.clients,
                Criticality::Critical => &mut self.damage.critical,
                Criticality::Standard => &mut self.damage.standard,
                Criticality::Low => &mut self.damage.low,
            } += 1;
        }
    }

    fn stands(&mut self, model: &Model, lost: &Lost, c: ComponentIx) {
        self.standing += 1;
        if lost.zones.is_empty() && lost.regions.is_empty() {
            return;
        }
        let component = model.component(c);
        let touched = |place: &&crate::model::Placement| {
            place.region.is_some_and(|region| lost.zones.iter().any(|(lost, _)| *lost == region))
        };
        let open = |place: &crate::model::Placement| !place.zones_stated && component.kind.scope == Scope::Zonal;
        if model.places(c).filter(touched).any(open) {
            self.not_stated += 1;
            return;
        }
        let left = model.left(lost, c);
        if left.after >= left.before || !model.places(c).all(|place| place.count_stated || place.instances == 0) {
            return;
        }
        let attributes = &component.attributes;
        let need = attributes.peak.as_ref().or(attributes.load.as_ref());
        let load = attributes.capacity.as_ref().zip(need);
        let load = load.map(|(each, need)| (left.after as f64 * each.value, need.value));
        let remains = Remains { component: c, left, load };
        if remains.is_short() && component.criticality == Criticality::Critical {
            self.damage.short += 1;
        }
        self.remains.push(remains);
    }
}

/// Most components that are down which an outage of one of many components keeps.
const KEPT: usize = 10;

/// Studies the loss of each thing of a sort alone, the most damage first. Of the loss of components, which are many, the
/// first ten that go down are kept, without their paths; the numbers are whole.
pub fn each(model: &Model, sort: Sort) -> Vec<Outage> {
    let many = sort == Sort::Component;
    let outage = |thing: Thing| {
        let mut outage = studied(model, &[thing], !many);
        if many {
            outage.down.retain(|fallen| !fallen.named);
            outage.down.truncate(KEPT);
            outage.down.shrink_to_fit();
        }
        outage
    };
    let mut all: Vec<Outage> = things(model, sort).into_iter().map(outage).collect();
    all.sort_by_key(|outage| std::cmp::Reverse(outage.damage));
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Meaning, find};
    use super::*;
    use crate::model::testing;

    const SHOP: &str = "[region.us-east-1]\nzones = [\"a\", \"b\", \"c\"]\n\
        [external.users]\nuses = [\"web\"]\n\
        [app.web]\nzones = [\"a\", \"b\", \"c\"]\nper-zone = 2\ncapacity = 100\npeak = 500\ncriticality = \"critical\"\n\
        uses = [{ to = \"pay-one\", either = \"pay\" }, { to = \"pay-two\", either = \"pay\" }, \"db\", { to = \"mail\", need = \"soft\" }]\n\
        [external.pay-one]\nkind = \"third-party\"\nprovider = \"Acme\"\n[external.pay-two]\nkind = \"third-party\"\n\
        [store.db]\nkind = \"mysql\"\nzones = [\"a\"]\ncount = 2\n[app.mail]\n";

    fn model() -> Model {
        testing::model(SHOP)
    }

    fn lose(model: &Model, names: &[&str]) -> Outage {
        let things: Vec<Thing> = names
            .iter()
            .map(|name| match find(model, name) {
                Meaning::One(thing) => thing,
                other => panic!("{name}: {other:?}"),
            })
            .collect();
        study(model, &things)
    }

    #[test]
    fn a_zone_takes_what_stands_there_alone_and_leaves_the_rest_with_less() {
        let model = model();
        let outage = lose(&model, &["us-east-1a"]);
        let names: Vec<String> = outage.down.iter().map(|fallen| model.name(fallen.component)).collect();
        assert_eq!(names, ["web", "users", "db"]);
        assert_eq!(outage.damage, Damage { critical: 1, clients: 1, standard: 1, ..Damage::default() });
        assert_eq!(outage.down[0].left, Some(Left { before: 2, after: 0, needed: 1 }));
        assert_eq!(outage.not_stated, 1, "where the mail stands is not said");
        let other = lose(&model, &["b"]);
        assert_eq!(other.damage, Damage { short: 1, ..Damage::default() });
        assert_eq!(other.remains[0].load, Some((400.0, 500.0)));
        assert_eq!(lose(&model, &["us-east-1-c"]).lost, lose(&model, &["zone:c"]).lost);
    }

    #[test]
    fn one_of_two_providers_may_go_and_both_may_not() {
        let model = model();
        assert_eq!(lose(&model, &["acme"]).damage, Damage::default());
        assert_eq!(lose(&model, &["pay-two"]).damage, Damage::default());
        let both = lose(&model, &["provider:Acme", "pay-two"]);
        assert_eq!(both.damage, Damage { critical: 1, clients: 1, ..Damage::default() });
        assert_eq!(both.down.iter().filter(|fallen| fallen.named).count(), 2);
        assert_eq!(lose(&model, &["mail"]).damage.down(), 0);
    }

    #[test]
    fn losses_are_ranked_by_their_damage() {
        let model = model();
        let ranked: Vec<String> = each(&model, Sort::Zone).iter().map(|o| o.lost[0].name(&model)).collect();
        assert_eq!(ranked, ["us-east-1a", "us-east-1b", "us-east-1c"]);
        let ranked: Vec<String> = each(&model, Sort::Component).iter().map(|o| o.lost[0].name(&model)).collect();
        assert_eq!(ranked[..2], ["db", "web"], "{ranked:?}");
    }

    #[test]
    fn a_name_that_means_nothing_or_too_much() {
        let model = model();
        assert_eq!(find(&model, "us-east-1d"), Meaning::Nothing(Some("us-east-1a".to_owned())));
        assert_eq!(find(&model, "acne"), Meaning::Nothing(Some("Acme".to_owned())));
        assert_eq!(find(&model, "region:web"), Meaning::Nothing(None));
        let two = "[region.x]\nzones = [\"a\"]\n[region.y]\nzones = [\"a\"]\n[app.x]\nregion = \"x\"\n";
        let model = testing::model(two);
        assert_eq!(find(&model, "a"), Meaning::Several(vec!["zone:x-a".to_owned(), "zone:y-a".to_owned()]));
        assert_eq!(find(&model, "x"), Meaning::Several(vec!["region:x".to_owned(), "component:x".to_owned()]));
        assert!(matches!(find(&model, "region:x"), Meaning::One(Thing::Region(_))));
    }
}
