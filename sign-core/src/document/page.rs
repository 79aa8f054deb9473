//! Pages: boxes, rotation and unit, inherited values resolved (ISO 32000-2 §7.7.3.4).

use lopdf::{Dictionary, Object, ObjectId};

use super::Document;
use super::tree::Leaf;
use crate::error::{Error, Kind, Result};

/// A rectangle in user space; `x0 <= x1`, `y0 <= y1`, in points times 1/`UserUnit`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f64,
    /// Lower edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Upper edge.
    pub y1: f64,
}

impl Rect {
    /// US letter, which stands for a missing or senseless media box.
    pub const LETTER: Self = Self {
        x0: 0.0,
        y0: 0.0,
        x1: 612.0,
        y1: 792.0,
    };

    /// Makes a rectangle from any two opposite corners.
    pub fn from_corners(a: (f64, f64), b: (f64, f64)) -> Self {
        Self {
            x0: a.0.min(b.0),
            y0: a.1.min(b.1),
            x1: a.0.max(b.0),
            y1: a.1.max(b.1),
        }
    }

    /// Returns the width.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Returns the height.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Returns what two rectangles share, if that has an area.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let shared = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (shared.width() > 0.0 && shared.height() > 0.0).then_some(shared)
    }
}

/// One page, inherited values resolved.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page object.
    pub id: ObjectId,
    /// Its place, counted from 0.
    pub index: u32,
    /// `/MediaBox`.
    pub media_box: Rect,
    /// `/CropBox` inside the media box: what is shown.
    pub crop_box: Rect,
    /// Clockwise turn when shown: 0, 90, 180 or 270 degrees.
    pub rotate: u16,
    /// Points per unit of user space.
    pub user_unit: f64,
    /// The page's own dictionary, nothing inherited in it.
    pub dict: Dictionary,
}

impl Document {
    /// Counts the pages by walking the page tree; `/Count` is not believed.
    ///
    /// # Errors
    /// `damaged` without a catalog; `too_large` for a tree over the limits.
    pub fn page_count(&self) -> Result<u32> {
        Ok(self.tree()?.leaves.len() as u32)
    }

    /// Reads a page, counted from 0.
    ///
    /// # Errors
    /// `damaged` at the page where there is none.
    pub fn page(&self, index: u32) -> Result<Page> {
        page(self, self.leaf(index)?, index)
    }

    /// Reads the boxes, turn and unit of a page, counted from 0; its dictionary holds no more.
    ///
    /// # Errors
    /// As [`Document::page`].
    pub fn page_boxes(&self, index: u32) -> Result<Page> {
        boxes(self, self.leaf(index)?, index)
    }

    /// Reads some entries of a page, counted from 0, none inherited.
    ///
    /// # Errors
    /// As [`Document::page`].
    pub(crate) fn page_entries(&self, index: u32, keys: &[&[u8]]) -> Result<Dictionary> {
        entries(self, self.leaf(index)?, index, keys)
    }

    /// Returns the object of a page, counted from 0; (0, 0) where it is none of its own.
    pub(crate) fn page_id(&self, index: u32) -> ObjectId {
        self.leaf(index).map_or((0, 0), |leaf| leaf.id)
    }

    fn leaf(&self, index: u32) -> Result<&Leaf> {
        let leaf = self.tree()?.leaves.get(index as usize);
        leaf.ok_or_else(|| Error::at(Kind::Damaged, u64::from(index)))
    }
}

/// The keys of a page that say how large it is, apart from what it inherits.
const BOXES: [&[u8]; 4] = [b"MediaBox", b"CropBox", b"Rotate", b"UserUnit"];

/// Reads one page of the walk.
fn page(document: &Document, leaf: &Leaf, index: u32) -> Result<Page> {
    let dict = match &leaf.direct {
        Some(dict) => dict.as_ref().clone(),
        None => document.dict(leaf.id).map_err(at(index))?,
    };
    Ok(framed(document, leaf, index, dict))
}

/// Reads the boxes alone of one page of the walk.
fn boxes(document: &Document, leaf: &Leaf, index: u32) -> Result<Page> {
    let dict = entries(document, leaf, index, &BOXES)?;
    Ok(framed(document, leaf, index, dict))
}

/// Reads some entries of one page of the walk.
fn entries(document: &Document, leaf: &Leaf, index: u32, keys: &[&[u8]]) -> Result<Dictionary> {
    match &leaf.direct {
        Some(dict) => Ok(dict.as_ref().clone()),
        None => document.pick(leaf.id, keys).map_err(at(index)),
    }
}

fn at(index: u32) -> impl Fn(Error) -> Error {
    move |error| Error::at(error.kind, u64::from(index))
}

fn framed(document: &Document, leaf: &Leaf, index: u32, dict: Dictionary) -> Page {
    let find = |key: &[u8]| inherited(document, &dict, leaf, key);
    let media_box = find(b"MediaBox")
        .and_then(|object| rect(document, &object))
        .unwrap_or(Rect::LETTER);
    let crop_box = find(b"CropBox")
        .and_then(|object| rect(document, &object))
        .and_then(|crop| crop.intersection(&media_box))
        .unwrap_or(media_box);
    let user_unit = dict
        .get(b"UserUnit")
        .ok()
        .and_then(|object| document.resolve(object).ok())
        .and_then(|object| number(&object))
        .filter(|unit| *unit > 0.0)
        .unwrap_or(1.0);
    Page {
        id: leaf.id,
        index,
        media_box,
        crop_box,
        rotate: find(b"Rotate").map_or(0, |object| turn(&object)),
        user_unit,
        dict,
    }
}

/// Returns a page's value of a key, or that of the nearest node above that has one.
pub(crate) fn inherited(
    document: &Document,
    dict: &Dictionary,
    leaf: &Leaf,
    key: &[u8],
) -> Option<Object> {
    let own = |dict: &Dictionary| {
        let object = document.resolve(dict.get(key).ok()?).ok()?;
        (!object.is_null()).then_some(object)
    };
    own(dict).or_else(|| {
        let mut above = leaf.above.iter().rev();
        above.find_map(|node| own(&node.dict))
    })
}

/// Reads a rectangle that has an area.
pub(crate) fn rect(document: &Document, object: &Object) -> Option<Rect> {
    let items = object.as_array().ok()?;
    let sides: Vec<f64> = items
        .iter()
        .filter_map(|item| number(&document.resolve(item).ok()?))
        .collect();
    let [x0, y0, x1, y1] = <[f64; 4]>::try_from(sides).ok()?;
    let rect = Rect::from_corners((x0, y0), (x1, y1));
    (rect.width() > 0.0 && rect.height() > 0.0).then_some(rect)
}

fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)),
        _ => None,
    }
}

fn turn(object: &Object) -> u16 {
    let degrees = number(object).unwrap_or(0.0) as i64;
    match degrees.rem_euclid(360) {
        turn @ (90 | 180 | 270) => turn as u16,
        _ => 0,
    }
}
