//! Document timestamps: what keeps a sealed file valid longer than its certificates live (ETSI EN
//! 319 142-1 §5.4.3, §6.3 B-LTA).
//!
//! A renewal is two updates: validation data for every signature and timestamp that is there, and
//! for the new one; then a timestamp over all of it. It is made again before the authority's
//! certificate, its revocation data or an algorithm runs out. The authority sees a digest alone.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::dss::Evidence;
use super::field;
use super::layout::join;
use super::limits::{Limits, dict, writable};
use super::store;
use super::timestamp;
use crate::bytes::hash::Sha256Stream;
use crate::digest;
use crate::document::update::Update;
use crate::document::{Appended, Document};
use crate::error::{Error, Kind, Result};
use crate::wire::Hash;

/// A renewal whose gap is still empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Renewal {
    store: Vec<u8>,
    stamp: Appended,
    imprint: Hash,
}

/// Prepares a renewal of a signed file with `evidence`, of which only what the file lacks is added,
/// and room for a token of `reserve` octets.
///
/// # Errors
/// `no_such_field` for a file that nobody has signed; `certified` or `locked` where nothing may
/// follow; `signed_encrypted` and `signed_repaired` for what cannot be appended to.
pub fn draft(document: &Document, evidence: &Evidence, reserve: u32) -> Result<Renewal> {
    writable(document)?;
    let limits = Limits::of(document)?.ok_or(Kind::NoSuchField)?;
    limits.admit()?;
    let name = free_name(document)?;
    if limits.freezes(&name) {
        return Err(Error::new(Kind::Locked));
    }
    let store = filled(document, evidence)?;
    let bytes = [document.bytes(), &store].concat();
    let mut file = Sha256Stream::new();
    file.update(&bytes);
    let stamp = stamped(&Document::open(Arc::new(bytes))?, &name, reserve)?;
    Ok(Renewal {
        imprint: digest::imprint(file, &stamp)?,
        store,
        stamp,
    })
}

impl Renewal {
    /// Returns the digest to be stamped.
    pub fn imprint(&self) -> Hash {
        self.imprint
    }

    /// Returns what to append to the file: validation data and timestamp.
    ///
    /// # Errors
    /// `bad_timestamp` for a token that does not stamp [`Renewal::imprint`]; `gap_too_small`.
    pub fn finish(&self, token: &[u8]) -> Result<Vec<u8>> {
        timestamp::check(token, &self.imprint)?;
        Ok([self.store.clone(), digest::embed(&self.stamp, token)?].concat())
    }
}

/// Returns the first of `stamp_01`, `stamp_02`… that no field bears.
fn free_name(document: &Document) -> Result<String> {
    let fields = document.fields()?;
    let taken = |name: &String| fields.iter().any(|field| field.name == *name);
    let mut names = (1..).map(|number: u32| format!("stamp_{number:02}"));
    let free = names.find(|name| !taken(name));
    Ok(free.expect("a form has fewer fields than there are numbers"))
}

/// Writes the update that adds to the store what it lacks; nothing where it lacks nothing.
fn filled(document: &Document, evidence: &Evidence) -> Result<Vec<u8>> {
    let mut update = Update::new(document)?;
    let id = store::adopt(&mut update, document)?;
    let lists = [
        (b"Certs".as_slice(), &evidence.certificates),
        (b"CRLs", &evidence.crls),
    ];
    let mut added = false;
    for (key, list) in lists {
        let fresh = fresh(document, key, list)?;
        let stream = |der: &Vec<u8>| Stream::new(Dictionary::new(), der.clone());
        let ids: Vec<ObjectId> = fresh
            .iter()
            .map(|der| update.add(stream(der).into()))
            .collect();
        if !ids.is_empty() {
            update.push_to_array(id, key, &ids)?;
            added = true;
        }
    }
    Ok(if added {
        update.finish().bytes
    } else {
        Vec::new()
    })
}

/// Returns what of a list the store does not hold yet, each once.
fn fresh(document: &Document, key: &[u8], list: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
    let mut known = held(document, key)?;
    let mut fresh = Vec::new();
    for der in list {
        if !known.contains(der) {
            known.push(der.clone());
            fresh.push(der.clone());
        }
    }
    Ok(fresh)
}

fn held(document: &Document, key: &[u8]) -> Result<Vec<Vec<u8>>> {
    let store = dict(document, &document.catalog()?, b"DSS").unwrap_or_default();
    let list = store.get(key).ok().map(|list| document.resolve(list));
    let Some(Ok(Object::Array(list))) = list else {
        return Ok(Vec::new());
    };
    let data = |item: &Object| match document.resolve(item) {
        Ok(Object::Stream(stream)) => document.stream_data(&stream).ok(),
        _ => None,
    };
    Ok(list.iter().filter_map(data).collect())
}

/// Writes the update that holds the timestamp, in a field that cannot be seen.
fn stamped(document: &Document, name: &str, reserve: u32) -> Result<Appended> {
    let mut update = Update::new(document)?;
    let page = document.page(0)?.id;
    let value = update.reserve();
    let mut widget = field::invisible(name, page);
    widget.set("V", value);
    let widget = update.add(widget.into());
    update.push_to_array(page, b"Annots", &[widget])?;
    join(&mut update, document, &[widget])?;
    update.put_timestamp(value, reserve as usize);
    Ok(update.finish())
}
