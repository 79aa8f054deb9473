//! Ink on paper: the paper of a scan or a photograph is seen through, and what has no ink is cut off.

use super::{DEPTH, LEAST_CONTRAST, NOTHING, Pixels, tone};

/// Light falls unevenly on a sheet: the paper's tone is measured anew in each square of so many pixels.
const SQUARE: usize = 64;
/// Ink that is fainter than this is a speck where a picture is cut.
const SEEN: u8 = 96;
/// What is left around the ink, in pixels.
const MARGIN: usize = 6;

/// The tones of ink and paper, once the paper is evenly lit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tones {
    ink: f64,
    paper: f64,
}

impl Pixels {
    /// Returns the ink alone, cut to where it stands; nothing where there is none.
    pub fn without_paper(&self) -> Option<Self> {
        let lit = self.evenly_lit();
        let tones = Tones::of(&lit)?;
        let pixels = self.pixels().zip(&lit);
        let rgba = pixels.flat_map(|(pixel, lit)| {
            // Paper that is seen through keeps no colour: it would still stand in the file.
            match tones.opacity(*lit, pixel[3]) {
                0 => NOTHING,
                opacity => [pixel[0], pixel[1], pixel[2], opacity],
            }
        });
        let inked = Self::new(self.width, self.height, rgba.collect())?;
        inked.cut()
    }

    /// Returns every pixel's tone, as if the paper beneath were white.
    fn evenly_lit(&self) -> Vec<u8> {
        let tones: Vec<u8> = self.pixels().map(tone).collect();
        let mut lit = tones.clone();
        let (wide, high) = self.sides();
        for top in (0..high).step_by(SQUARE) {
            for left in (0..wide).step_by(SQUARE) {
                let (right, below) = (wide.min(left + SQUARE), high.min(top + SQUARE));
                let rows = (top..below).map(|row| row * wide + left..row * wide + right);
                let paper = paper_of(rows.clone().flat_map(|row| &tones[row]));
                for place in rows.flatten() {
                    let even = u32::from(tones[place]) * 255 / u32::from(paper);
                    lit[place] = u8::try_from(even).unwrap_or(u8::MAX);
                }
            }
        }
        lit
    }

    /// Cuts everything off that has no ink.
    fn cut(&self) -> Option<Self> {
        let (wide, high) = self.sides();
        let inked = self.pixels().enumerate();
        let inked = inked.filter(|(_, pixel)| pixel[3] >= SEEN);
        let mut area = None;
        for (place, _) in inked {
            let (x, y) = (place % wide, place / wide);
            let (left, top, right, below) = area.unwrap_or((x, y, x, y));
            area = Some((left.min(x), top.min(y), right.max(x), below.max(y)));
        }
        let (left, top, right, below) = area?;
        let (left, top) = (left.saturating_sub(MARGIN), top.saturating_sub(MARGIN));
        let (right, below) = (wide.min(right + 1 + MARGIN), high.min(below + 1 + MARGIN));
        let rows =
            (top..below).map(|row| (row * wide + left) * DEPTH..(row * wide + right) * DEPTH);
        let rgba = rows.flat_map(|row| &self.rgba[row]).copied().collect();
        let small = |side: usize| u32::try_from(side).ok();
        Self::new(small(right - left)?, small(below - top)?, rgba)
    }

    fn sides(&self) -> (usize, usize) {
        let side = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
        (side(self.width), side(self.height))
    }
}

impl Tones {
    /// Parts the tones in two so that the halves differ most (N. Otsu, 1979); nothing where they are
    /// hardly two.
    fn of(lit: &[u8]) -> Option<Self> {
        let counts = counted(lit.iter());
        let weigh = |from: usize, to: usize| {
            let part = || (from..to).zip(&counts[from..to]);
            let count: f64 = part().map(|(_, count)| f64::from(*count)).sum();
            let sum: f64 = part()
                .map(|(tone, count)| tone as f64 * f64::from(*count))
                .sum();
            (count, sum / count)
        };
        let mut best = (0.0, None);
        for at in 1..counts.len() {
            let ((dark, ink), (light, paper)) = (weigh(0, at), weigh(at, counts.len()));
            let apart = dark * light * (paper - ink).powi(2);
            if apart > best.0 {
                best = (apart, Some(Self { ink, paper }));
            }
        }
        best.1
            .filter(|tones| tones.paper - tones.ink >= f64::from(LEAST_CONTRAST))
    }

