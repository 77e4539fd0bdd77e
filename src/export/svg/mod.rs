//! Writes a scene as SVG that looks the same in every viewer.
//!
//! Presentation attributes alone: no style, no script, no data address, no outside reference. Text is outlines: each
//! glyph of the face is a symbol, drawn once and used by reference. Only when text is asked for as text is there a style
//! sheet, which holds the face. One element stands on a line and attributes have
//! a fixed order, so a difference between two pictures can be read. Layers are groups that Inkscape lists by name.
//!
//! *Invariant*: the text is well-formed XML 1.0 whatever the names in the scene are.

mod face;
mod font;
mod paint;
mod shape;
mod text;
mod write;

use self::font::Fonts;
use self::text::Glyphs;
use self::write::{Writer, escaped};
use crate::geom::number;
use crate::scene::{Group, LayerKind, Node, Scene, Text, Use};

/// How an SVG is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct SvgOptions {
    /// Width in which a viewer shows it, in page units; its own width when absent.
    pub width: Option<f64>,
    /// How texts are written.
    pub text: Lettering,
}

/// How texts are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lettering {
    /// As the shapes of their letters.
    #[default]
    Outlines,
    /// As text, with the face in the file.
    Font,
}

/// What texts are written with.
enum Letters {
    Outlines(Glyphs),
    Font(Fonts),
}

impl Letters {
    fn of(scene: &Scene, lettering: Lettering) -> Self {
        let lists = scene.symbols.iter().map(|symbol| &symbol.nodes).chain([&scene.nodes]);
        match lettering {
            Lettering::Outlines => {
                let mut glyphs = Glyphs::default();
                lists.for_each(|nodes| glyphs.collect(nodes));
                Self::Outlines(glyphs)
            }
            Lettering::Font => {
                let mut fonts = Fonts::default();
                lists.for_each(|nodes| fonts.collect(nodes));
                Self::Font(fonts)
            }
        }
    }

    fn text(&self, out: &mut Writer, text: &Text) {
        match self {
            Self::Outlines(glyphs) => glyphs.text(out, text),
            Self::Font(_) => font::text(out, text),
        }
    }
}

/// A scene as the text of an SVG file.
pub fn svg(scene: &Scene, options: &SvgOptions) -> String {
    let letters = Letters::of(scene, options.text);
    let mut out = Writer::default();
    root(&mut out, scene, options);
    if let Letters::Font(fonts) = &letters {
        fonts.faces(&mut out);
    }
    out.line("<defs>");
    for (i, shade) in scene.shades.iter().enumerate() {
        paint::shade(&mut out, i, shade);
    }
    for (i, clip) in scene.clips.iter().enumerate() {
        shape::clip(&mut out, i, clip);
    }
    if let Letters::Outlines(glyphs) = &letters {
        glyphs.symbols(&mut out);
    }
    for symbol in &scene.symbols {
        out.line(&format!("<symbol id=\"{}\" overflow=\"visible\">", escaped(&symbol.id)));
        symbol.nodes.iter().for_each(|each| node(&mut out, &letters, each));
        out.line("</symbol>");
    }
    out.line("</defs>");
    for (kind, nodes) in scene.in_layers() {
        let name = kind.label();
        out.open("g");
        out.attribute("id", &format!("layer-{}", name.to_lowercase().replace(' ', "-")));
        out.attribute("inkscape:groupmode", "layer");
        out.attribute("inkscape:label", name);
        if matches!(kind, LayerKind::Paper | LayerKind::CropMarks) {
            out.attribute("aria-hidden", "true");
        } else {
            out.attribute("role", "group");
            out.attribute("aria-label", name);
        }
        out.close(false);
        for each in nodes {
            node(&mut out, &letters, each);
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
    if options.text == Lettering::Font {
        out.attribute("font-family", font::FAMILY);
    }
    // what is inside has names of its own, which a plain `img` would hide
    out.attribute("role", "graphics-document document");
    out.attribute("aria-labelledby", "picture-title");
    out.attribute("aria-describedby", "picture-desc");
    out.attribute("data-projection", scene.projection.view().name());
    out.attribute("data-unit", &number(scene.projection.unit()));
    out.attribute("data-origin", &format!("{} {}", number(origin.x), number(origin.y)));
    out.close(false);
    for (name, id, text) in [("title", "picture-title", &scene.title), ("desc", "picture-desc", &scene.description)] {
        out.open(name);
        out.attribute("id", id);
        out.close_with_text(name, text);
    }
}

fn node(out: &mut Writer, letters: &Letters, node: &Node) {
    match node {
        Node::Group(each) => group(out, letters, each),
        Node::Path(each) => shape::path(out, each),
        Node::Text(each) => letters.text(out, each),
        Node::Use(each) => reference(out, each),
    }
}

fn group(out: &mut Writer, letters: &Letters, group: &Group) {
    out.open("g");
    out.tag(&group.tag);
    if group.tag.title.is_some() {
        out.attribute("role", "graphics-object group");
    }
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
    group.children.iter().for_each(|child| node(out, letters, child));
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
