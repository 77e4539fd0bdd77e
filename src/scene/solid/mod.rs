//! Solids: what stands on trays, drawn once for each form, size and colour.
//!
//! A solid is drawn round its own origin as a symbol, and put in place by a shift alone, so a hundred equal servers
//! cost one drawing. From above, a solid is a card of its footprint.

mod body;
mod card;
mod form;
mod look;
mod mesh;
mod round;

use std::collections::BTreeMap;
use std::rc::Rc;

use self::body::Body;
use self::form::{Form, form};
use self::look::Look;
use super::color::Color;
use super::icon::{Chip, Icons};
use super::outline::parsed;
use super::theme::Theme;
use super::types::{Clip, Node, Path, Segment, Shade, Stroke, Symbol};
use crate::catalog;
use crate::geom::{GRect, Gu, Projection};
use crate::layout::Solid;

/// How tall an upright figure is against the shorter side of its footprint, in ground units.
const FIGURE: f64 = 1.25;
/// Side of the chip of an icon on a form without a place for a glyph, against its shorter side.
const CHIP: f64 = 0.78;

/// The drawings made so far.
pub(super) struct Solids<'a> {
    theme: &'a Theme,
    projection: Projection,
    /// Each form is read once, and only when something has it.
    forms: BTreeMap<String, Option<Rc<Form>>>,
    icons: Option<&'a Icons>,
    known: BTreeMap<Key, String>,
    pub(super) symbols: Vec<Symbol>,
    pub(super) shades: Vec<Shade>,
    pub(super) clips: Vec<Clip>,
}

/// What makes two solids look alike.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    form: String,
    family: String,
    glyph: String,
    icon: Option<String>,
    w: Gu,
    d: Gu,
    h: Gu,
    faded: bool,
}

impl<'a> Solids<'a> {
    /// No drawings yet; the projection's origin is of no account.
    pub(super) fn new(theme: &'a Theme, projection: &Projection, icons: Option<&'a Icons>) -> Self {
        Self {
            theme,
            projection: Projection::new(projection.view()),
            forms: BTreeMap::new(),
            icons,
            known: BTreeMap::new(),
            symbols: Vec::new(),
            shades: Vec::new(),
            clips: Vec::new(),
        }
    }

    /// The symbol of a solid that stands for a kind; `faded` for what waits to take over.
    pub(super) fn symbol(&mut self, solid: &Solid, kind: &str, faded: bool) -> String {
        let GRect { w, d, .. } = solid.rect;
        let key = Key {
            form: solid.form.clone(),
            family: solid.family.clone(),
            glyph: solid.glyph.clone(),
            icon: self.icons.and_then(|icons| icons.name_for(kind, solid.role)),
            w,
            d,
            h: solid.h,
            faded,
        };
        if let Some(id) = self.known.get(&key) {
            return id.clone();
        }
        let id = format!("solid-{}", self.known.len() + 1);
        let nodes = self.draw(&key);
        self.symbols.push(Symbol { id: id.clone(), nodes });
        self.known.insert(key, id.clone());
        id
    }

    fn draw(&mut self, key: &Key) -> Vec<Node> {
        let Some(form) = self.form(&key.form) else {
            return Vec::new();
        };
        let own = form.color.filter(|_| self.theme.solid.own);
        let color = own.unwrap_or_else(|| family_color(self.theme, &key.family));
        let look = Look::new(self.theme, color, form.painted, key.faded);
        // a cloud on a cloud says nothing
        let is_same = !form.figure.is_empty() && key.glyph == key.form;
        let icon = key.icon.as_ref().and_then(|name| self.icon(name));
        let glyph = if is_same || icon.is_some() { None } else { self.glyph(&key.glyph) };
        let chip = icon.map(|symbol| Chip { symbol, theme: &self.theme.icon });
        let (w, d) = (key.w.units(), key.d.units());
        let unit = self.projection.unit();
        if !self.projection.has_height() {
            return card::card(&form, &look, glyph.as_deref(), chip.as_ref(), w * unit, d * unit);
        }
        let mut body = Body {
            projection: &self.projection,
            size: [w, d, key.h.units()],
            look: &look,
            ink: self.theme.solid.ink,
            glyph: glyph.as_deref(),
            chip: chip.as_ref(),
            shades: &mut self.shades,
            out: Vec::new(),
        };
        body.paint(&form);
        let mut out = body.out;
        let has_place = !form.figure.is_empty() || form.part.iter().any(|part| part.glyph.is_some());
        if let (Some(chip), false) = (&chip, has_place) {
            // a form that says by itself what it is has the icon in its middle
            let middle = self.projection.at(w / 2.0, d / 2.0, key.h.units() / 2.0);
            out.extend(chip.at(middle, w.min(d) * unit * CHIP));
        }
        let at = self.projection.at(w / 2.0, d / 2.0, 0.0);
        out.extend(card::figure(&form, &look, glyph.as_deref(), chip.as_ref(), w.min(d) * unit * FIGURE / 24.0, at));
        out
    }

    /// The colour that a form has of its own, if the theme lets it.
    pub(super) fn own_color(&mut self, name: &str) -> Option<Color> {
        let own = self.theme.solid.own;
        self.form(name).and_then(|form| form.color).filter(|_| own)
    }

    fn form(&mut self, name: &str) -> Option<Rc<Form>> {
        if !self.forms.contains_key(name) {
            self.forms.insert(name.to_owned(), form(name).map(Rc::new));
        }
        self.forms.get(name).cloned().flatten()
    }

    /// Makes the symbol of an icon; its id, if there is such an icon.
    pub(super) fn icon(&mut self, name: &str) -> Option<String> {
        let icon = self.icons?.icon(name)?;
        let id = format!("icon-{name}");
        if !self.symbols.iter().any(|symbol| symbol.id == id) {
            let nodes = icon.placed(self.shades.len(), self.clips.len());
            self.shades.extend(icon.shades.iter().cloned());
            self.clips.extend(icon.clips.iter().cloned());
            self.symbols.push(Symbol { id: id.clone(), nodes });
        }
        Some(id)
    }

    /// Makes the symbol of the icon of a balancer at the head of an app; its id, if there is such an icon.
    pub(super) fn balancer_icon(&mut self) -> Option<String> {
        let name = self.icons?.balancer()?;
        self.icon(&name)
    }

    /// Makes the symbol of a glyph; its name, if there is such a glyph.
    pub(super) fn glyph(&mut self, name: &str) -> Option<String> {
        let glyph = catalog::glyph(name)?;
        let id = glyph_symbol(name);
        if !self.symbols.iter().any(|symbol| symbol.id == id) {
            let segments: Vec<Segment> =
                glyph.paths.iter().flat_map(|d| parsed(d, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0])).collect();
            // the colour is left open: who uses the glyph gives it
            let stroke = Stroke { round: true, ..Stroke::plain(OPEN, glyph.stroke_width) };
            self.symbols.push(Symbol {
                id,
                nodes: vec![Node::Path(Path { segments, stroke: Some(stroke), ..Path::default() })],
            });
        }
        Some(name.to_owned())
    }
}

/// Stands in a symbol for the colour that its user gives.
pub const OPEN: Color = Color([1, 2, 3]);

/// The id of a glyph's symbol.
pub(super) fn glyph_symbol(name: &str) -> String {
    format!("glyph-{name}")
}

/// The colour of a family; every family has one in a theme.
pub(super) fn family_color(theme: &Theme, family: &str) -> Color {
    theme.family.get(family).copied().unwrap_or(theme.solid.left)
}
