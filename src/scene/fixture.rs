//! A scene laid by hand for tests: two avenues of three zones in one region, people and gateways outside.

use crate::catalog;
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Band, Container, ContainerKind, Layout, Solid, SolidRole, StepMark, Tray, Wire, WireLabel};
use crate::model::{
    Component, ComponentIx, Connection, ConnectionIx, Environment, EnvironmentIx, Link, LinkIx, Parts, Placement,
    PlacementIx, Region, RegionIx, Step, StepAt,
};
use crate::source::Span;
use crate::syntax::attributes::{Attributes, ConnectionKind, Criticality, Date, Need};
use crate::syntax::document::{PlacementRole, Role};

const ZONE: i32 = 200;
const LIP: i32 = 78;

/// A model and its layout.
pub(crate) struct Fixture {
    pub(crate) model: Parts,
    pub(crate) layout: Layout,
}

/// What stands on a tray: name, kind, solid size and height, columns, zones.
struct Spec {
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    role: Role,
    critical: bool,
    zones: i32,
    columns: i32,
    size: i32,
    h: i32,
    balancer: bool,
    wide: i32,
}

impl Fixture {
    fn empty() -> Self {
        let mut model = Parts::default();
        model.regions.push(Region {
            id: "us-east-1".into(),
            label: "US East (N. Virginia)".into(),
            span: None,
            zones: ["a", "b", "c"].map(String::from).to_vec(),
            provisioned_by: Vec::new(),
            stands_in_for: None,
            stands_in_span: None,
            scale: 1.0,
            strategy: None,
            takeover: Vec::new(),
        });
        model.environments.push(Environment {
            id: "prod".into(),
            label: "Production".into(),
            span: None,
            replicates: None,
            scale: 1.0,
            except: Vec::new(),
            ephemeral: false,
            budget: None,
            mascot: None,
        });
        Self { model, layout: Layout::default() }
    }

    fn component(&mut self, spec: &Spec) -> PlacementIx {
        let outside = spec.role == Role::External || spec.role == Role::Gateway;
        let kind = catalog::builtin().kind(spec.kind).expect("a known kind");
        let (component, placement) = (self.model.components.len(), self.model.placements.len());
        self.model.components.push(Component {
            id: spec.id.into(),
            span: Span::default(),
            role: spec.role,
            kind,
            label: spec.label.into(),
            environment: (!outside).then_some(EnvironmentIx(0)),
            replica_of: None,
            criticality: if spec.critical { Criticality::Critical } else { Criticality::Standard },
            criticality_stated: spec.critical,
            group: None,
            outlines: Vec::new(),
            attributes: Attributes::default(),
            own_place: true,
            placements: vec![PlacementIx(placement as u32)],
            provisioned_by: Vec::new(),
            members: 1,
        });
        self.model.placements.push(Placement {
            component: ComponentIx(component as u32),
            region: (!outside).then_some(RegionIx(0)),
            network: None,
            subnets: Vec::new(),
            zones: Vec::new(),
            instances: 1,
            role: PlacementRole::Active,
            zones_stated: true,
            count_stated: true,
            instance: catalog::builtin().instance("m1.large"),
            instance_name: None,
            autoscale: None,
            provisioned_by: Vec::new(),
            stands_in_for: None,
            span: Span::default(),
        });
        PlacementIx(placement as u32)
    }

    fn solid(&self, placement: PlacementIx, role: SolidRole, rect: GRect, z: i32, h: i32) -> Solid {
        let kind = self.model.components[self.model.placements[placement.ix()].component.ix()].kind;
        let (form, family, glyph) = match role {
            SolidRole::Balancer => ("balancer", "network", "lb"),
            _ => (kind.solid, kind.family, kind.glyph),
        };
        Solid {
            role,
            form: form.into(),
            family: family.into(),
            glyph: glyph.into(),
            zone: Some(0),
            rect,
            z: Gu(z),
            h: Gu(h),
            count: 1,
            title: format!("{} in zone a", kind.label),
        }
    }

