//! The cross-reference section and trailer that end an update, and the check of such an end.

use std::collections::BTreeMap;

use lopdf::{Dictionary, ObjectId};
use sha2::{Digest as _, Sha256};

use super::write;
use super::{Appended, Base, Tail};
use crate::bytes::lexer::Lexer;
use crate::bytes::seam::Seam;
use crate::bytes::search;
use crate::error::{Kind, Result};
use crate::wire::value::XrefKind;

/// Trailer entries that every section has for itself.
const SECTION_KEYS: [&[u8]; 13] = [
    b"DecodeParms",
    b"F",
    b"Filter",
    b"ID",
    b"Index",
    b"Info",
    b"Length",
    b"Prev",
    b"Root",
    b"Size",
    b"Type",
    b"W",
    b"XRefStm",
];

/// The most octets that the entries of other programs may take.
const MOST_EXTRA_BYTES: usize = 256;

/// The most octets of the first string of `/ID` that an update carries on. Whoever checks an update by
/// its end alone takes no longer one, which would have room for text.
pub const MOST_ID_BYTES: usize = 64;

/// Octets of one row of a cross-reference stream: type, offset, generation.
const ROW: usize = 1 + 4 + 2;

type Places = BTreeMap<ObjectId, u64>;

/// Returns the trailer entries that an update carries on besides those it writes itself.
pub fn extra(trailer: &Dictionary) -> Dictionary {
    let mut extra = Dictionary::new();
    for (key, value) in trailer.iter() {
        if !SECTION_KEYS.contains(&key.as_slice()) {
            extra.set(key.clone(), value.clone());
        }
    }
    extra
}

/// Returns whether an update may carry these entries on where only numbers of the file are known.
pub fn is_plain(extra: &Dictionary) -> bool {
    let mut written = Vec::new();
    write::entries(&mut written, extra, &SECTION_KEYS);
    reads_plain(&written)
}

/// Returns whether written entries are short names and numbers, with no strings among them.
pub fn reads_plain(entries: &[u8]) -> bool {
    entries.len() <= MOST_EXTRA_BYTES && entries.iter().all(|byte| is_word(*byte))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/ _-.".contains(&byte)
}

/// Writes an update.
pub(super) fn finish(tail: Tail) -> Appended {
    let Tail {
        base,
        mut next,
        bodies,
        signature,
        seamed,
    } = tail;
    let mut out = beginning(&base, seamed);
    let mut places = Places::new();
    for (id, body) in &bodies {
        places.insert(*id, base.length + out.len() as u64);
        write::indirect(&mut out, *id, body);
    }
    let gap = signature.map(|signature| {
        places.insert(signature.id, base.length + out.len() as u64);
        write::signature(&mut out, &signature)
    });
    let startxref = base.length + out.len() as u64;
    let own = (next, 0);
    if base.xref == XrefKind::Stream {
        places.insert(own, startxref);
        next += 1;
    }
    let mut after = Base {
        next,
        file_id: file_id(&base, &out),
        startxref,
        ends_with_eol: true,
        ..base.clone()
    };
    match base.xref {
        XrefKind::Table => table(&mut out, &after, base.startxref, &places),
        XrefKind::Stream => stream(&mut out, &after, base.startxref, &places, own),
    }
    out.extend(format!("startxref\n{startxref}\n%%EOF\n").bytes());
    after.length += out.len() as u64;
    let byte_range = gap.as_ref().map(|gap| gap.fill(&mut out, base.length));
    Appended {
        gap: byte_range.map(|range| range[1]..range[2]),
        byte_range,
        bytes: out,
        startxref,
        base: after,
    }
}

/// Starts a line, behind the seam where one is wanted and can be.
fn beginning(base: &Base, seamed: bool) -> Vec<u8> {
    let wanted = seamed.then(|| Seam::after(base.length, base.ends_with_eol));
    match wanted.flatten() {
        Some(seam) => [seam.octets().as_slice(), b"\n"].concat(),
        None if base.ends_with_eol => Vec::new(),
        None => vec![b'\n'],
    }
}

/// Keeps the first string, or a digest of one that is too long, and derives the second from its
/// predecessor and the update's objects.
fn file_id(base: &Base, objects: &[u8]) -> [Vec<u8>; 2] {
    let [first, second] = &base.file_id;
    let fresh = short(&[second, objects]);
    // The key of an encrypted file depends on its first string.
    let bound = base.encryption.is_some();
    match first.len() {
        0 => [fresh.clone(), fresh],
        octets if octets <= MOST_ID_BYTES || bound => [first.clone(), fresh],
        _ => [short(&[first]), fresh],
    }
}

/// Returns 16 octets of a digest over some parts.
fn short(parts: &[&[u8]]) -> Vec<u8> {
    let hash = parts.iter().fold(Sha256::new(), Sha256::chain_update);
    hash.finalize()[..16].to_vec()
}

