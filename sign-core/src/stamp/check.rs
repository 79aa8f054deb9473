//! Boxes to tick: drawn, so that no font is needed for the mark.

use lopdf::Stream;

use super::appearance::{Frame, Resources, form};
use super::content::{Content, Fit, INK};
use super::path::{Path, Segment, Spot};

/// Side of the box as a share of the shorter side, its line and the tick as shares of that.
const SIDE: f64 = 0.9;
const LINE: f64 = 0.07;
/// The tick's corners in a square of side 1, y down.
const TICK: [(f64, f64); 6] = [
    (0.18, 0.52),
    (0.27, 0.43),
    (0.42, 0.58),
    (0.73, 0.22),
    (0.82, 0.31),
    (0.42, 0.77),
];

/// Returns the appearance of a box, ticked or open.
pub fn drawn(frame: &Frame, ticked: bool) -> Stream {
    let mut content = Content::default();
    let fit = Fit {
        from: Spot::new(0.5, 0.5),
        to: Spot::new(frame.width / 2.0, frame.height / 2.0),
        scale: frame.width.min(frame.height) * SIDE,
    };
    content.colour(INK);
    content.fill(&border(), fit);
    if ticked {
        content.fill(&[closed(&TICK)], fit);
    }
    form(frame, content, Resources::default())
}

/// Returns a line round the square: its inner edge runs the other way, and so stays open.
fn border() -> [Path; 2] {
    let (low, high) = (LINE, 1.0 - LINE);
    [
        closed(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]),
        closed(&[(low, low), (low, high), (high, high), (high, low)]),
    ]
}

fn closed(corners: &[(f64, f64)]) -> Path {
    let mut spots = corners.iter().map(|(x, y)| Spot::new(*x, *y));
    Path {
        start: spots.next().unwrap_or_default(),
        segments: spots.map(Segment::Line).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::drawn;
    use crate::stamp::appearance::Frame;

    #[test]
    fn a_ticked_box_holds_more_than_an_open_one_and_needs_no_font() {
        let frame = Frame {
            width: 20.0,
            height: 10.0,
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        };
        let lines = |ticked| {
            let form = drawn(&frame, ticked);
            let plain = miniz_oxide::inflate::decompress_to_vec_zlib(&form.content).unwrap();
            let resources = form.dict.get(b"Resources").unwrap().as_dict().unwrap();
            assert!(resources.is_empty());
            String::from_utf8(plain).unwrap()
        };
        let (open, ticked) = (lines(false), lines(true));
        assert!(
            open.starts_with("0.078 0.129 0.239 rg\n5.5 9.5 m\n14.5 9.5 l\n"),
            "{open}"
        );
        assert!(ticked.starts_with(&open) && ticked.len() > open.len());
    }
}