    /// Returns how much of a pixel is ink: all of what is as dark as ink mostly is, nothing of what is
    /// nearly as light as the paper, and a share between.
    fn opacity(self, lit: u8, opacity: u8) -> u8 {
        let bare = self.paper - (self.paper - self.ink) / 4.0;
        let share = (bare - f64::from(lit)) / (bare - self.ink);
        (share.clamp(0.0, 1.0) * f64::from(opacity)).round() as u8
    }
}

/// Returns the tone of the paper in a square: of four pixels, one is lighter. Never black.
fn paper_of<'a>(tones: impl Iterator<Item = &'a u8>) -> u8 {
    let counts = counted(tones);
    let all: u32 = counts.iter().sum();
    let mut lighter = 0;
    let found = (1..=u8::MAX).rev().find(|tone| {
        lighter += counts[usize::from(*tone)];
        lighter * 4 >= all
    });
    found.unwrap_or(1)
}

fn counted<'a>(tones: impl Iterator<Item = &'a u8>) -> [u32; 256] {
    let mut counts = [0; 256];
    for tone in tones {
        counts[usize::from(*tone)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::super::Pixels;

    const WIDE: u32 = 200;
    const HIGH: u32 = 100;

    /// A sheet lit from the left, and a stroke of ink where `inked` says so.
    fn sheet(inked: impl Fn(u32, u32) -> bool) -> Pixels {
        let pixel = |place: u32| {
            let (x, y) = (place % WIDE, place / WIDE);
            let paper = u8::try_from(240 - x / 2 - (x * 7 + y * 13) % 9).expect("it is a tone");
            if inked(x, y) {
                [20, 30, paper / 3, 255]
            } else {
                [paper, paper, paper - 10, 255]
            }
        };
        let rgba = (0..WIDE * HIGH).flat_map(pixel).collect();
        Pixels::new(WIDE, HIGH, rgba).expect("the size is right")
    }

    fn is_stroke(x: u32, y: u32) -> bool {
        (40..160).contains(&x) && (48..51).contains(&y)
    }

    #[test]
    fn paper_in_uneven_light_is_seen_through_and_ink_stays() {
        let ink = sheet(is_stroke).without_paper().expect("there is ink");
        assert_eq!(ink.size(), (120 + 12, 3 + 12));
        for (place, pixel) in (0..).zip(ink.pixels()) {
            let (x, y) = (place % 132 + 34, place / 132 + 42);
            if is_stroke(x, y) {
                assert!(pixel[3] > 220 && pixel[0] == 20, "{x} {y} {pixel:?}");
            } else {
                assert_eq!(pixel, [255, 255, 255, 0], "{x} {y}");
            }
        }
    }

    #[test]
    fn a_sheet_without_ink_leaves_nothing() {
        assert_eq!(sheet(|_, _| false).without_paper(), None);
        let nothing = Pixels::new(2, 1, vec![0; 8]).expect("the size is right");
        assert_eq!(nothing.without_paper(), None);
    }

    #[test]
    fn ink_at_the_edge_is_kept_to_the_edge() {
        let ink = sheet(|x, y| x < 3 && y > 50).without_paper();
        assert_eq!(ink.map(|ink| ink.size()), Some((9, 55)));
    }

    #[test]
    fn what_was_seen_through_before_is_seen_through_then() {
        let mut rgba = vec![0; 64 * 4];
        rgba[4 * 20..4 * 30].copy_from_slice(&[9, 9, 90, 255].repeat(10));
        let pixels = Pixels::new(64, 1, rgba).expect("the size is right");
        let ink = pixels.without_paper().expect("there is ink");
        assert_eq!(ink.size(), (22, 1));
        assert_eq!(ink.rgba()[..4], [255, 255, 255, 0]);
        assert_eq!(ink.rgba()[4 * 6..4 * 7], [9, 9, 90, 255]);
    }
}