fn table(out: &mut Vec<u8>, base: &Base, previous: u64, places: &Places) {
    out.extend(b"xref\n");
    for run in runs(places) {
        out.extend(format!("{} {}\n", run[0].0.0, run.len()).bytes());
        for (id, offset) in run {
            out.extend(format!("{offset:010} {:05} n \n", id.1).bytes());
        }
    }
    out.extend(b"trailer\n<< ");
    write::entries(out, &base.extra, &SECTION_KEYS);
    out.extend(format!("/Prev {previous} ").bytes());
    out.extend(ending(base).bytes());
    out.push(b'\n');
}

fn stream(out: &mut Vec<u8>, base: &Base, previous: u64, places: &Places, own: ObjectId) {
    out.extend(
        format!(
            "{} {} obj\n<< /Type /XRef /W [1 4 2] /Index [",
            own.0, own.1
        )
        .bytes(),
    );
    let runs = runs(places);
    let index: Vec<String> = runs
        .iter()
        .map(|run| format!("{} {}", run[0].0.0, run.len()))
        .collect();
    out.extend(index.join(" ").bytes());
    out.extend(format!("] /Length {} ", places.len() * ROW).bytes());
    write::entries(out, &base.extra, &SECTION_KEYS);
    out.extend(format!("/Prev {previous} ").bytes());
    out.extend(ending(base).bytes());
    out.extend(b"\nstream\n");
    for (id, offset) in places {
        out.push(1);
        out.extend((*offset as u32).to_be_bytes());
        out.extend(id.1.to_be_bytes());
    }
    out.extend(b"\nendstream\nendobj\n");
}

/// Groups places whose numbers follow each other.
fn runs(places: &Places) -> Vec<Vec<(ObjectId, u64)>> {
    let mut runs: Vec<Vec<(ObjectId, u64)>> = Vec::new();
    for (id, offset) in places {
        match runs.last_mut() {
            Some(run) if run[run.len() - 1].0.0 + 1 == id.0 => run.push((*id, *offset)),
            _ => runs.push(vec![(*id, *offset)]),
        }
    }
    runs
}

/// Returns the end of a trailer, from `/ID` on, which the numbers of a base decide alone.
fn ending(base: &Base) -> String {
    let [first, second] = base.file_id.each_ref().map(|id| hex(id));
    let (root, generation) = base.root;
    let mut text = format!("/ID [<{first}> <{second}>] /Root {root} {generation} R ");
    if let Some((info, generation)) = base.info {
        text += &format!("/Info {info} {generation} R ");
    }
    text + &format!("/Size {} >>", base.next)
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks the end of a file made here against the numbers of its base.
pub(super) fn confirmed(mut base: Base, end: &[u8]) -> Result<Base> {
    let mark = search::rfind(end, b"startxref\n", 0..end.len()).ok_or(Kind::NotStructure)?;
    let startxref = Lexer::new(end, mark + b"startxref\n".len()).unsigned();
    base.startxref = startxref.ok_or(Kind::NotStructure)?;
    let close = format!("startxref\n{}\n%%EOF\n", base.startxref);
    let sound = end[mark..] == *close.as_bytes()
        && base.startxref < base.length
        && match base.xref {
            XrefKind::Table => trails(&base, &end[..mark], b"\n"),
            XrefKind::Stream => streams(&base, &end[..mark]),
        };
    if sound {
        Ok(base)
    } else {
        Err(Kind::NotStructure.into())
    }
}

/// Whether `text` is the end of our trailer followed by `close`, however little or much of it.
fn trails(base: &Base, text: &[u8], close: &[u8]) -> bool {
    let known = [ending(base).as_bytes(), close].concat();
    match text.len().checked_sub(known.len()) {
        None => known.ends_with(text),
        Some(cut) => text[cut..] == known && precedes(&text[..cut]),
    }
}

/// Whether `text` can stand before our `/ID`: the end of `xref … trailer << … /Prev number `, or of
/// the same entries of a cross-reference stream.
fn precedes(text: &[u8]) -> bool {
    let Some((b' ', number)) = text.split_last() else {
        return text.is_empty();
    };
    let digits = number
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let before = &number[..number.len() - digits];
    let head = b"/Prev ";
    match before.len().checked_sub(head.len()) {
        None => head.ends_with(before),
        Some(cut) => before[cut..] == *head && before[..cut].iter().all(|byte| in_section(*byte)),
    }
}

fn in_section(byte: u8) -> bool {
    is_word(byte) || b"\n<[]".contains(&byte)
}

/// Whether `text` is the end of our cross-reference stream: rows, before them its dictionary or
/// the rest of a row.
fn streams(base: &Base, text: &[u8]) -> bool {
    let Some(body) = text.strip_suffix(b"\nendstream\nendobj\n") else {
        return false;
    };
    (0..=body.len()).any(|cut| {
        let (before, rows) = body.split_at(cut);
        let whole = rows.len() % ROW == 0 && rows.chunks_exact(ROW).all(|row| points(base, row));
        whole && (cut < ROW || trails(base, before, b"\nstream\n"))
    })
}

fn points(base: &Base, row: &[u8]) -> bool {
    let offset = row[1..5]
        .iter()
        .fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
    row[0] == 1 && offset < base.length
}
