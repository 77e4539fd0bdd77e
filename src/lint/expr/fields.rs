//! What a selector can ask of a component and of a connection: one list each, with types, words and how to answer.

use super::eval::Value;
use crate::model::{ComponentIx, ConnectionIx, Model, Placement};
use crate::source::{Spanned, Text};
use crate::syntax::Words;
use crate::syntax::attributes::{
    Access, Backup, Balancer, ConnectionKind, Content, Count, Criticality, List, Need, Provenance,
};
use crate::syntax::document::Role;

/// The type of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Type {
    Bool,
    Number,
    Text,
    /// A list of texts.
    List,
}

impl Type {
    /// The type in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
        }
    }
}

/// What can be asked of a `T`.
pub(super) struct Field<T> {
    /// Its name.
    pub(super) name: &'static str,
    /// Its type.
    pub(super) ty: Type,
    /// The words that it can be, if they are few.
    pub(super) words: fn() -> Vec<&'static str>,
    /// Its value.
    pub(super) get: fn(&Model, T) -> Value,
}

/// Any text is fine.
fn any() -> Vec<&'static str> {
    Vec::new()
}

fn words<T: Words>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(word, _)| *word).collect()
}

fn kinds() -> Vec<&'static str> {
    crate::catalog::builtin().kind_names().collect()
}

macro_rules! attribute {
    ($name:literal $field:ident text) => {
        Field {
            name: $name,
            ty: Type::Text,
            words: any,
            get: |m, c| text(m.component(c).attributes.$field.as_ref().map(|v| v.value.as_str())),
        }
    };
    ($name:literal $field:ident number) => {
        Field {
            name: $name,
            ty: Type::Number,
            words: any,
            get: |m, c| {
                #[allow(clippy::cast_lossless, clippy::unnecessary_cast)]
                number(m.component(c).attributes.$field.as_ref().map(|v| v.value as f64))
            },
        }
    };
    ($name:literal $field:ident bool) => {
        Field {
            name: $name,
            ty: Type::Bool,
            words: any,
            get: |m, c| truth(m.component(c).attributes.$field.as_ref().map(|v| v.value)),
        }
    };
    ($name:literal $field:ident list) => {
        Field { name: $name, ty: Type::List, words: any, get: |m, c| list(m.component(c).attributes.$field.as_ref()) }
    };
    ($name:literal $field:ident $ty:ident) => {
        Field {
            name: $name,
            ty: Type::Text,
            words: words::<$ty>,
            get: |m, c| text(m.component(c).attributes.$field.as_ref().map(|v| v.value.word())),
        }
    };
}

