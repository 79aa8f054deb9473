//! The centre line of a stroke: smoothed, thinned, with a width at every knot.

use super::{Point, Spot, spot};

/// Half of the thinnest and the thickest line, in pad units: 3.5 and 9 of 1000, as wide as the
/// 0.5 to 2.5 px radius of `signature_pad` on a pad of 560 px.
const HALF_WIDTH: (f64, f64) = (1.75, 4.5);
/// How much of a new place, width or speed is taken over at each point.
const PLACE_SHARE: f64 = 0.5;
const WIDTH_SHARE: f64 = 0.3;
const SPEED_SHARE: f64 = 0.7;
/// Nearer points than this are noise, in pad units.
const LEAST_STEP: f64 = 1.0;
/// How far the line between two knots may pass a point between them, in pad units.
const TOLERANCE: f64 = 0.35;
/// Farthest two knots of a bend may be apart, in points of the input.
const MOST_SKIPPED: usize = 24;
/// A pen whose pressure varies less than this tells nothing by it.
const PRESSURE_SPREAD: f64 = 0.05;

/// A place on the centre line and half the line's width there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Knot {
    pub(super) at: Spot,
    pub(super) half: f64,
}

/// Returns the knots of a stroke: none for nothing, one for a dot.
pub(super) fn knots(points: &[Point], pen: bool) -> Vec<Knot> {
    let by_pressure = pen && spread(points) > PRESSURE_SPREAD;
    thin(&widen(&smooth(points), by_pressure))
}

fn spread(points: &[Point]) -> f64 {
    let least = points
        .iter()
        .fold(1.0, |least: f64, p| least.min(p.pressure));
    points
        .iter()
        .fold(least, |most: f64, p| most.max(p.pressure))
        - least
}

/// Low-pass filter; the last point is kept so that the stroke ends where the pen left.
fn smooth(points: &[Point]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for (index, point) in points.iter().enumerate() {
        let Some(before) = out.last().copied() else {
            out.push(*point);
            continue;
        };
        let share = if index + 1 == points.len() {
            1.0
        } else {
            PLACE_SHARE
        };
        let x = before.x + (point.x - before.x) * share;
        let y = before.y + (point.y - before.y) * share;
        if Spot::new(x, y).minus(spot(&before)).length() >= LEAST_STEP {
            out.push(Point { x, y, ..*point });
        }
    }
    out
}

fn widen(points: &[Point], by_pressure: bool) -> Vec<Knot> {
    let mut speed = points.get(1).map_or(0.0, |second| pace(&points[0], second));
    let mut half = HALF_WIDTH.1;
    let mut out: Vec<Knot> = Vec::with_capacity(points.len());
    for (index, point) in points.iter().enumerate() {
        if index > 0 {
            speed += (pace(&points[index - 1], point) - speed) * SPEED_SHARE;
        }
        let wanted = if by_pressure {
            pressed(point.pressure)
        } else {
            HALF_WIDTH.1 / (1.0 + speed)
        };
        let wanted = wanted.clamp(HALF_WIDTH.0, HALF_WIDTH.1);
        half = if index == 0 {
            wanted
        } else {
            half + (wanted - half) * WIDTH_SHARE
        };
        out.push(Knot {
            at: spot(point),
            half,
        });
    }
    out
}

/// Returns the speed between two points in pad units a millisecond.
fn pace(from: &Point, to: &Point) -> f64 {
    let elapsed_ms = (to.t_ms - from.t_ms).max(1.0);
    spot(to).minus(spot(from)).length() / elapsed_ms
}

fn pressed(pressure: f64) -> f64 {
    HALF_WIDTH.0 + (HALF_WIDTH.1 - HALF_WIDTH.0) * pressure
}

/// Leaves out knots whose neighbours already draw the same line.
fn thin(knots: &[Knot]) -> Vec<Knot> {
    let mut out: Vec<Knot> = Vec::new();
    let mut kept = 0;
    for index in 0..knots.len() {
        let next = (index + 1).min(knots.len() - 1);
        let end = index == 0 || next == index;
        if end || index - kept >= MOST_SKIPPED || strays(&knots[kept..=next]) {
            out.push(knots[index]);
            kept = index;
        }
    }
    out
}

/// Returns whether a knot between the ends leaves the straight line between them.
fn strays(knots: &[Knot]) -> bool {
    let (Some(first), Some(last)) = (knots.first(), knots.last()) else {
        return false;
    };
    let way = last.at.minus(first.at);
    let normal = way.unit().quarter();
    knots.iter().any(|knot| {
        let from = knot.at.minus(first.at);
        let behind = from.dot(way) < 0.0 || knot.at.minus(last.at).dot(way) > 0.0;
        behind || from.dot(normal).abs() > TOLERANCE
    })
}
