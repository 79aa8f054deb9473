//! Ink: the outlines in a page's content are those that were made of the strokes.

use proptest::prelude::*;
use sign_core::stamp::content::{Content, Fit};
use sign_core::stamp::ink::{Point, Stroke, outline};
use sign_core::stamp::path::{Bounds, Path, Segment, Spot};

/// Half a hundredth of a point, and what a 32-bit float of another parser loses.
const TOLERANCE: f64 = 0.005 + 0.001;

fn stroke() -> impl Strategy<Value = Stroke> {
    let point = (0.0..1000.0_f64, 0.0..400.0_f64, 1.0..40.0_f64, 0.0..1.0_f64);
    (proptest::collection::vec(point, 1..60), any::<bool>()).prop_map(|(points, pen)| {
        let mut t_ms = 0.0;
        let timed = |(x, y, wait_ms, pressure): (f64, f64, f64, f64)| {
            t_ms += wait_ms;
            Point {
                x,
                y,
                t_ms,
                pressure,
            }
        };
        Stroke {
            points: points.into_iter().map(timed).collect(),
            pen,
        }
    })
}

fn spot() -> impl Strategy<Value = Spot> {
    (0.0..900.0_f64, 0.0..900.0_f64).prop_map(|(x, y)| Spot::new(x, y))
}

fn fit() -> impl Strategy<Value = (Spot, Spot, f64)> {
    (spot(), spot(), 0.05..2.0_f64)
}

/// What a page's content should say: operator and operands.
fn meant(paths: &[Path], fit: Fit) -> Vec<(&'static str, Vec<f64>)> {
    let land = |spots: &[Spot]| {
        let place = |spot: &Spot| {
            [
                fit.to.x + (spot.x - fit.from.x) * fit.scale,
                fit.to.y - (spot.y - fit.from.y) * fit.scale,
            ]
        };
        spots.iter().flat_map(place).collect::<Vec<f64>>()
    };
    let mut out = Vec::new();
    for path in paths {
        out.push(("m", land(&[path.start])));
        out.extend(path.segments.iter().map(|segment| match *segment {
            Segment::Line(end) => ("l", land(&[end])),
            Segment::Cubic(a, b, end) => ("c", land(&[a, b, end])),
        }));
        out.push(("h", Vec::new()));
    }
    out.push(("f", Vec::new()));
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn another_parser_reads_the_outlines_that_were_meant(
        strokes in proptest::collection::vec(stroke(), 1..4),
        (from, to, scale) in fit(),
    ) {
        let fit = Fit { from, to, scale };
        let paths = outline(&strokes);
        let mut content = Content::default();
        content.fill(&paths, fit);
        let read = lopdf::content::Content::decode(&content.into_bytes()).unwrap().operations;
        let meant = meant(&paths, fit);
        prop_assert_eq!(read.len(), meant.len());
        for (read, (operator, operands)) in read.iter().zip(&meant) {
            prop_assert_eq!(&read.operator, operator);
            prop_assert_eq!(read.operands.len(), operands.len());
            for (read, meant) in read.operands.iter().zip(operands) {
                let read = f64::from(read.as_float().unwrap());
                prop_assert!((read - meant).abs() < TOLERANCE, "{read} is not {meant}");
            }
        }
    }

    #[test]
    fn ink_stays_by_the_pen(stroke in stroke()) {
        let most = |part: fn(&Point) -> f64| stroke.points.iter().map(part).fold(f64::MIN, f64::max);
        let least = |part: fn(&Point) -> f64| stroke.points.iter().map(part).fold(f64::MAX, f64::min);
        let bounds = Bounds::of(&outline(std::slice::from_ref(&stroke))).unwrap();
        let step = |pair: &[Point]| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y);
        let longest = stroke.points.windows(2).map(step).fold(0.0, f64::max);
        // Half the widest pen with the control points of round ends; those of a bend lie up to a
        // sixth of both its sides away.
        let around = 12.0 + longest / 3.0;
        prop_assert!(bounds.left > least(|p| p.x) - around && bounds.right < most(|p| p.x) + around);
        prop_assert!(bounds.top > least(|p| p.y) - around && bounds.bottom < most(|p| p.y) + around);
    }
}