    /// Puts a tray at `x` on the avenue that begins at `y0`; its right edge.
    fn tray(&mut self, spec: &Spec, x: i32, y0: i32) -> i32 {
        let placement = self.component(spec);
        let head = if spec.balancer { 190 } else { 45 };
        let w = spec.wide.max(head + spec.columns * (spec.size + 50) + 10);
        let rect = GRect::new(Gu(x), Gu(y0 + 12), Gu(w), Gu(spec.zones * ZONE - 24 + LIP));
        let nameplate = GRect::new(rect.x, rect.y1() - Gu(LIP), rect.w, Gu(LIP));
        let mut solids = Vec::new();
        if spec.balancer {
            let middle = y0 + spec.zones * ZONE / 2;
            let rect = GRect::new(Gu(x + 45), Gu(middle - 55), Gu(110), Gu(110));
            solids.push(self.solid(placement, SolidRole::Balancer, rect, 10, 32));
        }
        let whole = spec.columns == 0;
        let (columns, rows) = if whole { (1, 1) } else { (spec.columns, spec.zones) };
        let used = columns * spec.size + (columns - 1) * 50;
        let from = if spec.balancer { x + head + 5 } else { x + (w - used) / 2 };
        for row in 0..rows {
            for column in 0..columns {
                let y = if whole { y0 + spec.zones * ZONE / 2 } else { y0 + row * ZONE + ZONE / 2 } - spec.size / 2;
                let rect = GRect::new(Gu(from + column * (spec.size + 50)), Gu(y), Gu(spec.size), Gu(spec.size));
                let role = match (whole, spec.role == Role::Store, row) {
                    (true, ..) => SolidRole::Whole,
                    (_, true, 0) => SolidRole::Primary,
                    (_, true, _) => SolidRole::Replica,
                    _ => SolidRole::Instance,
                };
                solids.push(self.solid(placement, role, rect, 10, spec.h));
            }
        }
        let scaling = (spec.id == "www")
            .then(|| GRect::new(Gu(from - 25), Gu(y0 + 30), Gu(used + 50), Gu(spec.zones * ZONE - 60)));
        if spec.id == "workers" {
            solids[0].count = 12;
        }
        self.layout.trays.push(Tray {
            placement,
            rect,
            plate: true,
            nameplate,
            lines: vec![spec.label.into()],
            text_size: Gu(40),
            solids,
            scaling,
            scaling_box: scaling.is_some(),
        });
        x + w
    }

    fn outside(&mut self, spec: &Spec, x: i32, y: i32) {
        let placement = self.component(spec);
        let half = spec.size / 2;
        let rect = GRect::new(Gu(x - 120), Gu(y - 100), Gu(240), Gu(200 + LIP));
        let solid = self.solid(
            placement,
            SolidRole::Whole,
            GRect::new(Gu(x - half), Gu(y - half), Gu(spec.size), Gu(spec.size)),
            0,
            spec.h,
        );
        self.layout.trays.push(Tray {
            placement,
            rect,
            plate: false,
            nameplate: GRect::new(rect.x, rect.y1() - Gu(LIP), rect.w, Gu(LIP)),
            lines: vec![spec.label.into()],
            text_size: Gu(40),
            solids: vec![solid],
            scaling: None,
            scaling_box: false,
        });
    }

    fn placement(&self, id: &str) -> PlacementIx {
        let found =
            self.model.placements.iter().position(|placement| self.model.components[placement.component.ix()].id == id);
        PlacementIx(found.expect("a known component") as u32)
    }

    fn wire(&mut self, from: &str, to: &[&str], kind: ConnectionKind, lines: &[&[(i32, i32)]]) {
        let (mut links, mut connections) = (Vec::new(), Vec::new());
        for to in to {
            let [from, to] = [from, to].map(|id| self.placement(id));
            let component = |placement: PlacementIx| self.model.placements[placement.ix()].component;
            connections.push(ConnectionIx(self.model.connections.len() as u32));
            let connection = Connection {
                from: component(from),
                to: component(to),
                kind,
                need: Need::Hard,
                either: None,
                protocol: None,
                port: None,
                encrypted: None,
                label: None,
                both_ways: false,
                gb_month: None,
                cross_region: false,
                access: None,
                paths: None,
                lag: None,
                location: None,
                fanout: None,
                span: Span::default(),
            };
            links.push(LinkIx(self.model.links.len() as u32));
            self.model.links.push(Link { connection: *connections.last().expect("just pushed"), from, to });
            self.model.connections.push(connection);
        }
        let line = |points: &&[(i32, i32)]| points.iter().map(|&(x, y)| GPoint::new(Gu(x), Gu(y))).collect();
        self.layout.wires.push(Wire {
            links,
            connections,
            kind,
            lines: lines.iter().map(line).collect(),
            both_ways: false,
        });
    }

    fn rect(&self, id: &str) -> GRect {
        let placement = self.placement(id);
        self.layout.trays.iter().find(|tray| tray.placement == placement).expect("a tray").rect
    }
}

fn spec(id: &'static str, label: &'static str, kind: &'static str, role: Role) -> Spec {
    Spec { id, label, kind, role, critical: false, zones: 3, columns: 0, size: 120, h: 50, balancer: false, wide: 300 }
}

fn app(id: &'static str, zones: i32, columns: i32, h: i32) -> Spec {
    Spec { zones, columns, h, size: 95, balancer: true, wide: 0, ..spec(id, id, "server", Role::App) }
}

