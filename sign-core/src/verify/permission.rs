//! What a signature allows afterwards, judged change by change.

use super::changes::Change;
use super::finding::FindingCode;
use super::report::Finding;
pub(super) use crate::signature::limits::Limits as Permission;

impl Permission {
    /// Judges one later change: what to report, and whether it is allowed.
    pub(super) fn judge(&self, change: &Change) -> (Finding, bool) {
        match change {
            Change::Dss => allowed(FindingCode::DssAdded.finding()),
            Change::Stamped { field } => allowed(FindingCode::SignatureAdded.about(field)),
            Change::Info { keeps: true } => allowed(FindingCode::InfoChanged.finding()),
            Change::Doubtful { code, about, .. } => allowed(code.about(about)),
            Change::Forbidden { code, about, .. } => forbidden(self.locked_or(*code).about(about)),
            _ if self.closes() => forbidden(FindingCode::AfterLock.about(name(change))),
            Change::Info { .. } => allowed(FindingCode::InfoChanged.finding()),
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
        let welcome = signature && !(self.certifies() && visible);
        if welcome {
            allowed(FindingCode::SignatureAdded.about(field))
        } else {
            forbidden(FindingCode::FieldAdded.about(field))
        }
    }

    fn locked_or(&self, code: FindingCode) -> FindingCode {
        if self.closes() {
            FindingCode::AfterLock
        } else {
            code
        }
    }
}

fn name(change: &Change) -> &str {
    match change {
        Change::Signed { field }
        | Change::Stamped { field }
        | Change::Filled { field }
        | Change::Added { field, .. } => field,
        Change::Forbidden { about, .. } | Change::Doubtful { about, .. } => about,
        Change::Dss => "DSS",
        Change::Info { .. } => "Info",
    }
}

fn allowed(finding: Finding) -> (Finding, bool) {
    (finding, true)
}

fn forbidden(finding: Finding) -> (Finding, bool) {
    (finding, false)
}
