//! One full rewrite: a file in one revision with one plain table, decrypted, nothing active in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document as Loaded, LoadOptions, Object, ObjectId, SaveOptions};

use crate::bytes::filter::STREAM_BYTES;
use crate::bytes::lexer::Lexer;
use crate::document::{Document, octets};
use crate::error::{Error, Kind, Result};

/// The highest object number that is written; a table lists every number below it.
const NUMBERS: u32 = 1_000_000;

/// Entries that act by themselves or make a viewer redraw the form.
const ACTIVE: [&[u8]; 6] = [
    b"AA",
    b"JavaScript",
    b"NeedAppearances",
    b"NeedsRendering",
    b"OpenAction",
    b"XFA",
];

/// Rewrites a file. Objects keep their numbers, and those with nothing active in them their bytes.
///
/// # Errors
/// `encrypted` where a password is needed, `damaged` or `too_large` where the file cannot be read
/// or the rewrite does not have the same pages.
pub fn normalise(document: &Document) -> Result<Vec<u8>> {
    let plain = if document.encrypted() {
        decrypted(document)?
    } else {
        document.clone()
    };
    let bytes = written(&plain)?;
    let again = Document::open(Arc::new(bytes.clone()))?;
    if again.is_rebuilt() || again.page_count()? != plain.page_count()? {
        return Err(Kind::Damaged.into());
    }
    Ok(bytes)
}

/// Opens a file encrypted under an empty password as if it were not.
fn decrypted(document: &Document) -> Result<Document> {
    let options = LoadOptions::with_max_decompressed_size(STREAM_BYTES);
    let refused = |_| Error::new(Kind::Encrypted);
    let bytes = identified(document);
    let mut loaded = Loaded::load_mem_with_options(&bytes, options).map_err(refused)?;
    if loaded.is_encrypted() && loaded.decrypt("").is_err() {
        return Err(Kind::Encrypted.into());
    }
    for key in [
        b"Encrypt".as_slice(),
        b"Prev",
        b"XRefStm",
        b"DecodeParms",
        b"Filter",
    ] {
        loaded.trailer.remove(key);
    }
    let mut bytes = Vec::new();
    let saved = loaded.save_with_options(&mut bytes, SaveOptions::default());
    saved.map_err(|_| Error::new(Kind::Damaged))?;
    Document::open(Arc::new(bytes))
}