/// The scene of the style targets.
pub(crate) fn campaign() -> Fixture {
    let mut f = Fixture::empty();
    f.model.diagram.title = "Obama for America on AWS".into();
    f.model.diagram.subtitle = "Production · us-east-1 · three zones".into();
    f.model.diagram.date = Some(Date { year: 2012, month: 11, day: 6 });
    let (y1, y2) = (160, 160 + 3 * ZONE + LIP + 150);
    let (wide, deep) = (4050, y2 + 3 * ZONE + LIP + 230);
    f.layout.containers = vec![
        Container {
            kind: ContainerKind::Region(RegionIx(0)),
            rect: GRect::new(Gu(0), Gu(0), Gu(wide), Gu(deep)),
            level: 0,
            caption: "US EAST (N. VIRGINIA) · us-east-1".into(),
            caption_rect: GRect::new(Gu(60), Gu(deep - 120), Gu(wide - 120), Gu(90)),
            caption_size: Gu(58),
            summary: Vec::new(),
            summary_size: Gu::ZERO,
        },
        Container {
            kind: ContainerKind::Environment(EnvironmentIx(0)),
            rect: GRect::new(Gu(80), Gu(80), Gu(wide - 160), Gu(deep - 230)),
            level: 1,
            caption: String::new(),
            caption_rect: GRect::default(),
            caption_size: Gu(40),
            summary: Vec::new(),
            summary_size: Gu::ZERO,
        },
    ];
    for y in [y1, y2] {
        for (zone, name) in ["a", "b", "c"].into_iter().enumerate() {
            let rect = GRect::new(Gu(110), Gu(y + zone as i32 * ZONE), Gu(wide - 230), Gu(ZONE));
            f.layout.bands.push(Band {
                region: RegionIx(0),
                environment: Some(EnvironmentIx(0)),
                zone: Some(zone),
                subnet: None,
                rect,
                label: format!("Zone {name}"),
                label_rect: GRect::new(rect.x + Gu(20), rect.y + Gu(60), Gu(200), Gu(80)),
                label_size: Gu(40),
            });
        }
    }
    let rows: [(i32, Vec<Spec>); 2] = [
        (
            y1,
            vec![
                Spec { critical: true, ..app("www", 3, 3, 80) },
                Spec { critical: true, ..app("api", 3, 2, 120) },
                Spec { size: 85, ..app("identity", 2, 2, 60) },
                Spec {
                    critical: true,
                    columns: 1,
                    h: 95,
                    wide: 360,
                    ..spec("voter", "voter file · RDS", "rds", Role::Store)
                },
                Spec { h: 95, ..spec("assets", "assets · S3", "s3", Role::Store) },
            ],
        ),
        (
            y2,
            vec![
                app("dashboard", 2, 2, 80),
                app("call-tool", 2, 1, 120),
                spec("jobs", "jobs · SQS", "sqs", Role::Service),
                Spec { size: 85, balancer: false, wide: 190, ..app("workers", 3, 1, 60) },
                Spec { columns: 1, h: 120, wide: 260, ..spec("leveldb", "LevelDB", "database", Role::Store) },
                Spec { wide: 460, ..spec("sessions", "sessions · ElastiCache", "elasticache", Role::Service) },
                spec("mail", "mail · SES", "ses", Role::Service),
            ],
        ),
    ];
    for (y, specs) in &rows {
        let mut x = 460;
        for spec in specs {
            x = f.tray(spec, x, *y) + 95;
        }
    }
    let m1 = y1 + 3 * ZONE / 2;
    f.outside(&Spec { size: 220, h: 100, ..spec("voters", "voters", "people", Role::External) }, -860, m1);
    f.outside(&Spec { size: 170, h: 45, ..spec("route53", "Route 53", "route53", Role::Gateway) }, -530, m1);
    f.outside(&Spec { size: 170, h: 45, ..spec("akamai", "Akamai", "cdn", Role::Gateway) }, -210, m1);
    wires(&mut f, m1, y1, y2);
    steps(&mut f, m1, y2);
    f
}

