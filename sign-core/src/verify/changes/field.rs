//! Changes of a field: signed, filled, added, or something nobody may do.

use lopdf::{Dictionary, Object, ObjectId};

use super::catalog::differing;
use super::facts::Facts;
use super::{Change, FindingCode, Place, Step};

/// `/Ff` bit 1: the field is read-only (ISO 32000-2 Table 227).
const READ_ONLY: i64 = 1;

/// `/F` bits 7, 8 and 10: nobody may change the annotation or what it holds (Table 167).
const LOCKING: i64 = 1 << 6 | 1 << 7 | 1 << 9;

impl Step<'_> {
    pub(super) fn field(&mut self, name: &str, old: &Object, new: &Object) {
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return self.forbid_at(FindingCode::ObjectChanged, name, Place::Field);
        };
        let signature = self.old.roles.is_signature(name);
        for key in differing(old, new) {
            match key.as_slice() {
                b"V" if signature => self.value(name, old),
                b"V" => self.valued(name),
                b"AP" | b"AS" => self.repainted(name),
                b"Ff" if only_adds(old, new, b"Ff", READ_ONLY) => self.fill(name),
                b"F" if only_adds(old, new, b"F", LOCKING) => {}
                b"M" | b"MK" | b"DA" | b"Q" | b"I" | b"TI" | b"RV" if !signature => self.fill(name),
                b"Rect" | b"F" | b"Subtype" => {
                    self.forbid_at(FindingCode::AnnotationChanged, name, Place::Field);
                }
                _ => self.forbid_at(FindingCode::ObjectChanged, name, Place::Field),
            }
        }
    }

    /// A new field: what it is decides whether a signature allows it.
    pub(super) fn added(&mut self, field: String, facts: &Facts) {
        let known = |id: &ObjectId| self.old.document.numbered(id.0).is_some();
        if facts.odd || facts.widgets.iter().any(known) {
            return self.forbid_at(FindingCode::AnnotationChanged, field, Place::Field);
        }
        let (signature, visible) = (facts.is_signature(), facts.visible);
        let signed = signature && facts.filled;
        if signed && facts.stamps && !visible {
            return self.push(Change::Stamped { field });
        }
        self.push(Change::Added {
            field: field.clone(),
            signature,
            visible,
        });
        // Anybody gets a timestamp: what one shows is nobody's word.
        let unsaid = !signed || facts.stamps;
        if signature && visible && unsaid && facts.paints(&self.new.document) {
            self.doubt(FindingCode::ValueNotShown, field.as_str(), Place::Field);
        }
        if signed {
            self.push(Change::Signed { field });
        }
    }

    /// Another picture of a field: a signature's comes with it, a value's with the value.
    pub(super) fn repainted(&mut self, name: &str) {
        let (old, new) = (&self.old.roles, &self.new.roles);
        let code = if old.is_signature(name) {
            if new.is_signed(name) && !old.is_signed(name) {
                return;
            }
            FindingCode::AppearanceChanged
        } else if old.named(name).any(Facts::is_form) {
            self.redrawn.insert(name.to_owned());
            return self.fill(name);
        } else {
            FindingCode::AnnotationChanged
        };
        self.forbid_at(code, name, Place::Field);
    }

    fn valued(&mut self, name: &str) {
        self.valued.insert(name.to_owned());
        self.fill(name);
    }

    fn value(&mut self, name: &str, old: &Dictionary) {
        let field = name.to_owned();
        let stamp = |facts: &Facts| facts.stamps && !facts.visible;
        match old.get(b"V") {
            Err(_) | Ok(Object::Null) if self.new.roles.named(name).any(stamp) => {
                self.push(Change::Stamped { field });
            }
            Err(_) | Ok(Object::Null) => self.push(Change::Signed { field }),
            Ok(_) => self.forbid_at(FindingCode::SignatureReplaced, name, Place::Field),
        }
    }
}

/// Whether nothing but some of the `most` flags joined those of an entry.
fn only_adds(old: &Dictionary, new: &Dictionary, key: &[u8], most: i64) -> bool {
    let flags = |dictionary: &Dictionary| dictionary.get(key).and_then(Object::as_i64);
    let (old, new) = (flags(old).unwrap_or(0), flags(new).unwrap_or(0));
    old & new == old && (new & !old) & !most == 0
}
