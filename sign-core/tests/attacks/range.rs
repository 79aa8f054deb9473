//! Universal forgery, wrapping and saving on: entries of a signature cut, moved and followed.

use super::stage::{self, CONTENT, PAGE, approved, find, gap, open, over, redirected, updated};

/// Puts a value of the same length in place of `/ByteRange`'s.
fn byte_range(value: &str) -> Vec<u8> {
    let bytes = approved();
    let start = find(&bytes, b"/ByteRange ") + b"/ByteRange ".len();
    let length = bytes[start..]
        .iter()
        .position(|byte| *byte == b']')
        .unwrap()
        + 1;
    assert!(value.len() <= length, "{value}");
    over(&bytes, start, format!("{value:length$}").as_bytes())
}

fn contents(value: &[u8]) -> Vec<u8> {
    let bytes = approved();
    let gap = gap(&bytes);
    let mut filled = value.to_vec();
    filled.resize(gap.len(), b' ');
    over(&bytes, gap.start, &filled)
}

fn renamed(key: &[u8], to: &[u8]) -> Vec<u8> {
    let bytes = approved();
    over(&bytes, find(&bytes, key), to)
}

pub(crate) fn no_contents() -> Vec<u8> {
    renamed(b"/Contents <30", b"/Kontents <30")
}
pub(crate) fn null_contents() -> Vec<u8> {
    contents(b"null")
}
pub(crate) fn empty_contents() -> Vec<u8> {
    contents(b"<>")
}
pub(crate) fn zero_contents() -> Vec<u8> {
    let bytes = approved();
    let gap = gap(&bytes);
    over(&bytes, gap.start + 1, &vec![b'0'; gap.len() - 2])
}
pub(crate) fn odd_contents() -> Vec<u8> {
    let bytes = approved();
    over(&bytes, gap(&bytes).start + 9, b"zz")
}
pub(crate) fn no_byte_range() -> Vec<u8> {
    renamed(b"/ByteRange", b"/KyteRange")
}
pub(crate) fn null_byte_range() -> Vec<u8> {
    byte_range("null")
}
pub(crate) fn negative_byte_range() -> Vec<u8> {
    byte_range("[0 -1 9999 -20]")
}
pub(crate) fn overlong_byte_range() -> Vec<u8> {
    byte_range("[0 99999999 999999999 9]")
}
pub(crate) fn empty_byte_range() -> Vec<u8> {
    byte_range("[0 0 0 0]")
}
pub(crate) fn short_byte_range() -> Vec<u8> {
    byte_range("[0 100]")
}
pub(crate) fn six_numbers() -> Vec<u8> {
    byte_range("[0 10 20 10 40 10]")
}
pub(crate) fn late_byte_range() -> Vec<u8> {
    byte_range("[9 10 20 10]")
}
pub(crate) fn overlapping_byte_range() -> Vec<u8> {
    byte_range("[0 900 100 800]")
}
/// A range that stops before the end of the revision: what follows is nobody's.
pub(crate) fn partial_byte_range() -> Vec<u8> {
    let bytes = approved();
    let gap = gap(&bytes);
    let rest = bytes.len() - gap.end - 20;
    byte_range(&format!("[0 {} {} {rest}]", gap.start, gap.end))
}

pub(crate) fn other_container() -> Vec<u8> {
    let (bytes, other) = (approved(), stage::certified(2));
    let container = other[gap(&other)].to_vec();
    over(&bytes, gap(&bytes).start, &container)
}

/// A dictionary in an update that says the old bytes are signed, with a wider gap.
pub(crate) fn wrapped() -> Vec<u8> {
    rewrapped(|gap, length| {
        format!(
            "[0 {} {} {}]",
            gap.start,
            gap.end + 40,
            length - gap.end - 40
        )
    })
}

/// The same dictionary once more in an update: nothing but where it stands is new.
pub(crate) fn moved_dictionary() -> Vec<u8> {
    rewrapped(|gap, length| format!("[0 {} {} {}]", gap.start, gap.end, length - gap.end))
}

fn rewrapped(range: impl Fn(&core::ops::Range<usize>, usize) -> String) -> Vec<u8> {
    let bytes = approved();
    let gap = gap(&bytes);
    let hex = String::from_utf8(bytes[gap.clone()].to_vec()).unwrap();
    let value = format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20200101000000Z) \
         /ByteRange {} /Contents {hex} >>",
        range(&gap, bytes.len())
    );
    updated(&bytes, |document, update| {
        let field = document.field("sig").unwrap().unwrap();
        let id = field.dict.get(b"V").unwrap().as_reference().unwrap();
        update.put_raw(id, value.clone().into_bytes());
    })
}

/// The signed end copied behind a changed middle.
pub(crate) fn copied_end() -> Vec<u8> {
    let bytes = approved();
    let end = bytes[gap(&bytes).end..].to_vec();
    [&changed_page()[..], &end].concat()
}

pub(crate) fn body_alone() -> Vec<u8> {
    [&approved()[..], stage::EVIL.as_bytes()].concat()
}
pub(crate) fn comment() -> Vec<u8> {
    [&approved()[..], b"% nothing to see\n"].concat()
}
pub(crate) fn changed_page() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.put_raw(
            (CONTENT, 0),
            b"<< /Length 3 >>\nstream\nq Q\nendstream".to_vec(),
        );
    })
}
pub(crate) fn changed_page_without_end() -> Vec<u8> {
    let bytes = changed_page();
    bytes[..bytes.len() - b"%%EOF\n".len()].to_vec()
}
pub(crate) fn swapped_page() -> Vec<u8> {
    updated(&approved(), |_, update| {
        let page = b"<< /Type /Page /Parent 2 0 R /Contents 11 0 R /MediaBox [0 0 9 9] >>";
        update.put_raw((PAGE, 0), page.to_vec());
    })
}
pub(crate) fn other_catalog() -> Vec<u8> {
    let bytes = approved();
    let number = open(&bytes).next_number();
    let start = bytes.len();
    let object = format!("{number} 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
    let bytes = [&bytes[..], object.as_bytes()].concat();
    redirected_root(&bytes, number, start)
}

fn redirected_root(bytes: &[u8], number: u32, start: usize) -> Vec<u8> {
    let out = redirected(bytes, &[(number, start)], "");
    let text = format!("/Root {number} 0 R");
    let at = find(&out, b"/Root 1 0 R");
    let size = format!("/Size {:<4}", number + 1);
    let mut out = [
        &out[..at],
        text.as_bytes(),
        &out[at + b"/Root 1 0 R".len()..],
    ]
    .concat();
    let at = find(&out, b"/Size");
    let old = format!("/Size {number}");
    out.splice(at..at + old.len(), size.bytes());
    out
}

/// An update whose chain passes over the signed revision.
pub(crate) fn skipped_revision() -> Vec<u8> {
    let bytes = approved();
    let before = open(&bytes).revisions()[0].startxref;
    let after = open(&bytes).base().startxref;
    let document = open(&bytes);
    let mut offsets = Vec::new();
    for (id, entry) in document.entries() {
        if let sign_core::document::Entry::At { offset, .. } = entry
            && offset > before
        {
            offsets.push((id.0, usize::try_from(offset).unwrap()));
        }
    }
    let out = redirected(&bytes, &offsets, "");
    let at = find(&out, format!("/Prev {after}").as_bytes());
    let old = format!("/Prev {after}");
    let new = format!("/Prev {before:<width$}", width = old.len() - 6);
    over(&out, at, new.as_bytes())
}
