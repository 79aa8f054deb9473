//! Ink: strokes of a pad, and the filled outlines they leave.
//!
//! The pad is 1000 units wide, y down. Only `+ - * /` and the square root are used, which every
//! platform computes alike, so the same strokes give the same outline everywhere.

mod contour;
mod line;

use serde::{Deserialize, Serialize};

use super::path::{Path, Spot};

/// Width of the pad in units.
pub const PAD_WIDTH: f64 = 1000.0;
/// Least length of ink that counts as a signature, in pad units.
pub const LEAST_LENGTH: f64 = 150.0;
/// Most points taken of one drawing: half an hour of scribbling, not an attack.
pub const MOST_POINTS: usize = 50_000;

/// A place of the pen and when it was there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Pad units to the right.
    pub x: f64,
    /// Pad units down.
    pub y: f64,
    /// Milliseconds since any fixed moment.
    pub t_ms: f64,
    /// Pressure from 0 to 1.
    pub pressure: f64,
}

/// What was drawn between pen down and pen up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// In the order drawn.
    pub points: Vec<Point>,
    /// True for a pen, whose pressure says something.
    pub pen: bool,
}

/// Returns the outlines of all strokes, in pad units. Points that are no numbers are left out.
pub fn outline(strokes: &[Stroke]) -> Vec<Path> {
    let mut left = MOST_POINTS;
    let mut paths = Vec::new();
    for stroke in strokes {
        let points = usable(stroke, left);
        left -= points.len();
        paths.extend(contour::around(&line::knots(&points, stroke.pen)));
    }
    paths
}

/// Returns the length of all ink in pad units.
pub fn length(strokes: &[Stroke]) -> f64 {
    let steps = strokes.iter().flat_map(|stroke| stroke.points.windows(2));
    steps
        .map(|pair| spot(&pair[1]).minus(spot(&pair[0])).length())
        .sum()
}

/// Returns whether there is enough ink to count as a signature.
pub fn is_enough(strokes: &[Stroke]) -> bool {
    let points: usize = strokes.iter().map(|stroke| stroke.points.len()).sum();
    points >= 2 && length(strokes) > LEAST_LENGTH
}

fn usable(stroke: &Stroke, most: usize) -> Vec<Point> {
    let sound = |p: &&Point| p.x.is_finite() && p.y.is_finite() && p.t_ms.is_finite();
    stroke
        .points
        .iter()
        .filter(sound)
        .take(most)
        .copied()
        .collect()
}

fn spot(point: &Point) -> Spot {
    Spot::new(point.x, point.y)
}

#[cfg(test)]
mod tests;