/// The fields of a component.
pub(super) static NODE: &[Field<ComponentIx>] = &[
    Field { name: "id", ty: Type::Text, words: any, get: |m, c| text(Some(&m.component(c).id)) },
    Field { name: "role", ty: Type::Text, words: words::<Role>, get: |m, c| text(Some(m.component(c).role.word())) },
    Field { name: "kind", ty: Type::Text, words: kinds, get: |m, c| text(Some(m.component(c).kind.id)) },
    Field { name: "label", ty: Type::Text, words: any, get: |m, c| text(Some(&m.component(c).label)) },
    Field {
        name: "criticality",
        ty: Type::Text,
        words: words::<Criticality>,
        get: |m, c| text(Some(m.component(c).criticality.word())),
    },
    Field {
        name: "environment",
        ty: Type::Text,
        words: any,
        get: |m, c| text(m.component(c).environment.map(|e| m.environment(e).id.as_str())),
    },
    Field {
        name: "env",
        ty: Type::Text,
        words: any,
        get: |m, c| text(m.component(c).environment.map(|e| m.environment(e).id.as_str())),
    },
    Field {
        name: "region",
        ty: Type::Text,
        words: any,
        get: |m, c| text(m.places(c).find_map(|p| p.region).map(|r| m.region(r).id.as_str())),
    },
    Field { name: "regions", ty: Type::List, words: any, get: regions },
    Field { name: "zones", ty: Type::List, words: any, get: zones },
    Field {
        name: "zone_count",
        ty: Type::Number,
        words: any,
        get: |m, c| match zones(m, c) {
            Value::List(zones) => Value::Number(zones.len() as f64),
            _ => Value::Unknown,
        },
    },
    Field { name: "instances", ty: Type::Number, words: any, get: instances },
    Field { name: "vcpu", ty: Type::Number, words: any, get: vcpu },
    Field {
        name: "dominated_critical",
        ty: Type::Number,
        words: any,
        get: |m, c| Value::Number(f64::from(m.dominators().critical_behind(c))),
    },
    Field { name: "fan_in", ty: Type::Number, words: any, get: |m, c| Value::Number(m.incoming(c).count() as f64) },
    Field { name: "fan_out", ty: Type::Number, words: any, get: |m, c| Value::Number(m.outgoing(c).count() as f64) },
    attribute!("group" group text),
    attribute!("owner" owner text),
    attribute!("tags" tags list),
    attribute!("note" note text),
    attribute!("network" network text),
    Field {
        name: "subnet",
        ty: Type::List,
        words: any,
        get: |m, c| names(m.component(c).attributes.subnet.as_ref().map(|list| &list.value.0[..])),
    },
    attribute!("security_group" security_group list),
    attribute!("provisioned_by" provisioned_by list),
    attribute!("cost" cost number),
    attribute!("source" source Provenance),
    attribute!("instance" instance text),
    attribute!("balancer" balancer Balancer),
    attribute!("capacity" capacity number),
    attribute!("load" load number),
    attribute!("engine" engine text),
    attribute!("multi_az" multi_az bool),
    Field {
        name: "replicas",
        ty: Type::Number,
        words: any,
        get: |m, c| {
            number(m.component(c).attributes.replicas.as_ref().map(|count| match &count.value {
                Count::Total(n) => f64::from(*n),
                Count::By(list) => list.iter().map(|(_, n)| f64::from(*n)).sum(),
            }))
        },
    },
    attribute!("backup" backup Backup),
    attribute!("encrypted" encrypted bool),
    attribute!("public" public bool),
    attribute!("quorum" quorum number),
    attribute!("rebuildable" rebuildable bool),
    attribute!("replicated" replicated bool),
    attribute!("versioning" versioning bool),
    attribute!("backup_to" backup_to list),
    attribute!("backup_retention" backup_retention number),
    attribute!("read_share" read_share number),
    attribute!("dead_letter" dead_letter bool),
    attribute!("availability" availability number),
    attribute!("provider" provider text),
    attribute!("watches" watches list),
    attribute!("peak_utilisation" peak_utilisation number),
    attribute!("degraded_ok" degraded_ok number),
    attribute!("ttl" ttl number),
    attribute!("deletion_protection" deletion_protection bool),
    attribute!("slo" slo number),
    attribute!("rto" rto number),
    attribute!("rpo" rpo number),
    attribute!("peak" peak number),
    attribute!("health_check" health_check bool),
    attribute!("offload" offload number),
    attribute!("origins" origins number),
    attribute!("cross_zone" cross_zone bool),
    attribute!("content" content Content),
    attribute!("runbook" runbook text),
    attribute!("ephemeral" ephemeral bool),
    attribute!("schedule" schedule text),
];

