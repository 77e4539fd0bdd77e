//! Paints the parts of a form as seen from the side: shadow, faces, trim, details, edges, glyph.

use super::form::{Detail, DetailKind, Face, Form, Part, Shape};
use super::look::Look;
use super::mesh::{Mesh, at, between, mesh};
use super::round::Round;
use crate::geom::{Projection, Pt};
use crate::scene::color::Color;
use crate::scene::icon::Chip;
use crate::scene::outline::{hull, line, polygon};
use crate::scene::types::{Course, Fill, Node, Paint, Path, Segment, Shade, Stroke, Use};

/// Height of the strip at the foot in ground units.
const TRIM: f64 = 0.13;
/// Side of the chip of an icon against the room on the face.
const CHIP: f64 = 0.85;
/// How far a shadow reaches for each unit of height, and at most.
const SHADOW: (f64, f64) = (0.22, 0.3);

/// Paints one form in a box of ground units whose back corner lies at the page's origin.
pub(super) struct Body<'a> {
    pub(super) projection: &'a Projection,
    pub(super) size: [f64; 3],
    pub(super) look: &'a Look,
    pub(super) ink: Color,
    pub(super) glyph: Option<&'a str>,
    pub(super) chip: Option<&'a Chip<'a>>,
    pub(super) shades: &'a mut Vec<Shade>,
    pub(super) out: Vec<Node>,
}

