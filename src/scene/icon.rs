//! Icons of the user: drawings in their own colours, each upright on a flat chip in the place of our glyph.
//!
//! Vendors forbid to skew, turn or recolour what they give out, so an icon is only made smaller, in every projection and
//! every theme. It stands in a box of its own; where that lies is up to who draws the solid.

use std::collections::BTreeMap;

use super::outline::rounded;
use super::theme;
use super::types::{Clip, Fill, Node, Paint, Path, Shade, Stroke, Use};
use crate::geom::Pt;
use crate::layout::SolidRole;

/// Side of the box in which an icon is drawn, in its own units.
pub const ICON: f64 = 64.0;
/// The share of a chip that its icon fills.
const SHARE: f64 = 0.84;

/// The drawing of an icon, inside of a box of [`ICON`] by [`ICON`].
#[derive(Clone, Debug, Default)]
pub struct Icon {
    /// Its parts, back to front.
    pub paths: Vec<Path>,
    /// The shadings that its parts name.
    pub shades: Vec<Shade>,
    /// The outlines that its parts are cut off at.
    pub clips: Vec<Clip>,
}

impl Icon {
    /// Its parts for a scene that has some shadings and outlines already.
    pub(super) fn placed(&self, shades: usize, clips: usize) -> Vec<Node> {
        let one = |path: &Path| {
            let mut path = path.clone();
            if let Some(Fill { paint: Paint::Shade(index), .. }) = &mut path.fill {
                *index += shades;
            }
            path.clip = path.clip.map(|index| index + clips);
            Node::Path(path)
        };
        self.paths.iter().map(one).collect()
    }
}

/// The icons for the kinds of a picture.
#[derive(Clone, Debug, Default)]
pub struct Icons {
    /// By the id of a kind.
    kinds: BTreeMap<String, Icon>,
    /// The kind whose icon stands for the balancer at the head of an app.
    balancer: Option<String>,
}

impl Icons {
    /// Gives a kind an icon.
    pub fn insert(&mut self, kind: &str, icon: Icon) {
        self.kinds.insert(kind.to_owned(), icon);
    }

    /// Gives the balancers at the head of apps the icon of a kind.
    pub fn set_balancer(&mut self, kind: &str) {
        self.balancer = Some(kind.to_owned());
    }

    /// Whether a kind has an icon.
    pub fn has(&self, kind: &str) -> bool {
        self.kinds.contains_key(kind)
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The icon of a kind.
    pub(super) fn icon(&self, kind: &str) -> Option<&Icon> {
        self.kinds.get(kind)
    }

    /// The kind whose icon stands for a solid of a kind, if there is one.
    pub(super) fn name_for(&self, kind: &str, role: SolidRole) -> Option<String> {
        if role == SolidRole::Balancer { self.balancer() } else { Some(kind.to_owned()).filter(|kind| self.has(kind)) }
    }

    /// The kind whose icon stands for a balancer at the head of an app, if there is one.
    pub(super) fn balancer(&self) -> Option<String> {
        self.balancer.clone().filter(|kind| self.has(kind))
    }
}

/// What an icon lies on.
pub(super) struct Chip<'a> {
    /// The symbol of the icon.
    pub(super) symbol: String,
    pub(super) theme: &'a theme::Chip,
}

