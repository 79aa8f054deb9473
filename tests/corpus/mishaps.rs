//! What befalls files on their way: cut, padded, moved and converted as mailers, disks and programs do.

use sign_core::bytes::search::{find, rfind};

/// One mishap: its name, and what it makes of a file; nothing where it does not apply.
pub(super) type Mishap = (&'static str, fn(&[u8]) -> Option<Vec<u8>>);

/// Every mishap.
pub(super) const MISHAPS: [Mishap; 16] = [
    ("its last line is lost", |file| Some(cut(file, 8))),
    ("its last 40 octets are lost", |file| Some(cut(file, 40))),
    ("a letter's head stands before it", |file| {
        Some([b"Content-Type: application/pdf\r\n\r\n".as_slice(), file].concat())
    }),
    ("a byte order mark stands before it", |file| {
        Some([b"\xef\xbb\xbf".as_slice(), file].concat())
    }),
    ("a page of the web stands behind it", |file| {
        Some([file, b"\r\n<html>sent</html>\r\n".repeat(300).as_slice()].concat())
    }),
    ("a disk's zeros stand behind it", |file| {
        Some([file, [0; 6000].as_slice()].concat())
    }),
    ("its header is blank", |file| {
        Some([b"     ", file.get(5..)?].concat())
    }),
    ("it points a little past its cross-reference", |file| {
        pointed(file, 7)
    }),
    ("it points at zero", |file| pointed(file, 0)),
    ("its cross-reference is lost", |file| {
        swapped(
            file,
            rfind(file, b"xref\n0 ", 0..file.len())?,
            b"xref",
            b"lost",
        )
    }),
    ("its lines end as on another system", |file| {
        Some(replaced(file, b" \n", b"\n"))
    }),
    ("an octet was put in before every object", |file| {
        Some(replaced(file, b"endobj", b"\nendobj"))
    }),
    ("its objects do not end", |file| {
        Some(replaced(file, b"endobj", b"      "))
    }),
    ("its lengths are lost", |file| {
        Some(replaced(file, b"/Length ", b"/Lenght "))
    }),
    ("its trailer names no catalog", |file| {
        Some(replaced(file, b"/Root ", b"/Rooot "))
    }),
    ("it follows itself", |file| Some([file, file].concat())),
];

fn cut(file: &[u8], count: usize) -> Vec<u8> {
    file[..file.len().saturating_sub(count)].to_vec()
}

/// Sets the last `startxref`: moved by an offset, or zero.
fn pointed(file: &[u8], by: u64) -> Option<Vec<u8>> {
    let from = rfind(file, b"startxref", 0..file.len())? + b"startxref".len();
    let digit = |octet: &u8| octet.is_ascii_digit();
    let start = from + file[from..].iter().position(digit)?;
    let length = file[start..]
        .iter()
        .take_while(|octet| digit(octet))
        .count();
    let named = core::str::from_utf8(&file[start..start + length]).ok()?;
    let named: u64 = named.parse().ok()?;
    let named = if by == 0 { 0 } else { named + by };
    Some(
        [
            &file[..start],
            named.to_string().as_bytes(),
            &file[start + length..],
        ]
        .concat(),
    )
}

fn swapped(file: &[u8], at: usize, old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    file[at..]
        .starts_with(old)
        .then(|| [&file[..at], new, &file[at + old.len()..]].concat())
}

fn replaced(file: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(file.len());
    let mut from = 0;
    while let Some(at) = find(file, old, from..file.len()) {
        out.extend(&file[from..at]);
        out.extend(new);
        from = at + old.len();
    }
    out.extend(&file[from..]);
    out
}
