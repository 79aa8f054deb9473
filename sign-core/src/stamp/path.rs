//! Filled outlines, drawn alike by a canvas and by a page.

use serde::{Deserialize, Serialize};

/// A place or a direction on a plane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// To the right.
    pub x: f64,
    /// In pad units down, in a page's content up.
    pub y: f64,
}

/// One step of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// A straight line.
    Line(Spot),
    /// A cubic: two control points and the end.
    Cubic(Spot, Spot, Spot),
}

/// A closed outline, filled by the non-zero rule together with its neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// Where it starts and ends.
    pub start: Spot,
    /// Around, back to the start.
    pub segments: Vec<Segment>,
}

/// Left, top, right and bottom of what is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least x.
    pub left: f64,
    /// Least y.
    pub top: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub bottom: f64,
}

impl Spot {
    /// Makes a spot.
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Returns this spot moved by `times` × `way`.
    pub fn along(self, way: Self, times: f64) -> Self {
        Self::new(self.x + way.x * times, self.y + way.y * times)
    }

    /// Returns the way from `from` to here.
    pub fn minus(self, from: Self) -> Self {
        Self::new(self.x - from.x, self.y - from.y)
    }

    /// Returns the distance from the origin.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// Returns the scalar product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Returns the direction, of length 1; of nothing, to the right.
    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 {
            Self::new(self.x / length, self.y / length)
        } else {
            Self::new(1.0, 0.0)
        }
    }

    /// Returns this direction turned by a quarter, from x towards y.
    pub fn quarter(self) -> Self {
        Self::new(-self.y, self.x)
    }
}

impl Path {
    /// Returns every spot that bounds the outline: ends and control points.
    pub fn spots(&self) -> impl Iterator<Item = Spot> + '_ {
        let rest = self.segments.iter().flat_map(|segment| match *segment {
            Segment::Line(end) => vec![end],
            Segment::Cubic(first, second, end) => vec![first, second, end],
        });
        core::iter::once(self.start).chain(rest)
    }
}

impl Bounds {
    /// Returns the box around all outlines, or nothing where there is none.
    pub fn of(paths: &[Path]) -> Option<Self> {
        let mut spots = paths.iter().flat_map(Path::spots);
        let first = spots.next()?;
        let start = Self {
            left: first.x,
            top: first.y,
            right: first.x,
            bottom: first.y,
        };
        Some(spots.fold(start, |b, s| Self {
            left: b.left.min(s.x),
            top: b.top.min(s.y),
            right: b.right.max(s.x),
            bottom: b.bottom.max(s.y),
        }))
    }

    /// Returns the width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Returns the height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}
