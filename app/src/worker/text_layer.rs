//! The text of a page from the renderer's own glyph runs, for selection and assistive technology.

use std::collections::HashSet;

use hayro::hayro_interpret::font::{Glyph, GlyphIdentifier, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::message::{PageText, TextRun};
use super::picture::{Warnings, settings};
use super::shelf::Shelf;

/// Units of an em, in which glyphs are scaled.
const EM: f64 = 1000.0;
/// A gap narrower than this, in ems, stands inside a word: kerning and letter-spacing are less, the
/// narrowest spaces of composed text are more.
const WORD_GAP: f64 = 0.18;
/// A gap wider than this, in ems, leads to another column.
const COLUMN_GAP: f64 = 2.0;
/// Most characters of one page's layer.
const MOST_CHARS: usize = 200_000;

/// Reads the zero-based `page`; `user_unit` scales what the renderer leaves unscaled.
pub fn read(pdf: &Pdf, page: u32, user_unit: f64, shelf: &Shelf) -> Option<PageText> {
    let found = pdf.pages().get(usize::try_from(page).ok()?)?;
    let (width, height) = found.render_dimensions();
    let seen = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let (cache, settings) = (
        InterpreterCache::new(),
        settings(shelf, &Warnings::default()),
    );
    let view = Affine::scale(user_unit) * found.initial_transform(true).to_kurbo();
    let mut context = Context::new(view, seen, &cache, found.xref(), settings);
    let mut reader = Reader::default();
    interpret_page(found, &mut context, &mut reader);
    let lost = reader.lost;
    Some(PageText {
        runs: reader.finish(),
        lost,
    })
}

#[derive(Default)]
struct Reader {
    runs: Vec<TextRun>,
    open: Option<Line>,
    chars: usize,
    /// Whether a letter was met that nothing is drawn for, and those that were looked at.
    lost: bool,
    looked: HashSet<GlyphIdentifier>,
}

/// A run that still grows: glyphs on one base line. `end` is where its last glyph ends, along it.
struct Line {
    text: String,
    start: Point,
    along: Vec2,
    size: f64,
    end: f64,
}

impl Reader {
    /// Takes one glyph; `advance` is its width in glyph units, where the font says it.
    fn glyph(&mut self, text: &str, placed: Affine, advance: Option<f64>) {
        self.chars += text.chars().count();
        if text.is_empty() || self.chars > MOST_CHARS {
            return;
        }
        let start = placed * Point::ZERO;
        let [a, b, c, d, _, _] = placed.as_coeffs();
        let along = Vec2::new(a, b);
        let size = Vec2::new(c, d).hypot() * EM;
        if !start.is_finite() || along.hypot() <= 0.0 || size <= 0.0 {
            return;
        }
        let width = advance
            .filter(|advance| *advance > 0.0)
            .map_or_else(|| size * usual_width(text), |units| units * along.hypot());
        let place = Line {
            text: text.to_owned(),
            start,
            along: along.normalize(),
            size,
            end: width,
        };
        self.push(place);
    }

    /// Looks whether anything is drawn for a letter. A font that is cut off has none for some, and
    /// other readers take another font.
    fn look(&mut self, text: &str, outline: &OutlineGlyph) {
        let letter = text.chars().any(char::is_alphanumeric);
        if !self.lost && letter && self.looked.insert(outline.identifier()) {
            self.lost = outline.outline().elements().is_empty();
        }
    }

    fn push(&mut self, next: Line) {
        let Some(line) = &mut self.open else {
            self.open = Some(next);
            return;
        };
        let step = next.start - line.start;
        let (ahead, aside) = (step.dot(line.along), step.cross(line.along));
        let gap = ahead - line.end;
        let (low, high) = (line.size.min(next.size), line.size.max(next.size));
        // Small capitals and an initial are of the word they stand in.
        let fits = high < low * 1.2 || (gap.abs() < low * WORD_GAP && high < low * 2.0);
        let same_line = aside.abs() < low * 0.3 && line.along.dot(next.along) > 0.99 && fits;
        if !same_line || gap < -2.0 * line.size || gap > line.size * COLUMN_GAP {
            self.close();
            self.open = Some(next);
            return;
        }
        let blank = line.text.ends_with(' ') || next.text.starts_with(' ');
        if !blank && gap > line.size * WORD_GAP {
            line.text.push(' ');
        }
        line.end = ahead + next.end;
        line.text.push_str(&next.text);
    }

    fn close(&mut self) {
        let Some(line) = self.open.take() else { return };
        if line.text.trim().is_empty() {
            return;
        }
        self.runs.push(TextRun {
            x_pt: line.start.x,
            y_pt: line.start.y,
            width_pt: line.end,
            size_pt: line.size,
            angle_deg: line.along.y.atan2(line.along.x).to_degrees(),
            text: line.text,
        });
    }

    fn finish(mut self) -> Vec<TextRun> {
        self.close();
        self.runs
    }
}

/// Returns how wide the last letter of a text usually is, in ems, where its font does not say: files
/// made by TeX have no spaces, only gaps.
fn usual_width(text: &str) -> f64 {
    match text.chars().next_back() {
        Some(
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ';' | ':' | '!' | '|' | '\'' | '’',
        ) => 0.4,
        Some('m' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' | 'œ' | 'æ' | 'Œ' | 'Æ') => 1.0,
        Some(letter) if letter.is_uppercase() => 0.85,
        Some(letter) if letter.is_ascii() || letter.is_alphabetic() => 0.62,
        _ => 1.0,
    }
}

impl Device<'_> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        for glyph in run.glyphs() {
            let text = match Glyph::as_unicode(glyph) {
                Some(BfString::Char(one)) => one.to_string(),
                Some(BfString::String(many)) => many,
                None => continue,
            };
            let advance = match &**glyph {
                Glyph::Outline(outline) => {
                    if !matches!(mode, DrawMode::Invisible) {
                        self.look(&text, outline);
                    }
                    outline.advance_width()
                }
                Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let placed = props.transform * glyph.transform();
            self.glyph(&text, placed, advance.map(f64::from));
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use hayro::kurbo::Affine;

    use super::Reader;

    const SCALE: f64 = 0.01;

    /// Letters, where they stand, and how wide they are in ems (0: the font does not say).
    fn read(letters: &[(&str, f64, f64)]) -> Vec<String> {
        let mut reader = Reader::default();
        for (letter, x, width) in letters {
            let placed = Affine::translate((*x, 20.0)) * Affine::scale(SCALE);
            reader.glyph(letter, placed, Some(width * 1000.0));
        }
        reader.finish().into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn letters_on_one_line_make_words_and_a_gap_makes_a_space() {
        let letters = [("m", 0.0), ("o", 8.4), ("i", 14.0), ("i", 20.0)];
        assert_eq!(read(&letters.map(|(text, x)| (text, x, 0.0))), ["moi i"]);
    }

    #[test]
    fn a_wide_letter_stays_in_its_word_and_a_narrow_space_ends_one() {
        let wide = [("O", 0.0, 1.1), ("b", 11.1, 0.6), ("j", 17.0, 0.3)];
        assert_eq!(read(&wide), ["Obj"]);
        let narrow = [("l", 0.0, 0.25), ("a", 4.6, 0.5)];
        assert_eq!(read(&narrow), ["l a"]);
    }

    #[test]
    fn a_larger_initial_is_of_its_word() {
        let mut reader = Reader::default();
        let placed = |x, scale| Affine::translate((x, 20.0)) * Affine::scale(scale);
        reader.glyph("O", placed(0.0, SCALE * 1.5), Some(800.0));
        reader.glyph("BJET", placed(12.1, SCALE), Some(2600.0));
        let runs = reader.finish();
        assert_eq!((runs.len(), runs[0].text.as_str()), (1, "OBJET"));
        assert!((runs[0].width_pt - 38.1).abs() < 0.01);
    }

    #[test]
    fn another_column_is_another_run() {
        assert_eq!(read(&[("a", 0.0, 0.5), ("b", 90.0, 0.5)]), ["a", "b"]);
    }
}
