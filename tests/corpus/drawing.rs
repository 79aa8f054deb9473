//! Whether poppler draws a signed file as it drew the input, the stamp apart.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use seing_tests::place::scratch;
use sign_core::document::{Document, Rect};
use sign_core::placement::{Geometry, ViewRect};

use super::opinions::bytes;

/// Dots per inch: enough to see that a line moved.
const DPI: &str = "36";
/// How far a channel may be off before a dot counts as changed.
const TOLERANCE: u8 = 16;
/// How far a stamp may reach beyond its box, in dots.
const BLEED: f64 = 2.0;

/// What poppler says where it makes up a page or leaves one out.
const UNSURE: [&str; 4] = ["Page", "page", "Kids", "Dictionary key"];

/// A page as dots, three octets each.
pub(crate) struct Picture {
    width: usize,
    dots: Vec<u8>,
}

/// Returns which page is drawn differently outside the stamps, and how many dots are. Where poppler
/// itself was not sure what to draw of the input, there is nothing to compare with.
pub(super) fn differs(before: &Path, after: &Path) -> Option<String> {
    let ((before, sure), (pages, _)) = (drawn(before), drawn(after));
    if !sure {
        return None;
    }
    if before.len() != pages.len() {
        return Some(format!(
            "{} pages were drawn, now {}",
            before.len(),
            pages.len()
        ));
    }
    let document = Document::open(Arc::new(bytes(after))).ok()?;
    for (index, (was, is)) in before.iter().zip(&pages).enumerate() {
        let stamps = stamps(&document, index as u32);
        let changed = changed(&read(was), &read(is), &stamps);
        if changed > 0 {
            return Some(format!(
                "page {} is drawn differently: {changed} dots",
                index + 1
            ));
        }
    }
    None
}

/// Draws every page into a file of its own, and says whether poppler read the page tree as it stands.
pub(crate) fn drawn(file: &Path) -> (Vec<PathBuf>, bool) {
    let folder = scratch("drawn");
    let mut command = Command::new("pdftoppm");
    command
        .args(["-r", DPI, "-cropbox"])
        .arg(file)
        .arg(folder.join("page"));
    let output = command.output();
    let output = output.expect("pdftoppm runs: scripts/setup test installs it");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let pages = fs::read_dir(&folder).expect("it was made").flatten();
    let mut pages: Vec<PathBuf> = pages.map(|page| page.path()).collect();
    pages.sort();
    let sure = !UNSURE.iter().any(|word| words.contains(word));
    let sure = sure && !pages.is_empty();
    (pages, sure)
}

/// Reads a binary PPM: `P6 width height 255`, one white space, dots.
pub(crate) fn read(file: &Path) -> Picture {
    let octets = bytes(file);
    let mut ends = octets
        .iter()
        .enumerate()
        .filter(|(_, octet)| octet.is_ascii_whitespace());
    let start = ends.nth(3).map_or(octets.len(), |(at, _)| at + 1);
    let head = String::from_utf8_lossy(&octets[..start]).into_owned();
    let width = head
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|width| width.parse().ok());
    Picture {
        width: width.unwrap_or(1),
        dots: octets[start..].to_vec(),
    }
}

/// Where signatures are seen on a page, as parts of its width and height.
pub(crate) fn stamps(document: &Document, index: u32) -> Vec<ViewRect> {
    let (Ok(page), Ok(fields)) = (document.page(index), document.fields()) else {
        return Vec::new();
    };
    let geometry = Geometry::from(&page);
    let (width, height) = geometry.view_size();
    let signatures = fields
        .iter()
        .filter(|field| field.kind.as_deref() == Some(b"Sig"));
    signatures
        .filter_map(|field| {
            let sides = field.dict.get(b"Rect").ok()?.as_array().ok()?;
            rect(sides.iter().map(|side| side.as_float().ok().map(f64::from)))
        })
        .map(|rect| geometry.to_view(rect))
        .map(|seen| ViewRect {
            x: seen.x / width,
            y: seen.y / height,
            width: seen.width / width,
            height: seen.height / height,
        })
        .collect()
}

fn rect(sides: impl Iterator<Item = Option<f64>>) -> Option<Rect> {
    let sides: Vec<f64> = sides.collect::<Option<_>>()?;
    let [x0, y0, x1, y1] = <[f64; 4]>::try_from(sides).ok()?;
    Some(Rect::from_corners((x0, y0), (x1, y1)))
}

/// Counts the dots that changed outside some parts of a page.
pub(crate) fn changed(before: &Picture, after: &Picture, apart: &[ViewRect]) -> usize {
    if before.width != after.width || before.dots.len() != after.dots.len() {
        return before.dots.len().max(after.dots.len()) / 3;
    }
    let height = (before.dots.len() / 3 / before.width).max(1);
    let off = |at: usize| {
        let dot = 3 * at..3 * at + 3;
        let mut pairs = before.dots[dot.clone()].iter().zip(&after.dots[dot]);
        pairs.any(|(was, is)| was.abs_diff(*is) > TOLERANCE)
    };
    let outside = |at: &usize| {
        let (x, y) = ((at % before.width) as f64, (at / before.width) as f64);
        !apart
            .iter()
            .any(|rect| covers(rect, (x, before.width as f64), (y, height as f64)))
    };
    let dots = 0..before.dots.len() / 3;
    dots.filter(|at| off(*at)).filter(outside).count()
}

/// Whether a dot lies in a part of the page, or near it.
fn covers(rect: &ViewRect, (x, width): (f64, f64), (y, height): (f64, f64)) -> bool {
    let within = |at: f64, from: f64, length: f64, whole: f64| {
        at >= from * whole - BLEED && at <= (from + length) * whole + BLEED
    };
    within(x, rect.x, rect.width, width) && within(y, rect.y, rect.height, height)
}
