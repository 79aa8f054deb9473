//! Names of fields that strict readers refuse: a full stop in a part, one name for two siblings, octets
//! that spell no letter.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Object, ObjectId, decode_text_string};

use super::shape;
use crate::document::Document;

/// How deep a field tree may be, and how many fields are looked at.
const DEPTH: usize = 50;
const FIELDS: usize = 100_000;

/// What separates the parts of a full name (ISO 32000-2 §12.7.4.2).
const STOP: char = '.';

/// Returns the fields whose part of the name cannot stay, with another that can.
pub(super) fn renamed(document: &Document) -> BTreeMap<ObjectId, String> {
    let catalog = document.catalog().unwrap_or_default();
    let mut walk = Walk {
        document,
        seen: BTreeSet::new(),
        renamed: BTreeMap::new(),
    };
    walk.siblings(&shape::fields(document, &catalog).unwrap_or_default(), 0);
    walk.renamed
}

struct Walk<'a> {
    document: &'a Document,
    seen: BTreeSet<ObjectId>,
    renamed: BTreeMap<ObjectId, String>,
}

impl Walk<'_> {
    fn siblings(&mut self, fields: &[Object], depth: usize) {
        let document = self.document;
        let fields = fields.iter().filter_map(|field| field.as_reference().ok());
        let named: Vec<(ObjectId, Part)> = fields
            .filter(|id| self.seen.len() < FIELDS && self.seen.insert(*id))
            .filter_map(|id| Some((id, part(document, id)?)))
            .collect();
        let mut taken: BTreeSet<String> = named.iter().map(|(_, part)| part.text.clone()).collect();
        let mut known = BTreeSet::new();
        for (id, part) in &named {
            let first = known.insert(part.text.as_str());
            if !first || !part.spelled || part.text.contains(STOP) {
                let free = free(&part.text, &taken);
                taken.insert(free.clone());
                self.renamed.insert(*id, free);
            }
        }
        if depth < DEPTH {
            named.iter().for_each(|(id, _)| self.below(*id, depth + 1));
        }
    }

    fn below(&mut self, id: ObjectId, depth: usize) {
        let dict = self.document.dict(id).unwrap_or_default();
        let kids = dict.get(b"Kids").ok();
        let kids = kids.and_then(|kids| self.document.resolve(kids).ok());
        if let Some(Object::Array(kids)) = kids {
            self.siblings(&kids, depth);
        }
    }
}

/// A part of a name, and whether every reader spells it so.
struct Part {
    text: String,
    spelled: bool,
}

fn part(document: &Document, id: ObjectId) -> Option<Part> {
    let dict = document.dict(id).ok()?;
    let part = document.resolve(dict.get(b"T").ok()?).ok()?;
    let octets = part.as_str().ok()?;
    let decoded = decode_text_string(&part).ok();
    let spelled = decoded
        .as_ref()
        .is_some_and(|text| is_spelled(octets, text));
    let text = decoded.unwrap_or_default();
    Some(Part { text, spelled })
}

/// Whether every octet is part of a letter (ISO 32000-2 §7.9.2.2); lopdf passes over those that are not.
fn is_spelled(octets: &[u8], text: &str) -> bool {
    if octets.starts_with(b"\xfe\xff") {
        return octets.len() == 2 + 2 * text.encode_utf16().count();
    }
    octets.starts_with(b"\xef\xbb\xbf")
        || octets.len() == text.chars().count() && !text.contains(char::is_control)
}

/// Returns a name like another, with no full stop or control character in it, that nobody has.
fn free(part: &str, taken: &BTreeSet<String>) -> String {
    let odd = |letter: char| letter == STOP || letter.is_control();
    let plain = match part.replace(odd, "_") {
        empty if empty.is_empty() => "_".to_owned(),
        plain => plain,
    };
    let numbered = (2_usize..).map(|number| format!("{plain}_{number}"));
    core::iter::once(plain.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .expect("there are more numbers than names")
}
