//! What the signatures a document already bears allow after them.

use lopdf::{Dictionary, Object};

use crate::document::{Document, Field};
use crate::error::{Error, Kind, Result};

/// Certification levels: nothing may change, or forms may be filled and signed (ISO 32000-2
/// Table 257).
const NOTHING: i64 = 1;
const FORMS: i64 = 2;

/// The limits of all signatures together; each may only tighten them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// `/P` of the certification.
    pub(super) certified: Option<i64>,
    level: Option<i64>,
    scopes: Vec<Scope>,
}

/// Which fields something freezes (§12.7.5.5, §12.8.2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    All,
    Include(Vec<String>),
    Exclude(Vec<String>),
}

impl Limits {
    /// Reads every signature's references and the lock of its field; nothing for a document that
    /// nobody has signed.
    ///
    /// # Errors
    /// As [`Document::fields`].
    pub(super) fn of(document: &Document) -> Result<Option<Self>> {
        let fields = document.fields()?;
        let signed: Vec<&Field> = fields.iter().filter(|one| is_signed(one)).collect();
        if signed.is_empty() {
            return Ok(None);
        }
        let mut limits = Self::default();
        let perms = dict(document, &document.catalog()?, b"Perms");
        let named = perms.and_then(|perms| dict(document, &perms, b"DocMDP"));
        named.iter().for_each(|one| limits.signature(document, one));
        for field in signed {
            let signature = dict(document, &field.dict, b"V").unwrap_or_default();
            limits.signature(document, &signature);
            if let Some(lock) = dict(document, &field.dict, b"Lock") {
                limits.lock(document, &lock);
            }
        }
        Ok(Some(limits))
    }

    /// Reads what an empty field's lock will hold once the field is signed.
    ///
    /// # Errors
    /// `no_such_field` where there is no such field.
    pub(super) fn of_lock(document: &Document, field: &str) -> Result<Self> {
        let field = document.field(field)?.ok_or(Kind::NoSuchField)?;
        let mut limits = Self::default();
        if let Some(lock) = dict(document, &field.dict, b"Lock") {
            limits.lock(document, &lock);
        }
        Ok(limits)
    }

    /// Refuses where nothing at all may follow.
    ///
    /// # Errors
    /// `certified` for a certification that allows nothing, `locked` for another such lock.
    pub(super) fn admit(&self) -> Result<()> {
        match (self.certified, self.level) {
            (Some(NOTHING), _) => Err(Error::new(Kind::Certified)),
            (_, Some(NOTHING)) => Err(Error::new(Kind::Locked)),
            _ => Ok(()),
        }
    }

    /// Returns whether some signature freezes a field.
    pub(super) fn freezes(&self, field: &str) -> bool {
        self.scopes.iter().any(|scope| scope.holds(field))
    }

    fn lock(&mut self, document: &Document, lock: &Dictionary) {
        if let Some(scope) = Scope::read(document, lock) {
            self.scopes.push(scope);
            self.tighten(lock.get(b"P").and_then(Object::as_i64).ok());
        }
    }

    fn signature(&mut self, document: &Document, signature: &Dictionary) {
        let references = signature.get(b"Reference").ok();
        let references = references.and_then(|all| document.resolve(all).ok());
        let Some(Object::Array(references)) = references else {
            return;
        };
        for reference in references {
            if let Ok(Object::Dictionary(reference)) = document.resolve(&reference) {
                self.reference(document, &reference);
            }
        }
    }

    fn reference(&mut self, document: &Document, reference: &Dictionary) {
        let params = dict(document, reference, b"TransformParams").unwrap_or_default();
        let method = reference.get(b"TransformMethod").and_then(Object::as_name);
        match method {
            Ok(b"DocMDP") => {
                let level = params.get(b"P").and_then(Object::as_i64).unwrap_or(FORMS);
                self.certified = Some(self.certified.map_or(level, |known| known.min(level)));
            }
            Ok(b"FieldMDP") => self.lock(document, &params),
            _ => {}
        }
    }

    fn tighten(&mut self, level: Option<i64>) {
        self.level = match (self.level, level) {
            (Some(old), Some(new)) => Some(old.min(new)),
            (old, new) => old.or(new),
        };
    }
}

impl Scope {
    fn read(document: &Document, lock: &Dictionary) -> Option<Self> {
        let names = lock
            .get(b"Fields")
            .ok()
            .and_then(|names| document.resolve(names).ok());
        let names = match names {
            Some(Object::Array(names)) => names,
            _ => Vec::new(),
        };
        let names = names.iter().filter_map(|name| document.resolve(name).ok());
        let names = names.filter_map(|name| lopdf::decode_text_string(&name).ok());
        match lock.get(b"Action").and_then(Object::as_name).ok()? {
            b"All" => Some(Self::All),
            b"Include" => Some(Self::Include(names.collect())),
            b"Exclude" => Some(Self::Exclude(names.collect())),
            _ => None,
        }
    }

    /// Names match whole, or as the parent of a dotted name (§12.7.4.2).
    fn holds(&self, field: &str) -> bool {
        let below = |name: &String| {
            let rest = field.strip_prefix(name.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        match self {
            Self::All => true,
            Self::Include(names) => names.iter().any(below),
            Self::Exclude(names) => !names.iter().any(below),
        }
    }
}

/// Returns whether a field bears a signature.
pub(super) fn is_signed(field: &Field) -> bool {
    let value = field.dict.get(b"V").unwrap_or(&Object::Null);
    field.kind.as_deref() == Some(b"Sig") && !value.is_null()
}

/// Returns a dictionary that is an entry of another.
pub(super) fn dict(document: &Document, above: &Dictionary, key: &[u8]) -> Option<Dictionary> {
    match document.resolve(above.get(key).ok()?).ok()? {
        Object::Dictionary(found) => Some(found),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_scope_holds_whole_names_and_what_is_below_them() {
        let scope = Scope::Include(vec!["sig_1".to_string()]);
        assert!(scope.holds("sig_1") && scope.holds("sig_1.name"));
        assert!(!scope.holds("sig_10"));
        assert!(!Scope::Exclude(vec!["a".to_string()]).holds("a"));
        assert!(Scope::All.holds("a"));
    }
}
