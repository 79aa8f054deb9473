//! Defects of objects: where they stand, how they end, what their streams say of themselves.

use super::made::{OBJECTS, packed, table};
use super::{Odd, find, odd, with};

const CODE: &str = "repaired_objects";

/// A file for each.
pub(crate) fn odd_files() -> Vec<Odd> {
    [places(), ends(), streams(), values()]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns a table whose line for an object is shifted.
fn shifted(number: usize, by: isize) -> Vec<u8> {
    let sound = table(&OBJECTS);
    let at = find(&sound, &format!("{number} 0 obj"));
    let moved = at.checked_add_signed(by).unwrap();
    with(
        &sound,
        &format!("{at:010} 00000 n"),
        &format!("{moved:010} 00000 n"),
    )
}

fn places() -> Vec<Odd> {
    let sound = table(&OBJECTS);
    let other = find(&sound, "4 0 obj");
    let page = find(&sound, "3 0 obj");
    let crossed = with(
        &sound,
        &format!("{page:010} 00000 n"),
        &format!("{other:010} 00000 n"),
    );
    let packed = packed();
    let freed = with(
        &sound,
        &format!("{page:010} 00000 n"),
        &format!("{page:010} 00000 f"),
    );
    vec![
        odd("a page that is called free", freed, 1, CODE),
        odd("the page a few octets early", shifted(3, -4), 1, CODE),
        odd("the page a few octets late", shifted(3, 2), 1, CODE),
        odd(
            "the pages beyond the end",
            shifted(2, 90_000),
            1,
            "rebuilt_xref",
        ),
        odd("a line that names another object", crossed, 1, CODE),
        odd("a field out of place", shifted(5, 7), 1, CODE),
        odd("the content beyond the end", shifted(4, 90_000), 1, CODE),
        odd(
            "an octet lost before packed objects",
            with(&packed, "q Q\n", "q Q"),
            1,
            "rebuilt_xref",
        ),
    ]
}

fn ends() -> Vec<Odd> {
    let objects = |number: usize, old: &str, new: &str| {
        let mut objects = OBJECTS.map(str::to_owned);
        objects[number - 1] = objects[number - 1].replace(old, new);
        table(&objects.each_ref().map(String::as_str))
    };
    let unended = |number: usize| {
        let sound = table(&OBJECTS);
        let at = find(&sound, &format!("{number} 0 obj"));
        let end = at + find(&sound[at..], "endobj");
        [&sound[..end], b"      ", &sound[end + 6..]].concat()
    };
    vec![
        odd("a page without endobj", unended(3), 1, CODE),
        odd("content without endobj", unended(4), 1, CODE),
        odd(
            "a dictionary without its end",
            objects(3, " >>", ""),
            1,
            CODE,
        ),
        odd(
            "an array without its end",
            objects(2, "841.889763779528]", "841.889763779528"),
            1,
            CODE,
        ),
        odd(
            "an array object without its end",
            objects(6, "]", ""),
            1,
            CODE,
        ),
        odd(
            "a bracket too many",
            objects(5, "10 10]", "10 10]]"),
            1,
            CODE,
        ),
        odd(
            "a key that is a number",
            objects(5, "/T (name)", "12 /T (name)"),
            1,
            CODE,
        ),
        odd(
            "a key twice",
            objects(5, "/T (name)", "/T (other) /T (name)"),
            1,
            CODE,
        ),
        odd(
            "a word nobody knows",
            objects(5, "/T (name)", "/T (name) /X undefined"),
            1,
            CODE,
        ),
    ]
}

fn streams() -> Vec<Odd> {
    let content = |text: &str| {
        let mut objects = OBJECTS;
        objects[3] = text;
        table(&objects)
    };
    vec![
        odd(
            "a length too short",
            content("<< /Length 1 >>\nstream\nq Q\n\nendstream"),
            1,
            CODE,
        ),
        odd(
            "a length too long",
            content("<< /Length 4000 >>\nstream\nq Q\n\nendstream"),
            1,
            CODE,
        ),
        odd(
            "no length",
            content("<< >>\nstream\nq Q\n\nendstream"),
            1,
            CODE,
        ),
        odd(
            "a length in no object",
            content("<< /Length 77 0 R >>\nstream\nq Q\n\nendstream"),
            1,
            CODE,
        ),
        odd(
            "a length of minus one",
            content("<< /Length -1 >>\nstream\nq Q\n\nendstream"),
            1,
            CODE,
        ),
        odd(
            "no endstream",
            content("<< /Length 4 >>\nstream\nq Q\n\n"),
            1,
            CODE,
        ),
        odd(
            "a carriage return behind stream",
            content("<< /Length 4 >>\nstream\rq Q\n\nendstream"),
            1,
            CODE,
        ),
        odd(
            "spaces behind stream",
            content("<< /Length 4 >>\nstream  \nq Q\n\nendstream"),
            1,
            CODE,
        ),
    ]
}

fn values() -> Vec<Odd> {
    let changed = |number: usize, old: &str, new: &str| {
        let mut objects = OBJECTS.map(str::to_owned);
        objects[number - 1] = objects[number - 1].replace(old, new);
        table(&objects.each_ref().map(String::as_str))
    };
    vec![
        odd(
            "a name spelled with escapes",
            changed(2, "/Kids", "/K#69ds"),
            1,
            None,
        ),
        odd(
            "a name with letters that should be escaped",
            changed(5, "/T (name)", "/T (name) /Caf\u{e9} 1"),
            1,
            CODE,
        ),
        odd(
            "a name with a sign that escapes nothing",
            changed(5, "/T (name)", "/T (name) /No#1 1"),
            1,
            CODE,
        ),
        odd(
            "a string with an escape nobody knows",
            changed(5, "(name)", "(\\unamed \\8)"),
            1,
            CODE,
        ),
        odd(
            "digits that are none in a string",
            changed(5, "(name)", "<6e6g1>"),
            1,
            CODE,
        ),
        odd(
            "a field's name with an octet that spells nothing",
            changed(5, "(name)", "(na\u{10}me)"),
            1,
            CODE,
        ),
        odd(
            "a field's name over two lines",
            changed(5, "(name)", "(na\\nme)"),
            1,
            CODE,
        ),
        odd(
            "a field's name that ends within a letter",
            changed(5, "(name)", "<feff006e00>"),
            1,
            CODE,
        ),
        odd(
            "comments inside",
            changed(2, "/Kids", "% the kids (\r/Kids"),
            1,
            None,
        ),
        odd(
            "no white space at all",
            changed(5, "/FT /Tx /T (name) /Subtype", "/FT/Tx/T(name)/Subtype"),
            1,
            None,
        ),
        odd(
            "a number with two signs",
            changed(5, "[0 0 10 10]", "[0 --0 10 10]"),
            1,
            CODE,
        ),
        odd(
            "a number with two points",
            changed(5, "[0 0 10 10]", "[0 0 10 10.0.0]"),
            1,
            CODE,
        ),
    ]
}
