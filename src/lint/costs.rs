//! What the components of an environment cost in a month: as stated, else from instances and a table of prices.

use crate::catalog::{self, Trait};
use crate::model::{ComponentIx, EnvironmentIx, Model};
use crate::syntax::document::Role;

/// Hours of a month: 365 × 24 / 12.
const HOURS: f64 = 730.0;

/// What is known of the costs of an environment.
pub(crate) struct Costs {
    /// Components with their costs in US dollars a month, the dearest first.
    pub(crate) known: Vec<(ComponentIx, f64)>,
    /// Components of which nothing is known.
    pub(crate) unknown: Vec<ComponentIx>,
    /// How many of the known ones are stated rather than worked out.
    stated: usize,
    /// Which prices were used, where any were.
    pub(crate) prices: Option<&'static str>,
}

impl Costs {
    /// The costs of all components of an environment that are ours.
    pub(crate) fn of(model: &Model, environment: EnvironmentIx) -> Self {
        let mut costs = Self { known: Vec::new(), unknown: Vec::new(), stated: 0, prices: None };
        let year = model.diagram.date.map(|date| date.year);
        for c in model.component_ixs().filter(|&c| model.component(c).environment == Some(environment)) {
            let component = model.component(c);
            if component.role == Role::External || component.kind.traits.has(Trait::Outlines) {
                continue;
            }
            if let Some(cost) = stated(model, c) {
                costs.stated += 1;
                costs.known.push((c, cost));
            } else if let Some(cost) = by_instances(model, c, year) {
                costs.prices = Some(if year == Some(2012) {
                    "machines are counted at prices on demand of November 2012, us-east-1"
                } else {
                    "machines are counted at prices on demand of March 2025, us-east-1"
                });
                costs.known.push((c, cost));
            } else {
                costs.unknown.push(c);
            }
        }
        costs.known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        costs
    }

    /// The sum of what is known, US dollars a month.
    pub(crate) fn total(&self) -> f64 {
        self.known.iter().map(|(_, cost)| cost).sum()
    }

    /// Whether the costs of four of five components are stated.
    pub(crate) fn is_stated(&self) -> bool {
        let count = self.known.len() + self.unknown.len();
        self.stated > 0 && self.stated * 5 >= count * 4
    }
}

/// The cost that a component states. A copy that has it from its original costs in proportion to its instances.
fn stated(model: &Model, c: ComponentIx) -> Option<f64> {
    let component = model.component(c);
    let said = component.attributes.cost.as_ref()?;
    let Some(original) = component.replica_of else { return Some(said.value) };
    let inherited = model.component(original).attributes.cost.as_ref().is_some_and(|other| other.span == said.span);
    if !inherited {
        return Some(said.value);
    }
    let (own, other) = (model.instances(c), model.instances(original));
    let share = if other == 0 { 1.0 } else { f64::from(own) / f64::from(other) };
    Some(stated(model, original)? * share)
}

/// Instances at their price on demand, where the type of all of them, their number and its price are known.
fn by_instances(model: &Model, c: ComponentIx, year: Option<u16>) -> Option<f64> {
    let component = model.component(c);
    // the price of a managed database or cache is another than that of the machine under it
    if component.kind.traits.has(Trait::Managed) && !component.kind.traits.has(Trait::Compute) {
        return None;
    }
    let mut sum = 0.0;
    let mut any = false;
    for place in model.places(c) {
        if !place.count_stated {
            return None;
        }
        let name = &place.instance_name.as_ref()?.value;
        let hour = match year {
            Some(2012) => catalog::builtin().price_2012(name)?,
            _ => place.instance?.usd_per_hour?,
        };
        sum += f64::from(place.instances) * hour * HOURS;
        any = true;
    }
    any.then_some(sum)
}

/// Whole US dollars with commas: `1,200 USD`.
pub(crate) fn dollars(amount: f64) -> String {
    let digits = format!("{:.0}", amount.max(0.0));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{out} USD")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::resolve;
    use crate::source::SourceFile;
    use crate::syntax::parse;

    #[test]
    fn dollars_are_grouped_in_threes() {
        assert_eq!(
            [0.4, 999.6, 1234.0, 1_234_567.0].map(dollars),
            ["0 USD", "1,000 USD", "1,234 USD", "1,234,567 USD"]
        );
    }

    #[test]
    fn costs_are_stated_or_worked_out_and_copies_cost_by_size() {
        let text = "[diagram]\ndate = 2012-11-06\n[region.r]\nzones = [\"a\", \"b\"]\n[environment.production]\n\
                    [environment.staging]\nreplicates = \"production\"\nscale = 0.5\n\
                    [app.web]\nzones = [\"a\", \"b\"]\nper-zone = 2\ncost = 400\n\
                    [app.api]\nzones = [\"a\", \"b\"]\nper-zone = 1\ninstance = \"m1.small\"\n\
                    [store.files]\nkind = \"s3\"\n[app.jobs]\ninstance = \"m1.small\"\n";
        let (model, findings) = resolve(&parse(SourceFile::new("t.toml", text)).document);
        assert_eq!(findings, []);
        let costs = Costs::of(&model, EnvironmentIx(0));
        let names = |list: &[ComponentIx]| list.iter().map(|&c| model.component(c).id.clone()).collect::<Vec<_>>();
        assert_eq!(names(&costs.unknown), ["files", "jobs"]);
        assert_eq!(dollars(costs.total()), dollars(400.0 + 2.0 * 0.065 * 730.0));
        assert!(!costs.is_stated());
        assert!(costs.prices.unwrap().contains("2012"));
        let copy = Costs::of(&model, EnvironmentIx(1));
        assert_eq!(dollars(copy.total()), dollars(200.0 + 0.065 * 730.0));
    }
}
