//! The names of containers on the ground: what they say, and how large they are.

use super::grid::Caption;
use crate::geom::Gu;
use crate::model::{Environment, Network, Region};
use crate::text::{Weight, width};

/// Most letters of the name of a container: a longer one would stretch it.
const MOST_LETTERS: usize = 40;
/// Cells of a container whose name has the usual size, and how many times larger a name may be, in per cent. Whoever looks
/// at a large sheet as a whole wants to read what its parts are.
const USUAL: usize = 24;
const LARGEST: i32 = 200;

/// The name of the slab of a region with some cells: its label in capitals, and its id where the label does not say it.
pub(super) fn region(region: &Region, cells: usize) -> Caption {
    let label = cut(&region.label);
    let says_it = label.to_lowercase().contains(&region.id.to_lowercase());
    let text = match (region.label == region.id, says_it) {
        (true, _) => region.id.clone(),
        (false, true) => label.to_uppercase(),
        (false, false) => format!("{}  ·  {}", label.to_uppercase(), region.id),
    };
    caption(text, (Gu(70), Gu(126)), cells)
}

/// The name of the plate of an environment with some cells.
pub(super) fn environment(environment: &Environment, cells: usize) -> Caption {
    caption(cut(&environment.label), (Gu(60), Gu(108)), cells)
}

/// The name of the plate of a network.
pub(super) fn network(network: &Network) -> Caption {
    caption(cut(&network.label), (Gu(54), Gu(100)), 0)
}

/// A name with the size of its em and the depth of its strip, both larger the more cells there are.
fn caption(text: String, (size, depth): (Gu, Gu), cells: usize) -> Caption {
    let percent = ((cells * 10_000 / USUAL).isqrt() as i32).clamp(100, LARGEST);
    let (size, depth) = (size * percent / 100, depth * percent / 100);
    // capitals are spaced a little when drawn
    let spaced = width(&text, Weight::SemiBold) + 80 * text.chars().count() as i64;
    Caption { width: Gu((spaced * i64::from(size.0) / 1000) as i32), text, size, depth }
}

/// A name of a container, shortened where it would stretch that; `isoplan describe` has the whole.
fn cut(name: &str) -> String {
    if name.chars().count() <= MOST_LETTERS {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(MOST_LETTERS - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    fn of(id: &str, label: &str) -> Region {
        testing::model(&format!("[region.{id}]\nlabel = \"{label}\"\n[app.a]\n")).regions[0].clone()
    }

    #[test]
    fn a_region_is_named_with_its_id_unless_the_label_says_it() {
        let text = |id, label| region(&of(id, label), 1).text;
        assert_eq!(text("us-east-1", "US East"), "US EAST  ·  us-east-1");
        assert_eq!(text("us-east-1", "us-east-1"), "us-east-1");
        assert_eq!(text("europe-west1", "europe-west1 (Belgium)"), "EUROPE-WEST1 (BELGIUM)");
        assert_eq!(text("r", &"x".repeat(60)).chars().filter(|c| *c == 'X').count(), MOST_LETTERS - 1);
    }

    #[test]
    fn names_grow_with_what_they_name_to_twice_their_size() {
        let size = |cells| region(&of("r", "US East"), cells).size;
        assert_eq!([size(0), size(24), size(54), size(96), size(5000)], [70, 70, 105, 140, 140].map(Gu));
    }
}
