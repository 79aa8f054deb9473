//! One full rewrite: a file in one revision with one plain table, decrypted, nothing active in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::Limits;
use super::stray::has_stray;
use super::structure;
use crate::bytes::filter;
use crate::bytes::lexer::Lexer;
use crate::document::{Document, octets, references};
use crate::error::{Kind, Result};

mod button;
mod clean;
mod form;
mod latin;
mod pages;
mod pen;
mod redraw;

/// The highest object number that is written as it was: a table lists every number below it, and no
/// longer one is read.
const NUMBERS: usize = Limits::DESKTOP.objects - 1;

/// Rewrites a file. Objects keep their numbers where those are no higher than a table can bear, and
/// those with nothing active or damaged in them their bytes.
///
/// # Errors
/// `encrypted` where a password is needed; `damaged` or `too_large` where the file cannot be read
/// or the rewrite does not have the same pages or hides a catalog in a stream; `pages_disagree` where
/// the renderer sees others.
pub fn normalise(document: &Document) -> Result<Vec<u8>> {
    if document.is_locked() {
        return Err(Kind::Encrypted.into());
    }
    let document = structure::settled(document)?.document;
    let bytes = Rewrite::of(&document)?.written()?;
    let again = Document::open(Arc::new(bytes.clone()))?;
    let whole = !again.is_rebuilt() && again.page_count()? == document.page_count()?;
    // What stands in the data of a stream stands in the rewrite as well, and would never verify.
    if !whole || has_stray(&again) {
        return Err(Kind::Damaged.into());
    }
    match structure::rendered(&again)? {
        Some("unreadable") => Err(Kind::Damaged.into()),
        Some(_) => Err(Kind::PagesDisagree.into()),
        None => Ok(bytes),
    }
}

/// Returns the identifier of a file where it is one: two strings (ISO 32000-2 §14.4).
fn identity(document: &Document) -> Option<Object> {
    let id = document.resolve(document.trailer().get(b"ID").ok()?).ok()?;
    let strings =
        |parts: &Vec<Object>| matches!(parts[..], [Object::String(..), Object::String(..)]);
    id.as_array().is_ok_and(strings).then_some(id)
}

/// A rewrite being put together.
struct Rewrite<'a> {
    document: &'a Document,
    /// Objects that replace the document's own.
    mended: BTreeMap<ObjectId, Object>,
    trailer: Dictionary,
    /// What the trailer leads to.
    reached: BTreeSet<ObjectId>,
    /// New numbers, where the old ones are too high or used twice, or have a generation, which tells
    /// of a history that the rewrite does not have.
    numbers: BTreeMap<ObjectId, u32>,
}

/// An object as it is written.
struct Cleaned {
    object: Object,
    changed: bool,
}

impl<'a> Rewrite<'a> {
    fn of(document: &'a Document) -> Result<Self> {
        let mut rewrite = Self {
            document,
            mended: mended(document)?,
            trailer: Dictionary::new(),
            reached: BTreeSet::new(),
            numbers: BTreeMap::new(),
        };
        for key in [b"Root".as_slice(), b"Info"] {
            if let Ok(value) = document.trailer().get(key) {
                rewrite.trailer.set(key, value.clone());
            }
        }
        if let Some(id) = identity(document) {
            rewrite.trailer.set("ID", id);
        }
        rewrite.part_information();
        rewrite.reach();
        rewrite.renumber();
        Ok(rewrite)
    }

    /// Makes information that stands in the trailer an object of its own.
    fn part_information(&mut self) {
        match self.trailer.remove(b"Info") {
            Some(Object::Dictionary(information)) => {
                let own = form::added(self.document, &mut self.mended, information.into());
                self.trailer.set("Info", own);
            }
            Some(Object::Reference(id)) => self.trailer.set("Info", id),
            _ => {}
        }
    }

