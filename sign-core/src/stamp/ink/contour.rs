//! The outline of a line of varying width: down its left, around, up its right, around.

use super::super::path::{Path, Segment, Spot};
use super::line::Knot;

/// Control distance of a quarter circle by a cubic, as a share of its radius: 4/3 · (√2 − 1).
const QUARTER: f64 = 0.552_284_749_830_793_4;
/// Cosine of the sharpest turn drawn in one piece (60°); sharper ones get a round joint.
const SHARPEST: f64 = 0.5;

/// Returns closed outlines around the knots, all turning the same way, so that overlapping
/// pieces add up under the non-zero rule.
pub(super) fn around(knots: &[Knot]) -> Vec<Path> {
    match knots {
        [] => Vec::new(),
        [dot] => vec![piece(&[*dot, *dot])],
        _ => pieces(knots),
    }
}

/// Cuts the line where it turns too sharply for its width, and outlines every part.
fn pieces(knots: &[Knot]) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut start = 0;
    for index in 1..knots.len() {
        let last = index + 1 == knots.len();
        if last || turns_sharply(&knots[index - 1..=index + 1]) {
            paths.push(piece(&knots[start..=index]));
            start = index;
        }
    }
    paths
}

/// Returns whether the turn at the middle knot is sharp, or tighter than the line is wide.
fn turns_sharply(three: &[Knot]) -> bool {
    let (before, here, after) = (three[0], three[1], three[2]);
    let (came, goes) = (here.at.minus(before.at), after.at.minus(here.at));
    let cosine = came.unit().dot(goes.unit());
    let bend = came.unit().minus(goes.unit()).length();
    let reach = came.length().min(goes.length());
    cosine < SHARPEST || bend * here.half > reach
}

/// Outlines knots that bend gently.
fn piece(knots: &[Knot]) -> Path {
    let ways: Vec<Spot> = (0..knots.len())
        .map(|index| direction(knots, index))
        .collect();
    let side = |index: usize, sign: f64| {
        let Knot { at, half } = knots[index];
        at.along(ways[index].quarter(), half * sign)
    };
    let end = knots.len() - 1;
    let mut segments = Vec::with_capacity(knots.len() * 2 + 4);
    for index in 0..end {
        segments.push(bend(
            side(index, 1.0),
            ways[index],
            side(index + 1, 1.0),
            ways[index + 1],
        ));
    }
    cap(&mut segments, knots[end], ways[end]);
    for index in (0..end).rev() {
        let (from, to) = (back(ways[index + 1]), back(ways[index]));
        segments.push(bend(side(index + 1, -1.0), from, side(index, -1.0), to));
    }
    cap(&mut segments, knots[0], back(ways[0]));
    Path {
        start: side(0, 1.0),
        segments,
    }
}

/// Returns the direction of the line at a knot: from its neighbour before to the one after.
fn direction(knots: &[Knot], index: usize) -> Spot {
    let before = knots[index.saturating_sub(1)];
    let after = knots[(index + 1).min(knots.len() - 1)];
    after.at.minus(before.at).unit()
}

fn back(way: Spot) -> Spot {
    Spot::new(-way.x, -way.y)
}

/// Returns the cubic that leaves `from` along `leaving` and reaches `to` along `reaching`.
fn bend(from: Spot, leaving: Spot, to: Spot, reaching: Spot) -> Segment {
    let third = to.minus(from).length() / 3.0;
    Segment::Cubic(from.along(leaving, third), to.along(reaching, -third), to)
}

/// Adds the half circle in front of a knot, from its left side to its right.
fn cap(segments: &mut Vec<Segment>, knot: Knot, way: Spot) {
    let (half, left) = (knot.half, way.quarter());
    let control = half * QUARTER;
    let (first, tip) = (knot.at.along(left, half), knot.at.along(way, half));
    let second = knot.at.along(left, -half);
    segments.push(Segment::Cubic(
        first.along(way, control),
        tip.along(left, control),
        tip,
    ));
    segments.push(Segment::Cubic(
        tip.along(left, -control),
        second.along(way, control),
        second,
    ));
}
