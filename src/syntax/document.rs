//! The tables of the language as plain data, each value with its place.

use super::attributes::{Allow, Attributes, Date, List, Use};
use crate::source::{Span, Spanned, Text};

/// The whole of a root file and what it includes. Tables of one sort are sorted by id, so that their order in the
/// files has no effect; steps keep the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// `[diagram]`.
    pub diagram: Diagram,
    /// `[defaults]`.
    pub defaults: Attributes,
    /// All five tables of components.
    pub components: Vec<Component>,
    /// `[template.ID]`.
    pub templates: Vec<Template>,
    /// `[region.ID]`.
    pub regions: Vec<Region>,
    /// `[network.ID]`.
    pub networks: Vec<Network>,
    /// `[environment.ID]`.
    pub environments: Vec<Environment>,
    /// `[group.ID]`.
    pub groups: Vec<Group>,
    /// `[security-group.ID]`.
    pub security_groups: Vec<SecurityGroup>,
    /// `[[connection]]`.
    pub connections: Vec<Connection>,
    /// `[[step]]`, in the order of the files.
    pub steps: Vec<Step>,
    /// `[view.ID]`.
    pub views: Vec<View>,
    /// `[lint]`.
    pub lint: LintTable,
    /// `[[allow]]`.
    pub allow: Vec<Acceptance>,
}

/// `[[allow]]`: a finding that is accepted from outside of what it is about.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// What the finding is about, such as `web`, `staging/web`, a region or an environment.
    pub at: Spanned<Text>,
    /// The rule, the reason, the last day.
    pub allow: Allow,
}

/// `[diagram]`.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    /// Title of the poster.
    pub title: Option<Spanned<Text>>,
    /// A line under the title.
    pub subtitle: Option<Spanned<Text>>,
    /// The day it shows.
    pub date: Option<Spanned<Date>>,
    /// Who drew it.
    pub author: Option<Spanned<Text>>,
    /// A longer description, for readers who can not see the picture.
    pub description: Option<Spanned<Text>>,
    /// Where the facts are from.
    pub source: Option<Spanned<Text>>,
    /// How labels stand: `plane` or `upright`.
    pub labels: Option<Spanned<Text>>,
    /// Whether the legend is drawn; as a rule it is.
    pub legend: Option<Spanned<bool>>,
    /// The folder or the file with the icons of the picture.
    pub icons: Option<Spanned<Text>>,
}

/// The five roles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// What we do not run.
    External,
    /// What requests pass on the way in.
    Gateway,
    /// What we run.
    App,
    /// What keeps state.
    Store,
    /// Managed helpers beside the flow.
    Service,
}

impl Role {
    /// All roles, in the order of the flow.
    pub const ALL: [Self; 5] = [Self::External, Self::Gateway, Self::App, Self::Store, Self::Service];

    /// The name of its table.
    pub fn table(self) -> &'static str {
        match self {
            Self::External => "external",
            Self::Gateway => "gateway",
            Self::App => "app",
            Self::Store => "store",
            Self::Service => "service",
        }
    }

    /// The kind of a component that names none.
    pub fn default_kind(self) -> &'static str {
        match self {
            Self::External => "people",
            Self::Gateway => "load-balancer",
            Self::App => "ec2",
            Self::Store => "database",
            Self::Service => "service",
        }
    }
}

/// `[external.ID]`, `[gateway.ID]`, `[app.ID]`, `[store.ID]`, `[service.ID]`.
#[derive(Clone, Debug)]
pub struct Component {
    /// The id and its place in the header.
    pub id: Spanned<Text>,
    /// Which of the five tables.
    pub role: Role,
    /// What it says.
    pub attributes: Attributes,
    /// `[[… .placement]]`.
    pub placements: Vec<Placement>,
}

/// `[[app.ID.placement]]`.
#[derive(Clone, Debug)]
pub struct Placement {
    /// Attributes of where and how many that differ from the component's.
    pub attributes: Attributes,
    /// Whether it serves.
    pub role: Option<Spanned<PlacementRole>>,
    /// Its place.
    pub span: Span,
}

/// Whether a placement serves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum PlacementRole {
    /// It serves.
    #[default]
    Active,
    /// It runs and waits.
    Standby,
    /// Only its data is there.
    PilotLight,
}

/// `[template.ID]`.
#[derive(Clone, Debug)]
pub struct Template {
    /// The id.
    pub id: Spanned<Text>,
    /// What it says; `template` names its own template.
    pub attributes: Attributes,
}

