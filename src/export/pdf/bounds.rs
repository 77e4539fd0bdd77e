//! How far things reach on the page: the boxes of symbols, and of what is a link.

use std::collections::BTreeMap;

use crate::geom::{PageRect, Pt};
use crate::scene::{Node, Path, Scene, Segment};

/// The boxes of all symbols.
pub(super) struct Bounds(BTreeMap<String, PageRect>);

impl Bounds {
    /// Symbols that use others come after those in a scene, or the other way round: both are looked at.
    pub(super) fn of(scene: &Scene) -> Self {
        let mut out = Self(BTreeMap::new());
        for _ in 0..2 {
            for symbol in &scene.symbols {
                if let Some(rect) = out.around(&symbol.nodes) {
                    out.0.insert(symbol.id.clone(), rect);
                }
            }
        }
        out
    }

    /// The box of a symbol.
    pub(super) fn symbol(&self, id: &str) -> Option<PageRect> {
        self.0.get(id).copied()
    }

    /// The box round entries; `None` for nothing.
    fn around(&self, nodes: &[Node]) -> Option<PageRect> {
        nodes.iter().filter_map(|node| self.one(node)).reduce(|a, b| a.union(&b))
    }

    fn one(&self, node: &Node) -> Option<PageRect> {
        match node {
            Node::Group(group) => self.around(&group.children),
            Node::Path(path) => {
                let width = path.stroke.as_ref().map_or(0.0, |stroke| stroke.width);
                of_path(path).map(|rect| rect.grown(width))
            }
            Node::Text(text) => PageRect::around(text.quad),
            Node::Use(put) => {
                let r = self.symbol(&put.symbol)?;
                let [a, b, c, d, e, f] = put.matrix;
                let corners = [(r.x, r.y), (r.x1(), r.y), (r.x1(), r.y1()), (r.x, r.y1())];
                PageRect::around(corners.map(|(x, y)| Pt::new(a * x + c * y + e, b * x + d * y + f)))
            }
        }
    }

    /// The boxes of all links and where they lead.
    pub(super) fn links(&self, scene: &Scene) -> Vec<(PageRect, String)> {
        let mut out = Vec::new();
        self.collect(&scene.nodes, &mut out);
        out
    }

    fn collect(&self, nodes: &[Node], out: &mut Vec<(PageRect, String)>) {
        for node in nodes {
            let Node::Group(group) = node else { continue };
            if let (Some(link), Some(rect)) = (&group.tag.link, self.around(&group.children)) {
                out.push((rect, link.clone()));
            }
            self.collect(&group.children, out);
        }
    }
}

/// The box round the points of a path, those that steer its curves included; `None` for an empty one.
pub(super) fn of_path(path: &Path) -> Option<PageRect> {
    PageRect::around(path.segments.iter().flat_map(|segment| match *segment {
        Segment::Move(p) | Segment::Line(p) => vec![p],
        Segment::Quad(c, p) => vec![c, p],
        Segment::Cubic(c, d, p) => vec![c, d, p],
        Segment::Close => Vec::new(),
    }))
}