/// The fields of a connection.
pub(super) static EDGE: &[Field<ConnectionIx>] = &[
    Field {
        name: "kind",
        ty: Type::Text,
        words: words::<ConnectionKind>,
        get: |m, e| text(Some(m.connection(e).kind.word())),
    },
    Field { name: "need", ty: Type::Text, words: words::<Need>, get: |m, e| text(Some(m.connection(e).need.word())) },
    Field { name: "protocol", ty: Type::Text, words: any, get: |m, e| text(m.connection(e).protocol.as_deref()) },
    Field { name: "port", ty: Type::Number, words: any, get: |m, e| number(m.connection(e).port.map(f64::from)) },
    Field { name: "encrypted", ty: Type::Bool, words: any, get: |m, e| truth(m.connection(e).encrypted) },
    Field { name: "label", ty: Type::Text, words: any, get: |m, e| text(m.connection(e).label.as_deref()) },
    Field { name: "gb_month", ty: Type::Number, words: any, get: |m, e| number(m.connection(e).gb_month) },
    Field {
        name: "access",
        ty: Type::Text,
        words: words::<Access>,
        get: |m, e| text(m.connection(e).access.map(Words::word)),
    },
    Field { name: "either", ty: Type::Text, words: any, get: |m, e| text(m.connection(e).either.as_deref()) },
    Field { name: "cross_region", ty: Type::Bool, words: any, get: |m, e| Value::Bool(m.connection(e).cross_region) },
    Field {
        name: "paths",
        ty: Type::Number,
        words: any,
        get: |m, e| number(m.connection(e).paths.as_ref().map(|n| f64::from(n.value))),
    },
    Field {
        name: "lag",
        ty: Type::Number,
        words: any,
        get: |m, e| number(m.connection(e).lag.as_ref().map(|n| n.value as f64)),
    },
    Field {
        name: "location",
        ty: Type::Text,
        words: any,
        get: |m, e| text(m.connection(e).location.as_ref().map(|said| said.value.as_str())),
    },
];

fn text(value: Option<&str>) -> Value {
    value.map_or(Value::Unknown, |text| Value::Text(text.to_owned()))
}

fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Unknown, Value::Number)
}

fn truth(value: Option<bool>) -> Value {
    value.map_or(Value::Unknown, Value::Bool)
}

fn list(value: Option<&List>) -> Value {
    names(value.map(|list| &list.value[..]))
}

fn names(value: Option<&[Spanned<Text>]>) -> Value {
    value.map_or(Value::Unknown, |list| Value::List(list.iter().map(|entry| entry.value.to_string()).collect()))
}

fn regions(model: &Model, c: ComponentIx) -> Value {
    let mut ids: Vec<String> = model.places(c).filter_map(|p| p.region).map(|r| model.region(r).id.clone()).collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() { Value::Unknown } else { Value::List(ids) }
}

/// The zones with instances, as `region/zone` when there are several regions; unknown when the file does not say.
fn zones(model: &Model, c: ComponentIx) -> Value {
    let several = matches!(regions(model, c), Value::List(ids) if ids.len() > 1);
    let mut names = Vec::new();
    for placement in model.places(c) {
        let Some(region) = placement.region.filter(|_| placement.zones_stated) else { return Value::Unknown };
        let region = model.region(region);
        for zone in crate::lint::places::used_zones(placement) {
            let name = region.zones.get(zone).cloned().unwrap_or_default();
            names.push(if several { format!("{}/{name}", region.id) } else { name });
        }
    }
    names.sort();
    names.dedup();
    if names.is_empty() { Value::Unknown } else { Value::List(names) }
}

/// Instances of all places; unknown when the file does not say.
fn instances(model: &Model, c: ComponentIx) -> Value {
    if model.component(c).placements.is_empty() || model.places(c).any(|placement| !placement.count_stated) {
        return Value::Unknown;
    }
    Value::Number(model.places(c).map(|placement| f64::from(placement.instances)).sum())
}

/// Processors of all instances; unknown when the file or the catalogue does not say.
fn vcpu(model: &Model, c: ComponentIx) -> Value {
    let each = |place: &Placement| {
        let cpus = place.instance.filter(|_| place.count_stated)?.vcpu;
        Some(f64::from(place.instances) * cpus)
    };
    if model.component(c).placements.is_empty() {
        return Value::Unknown;
    }
    number(model.places(c).map(each).sum())
}
