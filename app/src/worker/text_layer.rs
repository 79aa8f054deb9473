//! The text of a page from the renderer's own glyph runs, for selection and assistive technology.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
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
    Some(PageText {
        runs: reader.finish(),
    })
}

#[derive(Default)]
struct Reader {
    runs: Vec<TextRun>,
    open: Option<Line>,
    chars: usize,
}

/// A run that still grows: glyphs on one base line, one size.
struct Line {
    text: String,
    start: Point,
    along: Vec2,
    size: f64,
    end: f64,
}

impl Reader {
    fn glyph(&mut self, text: &str, placed: Affine) {
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
        let place = Line {
            text: text.to_owned(),
            start,
            along: along.normalize(),
            size,
            end: 0.0,
        };
        self.push(place);
    }

    fn push(&mut self, next: Line) {
        let Some(line) = &mut self.open else {
            self.open = Some(next);
            return;
        };
        let step = next.start - line.start;
        let (ahead, aside) = (step.dot(line.along), step.cross(line.along));
        let same_line = aside.abs() < line.size * 0.3
            && line.along.dot(next.along) > 0.99
            && (line.size - next.size).abs() < line.size * 0.2;
        let gap = ahead - line.end;
        if !same_line || ahead < line.end - line.size || gap > line.size * 2.5 {
            self.close();
            self.open = Some(next);
            return;
        }
        let blank = line.text.ends_with(' ') || next.text.starts_with(' ');
        if !blank && gap > line.size * (usual_width(&line.text) + 0.15) {
            line.text.push(' ');
        }
        line.end = ahead;
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
            width_pt: line.end + line.size * 0.5,
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

/// Returns how wide the last letter of a text usually is, in ems: files made by TeX have no spaces,
/// only gaps, and the renderer does not say how wide a glyph is.
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
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let text = match Glyph::as_unicode(glyph) {
                Some(BfString::Char(one)) => one.to_string(),
                Some(BfString::String(many)) => many,
                None => continue,
            };
            self.glyph(&text, props.transform * glyph.transform());
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

    fn read(letters: &[(&str, f64)]) -> Vec<String> {
        let mut reader = Reader::default();
        for (letter, x) in letters {
            reader.glyph(letter, Affine::translate((*x, 20.0)) * Affine::scale(0.01));
        }
        reader.finish().into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn letters_on_one_line_make_words_and_a_gap_makes_a_space() {
        assert_eq!(
            read(&[("m", 0.0), ("o", 8.4), ("i", 14.0), ("i", 20.0)]),
            ["moi i"]
        );
    }

    #[test]
    fn another_column_is_another_run() {
        assert_eq!(read(&[("a", 0.0), ("b", 90.0)]), ["a", "b"]);
    }
}
