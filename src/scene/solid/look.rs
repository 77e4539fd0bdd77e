//! The colours of one solid: what the theme makes of its family.

use crate::scene::color::Color;
use crate::scene::theme::Theme;
use crate::scene::types::{Course, Shade, Stroke};

use super::form::Tone;

/// The colours and lines of one solid.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) top: Color,
    pub(super) left: Color,
    pub(super) right: Color,
    pub(super) silhouette: Stroke,
    pub(super) inner: Stroke,
    /// The strip at the foot; `None` where the faces have the colour already.
    pub(super) trim: Option<[Color; 2]>,
    pub(super) glyph: Color,
    pub(super) family: Color,
    pub(super) pane: Color,
    /// A pane in the colour of the family, or what stands for it on a painted face.
    pub(super) mark: Color,
    pub(super) lamp: Color,
    pub(super) figure: [Color; 2],
    /// What parts figures that stand before each other.
    pub(super) parting: Color,
    pub(super) shadow: (Color, f64),
}

impl Look {
    /// The look of a family colour in a theme; `painted` paints the faces in every theme, `faded` is for what waits.
    pub(super) fn new(theme: &Theme, family: Color, painted: bool, faded: bool) -> Self {
        let solid = &theme.solid;
        let fade = if faded { theme.tray.standby_fade } else { 0.0 };
        let tint = theme.tray.standby_tint;
        let family = family.mix(tint, fade);
        let whole = solid.painted || painted;
        let [top, left, right] = if whole {
            [family.mix(Color::WHITE, 0.3), family, family.mix(solid.ink, 0.28)]
        } else {
            [solid.top, solid.left, solid.right].map(|face| face.mix(tint, fade))
        };
        let fainter = |stroke: Stroke| Stroke { color: stroke.color.mix(tint, fade * 0.8), ..stroke };
        let mut inner = fainter(solid.inner.stroke());
        if whole {
            inner.color = Color::WHITE;
            inner.opacity = 0.55;
        }
        Self {
            top,
            left,
            right,
            silhouette: Stroke { round: true, ..fainter(solid.silhouette.stroke()) },
            inner,
            trim: (!whole).then(|| [family, family.mix(solid.ink, 0.25)]),
            glyph: if whole { Color::WHITE } else { family.mix(solid.ink, 0.15) },
            family,
            pane: if whole { family.mix(solid.ink, 0.5) } else { solid.pane.mix(tint, fade) },
            mark: if whole { family.mix(Color::WHITE, 0.72) } else { family },
            lamp: solid.lamp.mix(tint, fade),
            figure: solid.figure.map(|color| color.mix(tint, fade)),
            parting: theme.paper,
            shadow: (solid.ink, solid.shadow),
        }
    }

    /// The same look with the faces of a tone.
    pub(super) fn toned(&self, tone: Tone, ink: Color) -> Self {
        let mut look = self.clone();
        match tone {
            Tone::Body => {}
            Tone::Dark => {
                for face in [&mut look.top, &mut look.left, &mut look.right] {
                    *face = face.mix(ink, 0.22);
                }
            }
            Tone::Family => {
                look.top = self.family.mix(Color::WHITE, 0.3);
                look.left = self.family;
                look.right = self.family.mix(ink, 0.28);
            }
        }
        look
    }

    /// The shading of a round side.
    pub(super) fn shade(&self) -> Shade {
        let light = self.left.mix(Color::WHITE, 0.28);
        Shade { stops: vec![(0.0, light), (0.4, self.left), (1.0, self.right)], course: Course::Across }
    }

    /// The colour of a flat face by its outward direction.
    pub(super) fn face(&self, [x, y, z]: [f64; 3]) -> Color {
        let (x, y) = (x.max(0.0), y.max(0.0));
        let side = if x + y > 0.0 { self.left.mix(self.right, x / (x + y)) } else { self.top };
        side.mix(self.top, z.clamp(0.0, 1.0).powi(2))
    }
}
