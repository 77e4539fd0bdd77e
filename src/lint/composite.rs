//! The availability that a component can reach with all that it needs.
//!
//! What it can not do without multiplies: each such component counts once, however many ways lead to it. Of alternatives
//! one is enough, so they fail together only: 1 − Π(1 − Aᵢ) (Treynor, Dahlin, Rau and Beyer, "The calculus of service
//! availability", 2017). Failures are taken as independent, and what the file does not say as never failing, so the
//! number is an upper bound.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ComponentIx, ConnectionIx, Model};
use crate::syntax::attributes::Need;

/// An upper bound of the availability of a component, and what it is made of.
pub(crate) struct Composite {
    /// The bound, 0 to 1.
    pub(crate) bound: f64,
    /// Needed components that say a number, the weakest first, each with it.
    pub(crate) factors: Vec<(ComponentIx, f64)>,
    /// Sets of alternatives that say a number, each with what it comes to.
    pub(crate) alternatives: Vec<(Vec<ComponentIx>, f64)>,
    /// Needed components that say nothing.
    pub(crate) silent: usize,
}

/// Works out bounds, one after the other.
pub(crate) struct Composer<'a> {
    model: &'a Model,
    /// Whether something that each component needs says a number.
    says_more: Vec<bool>,
    /// How many more components may be looked at, so that a large file in which all promise something ends at once.
    budget: usize,
}

/// Components that are looked at in all, over all bounds.
const BUDGET: usize = 1_000_000;

impl<'a> Composer<'a> {
    /// Prepares in one pass over the connections.
    pub(crate) fn new(model: &'a Model) -> Self {
        let mut says_more = vec![false; model.components.len()];
        let says = |c: &ComponentIx| own(model, *c).or_else(|| promised(model, *c)).is_some();
        let mut open: Vec<ComponentIx> = model.component_ixs().filter(says).collect();
        while let Some(c) = open.pop() {
            for link in model.incoming(c).map(|link| model.connection(link)) {
                if link.need == Need::Hard && !std::mem::replace(&mut says_more[link.from.ix()], true) {
                    open.push(link.from);
                }
            }
        }
        Self { model, says_more, budget: BUDGET }
    }

    /// The bound for a component, in which its own `slo` has no part; `None` when nothing that it needs says a number, or
    /// when too much was looked at already.
    pub(crate) fn bound(&mut self, c: ComponentIx) -> Option<Composite> {
        if self.budget == 0 || !(self.says_more[c.ix()] || own(self.model, c).is_some()) {
            return None;
        }
        Some(composite(self, c))
    }
}

fn composite(composer: &mut Composer<'_>, c: ComponentIx) -> Composite {
    let model = composer.model;
    let mut needed = Needed::default();
    needed.add(model, c);
    let groups = needed.settle(model);
    let looked_at = needed.set.len() + groups.iter().flat_map(|(_, sets)| sets).map(BTreeSet::len).sum::<usize>();
    composer.budget = composer.budget.saturating_sub(looked_at);
    let says_more = &composer.says_more;
    let mut bound = 1.0;
    let mut least: f64 = 1.0;
    let mut factors = Vec::new();
    let mut silent = 0;
    for &x in &needed.set {
        match own(model, x) {
            Some(own) => {
                bound *= own;
                factors.push((x, own));
            }
            None if x == c => {}
            None => match promised(model, x) {
                // a promise holds for all that it needs; to multiply both would count some of it twice
                Some(promise) if says_more[x.ix()] => {
                    least = least.min(promise);
                    factors.push((x, promise));
                }
                Some(promise) => {
                    bound *= promise;
                    factors.push((x, promise));
                }
                None => silent += 1,
            },
        }
    }
    let mut alternatives = Vec::new();
    for (members, sets) in groups {
        let fail = sets.iter().map(|set| 1.0 - reached(model, says_more, set, &needed.set)).product::<f64>();
        if fail > 0.0 {
            bound *= 1.0 - fail;
            alternatives.push((members, 1.0 - fail));
        }
    }
    factors.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    Composite { bound: bound.min(least), factors, alternatives, silent }
}

/// What a set reaches without what is needed in any case. Alternatives within are taken as never failing.
fn reached(model: &Model, says_more: &[bool], set: &BTreeSet<ComponentIx>, without: &BTreeSet<ComponentIx>) -> f64 {
    let alone = |x: ComponentIx| promised(model, x).filter(|_| !says_more[x.ix()]);
    set.difference(without).filter_map(|&x| own(model, x).or_else(|| alone(x))).product()
}

fn own(model: &Model, c: ComponentIx) -> Option<f64> {
    model.component(c).attributes.availability.as_ref().map(|said| said.value / 100.0)
}

fn promised(model: &Model, c: ComponentIx) -> Option<f64> {
    model.component(c).attributes.slo.as_ref().map(|said| said.value / 100.0)
}

/// What a component can not do without, and the alternatives on the way.
#[derive(Default)]
struct Needed {
    set: BTreeSet<ComponentIx>,
    /// The caller of each set of alternatives, with its members.
    groups: Vec<(ComponentIx, Vec<ComponentIx>)>,
}

/// Members of a set of alternatives, and what each of them needs.
type Alternatives = (Vec<ComponentIx>, Vec<BTreeSet<ComponentIx>>);

impl Needed {
    /// Adds a component and all that it needs over connections without an alternative.
    fn add(&mut self, model: &Model, c: ComponentIx) {
        let mut open = vec![c];
        while let Some(c) = open.pop() {
            if !self.set.insert(c) {
                continue;
            }
            let mut groups: BTreeMap<&str, Vec<ComponentIx>> = BTreeMap::new();
            for link in model.outgoing(c).map(|link: ConnectionIx| model.connection(link)) {
                match &link.either {
                    _ if link.need == Need::Soft => {}
                    None => open.push(link.to),
                    Some(name) => groups.entry(name).or_default().push(link.to),
                }
            }
            for mut members in groups.into_values() {
                members.dedup();
                match members.as_slice() {
                    [only] => open.push(*only),
                    _ => self.groups.push((c, members)),
                }
            }
        }
    }

    /// Adds what all alternatives of a set need, until nothing is left to add; gives the sets that are still a choice.
    fn settle(&mut self, model: &Model) -> Vec<Alternatives> {
        let mut settled = Vec::new();
        while let Some((_, members)) = self.groups.pop() {
            let sets: Vec<BTreeSet<ComponentIx>> = members
                .iter()
                .map(|&member| {
                    let mut needed = Self::default();
                    needed.add(model, member);
                    needed.set
                })
                .collect();
            let shared = sets.iter().skip(1).fold(sets[0].clone(), |all, set| &all & set);
            for x in shared {
                self.add(model, x);
            }
            settled.push((members, sets));
        }
        settled.retain(|(members, _)| !members.iter().any(|member| self.set.contains(member)));
        settled
    }
}
