//! The map between a page as displayed and its user space.

use super::ViewRect;
use crate::document::{Page, Rect};
use crate::error::{Error, Kind, Result};

/// Fields may not be smaller than this on either side, in points: nobody could hit or read them.
const LEAST_SIDE_PT: f64 = 4.0;
/// How far a rectangle may pass the page's edge before it is refused, in points: rounding only.
const SLACK_PT: f64 = 0.5;

/// What of a page decides where things are seen (ISO 32000-2 §7.7.3.3, §14.11.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// Crop box in user space.
    pub crop: Rect,
    /// Degrees the page is turned clockwise when displayed: 0, 90, 180 or 270.
    pub rotate: u16,
    /// Size of a user space unit in points.
    pub user_unit: f64,
}

impl From<&Page> for Geometry {
    fn from(page: &Page) -> Self {
        Self {
            crop: page.crop_box,
            rotate: page.rotate,
            user_unit: page.user_unit,
        }
    }
}

impl Geometry {
    /// Returns width and height of the page as displayed, in points.
    pub fn view_size(&self) -> (f64, f64) {
        let (width, height) = (
            self.crop.width() * self.user_unit,
            self.crop.height() * self.user_unit,
        );
        if self.is_sideways() {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Returns the user space rectangle behind `rect`.
    pub fn to_user(&self, rect: ViewRect) -> Rect {
        let one = self.point_to_user(rect.x, rect.y);
        Rect::from_corners(
            one,
            self.point_to_user(rect.x + rect.width, rect.y + rect.height),
        )
    }

    /// Returns where a user space rectangle is seen.
    pub fn to_view(&self, rect: Rect) -> ViewRect {
        let (x0, y0) = self.point_to_view(rect.x0, rect.y0);
        let (x1, y1) = self.point_to_view(rect.x1, rect.y1);
        let (x, y) = (x0.min(x1), y0.min(y1));
        ViewRect {
            x,
            y,
            width: x0.max(x1) - x,
            height: y0.max(y1) - y,
        }
    }

    /// Returns the `/Matrix` that stands an appearance of `width` × `height` points upright on the
    /// turned page. Its box `[0 0 width height]` then fills the annotation's `/Rect` (§12.5.5).
    pub fn upright(&self, width: f64, height: f64) -> [f64; 6] {
        match self.rotate {
            90 => [0.0, 1.0, -1.0, 0.0, height, 0.0],
            180 => [-1.0, 0.0, 0.0, -1.0, width, height],
            270 => [0.0, -1.0, 1.0, 0.0, 0.0, width],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        }
    }

    /// Moves a rectangle that passes the edge by rounding back onto the page.
    ///
    /// # Errors
    /// [`Kind::OutsidePage`] when it lies outside, is too small to use, or is no number.
    pub fn admit(&self, rect: ViewRect) -> Result<ViewRect> {
        let (width, height) = self.view_size();
        let x = admit_span(rect.x, rect.width, width)?;
        let y = admit_span(rect.y, rect.height, height)?;
        Ok(ViewRect {
            x: x.0,
            y: y.0,
            width: x.1,
            height: y.1,
        })
    }

    fn is_sideways(&self) -> bool {
        matches!(self.rotate, 90 | 270)
    }

    fn point_to_user(&self, x: f64, y: f64) -> (f64, f64) {
        let Rect {
            x0: left,
            y0: bottom,
            x1: right,
            y1: top,
        } = self.crop;
        let (x, y) = (x / self.user_unit, y / self.user_unit);
        match self.rotate {
            90 => (left + y, bottom + x),
            180 => (right - x, bottom + y),
            270 => (right - y, top - x),
            _ => (left + x, top - y),
        }
    }

    fn point_to_view(&self, x: f64, y: f64) -> (f64, f64) {
        let Rect {
            x0: left,
            y0: bottom,
            x1: right,
            y1: top,
        } = self.crop;
        let (x, y) = match self.rotate {
            90 => (y - bottom, x - left),
            180 => (right - x, y - bottom),
            270 => (top - y, right - x),
            _ => (x - left, top - y),
        };
        (x * self.user_unit, y * self.user_unit)
    }
}

/// Returns start and length of a span clamped to `0..limit`.
fn admit_span(start: f64, length: f64, limit: f64) -> Result<(f64, f64)> {
    let end = start + length;
    let outside = start < -SLACK_PT || end > limit + SLACK_PT || length < LEAST_SIDE_PT;
    if outside || !end.is_finite() || !start.is_finite() {
        return Err(Error::new(Kind::OutsidePage));
    }
    let (start, end) = (start.max(0.0), end.min(limit));
    Ok((start, end - start))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{Geometry, Rect, ViewRect};
    use crate::error::Kind;

    const RECT: ViewRect = ViewRect {
        x: 10.0,
        y: 20.0,
        width: 100.0,
        height: 40.0,
    };

    fn page(rotate: u16, origin: (f64, f64), user_unit: f64) -> Geometry {
        let crop = Rect::from_corners(origin, (origin.0 + 600.0, origin.1 + 800.0));
        Geometry {
            crop,
            rotate,
            user_unit,
        }
    }

    fn user(page: Geometry) -> [f64; 4] {
        let Rect { x0, y0, x1, y1 } = page.to_user(RECT);
        [x0, y0, x1, y1]
    }

    #[test]
    fn an_upright_page_only_turns_the_y_axis() {
        assert_eq!(user(page(0, (0.0, 0.0), 1.0)), [10.0, 740.0, 110.0, 780.0]);
    }

    #[test]
    fn a_page_turned_by_90_starts_at_its_lower_left_corner() {
        assert_eq!(user(page(90, (0.0, 0.0), 1.0)), [20.0, 10.0, 60.0, 110.0]);
    }

    #[test]
    fn a_page_turned_by_180_starts_at_its_lower_right_corner() {
        assert_eq!(user(page(180, (0.0, 0.0), 1.0)), [490.0, 20.0, 590.0, 60.0]);
    }

    #[test]
    fn a_page_turned_by_270_starts_at_its_upper_right_corner() {
        assert_eq!(
            user(page(270, (0.0, 0.0), 1.0)),
            [540.0, 690.0, 580.0, 790.0]
        );
    }

    #[test]
    fn a_crop_offset_moves_and_a_user_unit_scales() {
        assert_eq!(
            user(page(0, (30.0, -50.0), 1.0)),
            [40.0, 690.0, 140.0, 730.0]
        );
        assert_eq!(user(page(0, (0.0, 0.0), 2.0)), [5.0, 770.0, 55.0, 790.0]);
        assert_eq!(user(page(90, (30.0, -50.0), 2.0)), [40.0, -45.0, 60.0, 5.0]);
    }

    #[test]
    fn what_was_placed_is_seen_at_the_same_place_on_every_page() {
        for rotate in [0, 90, 180, 270] {
            for origin in [(0.0, 0.0), (30.0, -50.0)] {
                for user_unit in [0.5, 1.0, 4.0] {
                    let page = page(rotate, origin, user_unit);
                    assert_eq!(page.to_view(page.to_user(RECT)), RECT, "{page:?}");
                }
            }
        }
    }

    #[test]
    fn the_upright_matrix_keeps_the_box_in_the_first_quadrant() {
        for rotate in [0, 90, 180, 270] {
            let [a, b, c, d, e, f] = page(rotate, (0.0, 0.0), 1.0).upright(100.0, 40.0);
            let corner = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
            let corners = [corner(0.0, 0.0), corner(100.0, 40.0)];
            let least = corners
                .iter()
                .fold((f64::MAX, f64::MAX), |m, p| (m.0.min(p.0), m.1.min(p.1)));
            assert_eq!(least, (0.0, 0.0), "{rotate}");
        }
    }

    #[test]
    fn a_rectangle_outside_the_page_is_refused_and_rounding_is_forgiven() {
        let page = page(90, (0.0, 0.0), 1.0);
        let near = ViewRect {
            x: 700.2,
            y: -0.3,
            ..RECT
        };
        assert_eq!(page.admit(near).unwrap().y, 0.0);
        for far in [
            ViewRect { x: 701.0, ..RECT },
            ViewRect { y: -5.0, ..RECT },
            ViewRect { width: 1.0, ..RECT },
            ViewRect {
                x: f64::NAN,
                ..RECT
            },
        ] {
            assert_eq!(
                page.admit(far).unwrap_err().kind,
                Kind::OutsidePage,
                "{far:?}"
            );
        }
    }
}
