//! What strokes leave on the paper.

use super::super::path::{Bounds, Path, Segment, Spot};
use super::{LEAST_LENGTH, Point, Stroke, is_enough, outline};

fn stroke(spots: &[(f64, f64)]) -> Stroke {
    let points = spots.iter().enumerate();
    let point = |(index, &(x, y)): (usize, &(f64, f64))| {
        let t_ms = f64::from(u32::try_from(index).expect("few points")) * 8.0;
        Point {
            x,
            y,
            t_ms,
            pressure: 0.5,
        }
    };
    Stroke {
        points: points.map(point).collect(),
        pen: false,
    }
}

/// A loop as in handwriting, made by a rotation of (1, 0) by a fixed small step.
fn curl() -> Stroke {
    let (cos, sin) = (0.98, (1.0_f64 - 0.98 * 0.98).sqrt());
    let (mut x, mut y) = (60.0, 0.0);
    let mut spots = Vec::new();
    for step in 0..90 {
        (x, y) = (x * cos - y * sin, x * sin + y * cos);
        spots.push((200.0 + x + f64::from(step) * 1.5, 150.0 + y));
    }
    stroke(&spots)
}

/// Returns how often the outlines wind around `spot` (each once, all the same way), by polygons of 16 steps a cubic.
fn winding(paths: &[Path], spot: Spot) -> i32 {
    paths
        .iter()
        .map(polygon)
        .map(|polygon| around(&polygon, spot))
        .sum()
}

fn polygon(path: &Path) -> Vec<Spot> {
    let mut spots = vec![path.start];
    for segment in &path.segments {
        let from = spots[spots.len() - 1];
        match *segment {
            Segment::Line(end) => spots.push(end),
            Segment::Cubic(a, b, end) => spots.extend((1..=16).map(|step| {
                let t = f64::from(step) / 16.0;
                let u = 1.0 - t;
                let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
                let sum = |f: fn(Spot) -> f64| {
                    [from, a, b, end]
                        .iter()
                        .zip(weights)
                        .map(|(s, w)| f(*s) * w)
                        .sum()
                };
                Spot::new(sum(|s| s.x), sum(|s| s.y))
            })),
        }
    }
    spots
}

fn around(polygon: &[Spot], spot: Spot) -> i32 {
    let mut turns = 0;
    for (index, from) in polygon.iter().enumerate() {
        let to = polygon[(index + 1) % polygon.len()];
        let cross = (to.x - from.x) * (spot.y - from.y) - (to.y - from.y) * (spot.x - from.x);
        if from.y <= spot.y && to.y > spot.y && cross > 0.0 {
            turns += 1;
        } else if from.y > spot.y && to.y <= spot.y && cross < 0.0 {
            turns -= 1;
        }
    }
    turns
}

#[test]
fn every_outline_is_closed() {
    for path in outline(&[curl(), stroke(&[(5.0, 5.0)])]) {
        let Some(Segment::Cubic(_, _, end)) = path.segments.last() else {
            panic!("an outline ends with a cubic");
        };
        assert!(end.minus(path.start).length() < 1e-9);
    }
}

#[test]
fn the_ink_covers_the_line_that_was_drawn_without_holes() {
    let zigzag = stroke(&[
        (100.0, 100.0),
        (300.0, 300.0),
        (310.0, 90.0),
        (320.0, 310.0),
        (330.0, 300.0),
    ]);
    for drawn in [curl(), zigzag] {
        let paths = outline(core::slice::from_ref(&drawn));
        let knots = super::line::knots(&drawn.points, false);
        for pair in knots.windows(2) {
            for step in 0..=8 {
                let spot = pair[0]
                    .at
                    .along(pair[1].at.minus(pair[0].at), f64::from(step) / 8.0);
                assert!(winding(&paths, spot) < 0, "a hole at {spot:?}");
            }
        }
    }
}

#[test]
fn a_dot_is_a_round_spot_of_ink() {
    let paths = outline(&[stroke(&[(500.0, 200.0)])]);
    let bounds = Bounds::of(&paths).expect("there is ink");
    assert!((bounds.width() - bounds.height()).abs() < 1e-9 && bounds.width() > 3.0);
    assert!(winding(&paths, Spot::new(500.0, 200.0)) < 0);
}

#[test]
fn a_fast_line_is_thinner_than_a_slow_one() {
    let line = |step: f64| {
        stroke(
            &(0..40)
                .map(|i| (f64::from(i) * step, 50.0))
                .collect::<Vec<_>>(),
        )
    };
    let height = |stroke| {
        Bounds::of(&outline(&[stroke]))
            .expect("there is ink")
            .height()
    };
    assert!(height(line(20.0)) < height(line(2.0)));
}

#[test]
fn the_pressure_of_a_pen_sets_the_width_and_that_of_a_finger_does_not() {
    let mut pen = stroke(
        &(0..40)
            .map(|i| (f64::from(i) * 5.0, 50.0))
            .collect::<Vec<_>>(),
    );
    let finger = outline(&[pen.clone()]);
    for (index, point) in pen.points.iter_mut().enumerate() {
        point.pressure = if index < 20 { 0.0 } else { 1.0 };
    }
    assert_eq!(outline(&[pen.clone()]), finger);
    pen.pen = true;
    assert_ne!(outline(&[pen]), finger);
}

#[test]
fn points_that_are_no_numbers_draw_nothing() {
    let mut broken = stroke(&[(1.0, 1.0), (f64::NAN, 2.0), (f64::INFINITY, 3.0)]);
    broken.points[0].t_ms = f64::NAN;
    assert!(outline(&[broken]).is_empty());
}

#[test]
fn a_tap_is_no_signature_and_a_line_across_the_pad_is() {
    assert!(!is_enough(&[stroke(&[(10.0, 10.0)])]));
    assert!(!is_enough(&[stroke(&[
        (10.0, 10.0),
        (10.0 + LEAST_LENGTH, 10.0)
    ])]));
    assert!(is_enough(&[stroke(&[(10.0, 10.0), (400.0, 10.0)])]));
}