/// Returns the file from its header on, with an empty `/ID` where it has none: keys are made with it.
fn identified(document: &Document) -> Vec<u8> {
    let mut bytes = document.bytes()[document.header_offset()..].to_vec();
    if document.trailer().has(b"ID") || document.is_rebuilt() {
        return bytes;
    }
    let base = document.base();
    let mut trailer = base.extra;
    trailer.set("Size", i64::from(base.next));
    trailer.set("Root", base.root);
    trailer.set("Prev", base.startxref as i64);
    trailer.set(
        "ID",
        vec![Object::string_literal(""), Object::string_literal("")],
    );
    let start = bytes.len() + 1;
    bytes.extend(b"\nxref\n0 0\ntrailer\n");
    bytes.extend(octets(&Object::Dictionary(trailer)));
    bytes.extend(format!("\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

fn written(document: &Document) -> Result<Vec<u8>> {
    let mut out = version(document.bytes(), document.header_offset());
    let mut trailer = Dictionary::new();
    for key in [b"Root".as_slice(), b"Info", b"ID"] {
        if let Ok(value) = document.trailer().get(key) {
            trailer.set(key, value.clone());
        }
    }
    let mut waiting = Vec::new();
    references(&Object::Dictionary(trailer.clone()), &mut waiting);
    let mut seen = BTreeSet::new();
    let mut places = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let object = document.object(id).unwrap_or(Object::Null);
        if object.is_null() {
            continue;
        }
        let (cleaned, object) = cleaned(object, document);
        references(&object, &mut waiting);
        places.insert(id, out.len());
        out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
        out.extend(body(document, id, &object, cleaned)?);
        out.extend(b"\nendobj\n");
    }
    table(&mut out, &places, trailer)?;
    Ok(out)
}

/// Returns the header, with the version of the old one where that makes sense.
fn version(bytes: &[u8], header: usize) -> Vec<u8> {
    let mut lexer = Lexer::new(bytes, header + b"%PDF-".len());
    let version = match lexer.word() {
        version @ [b'1'..=b'2', b'.', b'0'..=b'9'] => version,
        _ => b"1.7",
    };
    [b"%PDF-", version, b"\n%\xe2\xe3\xcf\xd3\n"].concat()
}

/// Returns an object's value: its stored bytes if nothing was taken out and it is no stream.
fn body(document: &Document, id: ObjectId, object: &Object, cleaned: bool) -> Result<Vec<u8>> {
    match object {
        Object::Stream(stream) => {
            let mut stream = stream.clone();
            stream.dict.set("Length", stream.content.len() as i64);
            Ok(octets(&Object::Stream(stream)))
        }
        other if cleaned => Ok(octets(other)),
        _ => document.raw(id),
    }
}

/// Takes out what is active, at every depth, and says whether anything was.
fn cleaned(mut object: Object, document: &Document) -> (bool, Object) {
    let changed = clean(&mut object, document);
    (changed, object)
}

fn clean(object: &mut Object, document: &Document) -> bool {
    match object {
        Object::Array(items) => {
            let cleaned = items.iter_mut().map(|item| clean(item, document));
            cleaned.fold(false, |any, one| any | one)
        }
        Object::Dictionary(dict) => clean_dict(dict, document),
        Object::Stream(stream) => clean_dict(&mut stream.dict, document),
        _ => false,
    }
}

fn clean_dict(dict: &mut Dictionary, document: &Document) -> bool {
    let mut changed = false;
    for key in ACTIVE {
        changed |= dict.remove(key).is_some();
    }
    for key in [b"A".as_slice(), b"Next"] {
        if dict
            .get(key)
            .is_ok_and(|action| is_script(action, document))
        {
            dict.remove(key);
            changed = true;
        }
    }
    for (_, value) in dict.iter_mut() {
        changed |= clean(value, document);
    }
    changed
}

fn is_script(action: &Object, document: &Document) -> bool {
    match document.resolve(action) {
        Ok(Object::Dictionary(action)) => {
            let kind = action
                .get(b"S")
                .ok()
                .and_then(|kind| document.resolve(kind).ok());
            kind.is_some_and(|kind| kind == Object::Name(b"JavaScript".to_vec()))
        }
        _ => false,
    }
}

fn references(object: &Object, into: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => into.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, into)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| references(value, into)),
        Object::Stream(stream) => {
            stream
                .dict
                .iter()
                .for_each(|(_, value)| references(value, into));
        }
        _ => {}
    }
}

/// Writes one section that lists every number, unused ones as free.
fn table(
    out: &mut Vec<u8>,
    places: &BTreeMap<ObjectId, usize>,
    mut trailer: Dictionary,
) -> Result<()> {
    let size = places.keys().next_back().map_or(1, |id| id.0 + 1);
    if size > NUMBERS {
        return Err(Kind::TooLarge.into());
    }
    let by_number: BTreeMap<u32, (u16, usize)> = places
        .iter()
        .map(|(id, place)| (id.0, (id.1, *place)))
        .collect();
    let start = out.len();
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for number in 1..size {
        let line = match by_number.get(&number) {
            Some((generation, place)) => format!("{place:010} {generation:05} n \n"),
            None => "0000000000 00000 f \n".to_owned(),
        };
        out.extend(line.bytes());
    }
    trailer.set("Size", i64::from(size));
    out.extend(b"trailer\n");
    out.extend(octets(&Object::Dictionary(trailer)));
    out.extend(format!("\nstartxref\n{start}\n%%EOF\n").bytes());
    Ok(())
}
