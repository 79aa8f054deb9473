//! What the sender fills in: drawn into the page content before anybody signs, and no field.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::{Filled, Sheet, tags};
use crate::document::{Document, Page, octets};
use crate::error::{Error, Kind, Result};
use crate::placement::Geometry;
use crate::signature::field::reference;
use crate::stamp::appearance::{Frame, numbers, written};
use crate::stamp::content::{hundredths, stream};
use crate::stamp::font::Type;
use crate::stamp::fonts::Fonts;

/// How far up the page tree resources are looked for.
const DEPTH: usize = 100;

impl Sheet<'_> {
    /// Draws the sender's texts over the content of their pages, which keeps every octet.
    pub(super) fn fill(&mut self, texts: &[Filled], fonts: &Fonts) -> Result<()> {
        let texts: Vec<&Filled> = texts
            .iter()
            .filter(|one| !one.value.trim().is_empty())
            .collect();
        if texts.is_empty() {
            return Ok(());
        }
        let values = texts.iter().map(|one| one.value.as_str());
        let with = Type::of(fonts, values, &mut || self.update.reserve())?;
        let mut drawn: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
        for text in texts {
            let page = self.document.page(text.page)?;
            let operators = self.draw(&page, text, &with)?;
            drawn.entry(text.page).or_default().extend(operators);
        }
        with.embed(&mut |id, object| self.update.put(id, object))?;
        for (index, operators) in drawn {
            let page = self.document.page(index)?;
            self.append(&page, &operators)?;
        }
        Ok(())
    }

    /// Adds a text as a form of its page's resources; returns what shows it.
    fn draw(&mut self, page: &Page, text: &Filled, with: &Type<'_>) -> Result<Vec<u8>> {
        let geometry = Geometry::from(page);
        let rect = geometry.admit(text.rect)?;
        let frame = Frame {
            width: rect.width,
            height: rect.height,
            matrix: geometry.upright(rect.width, rect.height),
        };
        let words = self.update.add(written(&frame, &text.value, with)?.into());
        let whole = self.update.add(marked(&frame, words).into());
        self.seen.push(tags::Seen::Content {
            page: page.id,
            form: whole,
        });
        let name = format!("Seing{}", whole.0);
        self.offer(page, &name, whole)?;
        let user = geometry.to_user(rect);
        let scale = 1.0 / geometry.user_unit;
        let place = [scale, 0.0, 0.0, scale, user.x0, user.y0].map(decimals);
        Ok(format!("q {} cm /{name} Do Q\n", place.join(" ")).into_bytes())
    }

    /// Enters a form into a page's resources, those of a node above it being made its own.
    fn offer(&mut self, page: &Page, name: &str, form: ObjectId) -> Result<()> {
        if !page.dict.has(b"Resources") {
            let inherited = inherited(self.document, page)?;
            let own = self.update.raw(page.id)?;
            let own = crate::bytes::syntax::dict_span(&own, 0)?;
            if own.get(b"Resources").is_none() {
                self.update.set_entry(page.id, b"Resources", &inherited)?;
            }
        }
        let path: [&[u8]; 3] = [b"Resources", b"XObject", name.as_bytes()];
        self.update.set_path(page.id, &path, &reference(form))
    }

    /// Puts operators after a page's content, whose graphics state ends before them.
    fn append(&mut self, page: &Page, operators: &[u8]) -> Result<()> {
        let old = contents(self.document, page)?;
        let (opened, closed) = balance(self.document, &old);
        let before = stream(Dictionary::new(), "q\n".repeat(opened).as_bytes());
        let after = [b"\n".as_slice(), "Q\n".repeat(closed).as_bytes(), operators].concat();
        let before = self.update.add(before.into());
        let after = self.update.add(stream(Dictionary::new(), &after).into());
        let all = core::iter::once(before).chain(old).chain([after]);
        let all: Vec<Vec<u8>> = all.map(reference).collect();
        let all = [b"[".as_slice(), &all.join(&b' '), b"]"].concat();
        self.update.set_entry(page.id, b"Contents", &all)
    }
}

/// Returns a form that shows another as marked content, which a structure element can name.
fn marked(frame: &Frame, words: ObjectId) -> Stream {
    let (width, height) = match frame.matrix {
        [0.0, ..] => (frame.height, frame.width),
        _ => (frame.width, frame.height),
    };
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, width, height]),
        "Resources" => dictionary! { "XObject" => dictionary! { "T" => words } },
    };
    stream(dict, b"/P << /MCID 0 >> BDC /T Do EMC\n")
}

/// Returns the content streams of a page.
fn contents(document: &Document, page: &Page) -> Result<Vec<ObjectId>> {
    let Ok(contents) = page.dict.get(b"Contents") else {
        return Ok(Vec::new());
    };
    let parts = match (document.resolve(contents)?, contents) {
        (Object::Array(parts), _) => parts,
        (Object::Null, _) => Vec::new(),
        (_, one) => vec![one.clone()],
    };
    let streams = parts.iter().map(Object::as_reference);
    let streams: core::result::Result<_, _> = streams.collect();
    streams.map_err(|_| Error::at(Kind::Damaged, u64::from(page.index)))
}

/// Returns how often the graphics state is to be saved before content and restored after it, so
/// that content which restores too often or too rarely leaves it as it was.
fn balance(document: &Document, contents: &[ObjectId]) -> (usize, usize) {
    let mut all = Vec::new();
    for id in contents {
        if let Ok(Object::Stream(part)) = document.object(*id) {
            all.extend(document.stream_data(&part).unwrap_or_default());
            all.push(b'\n');
        }
    }
    let (mut depth, mut least) = (0_isize, 0_isize);
    for operation in Content::decode(&all).map_or(Vec::new(), |read| read.operations) {
        depth += match operation.operator.as_str() {
            "q" => 1,
            "Q" => -1,
            _ => 0,
        };
        least = least.min(depth);
    }
    let opened = 1 + least.unsigned_abs();
    (opened, opened.saturating_add_signed(depth))
}

/// Returns the resources a page has from above, as they are written; empty ones where there are none.
fn inherited(document: &Document, page: &Page) -> Result<Vec<u8>> {
    let mut node = page.dict.clone();
    for _ in 0..DEPTH {
        let Ok(above) = node.get(b"Parent") else {
            break;
        };
        let Object::Dictionary(above) = document.resolve(above)? else {
            break;
        };
        if let Ok(resources) = above.get(b"Resources") {
            return Ok(octets(resources));
        }
        node = above;
    }
    Ok(b"<< >>".to_vec())
}

/// Writes a number of a matrix; a scale needs more than hundredths.
fn decimals(value: f64) -> String {
    let rough = hundredths(value);
    if rough.parse() == Ok(value) {
        return rough;
    }
    let fine = format!("{value:.6}");
    fine.trim_end_matches('0').trim_end_matches('.').to_string()
}
