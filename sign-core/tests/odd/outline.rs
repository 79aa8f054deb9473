//! Defects of header, cross-reference and trailer.

use super::made::{OBJECTS, packed, table};
use super::{Odd, find, odd, with};

/// A file for each.
pub(crate) fn odd_files() -> Vec<Odd> {
    let sound = table(&OBJECTS);
    [
        header(&sound),
        pointer(&sound),
        lines(&sound),
        trailer(&sound),
        chain(&sound),
        history(&sound),
        streams(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn header(sound: &[u8]) -> Vec<Odd> {
    let junk = |text: &str| [text.as_bytes(), sound].concat();
    let code = "junk_before_header";
    vec![
        odd(
            "a mail header before the file",
            junk("From: somebody\r\n\r\n"),
            1,
            code,
        ),
        odd(
            "a byte order mark before the file",
            junk("\u{feff}"),
            1,
            code,
        ),
        odd("no version", with(sound, "%PDF-1.7", "%PDF-q.r"), 1, code),
        odd(
            "a header of another kind",
            with(sound, "%PDF-1.7", "%!PS-1.7"),
            1,
            code,
        ),
    ]
}

fn pointer(sound: &[u8]) -> Vec<Odd> {
    let start = find(sound, "xref\n0 7");
    let named = |offset: usize| {
        with(
            sound,
            &format!("startxref\n{start}"),
            &format!("startxref\n{offset}"),
        )
    };
    let code = "rebuilt_xref";
    let end = find(sound, "startxref");
    vec![
        odd("startxref beyond the end", named(999_999), 1, code),
        odd("startxref a little early", named(start - 3), 1, code),
        odd("startxref a little late", named(start + 2), 1, code),
        odd("startxref of zero", named(0), 1, code),
        odd("no startxref and no end", sound[..end].to_vec(), 1, code),
        odd(
            "no end of file mark",
            sound[..sound.len() - 6].to_vec(),
            1,
            None,
        ),
        odd(
            "words behind the end",
            [sound, b"\r\nsent by a gateway\r\n\0\0\0"].concat(),
            1,
            None,
        ),
    ]
}

fn lines(sound: &[u8]) -> Vec<Odd> {
    let code = "rebuilt_xref";
    let text = |old: &str, new: &str| {
        String::from_utf8(sound[find(sound, "xref\n0 7")..].to_vec())
            .unwrap()
            .replace(old, new)
    };
    let joined = |tail: String| [&sound[..find(sound, "xref\n0 7")], tail.as_bytes()].concat();
    vec![
        odd("lines of 19 octets", joined(text(" n \n", " n\n")), 1, code),
        odd(
            "lines of 21 octets",
            joined(text(" n \n", " n \r\n")),
            1,
            code,
        ),
        odd(
            "a first number one too high",
            joined(text("0 7\n", "1 7\n")),
            1,
            code,
        ),
        odd(
            "more lines promised than there are",
            joined(text("0 7\n", "0 9\n")),
            1,
            code,
        ),
        odd(
            "a generation too high",
            joined(text("00000 n \ntrailer", "65536 n \ntrailer")),
            1,
            code,
        ),
        odd(
            "an unused line of no generation there is",
            joined(
                text("0 7\n", "0 8\n")
                    .replace("/Size 7", "/Size 8")
                    .replace("trailer", "0000000000 65536 n \ntrailer"),
            ),
            1,
            code,
        ),
        odd(
            "comments between lines",
            joined(text("0 7\n", "0 7 % seven\n")),
            1,
            code,
        ),
        odd(
            "offsets without leading zeros",
            joined(text(" 00000 n", " 0 n")),
            1,
            code,
        ),
    ]
}

fn trailer(sound: &[u8]) -> Vec<Odd> {
    let code = "rebuilt_xref";
    vec![
        odd("no size", with(sound, "/Size 7 ", ""), 1, code),
        odd(
            "a size too small",
            with(sound, "/Size 7 ", "/Size 3 "),
            1,
            code,
        ),
        odd(
            "a size beyond every number",
            with(sound, "/Size 7 ", "/Size 4294967295 "),
            1,
            code,
        ),
        odd("no catalog named", with(sound, "/Root 1 0 R", ""), 1, code),
        odd(
            "another object named as catalog",
            with(sound, "/Root 1 0 R", "/Root 4 0 R"),
            1,
            code,
        ),
        odd(
            "a catalog without its type",
            with(
                &with(sound, "/Root 1 0 R", ""),
                "/Type /Catalog ",
                "/Kind /Catalog ",
            ),
            1,
            code,
        ),
        odd("no trailer", with(sound, "trailer", "treiler"), 1, code),
        odd(
            "information in the trailer itself",
            with(sound, "/Size 7 ", "/Size 7 /Info << /Title (a) >> "),
            1,
            "repaired_objects",
        ),
        odd(
            "a second trailer that says nothing",
            [sound, b"trailer\n<< /Size 7 >>\n%%EOF\n"].concat(),
            1,
            None,
        ),
    ]
}

fn chain(sound: &[u8]) -> Vec<Odd> {
    let code = "rebuilt_xref";
    let start = find(sound, "xref\n0 7");
    let before = |offset: usize| with(sound, "/Size 7 ", &format!("/Size 7 /Prev {offset} "));
    vec![
        odd("a chain that bites its tail", before(start), 1, code),
        odd("a chain into nothing", before(5), 1, code),
        odd("a chain beyond the end", before(1_000_000), 1, code),
        odd("a chain to zero", before(0), 1, code),
    ]
}

fn history(sound: &[u8]) -> Vec<Odd> {
    let code = "rebuilt_xref";
    vec![
        odd("a generation out of nowhere", second(sound), 1, code),
        odd(
            "the number of a cross-reference stream used again",
            reused(&packed()),
            1,
            code,
        ),
    ]
}

/// Gives the field its second generation, of whose first nothing tells.
fn second(sound: &[u8]) -> Vec<u8> {
    let at = find(sound, "5 0 obj");
    let mut bytes = with(
        sound,
        &format!("{at:010} 00000 n"),
        &format!("{at:010} 00001 n"),
    );
    for (old, new) in [
        ("5 0 obj", "5 1 obj"),
        ("[5 0 R]", "[5 1 R]"),
        ("[5 0 R]", "[5 1 R]"),
    ] {
        bytes = with(&bytes, old, new);
    }
    bytes
}

/// Adds an update whose only object has the number of the cross-reference stream before.
fn reused(sound: &[u8]) -> Vec<u8> {
    let (object, before) = (sound.len(), find(sound, "8 0 obj"));
    let text = "8 0 obj\n(again)\nendobj\n";
    let start = object + text.len();
    let section = format!(
        "xref\n8 1\n{object:010} 00000 n \ntrailer\n<< /Size 9 /Root 1 0 R /Prev {before} >>\nstartxref\n{start}\n%%EOF\n"
    );
    [sound, text.as_bytes(), section.as_bytes()].concat()
}

/// Writes the cross-reference stream in hexadecimal digits, without the mark that ends them.
fn unended(sound: &[u8]) -> Vec<u8> {
    let head = find(sound, "8 0 obj");
    let data = head + find(&sound[head..], "stream\n") + "stream\n".len();
    let end = data + find(&sound[data..], "\nendstream");
    let rows: String = sound[data..end]
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let text = [&sound[..data], rows.as_bytes(), &sound[end..]].concat();
    let old = format!("/Length {}", end - data);
    let new = format!("/Filter /ASCIIHexDecode /Length {}", rows.len());
    let (before, after) = text.split_at(head);
    [before, &with(after, &old, &new)].concat()
}

fn streams() -> Vec<Odd> {
    let sound = packed();
    vec![
        odd(
            "digits without the mark that ends them",
            unended(&sound),
            1,
            "rebuilt_xref",
        ),
        odd(
            "a stream whose columns are too wide",
            with(&sound, "/W [1 2 1]", "/W [1 9 1]"),
            1,
            "rebuilt_xref",
        ),
        odd(
            "a stream that promises more rows",
            with(&sound, "/Size 9", "/Size 12 /Index [0 12]"),
            1,
            "rebuilt_xref",
        ),
        odd(
            "a stream without its type",
            with(&sound, "/Type /XRef", "/Kind /XRef"),
            1,
            "rebuilt_xref",
        ),
        odd(
            "an object stream that counts wrongly",
            with(&sound, "/N 5", "/N 9"),
            1,
            "repaired_objects",
        ),
    ]
}
