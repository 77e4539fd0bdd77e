//! Writes a scene as PDF: one page of vector drawing with text that can be selected, links and layers.
//!
//! A page unit becomes three quarters of a point, or what the sheet of paper says. Symbols are form objects, drawn once
//! and used by reference; the face is embedded with the glyphs that are used. Without a date and with names counted up in
//! order, the same scene gives the same bytes.

mod bounds;
mod content;
mod fonts;
mod shade;

use std::fmt;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{ActionType, AnnotationType};
use pdf_writer::{Chunk, Filter, Finish, Name, Pdf, Rect, Ref, Settings, Str, TextStr};

use self::bounds::Bounds;
use self::content::Painter;
use self::fonts::Fonts;
use crate::geom::PageRect;
use crate::scene::{LayerKind, Scene};

/// Points for a page unit of a picture without a sheet: a unit is a CSS pixel.
const POINTS: f64 = 0.75;
/// Points for each millimetre.
const POINTS_OF_MM: f64 = 72.0 / 25.4;
/// The longest side that readers of PDF take, in points.
const LONGEST: f64 = 14_400.0;
/// How hard streams are compressed, from 0 to 10.
const LEVEL: u8 = 6;

/// Why there is no PDF.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PdfError {
    /// The embedded face can not be cut down to the glyphs that are used; the words of the library.
    Face(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Face(why) => write!(f, "the face could not be embedded in the PDF: {why}"),
        }
    }
}

impl std::error::Error for PdfError {}

