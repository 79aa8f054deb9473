//! Where the signers of the demonstration sign: in fields that are there, else in boxes on a page with room.

use sign_core::document::Document;
use sign_core::placement::{Geometry, ViewRect};
use sign_core::signature::layout::own_fields;

use super::DemoError;
use super::sender::found;

/// Space between boxes and round them, as a share of the page's smaller side.
const MARGIN: f64 = 0.03;

/// A box lower than this takes what room there is.
const LOW_PT: f64 = 12.0;

/// How many pages are asked for room.
const PAGES: u32 = 100;

/// A place a signer: in a certified document its own empty fields, else boxes on one page.
pub(super) fn places(document: &Document, count: usize) -> Result<Vec<(u32, ViewRect)>, DemoError> {
    let own = if is_certified(document)? {
        own_fields(document)?
    } else {
        Vec::new()
    };
    let own = own.into_iter().map(|field| (field.page, field.rect));
    let missing = boxes(document, count)?.into_iter().skip(own.len());
    Ok(own.chain(missing).take(count).collect())
}

/// Boxes on one page.
fn boxes(document: &Document, count: usize) -> Result<Vec<(u32, ViewRect)>, DemoError> {
    let index = roomy(document, count)?;
    let geometry = Geometry::from(&document.page_boxes(index)?);
    let spots = spots(&geometry, count).into_iter();
    Ok(spots.map(|rect| (index, rect)).collect())
}

/// Returns the first page that has room; the first of all where none has, for laying out to refuse.
fn roomy(document: &Document, count: usize) -> Result<u32, DemoError> {
    for index in 0..document.page_count()?.min(PAGES) {
        let geometry = Geometry::from(&document.page_boxes(index)?);
        if spots(&geometry, count)
            .iter()
            .all(|rect| geometry.admit(*rect).is_ok())
        {
            return Ok(index);
        }
    }
    Ok(0)
}

fn spots(geometry: &Geometry, count: usize) -> Vec<ViewRect> {
    let (width, height) = geometry.view_size();
    (0..count)
        .map(|at| spot(at, count, width, height))
        .collect()
}

fn is_certified(document: &Document) -> Result<bool, DemoError> {
    Ok(found(document, "certified")?)
}

/// Boxes in two columns, from the foot of the page upwards; on a small page one fills what there is.
fn spot(at: usize, count: usize, width: f64, height: f64) -> ViewRect {
    let margin = MARGIN * width.min(height);
    let share = |whole: f64, parts: usize| {
        let parts = parts as f64;
        (whole - (parts + 1.0) * margin) / parts
    };
    let (column, row) = ((at % 2) as f64, (at / 2) as f64);
    let rows = count.div_ceil(2);
    let roomy = share(height, rows + 1);
    let box_width = share(width, count.min(2)).min(200.0);
    let box_height = roomy.max(share(height, rows).min(LOW_PT)).min(64.0);
    ViewRect {
        x: margin + column * (box_width + margin),
        y: height - (row + 1.0) * (box_height + margin),
        width: box_width,
        height: box_height,
    }
}
