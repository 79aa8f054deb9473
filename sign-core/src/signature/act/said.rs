//! What is printed with a signature, by the sender's choice.

use super::Act;
use crate::placement::Look;
use crate::signature::look::Chosen;
use crate::stamp::image::Picture;
use crate::stamp::signed::Print;
use crate::wire::Locale;

/// Lines that are printed with a signature.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// What has to be seen.
    pub(super) stated: Vec<String>,
    below: Vec<String>,
    logo: Option<Picture>,
}

impl Said {
    pub(super) fn of(act: &Act, chosen: Chosen) -> Self {
        let (stated, below) = match chosen.look {
            Look::Ink => (Vec::new(), Vec::new()),
            Look::InkNameTime => (Vec::new(), act.lines.clone()),
            Look::Full { reason } => (everything(act, &reason), Vec::new()),
        };
        Self {
            stated,
            below,
            logo: chosen.logo,
        }
    }

    pub(super) fn print(&self) -> Print<'_> {
        Print {
            stated: &self.stated,
            below: &self.below,
            logo: self.logo,
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
