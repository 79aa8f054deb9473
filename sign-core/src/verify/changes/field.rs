//! Changes of a field: signed, filled, added, or something nobody may do.

use lopdf::{Dictionary, Object, ObjectId};

use super::catalog::differing;
use super::{Change, FindingCode, Place, Step};

/// `/Ff` bit 1: the field is read-only (ISO 32000-2 Table 227).
const READ_ONLY: i64 = 1;

impl Step<'_> {
    pub(super) fn field(&mut self, name: &str, old: &Object, new: &Object) {
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return self.forbid_at(FindingCode::ObjectChanged, name, Place::Field);
        };
        let signature = self.old.is_signature(name);
        for key in differing(old, new) {
            match key.as_slice() {
                b"V" if signature => self.value(name, old),
                b"V" => {
                    self.valued.insert(name.to_owned());
                    self.fill(name);
                }
                b"AS" => self.fill(name),
                b"AP" if self.old.is_signed(name) => {
                    self.forbid_at(FindingCode::AppearanceChanged, name, Place::Field);
                }
                b"AP" if signature && new.has(b"V") => {}
                b"AP" => {
                    self.redrawn.insert(name.to_owned());
                    self.fill(name);
                }
                b"Ff" if only_adds_read_only(old, new) => self.fill(name),
                b"M" | b"MK" | b"DA" if !signature => self.fill(name),
                b"Rect" | b"F" | b"Subtype" => {
                    self.forbid_at(FindingCode::AnnotationChanged, name, Place::Field);
                }
                _ => self.forbid_at(FindingCode::ObjectChanged, name, Place::Field),
            }
        }
    }

    /// A new field: what it is decides whether a signature allows it.
    pub(super) fn added(&mut self, name: &str, id: ObjectId) {
        let dictionary = self.after.dict(id).unwrap_or_default();
        let change = Change::Added {
            field: name.to_owned(),
            signature: matches!(dictionary.get(b"FT"), Ok(Object::Name(kind)) if kind == b"Sig"),
            visible: is_visible(&dictionary),
        };
        self.push(change);
        if dictionary.has(b"V")
            && matches!(dictionary.get(b"FT"), Ok(Object::Name(kind)) if kind == b"Sig")
        {
            self.push(Change::Signed {
                field: name.to_owned(),
            });
        }
    }

    fn value(&mut self, name: &str, old: &Dictionary) {
        match old.get(b"V") {
            Err(_) | Ok(Object::Null) => self.push(Change::Signed {
                field: name.to_owned(),
            }),
            Ok(_) => self.forbid_at(FindingCode::SignatureReplaced, name, Place::Field),
        }
    }
}

fn only_adds_read_only(old: &Dictionary, new: &Dictionary) -> bool {
    let flags = |dictionary: &Dictionary| match dictionary.get(b"Ff") {
        Ok(Object::Integer(flags)) => *flags,
        _ => 0,
    };
    flags(new) == flags(old) | READ_ONLY
}

/// Whether a widget has an area.
fn is_visible(dictionary: &Dictionary) -> bool {
    let Ok(Object::Array(corners)) = dictionary.get(b"Rect") else {
        return false;
    };
    let corner = |at: usize| {
        corners
            .get(at)
            .and_then(|n| n.as_float().ok())
            .unwrap_or(0.0)
    };
    (corner(2) - corner(0)).abs() > 0.0 && (corner(3) - corner(1)).abs() > 0.0
}
