//! Times of several runs: their middle, and how far they lie apart.

use std::fmt;

use serde_json::Value;

use crate::Outcome;

/// The steps of a signature that are the app's own care: nobody's file is signed sooner without them.
pub(crate) const KEEP: &str = "keep it for a reload";
pub(crate) const ENCRYPT: &str = "encrypt the update";
pub(crate) const CHECK: &str = "check all signatures";
/// The signed octets are there before it: the rival's end here, too.
pub(crate) const HAND_OUT: &str = "hand out the file";

/// Milliseconds of one step that took several runs.
pub(crate) struct Spread {
    pub(crate) middle: f64,
    quickest: f64,
    slowest: f64,
}

/// One run of ours: named steps in order, in milliseconds.
#[derive(Default)]
pub(crate) struct Run {
    /// A chosen file.
    pub(crate) drop: f64,
    /// The same document from its link.
    pub(crate) link: f64,
    /// The steps of the signature.
    pub(crate) sign: Vec<(&'static str, f64)>,
}

impl Run {
    /// From octets in memory to those that are signed, and nothing that the rival leaves out.
    fn bare(&self, open: f64) -> f64 {
        open + self.without(&[KEEP, ENCRYPT, CHECK, HAND_OUT])
    }

    /// The same to a file in the page's hand.
    fn handed(&self, open: f64) -> f64 {
        open + self.without(&[KEEP, ENCRYPT, CHECK])
    }

    fn without(&self, names: &[&str]) -> f64 {
        let steps = self.sign.iter().filter(|(name, _)| !names.contains(name));
        steps.map(|(_, ms)| ms).sum()
    }
}

/// All runs of ours.
pub(crate) struct Ours {
    pub(crate) bare: Spread,
    pub(crate) handed: Spread,
    pub(crate) open: Spread,
    pub(crate) drop: Spread,
    pub(crate) link: Spread,
    pub(crate) sign: Spread,
    pub(crate) parts: Vec<(&'static str, Spread)>,
}

/// All runs of pdf-lib with @signpdf.
pub(crate) struct Rival {
    pub(crate) open: Spread,
    pub(crate) sign: Spread,
}

impl Ours {
    /// Each run with the time it took to open the same octets in memory.
    pub(crate) fn of(runs: &[(f64, Run)]) -> Self {
        let bare = runs.iter().map(|(open, run)| run.bare(*open)).collect();
        let handed = runs.iter().map(|(open, run)| run.handed(*open)).collect();
        let open = runs.iter().map(|(open, _)| *open).collect();
        let runs: Vec<&Run> = runs.iter().map(|(_, run)| run).collect();
        let of = |time: fn(&Run) -> f64| spread(runs.iter().copied().map(time).collect());
        let part = |at: usize| spread(runs.iter().map(|run| run.sign[at].1).collect());
        let names = runs
            .first()
            .map_or(&[][..], |run| &run.sign)
            .iter()
            .map(|(name, _)| *name);
        Self {
            bare: spread(bare),
            handed: spread(handed),
            open: spread(open),
            drop: of(|run| run.drop),
            link: of(|run| run.link),
            sign: of(|run| run.sign.iter().map(|(_, ms)| ms).sum()),
            parts: names
                .enumerate()
                .map(|(at, name)| (name, part(at)))
                .collect(),
        }
    }
}

impl Rival {
    pub(crate) fn of(runs: &[Value]) -> Outcome<Self> {
        let of = |name: &str| -> Outcome<Spread> {
            let times: Outcome<Vec<f64>> = runs.iter().map(|run| number(&run[name])).collect();
            Ok(spread(times?))
        };
        Ok(Self {
            open: of("open")?,
            sign: of("sign")?,
        })
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            middle,
            quickest,
            slowest,
        } = self;
        write!(f, "{middle:8.1} ({quickest:.1} to {slowest:.1})")
    }
}

/// Takes the middle of several times and the ends.
pub(crate) fn spread(mut times: Vec<f64>) -> Spread {
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
    Spread {
        middle: at(times.len() / 2),
        quickest: at(0),
        slowest: at(times.len().saturating_sub(1)),
    }
}

/// Whole milliseconds, tenths below ten.
pub(crate) fn short(ms: f64) -> String {
    if ms < 10.0 {
        format!("{ms:.1}")
    } else {
        format!("{ms:.0}")
    }
}

pub(crate) fn number(value: &Value) -> Outcome<f64> {
    value
        .as_f64()
        .ok_or_else(|| format!("no number: {value}").into())
}
