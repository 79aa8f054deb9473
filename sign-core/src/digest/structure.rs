//! The check that octets next to a gap are file structure as made here, and carry nothing else.

use crate::bytes::hash::BLOCK_BYTES;
use crate::document::tail::{MOST_ID_BYTES, reads_plain};
use crate::error::{Error, Kind, Result};
use crate::wire::value::GapProof;

/// Longest end of a file after a gap: a cross-reference section of thousands of objects.
const MOST_AFTER_BYTES: usize = 128 << 10;
/// Longest gap: far more than a container of ours takes.
const MOST_GAP_BYTES: u64 = 128 << 10;
/// Bytes of an entry of a cross-reference table, and of a row of a stream.
const ENTRY: usize = 20;
const ROW: usize = 7;

/// Checks both sides of the gap.
///
/// # Errors
/// [`Kind::NotStructure`] where they are anything else than what an update made here has there.
pub(super) fn check(proof: &GapProof) -> Result<()> {
    let (rest, after) = (&proof.before.rest.0, &proof.after.0);
    let gap = u64::from(proof.gap);
    let sizes = rest.len() < BLOCK_BYTES && proof.before.blocks < 1 << 40;
    let gap_is_sound = (2..=MOST_GAP_BYTES).contains(&gap) && gap.is_multiple_of(2);
    if !sizes || !gap_is_sound || after.len() > MOST_AFTER_BYTES {
        return Err(Error::new(Kind::NotStructure));
    }
    let start = proof.before.blocks * BLOCK_BYTES as u64 + rest.len() as u64;
    let known = before_gap(start, start + gap, after.len() as u64);
    let mut cursor = Cursor {
        text: after,
        at: 0,
        offset: start + gap,
    };
    let sound = known.as_bytes().ends_with(rest) && cursor.file_end().is_some();
    if sound {
        Ok(())
    } else {
        Err(Error::new(Kind::NotStructure))
    }
}

/// Returns what stands before a gap; more than a block of it, and all of it follows from numbers.
fn before_gap(start: u64, end: u64, after: u64) -> String {
    format!(
        "/Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
         /ByteRange [0 {start:<10} {end:<10} {after:<12}] /Contents "
    )
}

/// Reads `text`, which starts at `offset` of the file.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    offset: u64,
}

impl Cursor<'_> {
    fn file_end(&mut self) -> Option<()> {
        self.eat(b" >>\nendobj\n")?;
        let section = self.here();
        if self.eat(b"xref\n").is_some() {
            self.table()?;
        } else {
            self.stream()?;
        }
        self.eat(b"startxref\n")?;
        (self.number()? == section).then_some(())?;
        self.eat(b"\n%%EOF\n")?;
        (self.at == self.text.len()).then_some(())
    }

    fn table(&mut self) -> Option<()> {
        while self.eat(b"trailer\n").is_none() {
            self.number()?;
            self.eat(b" ")?;
            let entries = self.number()?;
            self.eat(b"\n")?;
            for _ in 0..entries {
                self.entry()?;
            }
        }
        self.eat(b"<< ")?;
        self.trailer()?;
        self.eat(b"\n")
    }

    /// `nnnnnnnnnn ggggg n` and two characters of line end, for an object before this section.
    fn entry(&mut self) -> Option<()> {
        let entry = self.take(ENTRY)?;
        let (offset, generation) = (entry.get(..10)?, entry.get(11..16)?);
        let digits = offset.iter().chain(generation).all(u8::is_ascii_digit);
        let shape = entry[10] == b' ' && entry[16..] == *b" n \n";
        let offset = core::str::from_utf8(offset).ok()?.parse::<u64>().ok()?;
        (digits && shape && offset < self.here()).then_some(())
    }

    fn stream(&mut self) -> Option<()> {
        self.number()?;
        self.eat(b" 0 obj\n<< /Type /XRef /W [1 4 2] /Index [")?;
        let mut rows = 0_usize;
        loop {
            self.number()?;
            self.eat(b" ")?;
            rows = rows.checked_add(usize::try_from(self.number()?).ok()?)?;
            if self.eat(b" ").is_none() {
                break;
            }
        }
        self.eat(b"] /Length ")?;
        (usize::try_from(self.number()?).ok()? == rows.checked_mul(ROW)?).then_some(())?;
        self.eat(b" ")?;
        self.trailer()?;
        self.eat(b"\nstream\n")?;
        for _ in 0..rows {
            let end = self.here();
            let row = self.take(ROW)?;
            let offset = row[1..5]
                .iter()
                .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            (row[0] == 1 && offset < end).then_some(())?;
        }
        self.eat(b"\nendstream\nendobj\n")
    }

    /// Entries of a trailer up to its `>>`.
    fn trailer(&mut self) -> Option<()> {
        self.others()?;
        self.eat(b"/Prev ")?;
        self.number()?;
        self.eat(b" /ID [<")?;
        self.hex()?;
        self.eat(b"> <")?;
        self.hex()?;
        self.eat(b">] /Root ")?;
        self.reference()?;
        if self.eat(b"/Info ").is_some() {
            self.reference()?;
        }
        self.eat(b"/Size ")?;
        self.number()?;
        self.eat(b" >>")
    }

    /// Entries of other programs that every update carries on, such as LibreOffice's `/DocChecksum`.
    fn others(&mut self) -> Option<()> {
        let end = self.text[self.at..]
            .windows(6)
            .position(|window| window == b"/Prev ")?;
        reads_plain(self.take(end)?).then_some(())
    }

    fn reference(&mut self) -> Option<()> {
        self.number()?;
        self.eat(b" ")?;
        self.number()?;
        self.eat(b" R ")
    }

    fn hex(&mut self) -> Option<()> {
        let digits = self.text[self.at..]
            .iter()
            .take_while(|b| b.is_ascii_hexdigit())
            .count();
        self.take(digits)?;
        (digits <= 2 * MOST_ID_BYTES).then_some(())
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.text[self.at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        core::str::from_utf8(self.take(digits)?).ok()?.parse().ok()
    }

    fn eat(&mut self, word: &[u8]) -> Option<()> {
        self.text[self.at..]
            .starts_with(word)
            .then(|| self.at += word.len())
    }

    fn take(&mut self, bytes: usize) -> Option<&[u8]> {
        let taken = self.text.get(self.at..self.at.checked_add(bytes)?)?;
        self.at += bytes;
        Some(taken)
    }

    fn here(&self) -> u64 {
        self.offset + self.at as u64
    }
}