    /// Follows every reference from the trailer on.
    fn reach(&mut self) {
        let mut waiting = Vec::new();
        references(&Object::Dictionary(self.trailer.clone()), &mut waiting);
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(cleaned) = self.cleaned(id) {
                references(&cleaned.object, &mut waiting);
                self.reached.insert(id);
            }
        }
    }

    fn renumber(&mut self) {
        let mut last = 0;
        let rising = self.reached.iter().all(|id| {
            let higher = id.0 > last;
            last = id.0;
            higher && id.1 == 0
        });
        if !rising || last as usize > NUMBERS {
            self.numbers = self.reached.iter().copied().zip(1..).collect();
        }
    }

    /// Reads an object and takes out what is active; nothing where it is null or unreadable.
    fn cleaned(&self, id: ObjectId) -> Option<Cleaned> {
        let mended = self.mended.get(&id);
        let mut object = match mended {
            Some(object) => object.clone(),
            None => self.document.object(id).unwrap_or(Object::Null),
        };
        if object.is_null() {
            return None;
        }
        let changed = clean::clean(&mut object, self.document) || mended.is_some();
        Some(Cleaned { object, changed })
    }

    fn written(&self) -> Result<Vec<u8>> {
        let mut out = version(self.document);
        let mut places = BTreeMap::new();
        for id in &self.reached {
            let Some(cleaned) = self.cleaned(*id) else {
                continue;
            };
            let (number, generation) = self.number(*id);
            places.insert(number, (generation, out.len()));
            out.extend(format!("{number} {generation} obj\n").bytes());
            out.extend(self.body(*id, cleaned)?);
            out.extend(b"\nendobj\n");
        }
        let mut trailer = Object::Dictionary(self.trailer.clone());
        self.point(&mut trailer);
        if let Object::Dictionary(trailer) = trailer {
            table(&mut out, &places, trailer);
        }
        Ok(out)
    }

    fn number(&self, id: ObjectId) -> ObjectId {
        self.numbers.get(&id).map_or(id, |number| (*number, 0))
    }

    /// Returns an object's value: its stored bytes if they are sound and nothing was taken out.
    fn body(&self, id: ObjectId, cleaned: Cleaned) -> Result<Vec<u8>> {
        let mut object = cleaned.object;
        if let Object::Stream(stream) = &mut object {
            stream.dict.set("Length", stream.content.len() as i64);
            // What an encrypted stream says of its encryption ends with it.
            if self.document.encrypted() {
                plain(&mut stream.dict);
            }
        } else if !cleaned.changed && self.is_kept(id, &object) {
            return self.document.raw(id);
        }
        self.point(&mut object);
        Ok(octets(&object))
    }

    /// Whether an object's stored bytes say what it is in the rewrite, too.
    fn is_kept(&self, id: ObjectId, object: &Object) -> bool {
        let mut named = Vec::new();
        references(object, &mut named);
        let whole = named.iter().all(|id| self.reached.contains(id));
        whole && self.numbers.is_empty() && self.document.is_verbatim(id)
    }

    /// Gives every reference its new number; one to nothing becomes null.
    fn point(&self, object: &mut Object) {
        match object {
            Object::Reference(id) if self.reached.contains(id) => *id = self.number(*id),
            Object::Reference(_) => *object = Object::Null,
            Object::Array(items) => items.iter_mut().for_each(|item| self.point(item)),
            Object::Dictionary(dict) => dict.iter_mut().for_each(|(_, value)| self.point(value)),
            Object::Stream(stream) => {
                let values = stream.dict.iter_mut();
                values.for_each(|(_, value)| self.point(value));
            }
            _ => {}
        }
    }
}

/// Returns the objects that replace those of a document whose page tree, form or metadata is odd.
fn mended(document: &Document) -> Result<BTreeMap<ObjectId, Object>> {
    let mut objects = pages::mended(document)?;
    form::mend(document, &mut objects)?;
    redraw::mend(document, &mut objects)?;
    Ok(objects)
}

fn plain(dict: &mut Dictionary) {
    let left = filter::uncrypted(dict);
    for key in [b"Filter".as_slice(), b"DecodeParms"] {
        match left.get(key) {
            Ok(value) => dict.set(key, value.clone()),
            Err(_) => drop(dict.remove(key)),
        }
    }
}

/// Returns the header, with the version of the old one where that makes sense.
fn version(document: &Document) -> Vec<u8> {
    let mut lexer = Lexer::new(document.bytes(), document.header_offset());
    let version = match (lexer.take(b"%PDF-"), lexer.word()) {
        (true, version @ [b'1'..=b'2', b'.', b'0'..=b'9']) => version,
        _ => b"1.7",
    };
    [b"%PDF-", version, b"\n%\xe2\xe3\xcf\xd3\n"].concat()
}

/// Writes one section that lists every number, unused ones as free.
fn table(out: &mut Vec<u8>, places: &BTreeMap<u32, (u16, usize)>, mut trailer: Dictionary) {
    let size = places.keys().next_back().map_or(1, |number| number + 1);
    let start = out.len();
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for number in 1..size {
        let line = match places.get(&number) {
            Some((generation, place)) => format!("{place:010} {generation:05} n \n"),
            None => "0000000000 00000 f \n".to_owned(),
        };
        out.extend(line.bytes());
    }
    trailer.set("Size", i64::from(size));
    out.extend(b"trailer\n");
    out.extend(octets(&Object::Dictionary(trailer)));
    out.extend(format!("\nstartxref\n{start}\n%%EOF\n").bytes());
}