/// `[region.ID]`.
#[derive(Clone, Debug)]
pub struct Region {
    /// The id.
    pub id: Spanned<Text>,
    /// Its name in words.
    pub label: Option<Spanned<Text>>,
    /// Its zones; a zone `a` may also be written with the region before it, `us-east-1a`.
    pub zones: Option<List>,
    /// The tools that set it up.
    pub provisioned_by: Option<List>,
    /// The region it stands in for.
    pub stands_in_for: Option<Spanned<Text>>,
    /// What it carries of that region.
    pub carries: Option<Spanned<Carries>>,
    /// Size of the standby against the original.
    pub scale: Option<Spanned<f64>>,
    /// How it waits for the loss of the other.
    pub strategy: Option<Spanned<Strategy>>,
    /// Components that somebody changes when it takes over.
    pub takeover: Option<List>,
}

/// How a region that stands in waits for the loss of the other, from the slowest to the fastest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Strategy {
    /// Only backups are there; all is built when it is needed.
    BackupRestore,
    /// The data is kept up to date, and nothing runs.
    PilotLight,
    /// All runs, but small, and has to grow.
    WarmStandby,
    /// All runs in full size and waits.
    HotStandby,
    /// All runs in full size and serves.
    ActiveActive,
}

/// What a region that stands in carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Carries {
    /// Everything.
    All,
    /// These.
    Only(Vec<Spanned<Text>>),
    /// Everything but these.
    Except(Vec<Spanned<Text>>),
}

/// `[network.ID]`.
#[derive(Clone, Debug)]
pub struct Network {
    /// The id.
    pub id: Spanned<Text>,
    /// Its name in words.
    pub label: Option<Spanned<Text>>,
    /// Its region.
    pub region: Option<Spanned<Text>>,
    /// Its address range, as `10.0.0.0/16`.
    pub cidr: Option<Spanned<Text>>,
    /// `[network.ID.subnet.ID]`.
    pub subnets: Vec<Subnet>,
}

/// `[network.ID.subnet.ID]`.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// The id.
    pub id: Spanned<Text>,
    /// Its name in words.
    pub label: Option<Spanned<Text>>,
    /// Its zone.
    pub zone: Option<Spanned<Text>>,
    /// Its address range.
    pub cidr: Option<Spanned<Text>>,
    /// Reachable from the internet.
    pub public: Option<Spanned<bool>>,
}

/// `[environment.ID]`.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The id.
    pub id: Spanned<Text>,
    /// Its name in words.
    pub label: Option<Spanned<Text>>,
    /// The environment whose components it has.
    pub replicates: Option<Spanned<Text>>,
    /// The region it stands in.
    pub region: Option<Spanned<Text>>,
    /// Size against the original.
    pub scale: Option<Spanned<f64>>,
    /// What it leaves out.
    pub except: Option<List>,
    /// Whether it lives only for a short time.
    pub ephemeral: Option<Spanned<bool>>,
    /// What it may cost, US dollars a month.
    pub budget: Option<Spanned<f64>>,
    /// A drawing that stands on its ground.
    pub mascot: Option<Spanned<Text>>,
    /// `[environment.ID.app.ID]`: what differs for one component. The role is that of the table.
    pub overrides: Vec<Component>,
}

/// The kind of a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum GroupKind {
    /// A product area; shapes the layout.
    #[default]
    Domain,
    /// The people who answer for it.
    Team,
    /// Instances that scale together.
    AutoScaling,
    /// A security boundary.
    Security,
    /// A placement group.
    Placement,
}

/// `[group.ID]`.
#[derive(Clone, Debug)]
pub struct Group {
    /// The id.
    pub id: Spanned<Text>,
    /// Its name in words.
    pub label: Option<Spanned<Text>>,
    /// Its kind.
    pub kind: Option<Spanned<GroupKind>>,
    /// The group round it.
    pub parent: Option<Spanned<Text>>,
    /// Its members.
    pub members: Option<List>,
}

/// `[security-group.ID]`.
#[derive(Clone, Debug)]
pub struct SecurityGroup {
    /// The id.
    pub id: Spanned<Text>,
    /// Its name in words.
    pub label: Option<Spanned<Text>>,
    /// Who may come in.
    pub allows: Vec<SecurityAllowance>,
}

/// `"from-id:443"` of a security group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecurityAllowance {
    /// A component, a security group, or `internet`.
    pub from: Spanned<Text>,
    /// The port; `None` for all.
    pub port: Option<u16>,
}

/// `[[connection]]`.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The caller.
    pub from: Spanned<Text>,
    /// The rest.
    pub to: Use,
}

/// `[[step]]`.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it explains.
    pub at: Spanned<StepTarget>,
    /// In which region, where that stands in several.
    pub region: Option<Spanned<Text>>,
    /// The sentence.
    pub text: Spanned<Text>,
}

/// What a step explains.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StepTarget {
    /// A connection, `from -> to`.
    Connection(String, String),
    /// A component.
    Component(String),
}