fn wires(f: &mut Fixture, m1: i32, y1: i32, y2: i32) {
    let left = |f: &Fixture, id: &str| f.rect(id).x.0;
    let right = |f: &Fixture, id: &str| f.rect(id).x1().0;
    let sync = ConnectionKind::Sync;
    f.wire("voters", &["route53"], sync, &[&[(-750, m1), (-620, m1)]]);
    f.wire("route53", &["akamai"], sync, &[&[(-440, m1), (-300, m1)]]);
    let (www, dash) = (left(f, "www"), left(f, "dashboard"));
    f.wire(
        "akamai",
        &["www", "dashboard"],
        sync,
        &[&[(-120, m1), (www, m1)], &[(-120, m1), (380, m1), (380, y2 + 200), (dash, y2 + 200)]],
    );
    for (from, to, y) in [
        ("www", "api", m1),
        ("api", "identity", m1 - 140),
        ("dashboard", "call-tool", y2 + 200),
        ("call-tool", "jobs", y2 + 300),
        ("jobs", "workers", y2 + 300),
        ("workers", "leveldb", y2 + 300),
    ] {
        let ends = [(right(f, from), y), (left(f, to), y)];
        f.wire(from, &[to], sync, &[&ends]);
    }
    let front = y1 + 3 * ZONE + LIP - 12;
    let street = y1 + 3 * ZONE + LIP;
    let (api, voter) = (right(f, "api"), left(f, "voter"));
    f.wire("api", &["voter"], sync, &[&[(api, m1 + 220), (voter, m1 + 220)]]);
    let (from, to) = (left(f, "www") + 220, left(f, "assets") + 150);
    f.wire(
        "www",
        &["assets"],
        ConnectionKind::Async,
        &[&[(from, front), (from, street + 40), (to, street + 40), (to, front)]],
    );
    let (from, to) = (left(f, "api") + 120, left(f, "sessions") + 230);
    f.wire("api", &["sessions"], sync, &[&[(from, front), (from, street + 100), (to, street + 100), (to, y2 + 12)]]);
    f.layout.wire_labels.push(WireLabel {
        wire: f.layout.wires.len() - 1,
        text: "session lookups".into(),
        rect: GRect::new(Gu(from + 200), Gu(street + 105), Gu(400), Gu(40)),
        along_x: true,
        size: Gu(34),
    });
}

fn steps(f: &mut Fixture, m1: i32, y2: i32) {
    let places = [
        (-700, m1, "Volunteers reach the site through Route 53."),
        (290, m1, "Akamai serves 98 % of www; misses reach the balancer."),
        (f.rect("www").x1().0 + 45, m1, "www calls the API in the same zone first."),
        (f.rect("identity").x1().0 + 45, m1 + 220, "The API reads the voter file; a standby waits in zone b."),
        (f.rect("call-tool").x1().0 + 45, y2 + 300, "The call tool queues work that survives a zone."),
    ];
    for (i, (x, y, text)) in places.into_iter().enumerate() {
        let at = StepAt::Component(ComponentIx(0));
        f.model.steps.push(Step { number: i + 1, at, region: None, text: text.into(), span: Span::default() });
        f.layout.steps.push(StepMark { number: i + 1, at: GPoint::new(Gu(x), Gu(y)), radius: Gu(42) });
    }
}

/// All forms of the catalogue in rows, each with a tray of its own.
pub(crate) fn forms() -> Fixture {
    let mut f = Fixture::empty();
    let mut seen: Vec<&str> = Vec::new();
    for (form, _) in catalog::embedded_solids() {
        let kinds = || catalog::builtin().kinds().filter(|kind| kind.solid == *form);
        let Some(kind) = kinds().find(|kind| kind.has_own_glyph).or_else(|| kinds().next()) else { continue };
        let at = seen.len() as i32;
        seen.push(form);
        let spec = Spec { size: 150, h: 110, ..spec(form, form, kind.id, Role::Store) };
        f.tray(&Spec { zones: 1, ..spec }, at % 7 * 400, at / 7 * 420);
    }
    f
}

/// A sheet of the catalogue: every solid, and behind them every glyph on a plain block.
pub(crate) fn sheet() -> Fixture {
    let mut f = forms();
    f.model.diagram.title = "Solids and glyphs".into();
    f.model.diagram.subtitle = "Everything that a component can be drawn as".into();
    f.model.diagram.legend = true;
    for (at, tray) in f.layout.trays.iter_mut().enumerate() {
        let (column, row) = (at as i32 % 10, at as i32 / 10);
        let (dx, dy) = (Gu(column * 420) - tray.rect.x, Gu(row * 420) - tray.rect.y);
        tray.rect = tray.rect.moved(dx, dy);
        tray.nameplate = tray.nameplate.moved(dx, dy);
        tray.solids.iter_mut().for_each(|solid| solid.rect = solid.rect.moved(dx, dy));
    }
    let solids = f.layout.trays.len() as i32;
    let below = (solids + 9) / 10 * 420 + 120;
    for (at, glyph) in catalog::glyph_names().enumerate() {
        let kinds = || catalog::builtin().kinds().filter(|kind| kind.glyph == glyph);
        let Some(kind) = kinds().next().or_else(|| catalog::builtin().kinds().next()) else { continue };
        let (column, row) = (at as i32 % 12, at as i32 / 12);
        let spec = Spec { zones: 1, size: 130, h: 40, ..spec(glyph, glyph, kind.id, Role::Store) };
        f.tray(&spec, column * 350, below + row * 330);
        if let Some(solid) = f.layout.trays.last_mut().and_then(|tray| tray.solids.last_mut()) {
            solid.form = "box".into();
            solid.glyph = glyph.into();
        }
    }
    f
}