impl Chip<'_> {
    /// The chip with its icon round a point, upright.
    pub(super) fn at(&self, middle: Pt, side: f64) -> [Node; 2] {
        let edge = Stroke { round: true, ..self.theme.edge.stroke() };
        let chip = Path {
            segments: rounded(middle.x - side / 2.0, middle.y - side / 2.0, side, side, side * 0.12),
            fill: Some(Fill::plain(self.theme.chip)),
            stroke: Some(edge),
            ..Path::default()
        };
        let k = side * SHARE / ICON;
        let matrix = [k, 0.0, 0.0, k, middle.x - ICON / 2.0 * k, middle.y - ICON / 2.0 * k];
        [Node::Path(chip), Node::Use(Use { symbol: self.symbol.clone(), matrix, stroke: None })]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::geom::View;
    use crate::scene::fixture::{Fixture, campaign, forms};
    use crate::scene::{Color, Course, DrawOptions, OPEN, Scene, Segment, Theme, draw_parts};

    fn square(color: Color) -> Icon {
        let segments = rounded(0.0, 0.0, ICON, ICON, 0.0);
        let shade = Shade { stops: vec![(0.0, color), (1.0, Color::WHITE)], course: Course::Across };
        let fill = Some(Fill { paint: Paint::Shade(0), opacity: 1.0 });
        let clip = Clip { segments: segments.clone(), even_odd: false };
        let path = Path { segments, fill, clip: Some(0), ..Path::default() };
        Icon { paths: vec![path], shades: vec![shade], clips: vec![clip] }
    }

    fn icons_for(f: &Fixture) -> Icons {
        let mut icons = Icons::default();
        for (i, component) in f.model.components.iter().enumerate() {
            icons.insert(component.kind.id, square(Color([i as u8, 200, 3])));
        }
        icons
    }

    fn uses<'a>(nodes: &'a [Node], out: &mut Vec<&'a Use>) {
        for node in nodes {
            match node {
                Node::Group(group) => uses(&group.children, out),
                Node::Use(put) => out.push(put),
                Node::Path(_) | Node::Text(_) => {}
            }
        }
    }

    /// How often icons are put somewhere, in symbols and outside of them, and with which matrices.
    fn put(scene: &Scene) -> Vec<[f64; 6]> {
        let mut all = Vec::new();
        scene.symbols.iter().for_each(|symbol| uses(&symbol.nodes, &mut all));
        uses(&scene.nodes, &mut all);
        all.iter().filter(|put| put.symbol.starts_with("icon-")).map(|put| put.matrix).collect()
    }

    #[test]
    fn icons_are_upright_and_keep_their_colours_in_every_view_and_theme() {
        for f in [campaign(), forms()] {
            let icons = icons_for(&f);
            for theme in Theme::names() {
                for view in View::ALL {
                    let options = DrawOptions { view, icons: Some(&icons), ..DrawOptions::default() };
                    let scene = draw_parts(&f.model, &f.layout, &Theme::builtin(theme).unwrap(), options);
                    let matrices = put(&scene);
                    assert!(!matrices.is_empty(), "{theme} {}", view.name());
                    for [a, b, c, d, ..] in matrices {
                        assert!(a > 0.0 && (a - d).abs() < 1e-12 && b.abs() + c.abs() < 1e-12);
                    }
                    let drawn = scene.symbols.iter().filter(|symbol| symbol.id.starts_with("icon-"));
                    for symbol in drawn {
                        let icon = icons.icon(&symbol.id["icon-".len()..]).unwrap();
                        let Node::Path(path) = &symbol.nodes[0] else { panic!("a path") };
                        let Some(Fill { paint: Paint::Shade(index), .. }) = path.fill else { panic!("a shade") };
                        assert_eq!(scene.shades[index], icon.shades[0]);
                        assert_eq!(scene.clips[path.clip.unwrap()], icon.clips[0]);
                    }
                }
            }
        }
    }

    #[test]
    fn a_kind_without_an_icon_keeps_its_glyph_and_one_with_an_icon_has_none() {
        let f = campaign();
        let theme = Theme::builtin("reference").unwrap();
        let kind = f.model.components[0].kind;
        let mut icons = Icons::default();
        icons.insert(kind.id, square(OPEN));
        let glyph = format!("glyph-{}", kind.glyph);
        let shared = f.model.components.iter().any(|other| other.kind.glyph == kind.glyph && other.kind.id != kind.id);
        let glyphs = |icons: Option<&Icons>| -> Vec<String> {
            let scene = draw_parts(&f.model, &f.layout, &theme, DrawOptions { icons, ..DrawOptions::default() });
            scene.symbols.into_iter().map(|symbol| symbol.id).filter(|id| !id.starts_with("solid-")).collect()
        };
        let (before, after) = (glyphs(None), glyphs(Some(&icons)));
        assert!(after.contains(&format!("icon-{}", kind.id)) && after.len() >= before.len().min(2));
        assert_eq!(after.contains(&glyph), shared && before.contains(&glyph), "{after:?}");
    }

    #[test]
    fn a_balancer_has_the_icon_of_the_kind_that_is_named_for_it() {
        let mut icons = Icons::default();
        icons.insert("elb", Icon::default());
        assert_eq!(icons.name_for("ec2", SolidRole::Balancer), None);
        icons.set_balancer("elb");
        assert_eq!(icons.name_for("ec2", SolidRole::Balancer).as_deref(), Some("elb"));
        assert_eq!((icons.name_for("ec2", SolidRole::Instance), icons.is_empty()), (None, false));
        assert!(matches!(square(OPEN).placed(3, 4)[0], Node::Path(Path { clip: Some(4), .. })));
        assert!(square(OPEN).paths[0].segments.contains(&Segment::Close));
    }
}