/// Hands out the numbers of objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// A scene as the bytes of a PDF file.
///
/// # Errors
/// If the face can not be embedded.
pub fn pdf(scene: &Scene) -> Result<Vec<u8>, PdfError> {
    let unit = scene.sheet.map_or(POINTS, |on| on.unit * POINTS_OF_MM);
    let unit = unit.min(LONGEST / scene.width.max(scene.height).max(1.0));
    let mut numbers = Numbers(0);
    let [catalog, tree, page, content, resources, info] = std::array::from_fn(|_| numbers.next());
    let layers: Vec<(LayerKind, Ref)> = layers(scene).into_iter().map(|kind| (kind, numbers.next())).collect();

    let fonts = Fonts::of(scene);
    let bounds = Bounds::of(scene);
    let mut painter = Painter::new(&fonts, &bounds, scene);
    let page_content = painter.page(scene, unit);
    let forms: Vec<(usize, Vec<u8>)> =
        scene.symbols.iter().enumerate().map(|(i, symbol)| (i, painter.form(&symbol.nodes))).collect();

    let settings = Settings { pretty: false };
    let mut out = Pdf::with_settings(settings);
    let mut written = out.catalog(catalog);
    written.pages(tree);
    written.viewer_preferences().display_doc_title(true);
    let mut shown = written.insert(Name(b"OCProperties")).dict();
    shown.insert(Name(b"OCGs")).array().items(layers.iter().map(|(_, id)| *id));
    let mut usual = shown.insert(Name(b"D")).dict();
    usual.insert(Name(b"Order")).array().items(layers.iter().map(|(_, id)| *id));
    usual.finish();
    shown.finish();
    written.finish();
    let mut about = out.document_info(info);
    about.title(TextStr(&scene.title)).subject(TextStr(&scene.description)).producer(TextStr("isoplan"));
    about.finish();
    out.pages(tree).kids([page]).count(1);
    for (kind, id) in &layers {
        let mut group = out.indirect(*id).dict();
        group.pair(Name(b"Type"), Name(b"OCG")).pair(Name(b"Name"), TextStr(kind.label()));
    }

    let links = bounds.links(scene);
    let link_ids: Vec<Ref> = links.iter().map(|_| numbers.next()).collect();
    let mut sheet = out.page(page);
    let height = scene.height * unit;
    let box_of = |rect: &PageRect| {
        let [x, y, x1, y1] =
            [rect.x * unit, height - rect.y1() * unit, rect.x1() * unit, height - rect.y * unit].map(|v| v as f32);
        Rect::new(x, y, x1, y1)
    };
    sheet.media_box(Rect::new(0.0, 0.0, (scene.width * unit) as f32, height as f32));
    if let Some(on) = &scene.sheet {
        sheet.bleed_box(box_of(&on.bleed)).trim_box(box_of(&on.trim));
    }
    sheet.parent(tree).contents(content).pair(Name(b"Resources"), resources);
    if !link_ids.is_empty() {
        sheet.annotations(link_ids.iter().copied());
    }
    sheet.finish();
    for ((rect, address), id) in links.iter().zip(&link_ids) {
        let mut link = out.annotation(*id);
        link.subtype(AnnotationType::Link).rect(box_of(rect)).border(0.0, 0.0, 0.0, None);
        link.action().action_type(ActionType::Uri).uri(Str(address.as_bytes()));
    }
    stream(&mut out, content, &page_content);

    let form_ids: Vec<Ref> = forms.iter().map(|_| numbers.next()).collect();
    for ((i, bytes), id) in forms.iter().zip(&form_ids) {
        let bytes = compress_to_vec_zlib(bytes, LEVEL);
        let mut form = out.form_xobject(*id, &bytes);
        let around = bounds.symbol(&scene.symbols[*i].id).unwrap_or(PageRect::new(0.0, 0.0, 1.0, 1.0)).grown(4.0);
        let [x, y, x1, y1] = [around.x, around.y, around.x1(), around.y1()].map(|v| v as f32);
        form.bbox(Rect::new(x, y, x1, y1)).filter(Filter::FlateDecode);
        form.pair(Name(b"Resources"), resources);
    }
    let shades: Vec<Ref> = scene.shades.iter().map(|each| shade::write(&mut out, &mut numbers, each)).collect();
    let faces = fonts.write(&mut out, &mut numbers)?;
    let states: Vec<Ref> = painter.states.iter().map(|_| numbers.next()).collect();
    for ((fill, stroke), id) in painter.states.iter().zip(&states) {
        let share = |hundredths: u32| hundredths as f32 / 100.0;
        out.ext_graphics(*id).non_stroking_alpha(share(*fill)).stroking_alpha(share(*stroke));
    }

    let mut all = out.indirect(resources).dict();
    list(&mut all, b"XObject", "S", &form_ids);
    list(&mut all, b"Shading", "G", &shades);
    list(&mut all, b"ExtGState", "A", &states);
    let mut of_fonts = all.insert(Name(b"Font")).dict();
    for (weight, id) in faces {
        of_fonts.pair(Name(fonts::name(weight).as_bytes()), id);
    }
    of_fonts.finish();
    let mut of_layers = all.insert(Name(b"Properties")).dict();
    for (kind, id) in &layers {
        of_layers.pair(Name(content::layer_name(*kind).as_bytes()), *id);
    }
    of_layers.finish();
    all.finish();
    Ok(out.finish())
}

/// The layers that a scene has, each once.
fn layers(scene: &Scene) -> Vec<LayerKind> {
    let has = |kind: &LayerKind| {
        scene.layers.iter().any(|layer| layer.kind == *kind) || (*kind == LayerKind::Labels && !scene.nodes.is_empty())
    };
    LayerKind::ALL.into_iter().filter(has).collect()
}

/// A dictionary of objects with a letter and a number for their names.
fn list(all: &mut pdf_writer::Dict<'_>, key: &[u8], letter: &str, ids: &[Ref]) {
    let mut dict = all.insert(Name(key)).dict();
    for (i, id) in ids.iter().enumerate() {
        dict.pair(Name(format!("{letter}{i}").as_bytes()), *id);
    }
}

/// A compressed stream.
fn stream(out: &mut Chunk, id: Ref, bytes: &[u8]) {
    let bytes = compress_to_vec_zlib(bytes, LEVEL);
    out.stream(id, &bytes).filter(Filter::FlateDecode);
}
