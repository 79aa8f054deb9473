//! What a signature allows afterwards: DocMDP, FieldMDP and the field's own lock.

use lopdf::{Dictionary, Object};

use super::changes::Change;
use super::finding::FindingCode;
use super::report::Finding;
use crate::document::Document;

/// Which fields a signature freezes (ISO 32000-2 §12.8.2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Every field.
    All,
    /// The named ones.
    Include(Vec<String>),
    /// Every other one.
    Exclude(Vec<String>),
}

/// What a signature allows afterwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Permission {
    /// A certification: its reference names DocMDP.
    pub(super) certifies: bool,
    /// 1: nothing, 2: forms and signatures, 3: annotations too; none stated otherwise.
    pub(super) level: Option<i64>,
    /// The fields it freezes.
    pub(super) scopes: Vec<Scope>,
    /// Whether the field's `/Lock` and the signature's reference agree.
    pub(super) agrees: bool,
}

impl Permission {
    /// Reads the references of a signature dictionary and the lock of its field.
    pub(super) fn read(document: &Document, signature: &Dictionary, field: &Dictionary) -> Self {
        let mut permission = Self {
            agrees: true,
            ..Self::default()
        };
        let references = entry(document, signature, b"Reference");
        if let Some(Object::Array(references)) = references {
            for reference in references {
                if let Ok(Object::Dictionary(reference)) = document.resolve(&reference) {
                    permission.reference(document, &reference);
                }
            }
        }
        if let Some(Object::Dictionary(lock)) = entry(document, field, b"Lock") {
            permission.lock(document, &lock);
        }
        permission
    }

    /// Judges one later change: what to report, and whether it is allowed.
    pub(super) fn judge(&self, change: &Change) -> (Finding, bool) {
        match change {
            Change::Dss => allowed(FindingCode::DssAdded.finding()),
            Change::Doubtful { code, about } => allowed(code.about(about)),
            Change::Forbidden { code, about } => forbidden(self.locked_or(*code).about(about)),
            _ if self.level == Some(1) => forbidden(FindingCode::AfterLock.about(name(change))),
            Change::Info => allowed(FindingCode::InfoChanged.finding()),
            Change::Signed { field } if self.freezes(field) => {
                forbidden(FindingCode::AfterLock.about(field))
            }
            Change::Signed { field } => allowed(FindingCode::SignatureAdded.about(field)),
            Change::Filled { field } if self.freezes(field) => {
                forbidden(FindingCode::LockedFieldChanged.about(field))
            }
            Change::Filled { field } => allowed(FindingCode::FieldFilled.about(field)),
            Change::Added {
                field,
                signature,
                visible,
            } => self.judge_added(field, *signature, *visible),
        }
    }

    fn judge_added(&self, field: &str, signature: bool, visible: bool) -> (Finding, bool) {
        let welcome = signature && !(self.certifies && visible);
        if welcome {
            allowed(FindingCode::SignatureAdded.about(field))
        } else {
            forbidden(FindingCode::FieldAdded.about(field))
        }
    }

    fn locked_or(&self, code: FindingCode) -> FindingCode {
        if self.level == Some(1) {
            FindingCode::AfterLock
        } else {
            code
        }
    }

    fn freezes(&self, field: &str) -> bool {
        self.scopes.iter().any(|scope| scope.holds(field))
    }

    fn reference(&mut self, document: &Document, reference: &Dictionary) {
        let parameters = match entry(document, reference, b"TransformParams") {
            Some(Object::Dictionary(parameters)) => parameters,
            _ => Dictionary::new(),
        };
        match reference.get(b"TransformMethod").and_then(Object::as_name) {
            Ok(b"DocMDP") => {
                self.certifies = true;
                self.tighten(Some(level(&parameters).unwrap_or(2)));
            }
            Ok(b"FieldMDP") => {
                self.scopes.extend(scope(document, &parameters));
                self.tighten(level(&parameters));
            }
            _ => {}
        }
    }

    fn lock(&mut self, document: &Document, lock: &Dictionary) {
        let Some(locked) = scope(document, lock) else {
            return;
        };
        if !self.scopes.contains(&locked) {
            self.agrees = false;
            self.scopes.push(locked);
        }
        self.tighten(level(lock));
    }

    fn tighten(&mut self, level: Option<i64>) {
        self.level = match (self.level, level) {
            (Some(old), Some(new)) => Some(old.min(new)),
            (old, new) => old.or(new),
        };
    }
}

impl Scope {
    /// Field names match whole, or as the parent of a dotted name (ISO 32000-2 §12.7.4.2).
    fn holds(&self, field: &str) -> bool {
        let matches = |names: &[String]| {
            names.iter().any(|name| {
                field == name
                    || field
                        .strip_prefix(name.as_str())
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        };
        match self {
            Self::All => true,
            Self::Include(names) => matches(names),
            Self::Exclude(names) => !matches(names),
        }
    }
}

fn scope(document: &Document, dictionary: &Dictionary) -> Option<Scope> {
    let names = match entry(document, dictionary, b"Fields") {
        Some(Object::Array(names)) => names
            .iter()
            .filter_map(|name| document.resolve(name).ok())
            .filter_map(text)
            .collect(),
        _ => Vec::new(),
    };
    match dictionary.get(b"Action").and_then(Object::as_name).ok()? {
        b"All" => Some(Scope::All),
        b"Include" => Some(Scope::Include(names)),
        b"Exclude" => Some(Scope::Exclude(names)),
        _ => None,
    }
}

fn text(object: Object) -> Option<String> {
    lopdf::decode_text_string(&object).ok()
}

fn level(dictionary: &Dictionary) -> Option<i64> {
    dictionary.get(b"P").and_then(Object::as_i64).ok()
}

fn entry(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<Object> {
    document.resolve(dictionary.get(key).ok()?).ok()
}

fn name(change: &Change) -> &str {
    match change {
        Change::Signed { field } | Change::Filled { field } | Change::Added { field, .. } => field,
        Change::Forbidden { about, .. } | Change::Doubtful { about, .. } => about,
        Change::Dss => "DSS",
        Change::Info => "Info",
    }
}

fn allowed(finding: Finding) -> (Finding, bool) {
    (finding, true)
}

fn forbidden(finding: Finding) -> (Finding, bool) {
    (finding, false)
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_scope_matches_whole_names_and_parents() {
        let scope = Scope::Include(vec!["sig_1".to_owned()]);
        assert!(scope.holds("sig_1") && scope.holds("sig_1.name"));
        assert!(!scope.holds("sig_10"));
        assert!(Scope::Exclude(vec!["a".to_owned()]).holds("b"));
    }
}
