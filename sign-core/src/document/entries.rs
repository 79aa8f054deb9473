//! Where objects stand, by number: sorted once, then looked up or walked in order.

use std::collections::BTreeMap;

use super::xref::Entry;

/// Rows of cross-reference sections, each number once, rising.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries(Vec<(u32, Entry)>);

impl Entries {
    /// Sorts rows in the order they were read. Of a number that occurs twice the last row counts;
    /// also says whether one did.
    pub(crate) fn sorted(mut rows: Vec<(u32, Entry)>) -> (Self, bool) {
        let count = rows.len();
        if !rows.is_sorted_by(|one, next| one.0 < next.0) {
            rows.sort_by_key(|row| row.0);
            rows.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    *kept = *later;
                }
                same
            });
        }
        let twice = rows.len() < count;
        (Self(rows), twice)
    }

    /// Returns where a number stands.
    pub(crate) fn get(&self, number: u32) -> Option<Entry> {
        // Most files list every number from 0 on.
        let rows = &self.0;
        let direct = rows.get(number as usize).filter(|row| row.0 == number);
        let searched = || {
            let at = rows.binary_search_by_key(&number, |row| row.0).ok()?;
            rows.get(at)
        };
        direct.or_else(searched).map(|row| row.1)
    }

    /// Returns all rows in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, Entry)> {
        self.0.iter().copied()
    }

    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the highest number.
    pub(crate) fn highest(&self) -> Option<u32> {
        self.0.last().map(|row| row.0)
    }

    /// Lays newer rows over these.
    pub(crate) fn under(&self, newer: &Self) -> Self {
        let mut rows = Vec::with_capacity(self.len() + newer.len());
        let mut old = self.0.as_slice();
        for row in &newer.0 {
            let before = old.partition_point(|kept| kept.0 < row.0);
            rows.extend_from_slice(&old[..before]);
            rows.push(*row);
            let same = old.get(before).is_some_and(|kept| kept.0 == row.0);
            old = &old[before + usize::from(same)..];
        }
        rows.extend_from_slice(old);
        Self(rows)
    }
}

impl From<BTreeMap<u32, Entry>> for Entries {
    fn from(rows: BTreeMap<u32, Entry>) -> Self {
        Self(rows.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Entries, Entry};

    fn at(offset: u64) -> Entry {
        Entry::At {
            offset,
            generation: 0,
        }
    }

    #[test]
    fn of_a_number_listed_twice_the_last_row_counts() {
        let (entries, twice) = Entries::sorted(vec![(7, at(1)), (2, at(2)), (7, at(3))]);
        assert!(twice);
        assert_eq!(entries.iter().collect::<Vec<_>>(), [(2, at(2)), (7, at(3))]);
        assert_eq!((entries.get(7), entries.get(1)), (Some(at(3)), None));
    }

    #[test]
    fn newer_rows_hide_older_ones() {
        let (old, _) = Entries::sorted(vec![(0, at(0)), (1, at(1)), (4, at(4))]);
        let (new, _) = Entries::sorted(vec![(1, Entry::Free), (2, at(2)), (9, at(9))]);
        let merged: Vec<_> = old.under(&new).iter().collect();
        let wanted = [
            (0, at(0)),
            (1, Entry::Free),
            (2, at(2)),
            (4, at(4)),
            (9, at(9)),
        ];
        assert_eq!(merged, wanted);
        assert_eq!(new.under(&old).get(1), Some(at(1)));
    }
}
