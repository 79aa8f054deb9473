//! Draws one page into pixels, and says everything the renderer warned of.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::message::Notice;
use super::shelf::Shelf;

/// Most pixels of one picture: phones lose the tab above this.
const MOST_PIXELS: f32 = 4_000_000.0;
/// Longest side of one picture.
const LONGEST_PX: f32 = 8_192.0;

/// A drawn page.
pub struct Picture {
    /// In pixels.
    pub width_px: u32,
    /// In pixels.
    pub height_px: u32,
    /// Opaque RGBA, row by row.
    pub rgba: Vec<u8>,
    /// Every warning, once.
    pub notices: Vec<Notice>,
}

/// Draws the zero-based `page`, about `width_px` wide; `None` where the file has no such page.
pub fn draw(pdf: &Pdf, page: u32, width_px: u32, shelf: &Shelf) -> Option<Picture> {
    let found = pdf.pages().get(usize::try_from(page).ok()?)?;
    let warnings = Warnings::default();
    let scale = scale(found.render_dimensions(), width_px);
    let pixmap = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let cache = RenderCache::new();
    let drawn = render(
        found,
        &cache,
        &settings(shelf, &warnings),
        &RenderSettings::default(),
        &pixmap,
    );
    if shelf.lent() {
        warnings.add("font_substituted");
    }
    Some(Picture {
        width_px: u32::from(drawn.width()),
        height_px: u32::from(drawn.height()),
        rgba: drawn.data_as_u8_slice().to_vec(),
        notices: warnings.notices(page),
    })
}

/// The settings every reading of a page shares.
pub fn settings(shelf: &Shelf, warnings: &Warnings) -> InterpreterSettings {
    let (shelf, warnings) = (shelf.clone(), warnings.clone());
    InterpreterSettings {
        font_resolver: Arc::new(move |query| shelf.font(query)),
        warning_sink: Arc::new(move |warning| warnings.add(code(warning))),
        ..InterpreterSettings::default()
    }
}

/// Stable codes of what went wrong while reading a page.
#[derive(Clone, Default)]
pub struct Warnings(Arc<Mutex<BTreeSet<&'static str>>>);

impl Warnings {
    fn add(&self, code: &'static str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(code);
    }

    fn notices(&self, page: u32) -> Vec<Notice> {
        let codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        codes
            .iter()
            .map(|code| Notice {
                code: (*code).to_owned(),
                page: Some(page),
            })
            .collect()
    }
}

fn code(warning: InterpreterWarning) -> &'static str {
    match warning {
        InterpreterWarning::UnsupportedFont => "font_unreadable",
        InterpreterWarning::ImageDecodeFailure => "image_unreadable",
        InterpreterWarning::UnresolvedAnnotationAppearance => "annotation_unreadable",
        _ => "not_fully_drawn",
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture is far below 2^24 pixels wide"
)]
fn scale((width, height): (f32, f32), width_px: u32) -> f32 {
    let (width, height) = (width.max(1.0), height.max(1.0));
    let wished = width_px.max(1) as f32 / width;
    let by_area = (MOST_PIXELS / (width * height)).sqrt();
    let by_side = LONGEST_PX / width.max(height);
    wished
        .min(by_area)
        .min(by_side)
        .max(1.0 / width.min(height))
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn a_picture_is_as_wide_as_wished_and_never_too_large() {
        assert!((scale((600.0, 800.0), 1_200) - 2.0).abs() < 1e-6);
        let huge = scale((600.0, 800.0), 60_000);
        assert!(600.0 * huge * 800.0 * huge < 4_000_100.0);
        assert!(scale((14_400.0, 10.0), 100_000) * 14_400.0 <= 8_192.5);
    }
}
