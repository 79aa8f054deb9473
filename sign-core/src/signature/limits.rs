//! What signatures allow after them: DocMDP, FieldMDP and the locks of fields.

use lopdf::{Dictionary, Object};

use crate::document::{Document, Field};
use crate::error::{Error, Kind, Result};

/// Certification levels: nothing may change, or forms may be filled and signed (ISO 32000-2
/// Table 257).
const NOTHING: i64 = 1;
const FORMS: i64 = 2;

/// What a signature allows after it, or several together; each may only tighten it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// `/P` of the certification, where one is there.
    pub(crate) certified: Option<i64>,
    /// The strictest `/P` of locks and their references.
    locked: Option<i64>,
    /// The fields that are frozen.
    scopes: Vec<Scope>,
    /// Whether the locks of fields and the references of their signatures agree.
    pub(crate) agrees: bool,
}

/// Which fields something freezes (§12.7.5.5, §12.8.2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    All,
    Include(Vec<String>),
    Exclude(Vec<String>),
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            certified: None,
            locked: None,
            scopes: Vec::new(),
            agrees: true,
        }
    }
}

impl Limits {
    /// Reads the references of one signature dictionary and the lock of its field.
    pub(crate) fn read(document: &Document, signature: &Dictionary, field: &Dictionary) -> Self {
        let mut limits = Self::default();
        limits.signature(document, signature);
        if let Some(lock) = dict(document, field, b"Lock") {
            limits.lock(document, &lock);
        }
        limits
    }

    /// Reads those of every signature together; nothing for a document that nobody has signed.
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
            limits.join(Self::read(document, &signature, &field.dict));
        }
        Ok(Some(limits))
    }

    /// Reads what an empty field's lock will hold once the field is signed.
    ///
    /// # Errors
    /// `no_such_field` where there is no such field.
    pub(super) fn of_lock(document: &Document, field: &str) -> Result<Self> {
        let field = document.field(field)?.ok_or(Kind::NoSuchField)?;
        Ok(Self::read(document, &Dictionary::new(), &field.dict))
    }

    /// Refuses where nothing at all may follow.
    ///
    /// # Errors
    /// `certified` for a certification that allows nothing, `locked` for another such lock.
    pub(super) fn admit(&self) -> Result<()> {
        match (self.certified, self.locked) {
            (Some(NOTHING), _) => Err(Error::new(Kind::Certified)),
            (_, Some(NOTHING)) => Err(Error::new(Kind::Locked)),
            _ => Ok(()),
        }
    }

    /// Returns whether a field is frozen.
    pub(crate) fn freezes(&self, field: &str) -> bool {
        self.scopes.iter().any(|scope| scope.holds(field))
    }

    /// Returns whether some reference certifies.
    pub(crate) fn certifies(&self) -> bool {
        self.certified.is_some()
    }

    /// Returns whether nothing may change any more.
    pub(crate) fn closes(&self) -> bool {
        [self.certified, self.locked].contains(&Some(NOTHING))
    }

    fn join(&mut self, other: Self) {
        self.certified = stricter(self.certified, other.certified);
        self.locked = stricter(self.locked, other.locked);
        self.scopes.extend(other.scopes);
        self.agrees &= other.agrees;
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
                let level = level(&params).unwrap_or(FORMS);
                self.certified = stricter(self.certified, Some(level));
            }
            Ok(b"FieldMDP") => {
                self.scopes.extend(Scope::read(document, &params));
                self.locked = stricter(self.locked, level(&params));
            }
            _ => {}
        }
    }

    /// Reads a field's lock, which the signature's reference repeats.
    fn lock(&mut self, document: &Document, lock: &Dictionary) {
        let Some(scope) = Scope::read(document, lock) else {
            return;
        };
        if !self.scopes.contains(&scope) {
            self.agrees = false;
            self.scopes.push(scope);
        }
        self.locked = stricter(self.locked, level(lock));
    }
}

fn level(dict: &Dictionary) -> Option<i64> {
    dict.get(b"P").and_then(Object::as_i64).ok()
}

fn stricter(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
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

/// Refuses what could be added to only after a rewrite, which would void the signatures.
///
/// # Errors
/// `signed_encrypted` or `signed_repaired`.
pub(super) fn writable(document: &Document) -> Result<()> {
    if document.encrypted() && document.encryption().is_none() {
        return Err(Error::new(Kind::SignedEncrypted));
    }
    if document.is_rebuilt() || document.header_offset() > 0 {
        return Err(Error::new(Kind::SignedRepaired));
    }
    Ok(())
}

/// Returns whether a field bears a signature.
pub(super) fn is_signed(field: &Field) -> bool {
    let value = field.dict.get(b"V").unwrap_or(&Object::Null);
    field.kind.as_deref() == Some(b"Sig") && !value.is_null()
}

/// Returns a dictionary that is an entry of another.
pub(crate) fn dict(document: &Document, above: &Dictionary, key: &[u8]) -> Option<Dictionary> {
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
