//! Writes a scene as SVG that looks the same in every viewer.
//!
//! Presentation attributes alone: no style, no script, no data address, no outside reference. Text is outlines: each
//! glyph of the face is a symbol, drawn once and used by reference. One element stands on a line and attributes have
//! a fixed order, so a difference between two pictures can be read. Layers are groups that Inkscape lists by name.
//!
//! *Invariant*: the text is well-formed XML 1.0 whatever the names in the scene are.

mod paint;
mod shape;
mod text;
mod write;

use self::text::Glyphs;
use self::write::{Writer, escaped};
use crate::geom::number;
use crate::scene::{Group, Node, Scene, Use};

/// How an SVG is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct SvgOptions {
    /// Width in which a viewer shows it, in page units; its own width when absent.
    pub width: Option<f64>,
}

/// A scene as the text of an SVG file.
pub fn svg(scene: &Scene, options: &SvgOptions) -> String {
    let mut glyphs = Glyphs::default();
    for symbol in &scene.symbols {
        glyphs.collect(&symbol.nodes);
    }
    glyphs.collect(&scene.nodes);
    let mut out = Writer::default();
    root(&mut out, scene, options);
    out.line("<defs>");
    for (i, shade) in scene.shades.iter().enumerate() {
        paint::shade(&mut out, i, shade);
    }
    for (i, clip) in scene.clips.iter().enumerate() {
        shape::clip(&mut out, i, clip);
    }
    glyphs.symbols(&mut out);
    for symbol in &scene.symbols {
        out.line(&format!("<symbol id=\"{}\" overflow=\"visible\">", escaped(&symbol.id)));
        symbol.nodes.iter().for_each(|each| node(&mut out, &glyphs, each));
        out.line("</symbol>");
    }
    out.line("</defs>");
    for (kind, nodes) in scene.in_layers() {
        let name = kind.label();
        out.open("g");
        out.attribute("id", &format!("layer-{}", name.to_lowercase().replace(' ', "-")));
        out.attribute("inkscape:groupmode", "layer");
        out.attribute("inkscape:label", name);
        out.close(false);
        for each in nodes {
            node(&mut out, &glyphs, each);
        }
        out.line("</g>");
    }
    out.line("</svg>");
    out.finish()
}

fn root(out: &mut Writer, scene: &Scene, options: &SvgOptions) {
    let (w, h) = (scene.width, scene.height);
    let shown = options.width.filter(|width| *width > 0.0);
    let origin = scene.projection.origin();
    out.open("svg");
    out.attribute("xmlns", "http://www.w3.org/2000/svg");
    out.attribute("xmlns:inkscape", "http://www.inkscape.org/namespaces/inkscape");
    let [wide, high] = match (shown, &scene.sheet) {
        (Some(shown), _) => [number(shown), number(h * shown / w.max(1.0))],
        (None, Some(on)) => [w, h].map(|side| format!("{}mm", number(side * on.unit))),
        (None, None) => [w, h].map(number),
    };
    out.attribute("width", &wide);
    out.attribute("height", &high);
    out.attribute("viewBox", &format!("0 0 {} {}", number(w), number(h)));
    out.attribute("role", "img");
    out.attribute("data-projection", scene.projection.view().name());
    out.attribute("data-unit", &number(scene.projection.unit()));
    out.attribute("data-origin", &format!("{} {}", number(origin.x), number(origin.y)));
    out.close(false);
    out.element_with_text("title", &scene.title);
    out.element_with_text("desc", &scene.description);
}

fn node(out: &mut Writer, glyphs: &Glyphs, node: &Node) {
    match node {
        Node::Group(each) => group(out, glyphs, each),
        Node::Path(each) => shape::path(out, each),
        Node::Text(each) => glyphs.text(out, each),
        Node::Use(each) => reference(out, each),
    }
}

fn group(out: &mut Writer, glyphs: &Glyphs, group: &Group) {
    out.open("g");
    out.tag(&group.tag);
    out.close(false);
    if let Some(title) = &group.tag.title {
        out.element_with_text("title", title);
    }
    let link = group.tag.link.as_deref();
    if let Some(link) = link {
        out.open("a");
        out.attribute("href", link);
        out.close(false);
    }
    group.children.iter().for_each(|child| node(out, glyphs, child));
    if link.is_some() {
        out.line("</a>");
    }
    out.line("</g>");
}

fn reference(out: &mut Writer, put: &Use) {
    out.open("use");
    out.attribute("href", &format!("#{}", put.symbol));
    let [a, b, c, d, e, f] = put.matrix;
    let is_shift = [a - 1.0, b, c, d - 1.0].iter().all(|v| v.abs() < f64::EPSILON);
    if is_shift {
        out.attribute("x", &number(e));
        out.attribute("y", &number(f));
    } else {
        out.attribute("transform", &write::matrix(put.matrix));
    }
    if let Some(color) = put.stroke {
        out.attribute("stroke", &color.to_string());
    }
    out.close(true);
}
