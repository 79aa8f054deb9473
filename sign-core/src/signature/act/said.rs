//! What is printed with a signature, by the sender's choice.

use super::Act;
use crate::placement::Look;
use crate::stamp::signed::Print;
use crate::wire::Locale;

/// Lines that are printed with a signature.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// What has to be seen.
    pub(super) stated: Vec<String>,
    below: Vec<String>,
}

impl Said {
    pub(super) fn of(act: &Act, look: &Look) -> Self {
        match look {
            Look::Ink => Self::default(),
            Look::InkNameTime => Self {
                below: act.lines.clone(),
                ..Self::default()
            },
            Look::Full { reason } => Self {
                stated: everything(act, reason),
                ..Self::default()
            },
        }
    }

    pub(super) fn print(&self) -> Print<'_> {
        Print {
            stated: &self.stated,
            below: &self.below,
        }
    }
}

/// Returns the name, once, what the act says, and why.
fn everything(act: &Act, reason: &str) -> Vec<String> {
    let named = act.lines.contains(&act.name);
    let name = (!named).then(|| act.name.clone());
    let why = match act.locale {
        Locale::Fr => "Motif :",
        Locale::En => "Reason:",
    };
    let reason = reason.trim();
    let why = (!reason.is_empty()).then(|| format!("{why} {reason}"));
    name.into_iter()
        .chain(act.lines.iter().cloned())
        .chain(why)
        .collect()
}
