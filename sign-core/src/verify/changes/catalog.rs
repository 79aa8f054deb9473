//! Changes of the catalog and of the form in it.

use lopdf::{Dictionary, Object};

use super::{Change, FindingCode, Place, Step, same};
use crate::document::Document;

impl Step<'_> {
    pub(super) fn catalog(&mut self, old: &Object, new: &Object) {
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return self.forbid(FindingCode::CatalogChanged, "type");
        };
        for key in differing(old, new) {
            match key.as_slice() {
                b"DSS" => self.push(Change::Dss),
                b"Extensions" | b"Metadata" | b"Version" => self.push(Change::Info),
                b"AcroForm" => self.form_entry(old, new),
                _ => self.forbid(FindingCode::CatalogChanged, String::from_utf8_lossy(&key)),
            }
        }
    }

    fn form_entry(&mut self, old: &Dictionary, new: &Dictionary) {
        let old = old
            .get(b"AcroForm")
            .map(|form| self.before.resolve(form))
            .ok();
        let new = new
            .get(b"AcroForm")
            .map(|form| self.after.resolve(form))
            .ok();
        match (old, new) {
            (None, Some(Ok(new))) => self.form(&Object::Dictionary(Dictionary::new()), &new),
            (Some(Ok(old)), Some(Ok(new))) => self.form(&old, &new),
            _ => self.forbid(FindingCode::CatalogChanged, "AcroForm"),
        }
    }

    pub(super) fn form(&mut self, old: &Object, new: &Object) {
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return self.forbid(FindingCode::CatalogChanged, "AcroForm");
        };
        for key in differing(old, new) {
            match key.as_slice() {
                b"Fields" => self.fields(),
                b"DR" => self.resources(old, new),
                b"NeedAppearances" if is_true(new, b"NeedAppearances") => {
                    let code = FindingCode::AppearancesRedrawn;
                    self.doubt(code, "AcroForm", Place::Nowhere);
                }
                b"DA" | b"Q" | b"NeedAppearances" => self.push(Change::Info),
                b"SigFlags" if !old.has(b"SigFlags") => self.push(Change::Info),
                _ => {
                    let about = format!("AcroForm/{}", String::from_utf8_lossy(&key));
                    self.forbid(FindingCode::CatalogChanged, about);
                }
            }
        }
    }

    /// Resources may join those of the form; none may be replaced.
    fn resources(&mut self, old: &Dictionary, new: &Dictionary) {
        let read = |document: &Document, form: &Dictionary| {
            let found = form
                .get(b"DR")
                .ok()
                .and_then(|found| document.resolve(found).ok());
            match found {
                Some(Object::Dictionary(found)) => found,
                _ => Dictionary::new(),
            }
        };
        let (old, new) = (read(self.before, old), read(self.after, new));
        for (kind, listed) in old.iter() {
            let before = self.before.resolve(listed).unwrap_or(Object::Null);
            let after = new
                .get(kind)
                .ok()
                .and_then(|listed| self.after.resolve(listed).ok());
            let kept = match (&before, &after) {
                (Object::Dictionary(before), Some(Object::Dictionary(after))) => before
                    .iter()
                    .all(|(name, one)| after.get(name).is_ok_and(|other| same(one, other))),
                (before, after) => after.as_ref() == Some(before),
            };
            if !kept {
                return self.forbid(FindingCode::FontChanged, String::from_utf8_lossy(kind));
            }
        }
        self.push(Change::Info);
    }

    pub(super) fn field_list(&mut self, old: &Object, new: &Object) {
        match (old, new) {
            (Object::Array(_), Object::Array(_)) => self.fields(),
            _ => self.forbid(FindingCode::CatalogChanged, "AcroForm/Fields"),
        }
    }

    /// Compares the fields of both versions by name.
    fn fields(&mut self) {
        let gone: Vec<String> = self
            .old
            .fields
            .keys()
            .filter(|name| !self.new.fields.contains_key(*name))
            .cloned()
            .collect();
        for name in gone {
            self.forbid(FindingCode::ObjectFreed, name);
        }
        let added: Vec<_> = self
            .new
            .fields
            .iter()
            .filter(|(name, _)| !self.old.fields.contains_key(*name))
            .map(|(name, facts)| (name.clone(), facts.id))
            .collect();
        for (name, id) in added {
            self.added(&name, id);
        }
    }
}

fn is_true(dictionary: &Dictionary, key: &[u8]) -> bool {
    matches!(dictionary.get(key), Ok(Object::Boolean(true)))
}

/// The keys whose values differ, in the order of both dictionaries.
pub(super) fn differing(old: &Dictionary, new: &Dictionary) -> Vec<Vec<u8>> {
    let null = Object::Null;
    let keys = old.iter().map(|(key, _)| key);
    let more = new.iter().map(|(key, _)| key).filter(|key| !old.has(key));
    keys.chain(more)
        .filter(|key| {
            let (old, new) = (old.get(key).unwrap_or(&null), new.get(key).unwrap_or(&null));
            !same(old, new)
        })
        .cloned()
        .collect()
}
