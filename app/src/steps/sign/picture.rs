//! A picture of a signature: as it was chosen, and its ink alone.

use std::sync::Arc;

use crate::steps::pixels::Pixels;

/// A chosen picture; cloning it does not copy its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    whole: Arc<Pixels>,
    ink: Option<Arc<Pixels>>,
}

impl Picture {
    /// Finds the ink of a picture.
    pub fn of(pixels: Pixels) -> Self {
        Self {
            ink: pixels.without_paper().map(Arc::new),
            whole: Arc::new(pixels),
        }
    }

    /// Returns it as it was chosen.
    pub fn whole(&self) -> &Pixels {
        &self.whole
    }

    /// Returns what will be stamped: with its paper, or the ink alone, if there is any.
    pub fn stamped(&self, with_paper: bool) -> Option<Arc<Pixels>> {
        if with_paper {
            return Some(Arc::clone(&self.whole));
        }
        self.ink.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, Way};
    use super::Picture;
    use crate::steps::pixels::Pixels;
    use crate::worker::message::Mark;

    /// A light strip whose last pixel is as dark as this.
    fn draft(dark: u8) -> Draft {
        let tones = [[240; 15].as_slice(), &[dark]].concat();
        let rgba = tones.iter().flat_map(|tone| [*tone, *tone, *tone, 255]);
        let pixels = Pixels::new(16, 1, rgba.collect()).expect("the size is right");
        Draft {
            way: Way::Picture,
            picture: Some(Picture::of(pixels)),
            ..Draft::default()
        }
    }

    fn stamped(draft: &Draft) -> Option<(u32, u32)> {
        draft.uploaded().map(|pixels| pixels.size())
    }

    #[test]
    fn the_ink_of_a_picture_is_a_signature_and_so_is_all_of_it() {
        let mut draft = draft(20);
        assert_eq!((draft.has_mark(), draft.mark()), (true, Mark::Uploaded));
        assert_eq!(stamped(&draft), Some((7, 1)));
        draft.with_paper = true;
        assert_eq!((draft.has_mark(), stamped(&draft)), (true, Some((16, 1))));
    }

    #[test]
    fn a_picture_without_ink_is_one_with_its_paper_alone() {
        let mut draft = draft(230);
        assert_eq!((draft.has_mark(), stamped(&draft)), (false, None));
        draft.with_paper = true;
        assert!(draft.has_mark());
        draft.picture = None;
        assert!(!draft.has_mark());
    }

    #[test]
    fn a_picture_is_stamped_only_where_it_is_the_way_to_sign() {
        let mut draft = draft(20);
        draft.way = Way::Draw;
        assert_eq!((draft.has_mark(), stamped(&draft)), (false, None));
    }
}
