//! Objects of an update as octets, and the signature dictionary with its gap.

use core::fmt::Write as _;
use core::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, Writer};

use super::{Kind, Signature};

/// The entries of a signature dictionary that this module writes itself.
const OWN_KEYS: [&[u8]; 5] = [b"Type", b"Filter", b"SubFilter", b"ByteRange", b"Contents"];

/// Width of the four numbers of a byte range, the first being `0`.
const RANGE_WIDTH: usize = 3 + 3 * 11;

/// Returns an object as octets.
pub(crate) fn object(object: &Object) -> Vec<u8> {
    let mut out = Vec::new();
    Writer::write_object(&mut out, object).expect("a vector takes every octet");
    out
}

/// Appends the entries of a dictionary, each followed by a space, without its brackets.
pub(super) fn entries(out: &mut Vec<u8>, dict: &Dictionary, except: &[&[u8]]) {
    for (key, value) in dict.iter() {
        if !except.contains(&key.as_slice()) {
            out.extend(object(&Object::Name(key.clone())));
            out.push(b' ');
            out.extend(object(value));
            out.push(b' ');
        }
    }
}

/// Appends an indirect object around a body.
pub(super) fn indirect(out: &mut Vec<u8>, id: ObjectId, body: &[u8]) {
    out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
    out.extend(body);
    out.extend(b"\nendobj\n");
}

/// Where the parts of a signature dictionary stand that are filled in later.
pub(super) struct Gap {
    range_at: usize,
    pub(super) contents: Range<usize>,
}

/// Appends a signature dictionary and returns where its open parts stand in `out`.
pub(super) fn signature(out: &mut Vec<u8>, signature: &Signature) -> Gap {
    let Signature { id, dict, .. } = signature;
    out.extend(format!("{} {} obj\n<< ", id.0, id.1).bytes());
    entries(out, dict, &OWN_KEYS);
    out.extend(match signature.kind {
        Kind::Signature => {
            b"/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached".as_slice()
        }
        Kind::Timestamp => b"/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161",
    });
    out.extend(b" /ByteRange [");
    let range_at = out.len();
    out.extend([b' '; RANGE_WIDTH]);
    out.extend(b"] /Contents ");
    let start = out.len();
    out.push(b'<');
    out.resize(start + 1 + 2 * signature.octets, b'0');
    out.push(b'>');
    let contents = start..out.len();
    out.extend(b" >>\nendobj\n");
    Gap { range_at, contents }
}

impl Gap {
    /// Writes the byte range of a file whose first byte in `out` has offset `base` and that ends
    /// with `out`.
    pub(super) fn fill(&self, out: &mut [u8], base: u64) -> [u64; 4] {
        let start = base + self.contents.start as u64;
        let end = base + self.contents.end as u64;
        let range = [0, start, end, base + out.len() as u64 - end];
        let mut text = String::new();
        write!(text, "0 {:<10} {:<10} {:<10}", range[1], range[2], range[3])
            .expect("a string takes every character");
        out[self.range_at..self.range_at + text.len()].copy_from_slice(text.as_bytes());
        range
    }
}
