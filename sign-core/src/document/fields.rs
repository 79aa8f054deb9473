//! Terminal form fields, their names in full and inherited values resolved (ISO 32000-2 §12.7.4).

use lopdf::{Dictionary, Object, ObjectId, decode_text_string};

use super::Document;
use crate::error::{Kind, Result};

/// How deep a field tree may be.
const DEPTH: usize = 50;

/// How many fields and widgets a form may have.
const NODES: usize = 100_000;

/// How many octets all names, inherited values and dictionaries of a form may take: each field
/// holds a copy of what is above it.
const OCTETS: usize = 64 << 20;

/// What a field takes from the fields above it.
const INHERITED: [&[u8]; 6] = [b"FT", b"V", b"Ff", b"DA", b"Q", b"MaxLen"];

/// A field that is no mere group of fields.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field's object.
    pub id: ObjectId,
    /// Its full name, parts joined by full stops.
    pub name: String,
    /// `/FT`: `Tx`, `Btn`, `Ch` or `Sig`.
    pub kind: Option<Vec<u8>>,
    /// Its dictionary, with `/FT`, `/V`, `/Ff`, `/DA`, `/Q` and `/MaxLen` inherited.
    pub dict: Dictionary,
    /// Its widgets; the field itself where both are one object.
    pub widgets: Vec<ObjectId>,
}

struct Walk<'a> {
    document: &'a Document,
    fields: Vec<Field>,
    nodes: usize,
    octets: usize,
}

struct Above {
    name: String,
    values: Dictionary,
    path: Vec<ObjectId>,
}

/// Returns every terminal field in the order of the form.
pub(super) fn fields(document: &Document) -> Result<Vec<Field>> {
    let catalog = document.catalog()?;
    let mut walk = Walk {
        document,
        fields: Vec::new(),
        nodes: 0,
        octets: 0,
    };
    let form = catalog.get(b"AcroForm").ok();
    let Some(Object::Dictionary(form)) = form.and_then(|form| document.resolve(form).ok()) else {
        return Ok(walk.fields);
    };
    let mut values = Dictionary::new();
    take(&mut values, &form, &[b"DA", b"Q"]);
    let above = Above {
        name: String::new(),
        values,
        path: Vec::new(),
    };
    for id in walk.references(&form, b"Fields") {
        walk.node(id, &above)?;
    }
    Ok(walk.fields)
}

impl Walk<'_> {
    fn node(&mut self, id: ObjectId, above: &Above) -> Result<()> {
        self.nodes += 1;
        if self.nodes > NODES || above.path.len() > DEPTH {
            return Err(Kind::TooLarge.into());
        }
        let Ok(mut dict) = self.document.dict(id) else {
            return Ok(());
        };
        if above.path.contains(&id) {
            return Ok(());
        }
        let name = self.name(&dict, &above.name);
        let mut values = above.values.clone();
        take(&mut values, &dict, &INHERITED);
        self.octets += name.len() + weight(&values) + weight(&dict);
        if self.octets > OCTETS {
            return Err(Kind::TooLarge.into());
        }
        let kids = self.references(&dict, b"Kids");
        self.nodes += kids.len();
        let (groups, widgets) = self.sorted(&kids);
        if groups.is_empty() {
            take(&mut dict, &values, &INHERITED);
            self.fields.push(self.field(id, name, dict, &widgets));
            return Ok(());
        }
        let path = [above.path.as_slice(), &[id]].concat();
        let below = Above { name, values, path };
        groups
            .into_iter()
            .try_for_each(|kid| self.node(kid, &below))
    }

    /// Splits kids into fields, which have a name, and widgets, which have none.
    fn sorted(&self, kids: &[ObjectId]) -> (Vec<ObjectId>, Vec<ObjectId>) {
        kids.iter().partition(|kid| {
            let dict = self.document.dict(**kid);
            dict.is_ok_and(|dict| dict.has(b"T"))
        })
    }

    fn field(&self, id: ObjectId, name: String, dict: Dictionary, widgets: &[ObjectId]) -> Field {
        let kind = dict
            .get(b"FT")
            .ok()
            .and_then(|kind| self.document.resolve(kind).ok());
        let kind = kind.and_then(|kind| kind.as_name().map(<[u8]>::to_vec).ok());
        let merged = widgets.is_empty() && (dict.has(b"Rect") || dict.has(b"Subtype"));
        let widgets = if merged { vec![id] } else { widgets.to_vec() };
        Field {
            id,
            name,
            kind,
            dict,
            widgets,
        }
    }

    fn name(&self, dict: &Dictionary, above: &str) -> String {
        let own = dict
            .get(b"T")
            .ok()
            .and_then(|own| self.document.resolve(own).ok());
        let own = own.and_then(|own| decode_text_string(&own).ok());
        match own {
            Some(own) if above.is_empty() => own,
            Some(own) => format!("{above}.{own}"),
            None => above.to_owned(),
        }
    }

    fn references(&self, dict: &Dictionary, key: &[u8]) -> Vec<ObjectId> {
        let items = dict
            .get(key)
            .ok()
            .and_then(|items| self.document.resolve(items).ok());
        let Some(Object::Array(items)) = items else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| item.as_reference().ok())
            .collect()
    }
}

fn take(into: &mut Dictionary, from: &Dictionary, keys: &[&[u8]]) {
    for key in keys {
        if let Ok(value) = from.get(key) {
            into.set(*key, value.clone());
        }
    }
}

/// Returns about how many octets a dictionary takes.
fn weight(dict: &Dictionary) -> usize {
    dict.iter()
        .map(|(key, value)| key.len() + size(value))
        .sum()
}

fn size(object: &Object) -> usize {
    match object {
        Object::Name(octets) | Object::String(octets, _) => octets.len(),
        Object::Array(items) => items.iter().map(size).sum(),
        Object::Dictionary(dict) => weight(dict),
        Object::Stream(stream) => weight(&stream.dict) + stream.content.len(),
        _ => size_of::<Object>(),
    }
}
