//! The drawing itself: paths, texts and symbols as the operators of a content stream.

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Finish, Name, Settings, Str, TextStr};

use super::bounds::{Bounds, of_path};
use super::fonts::{self, Fonts};
use super::shade::channels;
use crate::geom::Pt;
use crate::scene::{Course, Fill, Group, LayerKind, Node, OPEN, Paint, Path, Scene, Segment, Stroke, Text, Use};

/// Paints entries, and collects the states of opacity that they need.
pub(super) struct Painter<'a> {
    fonts: &'a Fonts,
    names: Vec<&'a str>,
    /// Opacity of fillings and of lines, in hundredths.
    pub(super) states: Vec<(u32, u32)>,
    bounds: &'a Bounds,
    scene: &'a Scene,
}

/// The name of a layer in the resources.
pub(super) fn layer_name(kind: LayerKind) -> String {
    format!("L{}", LayerKind::ALL.iter().position(|known| *known == kind).unwrap_or_default())
}

impl<'a> Painter<'a> {
    pub(super) fn new(fonts: &'a Fonts, bounds: &'a Bounds, scene: &'a Scene) -> Self {
        Self { fonts, names: Vec::new(), states: Vec::new(), bounds, scene }
    }

    /// The content of the page; a page unit has some points.
    pub(super) fn page(&mut self, scene: &'a Scene, unit: f64) -> Vec<u8> {
        self.names = scene.symbols.iter().map(|symbol| symbol.id.as_str()).collect();
        let mut out = content();
        out.transform([unit as f32, 0.0, 0.0, -unit as f32, 0.0, (scene.height * unit) as f32]);
        for (kind, nodes) in scene.in_layers() {
            begin(&mut out, kind);
            for node in nodes {
                self.node(&mut out, node, kind);
            }
            out.end_marked_content();
        }
        out.finish().into_vec()
    }

    /// The content of a symbol.
    pub(super) fn form(&mut self, nodes: &[Node]) -> Vec<u8> {
        let mut out = content();
        for node in nodes {
            self.node(&mut out, node, LayerKind::Labels);
        }
        out.finish().into_vec()
    }

    fn node(&mut self, out: &mut Content, node: &Node, layer: LayerKind) {
        match node {
            Node::Group(each) => self.group(out, each, layer),
            Node::Path(each) => self.path(out, each),
            Node::Text(each) => self.text(out, each),
            Node::Use(each) => self.reference(out, each),
        }
    }

    /// What is a label is hidden with the labels, whatever it lies on.
    fn group(&mut self, out: &mut Content, group: &Group, layer: LayerKind) {
        let is_label = group.tag.class == "label" && layer != LayerKind::Labels;
        if is_label {
            begin(out, LayerKind::Labels);
        }
        let layer = if is_label { LayerKind::Labels } else { layer };
        group.children.iter().for_each(|child| self.node(out, child, layer));
        if is_label {
            out.end_marked_content();
        }
    }