impl Body<'_> {
    pub(super) fn paint(&mut self, form: &Form) {
        for part in form.part.iter().filter(|part| part.at[2] <= 0.0) {
            self.shadow(part);
        }
        for part in &form.part {
            let look = self.look.toned(part.tone, self.ink);
            match part.shape {
                Shape::Round => self.round(part, &look, form.glyph),
                _ => self.flat_faces(part, &look, form.glyph),
            }
        }
    }

    /// The ground that the part covers, drawn out along +x.
    fn shadow(&mut self, part: &Part) {
        let body = mesh(part, self.size);
        let reach = (part.size[2] * self.size[2] * SHADOW.0).min(SHADOW.1);
        let foot = &body.points[..if part.shape == Shape::Roof { 4 } else { body.points.len() / 2 }];
        let cast = foot.iter().flat_map(|p| [[p[0], p[1], 0.0], [p[0] + reach, p[1], 0.0]]);
        let points: Vec<Pt> = cast.map(|p| at(self.projection, p)).collect();
        let (color, opacity) = self.look.shadow;
        let fill = Fill { paint: Paint::Plain(color), opacity };
        self.out.push(Node::Path(Path { segments: polygon(&hull(&points)), fill: Some(fill), ..Path::default() }));
    }

    fn flat_faces(&mut self, part: &Part, look: &Look, glyph: f64) {
        let body = mesh(part, self.size);
        let seen = body.visible(self.projection);
        for &face in &seen {
            let points = body.page(&body.faces[face], self.projection);
            self.fill(polygon(&points), look.face(body.normal(face)));
        }
        if part.trim {
            self.trim(&body, &seen, part, look);
        }
        let seams = part.seams.iter().flat_map(|&share| {
            let sides = seen.iter().filter(|&&face| face < body.sides);
            sides.flat_map(move |&face| [(face, share)])
        });
        let seams: Vec<(usize, f64)> = seams.collect();
        for (face, share) in seams {
            let [b_top, a_top, a, b] = quad(&body, face);
            let ends = [between(a, a_top, share), between(b, b_top, share)].map(|p| at(self.projection, p));
            self.stroke(line(&ends), look.inner.clone());
        }
        for well in &part.wells {
            self.well(part, *well, look);
        }
        for detail in &part.detail {
            self.detail(part, detail, look);
        }
        let (inner, outer) = body.edges(&seen);
        for edge in inner {
            let ends = edge.map(|i| at(self.projection, body.points[i]));
            self.stroke(line(&ends), look.inner.clone());
        }
        let points = body.page(&outer, self.projection);
        self.stroke(polygon(&points), look.silhouette.clone());
        if let Some(face) = part.glyph {
            self.glyph(part, face, look, glyph);
        }
    }

    fn trim(&mut self, body: &Mesh, seen: &[usize], part: &Part, look: &Look) {
        let Some([left, right]) = look.trim else {
            return;
        };
        let share = (TRIM / (part.size[2] * self.size[2]).max(0.01)).min(0.3);
        for &face in seen.iter().filter(|&&face| face < body.sides) {
            let [b_top, a_top, a, b] = quad(body, face);
            let points = [between(b, b_top, share), between(a, a_top, share), a, b].map(|p| at(self.projection, p));
            let [x, y, _] = body.normal(face).map(|v| v.max(0.0));
            self.fill(polygon(&points), left.mix(right, if x + y > 0.0 { x / (x + y) } else { 0.0 }));
        }
    }

    fn round(&mut self, part: &Part, look: &Look, glyph: f64) {
        let body = Round::new(part, self.size, self.projection);
        let shade = self.shade(look.shade());
        self.fill_with(body.side(0.0, 1.0), Paint::Shade(shade));
        for &share in &part.seams {
            self.stroke(body.seam(share), look.inner.clone());
        }
        if let (true, Some([left, right])) = (part.trim, look.trim) {
            let share = (TRIM / (part.size[2] * self.size[2]).max(0.01)).min(0.3);
            let shade =
                self.shade(Shade { stops: vec![(0.0, left), (0.4, left), (1.0, right)], course: Course::Across });
            self.fill_with(body.side(0.0, share), Paint::Shade(shade));
        }
        self.fill(body.circle(1.0, 1.0), look.top);
        self.stroke(body.circle(1.0, 1.0), look.inner.clone());
        if let Some([scale, depth, ..]) = part.wells.first().copied() {
            self.fill(body.circle(1.0, scale), look.right.mix(self.ink, 0.25));
            self.fill(body.floor(scale, depth), look.right);
            self.stroke(body.circle(1.0, scale), look.inner.clone());
        }
        self.stroke(body.silhouette(), look.silhouette.clone());
        if let Some(face) = part.glyph {
            self.glyph(part, face, look, glyph);
        }
    }

    /// An opening in a flat top. A floor as deep as `t` is seen moved by `t` along both axes.
    fn well(&mut self, part: &Part, [u, v, w, d]: [f64; 4], look: &Look) {
        let depth = (part.size[2] * self.size[2] * 0.6).min(0.35) * self.projection.shadow();
        let [x, y] = [0, 1].map(|i| part.at[i] * self.size[i]);
        let [pw, pd] = [0, 1].map(|i| part.size[i] * self.size[i]);
        let z = (part.at[2] + part.size[2]) * self.size[2];
        let (x0, y0) = (x + u * pw, y + v * pd);
        let (x1, y1) = (x0 + w * pw, y0 + d * pd);
        let (xf, yf) = ((x0 + depth).min(x1), (y0 + depth).min(y1));
        let page =
            |points: &[[f64; 2]]| -> Vec<Pt> { points.iter().map(|p| self.projection.at(p[0], p[1], z)).collect() };
        let behind = page(&[[x0, y0], [x1, y0], [x1, yf], [xf, yf]]);
        let beside = page(&[[x0, y0], [xf, yf], [xf, y1], [x0, y1]]);
        let floor = page(&[[xf, yf], [x1, yf], [x1, y1], [xf, y1]]);
        let rim = page(&[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]);
        self.fill(polygon(&behind), look.left.mix(self.ink, 0.2));
        self.fill(polygon(&beside), look.right.mix(self.ink, 0.2));
        self.fill(polygon(&floor), look.right);
        self.stroke(polygon(&rim), look.inner.clone());
    }

    fn detail(&mut self, part: &Part, detail: &Detail, look: &Look) {
        let (times, du, dv) = detail.times.unwrap_or((1, 0.0, 0.0));
        for i in 0..times {
            let (su, sv) = (f64::from(i) * du, f64::from(i) * dv);
            let [u0, v0, u1, v1] = detail.at;
            let corners = [[u0, v0], [u1, v0], [u1, v1], [u0, v1]];
            let points = corners.map(|[u, v]| self.on_face(part, detail.face, u + su, v + sv));
            match detail.kind {
                DetailKind::Line => self.stroke(line(&[points[0], points[2]]), look.inner.clone()),
                DetailKind::Slot => {
                    self.stroke(line(&[points[0], points[2]]), Stroke::plain(look.pane, 1.1));
                }
                DetailKind::Lamp => self.fill(dot(points[0], 1.15), look.lamp),
                DetailKind::Pane => self.fill(polygon(&points), look.pane),
                DetailKind::Mark => self.fill(polygon(&points), look.mark),
            }
        }
    }

    /// The page point at shares of a face of a box.
    fn on_face(&self, part: &Part, face: Face, u: f64, v: f64) -> Pt {
        let [x, y, z] = [0, 1, 2].map(|i| part.at[i] * self.size[i]);
        let [w, d, h] = [0, 1, 2].map(|i| part.size[i] * self.size[i]);
        match face {
            Face::Top => self.projection.at(x + u * w, y + v * d, z + h * (1.0 + slope(part) * v)),
            Face::Left => self.projection.at(x + u * w, y + d, z + v * h),
            Face::Right => self.projection.at(x + w, y + d - u * d, z + v * h),
        }
    }

    /// The glyph in the plane of a face, round the face's middle.
    fn glyph(&mut self, part: &Part, face: Face, look: &Look, share: f64) {
        let middle = self.on_face(part, face, 0.5, 0.5);
        let [w, d, h] = [0, 1, 2].map(|i| part.size[i] * self.size[i]);
        if let Some(chip) = self.chip {
            let room = match face {
                Face::Top if part.shape == Shape::Wedge => w.min(d),
                Face::Top => w.min(d) * part.top.min(1.0),
                // at an angle, a side is narrower on the page
                Face::Left => w.min(h) * 0.95,
                Face::Right => d.min(h) * 0.95,
            };
            self.out.extend(chip.at(middle, room * self.projection.unit() * CHIP));
        }
        let Some(name) = self.glyph else {
            return;
        };
        let origin = self.projection.at(0.0, 0.0, 0.0);
        let along = |x: f64, y: f64, z: f64| {
            let p = self.projection.at(x, y, z);
            Pt::new(p.x - origin.x, p.y - origin.y)
        };
        let (across, down, room) = match face {
            Face::Top if part.shape == Shape::Wedge => {
                (along(1.0, 0.0, 0.0), along(0.0, 1.0, slope(part) * h / d.max(0.01)), w.min(d))
            }
            Face::Top => (along(1.0, 0.0, 0.0), along(0.0, 1.0, 0.0), w.min(d) * part.top),
            Face::Left => (along(1.0, 0.0, 0.0), along(0.0, 0.0, -1.0), w.min(h)),
            Face::Right => (along(0.0, -1.0, 0.0), along(0.0, 0.0, -1.0), d.min(h)),
        };
        let k = room * share / 24.0;
        let matrix = [across.x * k, across.y * k, down.x * k, down.y * k];
        let [a, b, c, d] = matrix;
        let matrix = [a, b, c, d, middle.x - 12.0 * (a + c), middle.y - 12.0 * (b + d)];
        self.out.push(Node::Use(Use { symbol: super::glyph_symbol(name), matrix, stroke: Some(look.glyph) }));
    }

    fn shade(&mut self, shade: Shade) -> usize {
        if let Some(known) = self.shades.iter().position(|known| *known == shade) {
            return known;
        }
        self.shades.push(shade);
        self.shades.len() - 1
    }

    fn fill(&mut self, segments: Vec<Segment>, color: Color) {
        self.fill_with(segments, Paint::Plain(color));
    }

    fn fill_with(&mut self, segments: Vec<Segment>, paint: Paint) {
        self.out.push(Node::Path(Path { segments, fill: Some(Fill { paint, opacity: 1.0 }), ..Path::default() }));
    }

    fn stroke(&mut self, segments: Vec<Segment>, stroke: Stroke) {
        self.out.push(Node::Path(Path { segments, stroke: Some(stroke), ..Path::default() }));
    }
}

/// The corners of a side: top of its end, top of its beginning, foot of its beginning, foot of its end.
fn quad(body: &Mesh, face: usize) -> [[f64; 3]; 4] {
    let corners = &body.faces[face];
    [0, 1, 2, 3].map(|i| body.points[corners[i]])
}

/// How much the top falls from back to front, as a share of the height; 0 for all but wedges.
fn slope(part: &Part) -> f64 {
    if part.shape == Shape::Wedge { part.top - 1.0 } else { 0.0 }
}

/// A small disc.
fn dot(center: Pt, r: f64) -> Vec<Segment> {
    crate::scene::outline::circle(center, r)
}