/// `[view.ID]`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The id.
    pub id: Spanned<Text>,
    /// Title of its picture.
    pub title: Option<Spanned<Text>>,
    /// Only these environments.
    pub environments: Option<List>,
    /// Only these regions.
    pub regions: Option<List>,
    /// Only these groups.
    pub groups: Option<List>,
    /// Only these roles.
    pub roles: Option<List>,
    /// Only components with one of these tags.
    pub tags: Option<List>,
    /// Only these components.
    pub ids: Option<List>,
    /// How many connections further.
    pub neighbours: Option<Spanned<u32>>,
    /// How the ground is seen.
    pub projection: Option<Spanned<Text>>,
    /// Colours.
    pub theme: Option<Spanned<Text>>,
    /// Paper size.
    pub paper: Option<Spanned<Text>>,
    /// `plane` or `upright`.
    pub labels: Option<Spanned<Text>>,
}

/// Who may ask for findings; each is told what the ones before are told, and more.
pub const PERSONAS: [&str; 3] = ["default", "pedantic", "auditor"];

/// `[lint]`, as written.
#[derive(Clone, Debug, Default)]
pub struct LintTable {
    /// Rules, families or `ALL` to run; `None` for the default set.
    pub select: Option<List>,
    /// Rules, families or `ALL` to run beside those that a weaker setting selects.
    pub extend_select: Option<List>,
    /// Rules or families to leave out.
    pub ignore: Option<List>,
    /// Who asks: a word of [`PERSONAS`].
    pub persona: Option<Spanned<Text>>,
    /// Where the pages of the rules are: an address with `{name}` or `{code}` in it.
    pub docs_url: Option<Spanned<Text>>,
    /// `[lint.rule.NAME]`.
    pub rules: Vec<LintRule>,
    /// `[[lint.override]]`, in the order of the files.
    pub overrides: Vec<LintOverride>,
    /// `[[lint.custom]]`, kept as written for the room that knows custom rules.
    pub custom: Vec<CustomRule>,
    /// `[[lint.implies]]`, in the order of the files.
    pub implies: Vec<LintImplication>,
}

/// `[[lint.implies]]`: what is there needs something else to be there.
#[derive(Clone, Debug)]
pub struct LintImplication {
    /// Where it stands.
    pub span: Span,
    /// The components that need something, as a selector.
    pub premise: Spanned<Text>,
    /// What must be there for them, as a selector.
    pub then: Spanned<Text>,
    /// What is needed, in words.
    pub needs: Option<Spanned<Text>>,
}

/// `[[lint.custom]]`: a rule of the user's own.
#[derive(Clone, Debug)]
pub struct CustomRule {
    /// Where it stands.
    pub span: Span,
    /// Its code.
    pub code: Spanned<Text>,
    /// Its name.
    pub name: Spanned<Text>,
    /// What it is made from.
    pub template: Spanned<Text>,
    /// `error`, `warning`, `info` or `off`.
    pub severity: Option<Spanned<Text>>,
    /// The message, with `{…}` for names.
    pub message: Option<Spanned<Text>>,
    /// What to type.
    pub help: Option<Spanned<Text>>,
    /// The keys of its template.
    pub keys: Vec<(Spanned<Text>, Spanned<Parameter>)>,
    /// `[[lint.custom.test]]`.
    pub tests: Vec<CustomTest>,
}

/// `[[lint.custom.test]]`: a small topology, and what the rule must find in it.
#[derive(Clone, Debug)]
pub struct CustomTest {
    /// Where it stands.
    pub span: Span,
    /// The topology.
    pub toml: Spanned<Text>,
    /// The elements of the findings, each as often as there are findings.
    pub expect: List,
}

/// `[lint.rule.NAME]`.
#[derive(Clone, Debug)]
pub struct LintRule {
    /// Code or name of the rule.
    pub rule: Spanned<Text>,
    /// `error`, `warning`, `info` or `off`.
    pub severity: Option<Spanned<Text>>,
    /// Whether its findings can be accepted.
    pub ignorable: Option<bool>,
    /// The rule's own parameters, by key.
    pub parameters: Vec<(Spanned<Text>, Spanned<Parameter>)>,
}

/// `[[lint.override]]`: another severity for some components.
#[derive(Clone, Debug)]
pub struct LintOverride {
    /// Where it stands.
    pub span: Span,
    /// The components it is for, as a selector.
    pub selector: Spanned<Text>,
    /// Rules, families or `ALL`; `None` for all.
    pub rules: Option<List>,
    /// `error`, `warning`, `info` or `off`.
    pub severity: Spanned<Text>,
}

/// A value of a rule's parameter.
#[derive(Clone, PartialEq, Debug)]
pub enum Parameter {
    /// A whole number or a number with decimals.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A text.
    Text(Text),
    /// A list of texts.
    Texts(Vec<Spanned<Text>>),
    /// A table of numbers, such as `{ critical = 3, standard = 2 }`.
    Numbers(Vec<(Spanned<Text>, f64)>),
}