    fn state(&mut self, out: &mut Content, fill: f64, stroke: f64) {
        let hundredths = |v: f64| (v.clamp(0.0, 1.0) * 100.0).round() as u32;
        let wanted = (hundredths(fill), hundredths(stroke));
        if wanted == (100, 100) {
            return;
        }
        let at = self.states.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            self.states.push(wanted);
            self.states.len() - 1
        });
        out.set_parameters(Name(format!("A{at}").as_bytes()));
    }

    fn path(&mut self, out: &mut Content, path: &Path) {
        if path.segments.is_empty() || (path.fill.is_none() && path.stroke.is_none()) {
            return;
        }
        out.save_state();
        if let Some(clip) = path.clip.and_then(|at| self.scene.clips.get(at)) {
            outline(out, &clip.segments);
            cut(out, clip.even_odd);
        }
        let opacity = |of: Option<f64>| of.unwrap_or(1.0);
        self.state(out, opacity(path.fill.map(|f| f.opacity)), opacity(path.stroke.as_ref().map(|s| s.opacity)));
        if let Some(Fill { paint: Paint::Shade(index), .. }) = path.fill
            && let Some(rect) = of_path(path)
        {
            out.save_state();
            outline(out, &path.segments);
            cut(out, path.even_odd);
            match self.scene.shades.get(index).map(|shade| shade.course) {
                Some(Course::Line(..)) | None => {}
                Some(Course::Round { matrix, .. }) => {
                    out.transform(matrix.map(|v| v as f32));
                }
                Some(Course::Across) => {
                    out.transform([rect.w, 0.0, 0.0, rect.h, rect.x, rect.y].map(|v| v as f32));
                }
            }
            out.shading(Name(format!("G{index}").as_bytes()));
            out.restore_state();
        }
        let plain = match path.fill {
            Some(Fill { paint: Paint::Plain(color), .. }) => Some(color),
            _ => None,
        };
        if let Some(color) = plain {
            let [r, g, b] = channels(color);
            out.set_fill_rgb(r, g, b);
        }
        if let Some(stroke) = &path.stroke {
            line(out, stroke);
        }
        match (plain, &path.stroke) {
            (Some(_), Some(_)) => {
                outline(out, &path.segments);
                if path.even_odd {
                    out.fill_even_odd_and_stroke()
                } else {
                    out.fill_nonzero_and_stroke()
                };
            }
            (Some(_), None) => {
                outline(out, &path.segments);
                if path.even_odd {
                    out.fill_even_odd()
                } else {
                    out.fill_nonzero()
                };
            }
            (None, Some(_)) => {
                outline(out, &path.segments);
                out.stroke();
            }
            (None, None) => {}
        }
        out.restore_state();
    }

    fn reference(&mut self, out: &mut Content, put: &Use) {
        let Some(at) = self.names.iter().position(|name| *name == put.symbol) else { return };
        if self.bounds.symbol(&put.symbol).is_none() {
            return;
        }
        out.save_state();
        out.transform(put.matrix.map(|v| v as f32));
        if let Some(color) = put.stroke {
            let [r, g, b] = channels(color);
            out.set_stroke_rgb(r, g, b);
        }
        out.x_object(Name(format!("S{at}").as_bytes()));
        out.restore_state();
    }

    fn text(&mut self, out: &mut Content, text: &Text) {
        let Some(shaped) = self.fonts.shaped(&text.text, text.weight) else { return };
        if shaped.glyphs.is_empty() {
            return;
        }
        let start = text.start(shaped);
        let k = text.size / 1000.0;
        let [a, b, c, d, e, f] = text.matrix;
        out.save_state();
        let [red, green, blue] = channels(text.fill);
        out.set_fill_rgb(red, green, blue);
        // readers join the letters of level lines to words; of slanted and spaced ones they have to be told
        let is_level = b.abs() < 1e-9 && c.abs() < 1e-9;
        let is_read = is_level && text.spacing.abs() < 1e-9 && self.fonts.reads_back(&text.text, text.weight);
        if !is_read {
            let mut span = out.begin_marked_content_with_properties(Name(b"Span"));
            span.properties().actual_text(TextStr(&text.text));
            span.finish();
        }
        out.begin_text();
        out.set_font(Name(fonts::name(text.weight).as_bytes()), text.size as f32);
        // glyphs stand upright on a page whose y runs down
        out.set_text_matrix([a, b, -c, -d, e + a * k * start, f + b * k * start].map(|v| v as f32));
        let mut pen = 0.0;
        let mut rise = 0;
        let mut i = 0;
        while i < shaped.glyphs.len() {
            // glyphs of one height are shown together
            let high = shaped.glyphs[i].y;
            if high != rise {
                out.set_rise((high as f64 * k) as f32);
                rise = high;
            }
            let mut shown = out.show_positioned();
            let mut items = shown.items();
            while let Some(glyph) = shaped.glyphs.get(i).filter(|glyph| glyph.y == high) {
                let at = glyph.x as f64 + text.spacing * i as f64;
                if (at - pen).abs() > 0.5 {
                    items.adjust((pen - at) as f32);
                }
                let id = self.fonts.number(text.weight, glyph.id);
                items.show(Str(&id.to_be_bytes()));
                pen = at + crate::text::advance(glyph.id, text.weight) as f64;
                i += 1;
            }
            items.finish();
            shown.finish();
        }
        out.end_text();
        if !is_read {
            out.end_marked_content();
        }
        out.restore_state();
    }
}

/// Cuts off what follows at the outline that was just drawn.
fn cut(out: &mut Content, even_odd: bool) {
    if even_odd {
        out.clip_even_odd()
    } else {
        out.clip_nonzero()
    };
    out.end_path();
}

fn content() -> Content {
    Content::with_settings(Settings { pretty: false })
}

fn begin(out: &mut Content, kind: LayerKind) {
    let name = layer_name(kind);
    out.begin_marked_content_with_properties(Name(b"OC")).properties_named(Name(name.as_bytes()));
}

/// The looks of a line.
fn line(out: &mut Content, stroke: &Stroke) {
    // the colour of a glyph is that of who uses it
    if stroke.color != OPEN {
        let [r, g, b] = channels(stroke.color);
        out.set_stroke_rgb(r, g, b);
    }
    out.set_line_width(stroke.width as f32);
    if !stroke.dash.is_empty() {
        out.set_dash_pattern(stroke.dash.iter().map(|v| *v as f32), 0.0);
    }
    if stroke.round {
        out.set_line_cap(LineCapStyle::RoundCap).set_line_join(LineJoinStyle::RoundJoin);
    } else {
        // as in SVG
        out.set_miter_limit(4.0);
    }
}

/// A path; quadratic curves become cubic ones.
fn outline(out: &mut Content, segments: &[Segment]) {
    let xy = |p: Pt| (p.x as f32, p.y as f32);
    let mut at = Pt::default();
    for segment in segments {
        match *segment {
            Segment::Move(p) => {
                let (x, y) = xy(p);
                out.move_to(x, y);
                at = p;
            }
            Segment::Line(p) => {
                let (x, y) = xy(p);
                out.line_to(x, y);
                at = p;
            }
            Segment::Quad(c, p) => {
                let toward =
                    |from: Pt| Pt::new(from.x + (c.x - from.x) * 2.0 / 3.0, from.y + (c.y - from.y) * 2.0 / 3.0);
                let ((x1, y1), (x2, y2), (x3, y3)) = (xy(toward(at)), xy(toward(p)), xy(p));
                out.cubic_to(x1, y1, x2, y2, x3, y3);
                at = p;
            }
            Segment::Cubic(c, d, p) => {
                let ((x1, y1), (x2, y2), (x3, y3)) = (xy(c), xy(d), xy(p));
                out.cubic_to(x1, y1, x2, y2, x3, y3);
                at = p;
            }
            Segment::Close => {
                out.close_path();
            }
        }
    }
}
