//! Changes of the catalog and of the form in it.

use lopdf::{Dictionary, Object};

use super::facts::Facts;
use super::object::same;
use super::{Change, FindingCode, Place, Step};
use crate::document::Document;

impl Step<'_> {
    pub(super) fn catalog(&mut self, old: &Object, new: &Object) {
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return self.forbid(FindingCode::CatalogChanged, "type");
        };
        for key in differing(old, new) {
            match key.as_slice() {
                b"DSS" => self.push(Change::Dss),
                b"Extensions" | b"MarkInfo" | b"Metadata" | b"Version" => self.info(),
                b"AcroForm" => self.form_entry(old, new),
                _ => self.forbid(FindingCode::CatalogChanged, String::from_utf8_lossy(&key)),
            }
        }
    }

    fn form_entry(&mut self, old: &Dictionary, new: &Dictionary) {
        let old = old
            .get(b"AcroForm")
            .map(|form| self.old.document.resolve(form))
            .ok();
        let new = new
            .get(b"AcroForm")
            .map(|form| self.new.document.resolve(form))
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
                // The fields themselves are compared, not how they are listed.
                b"Fields" => {}
                b"DR" => self.resources(old, new),
                b"DA" | b"Q" | b"NeedAppearances" if is_true(new, b"NeedAppearances") => {
                    let code = FindingCode::AppearancesRedrawn;
                    self.doubt(code, "AcroForm", Place::Nowhere);
                }
                b"DA" | b"Q" | b"NeedAppearances" => self.info(),
                b"SigFlags" if !old.has(b"SigFlags") => self.info(),
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
        let (before, after) = (&self.old.document, &self.new.document);
        let (old, new) = (read(before, old), read(after, new));
        for (kind, listed) in old.iter() {
            let before = self.old.document.resolve(listed).unwrap_or(Object::Null);
            let after = new
                .get(kind)
                .ok()
                .and_then(|listed| self.new.document.resolve(listed).ok());
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
        self.info();
    }

    /// An array of fields, which may be that of a page's annotations, too.
    pub(super) fn field_list(&mut self, page: Option<u32>, old: &Object, new: &Object) {
        if let Some(index) = page {
            self.annotations(index, old, new);
        } else if !matches!((old, new), (Object::Array(_), Object::Array(_))) {
            self.forbid(FindingCode::CatalogChanged, "AcroForm/Fields");
        }
    }

    /// Compares the fields of both versions by name and object.
    pub(super) fn fields(&mut self) {
        let (old, new) = (&self.old.roles.fields, &self.new.roles.fields);
        let gone = old.keys().filter(|key| !new.contains_key(*key));
        let gone: Vec<String> = gone.map(|(name, _)| name.clone()).collect();
        let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
        let added: Vec<(String, Facts)> = added
            .map(|((name, _), facts)| (name.clone(), facts.clone()))
            .collect();
        for name in gone {
            self.forbid(FindingCode::ObjectFreed, name);
        }
        for (name, facts) in added {
            self.added(name, &facts);
        }
    }

    pub(super) fn info(&mut self) {
        self.push(Change::Info { keeps: false });
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
