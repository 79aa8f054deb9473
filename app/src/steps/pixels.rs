//! A decoded picture: pixels of red, green, blue and opacity, and the form in which the worker takes them.

mod paper;

/// Octets of a pixel.
const DEPTH: usize = 4;
/// What is white and seen through.
const NOTHING: [u8; DEPTH] = [255, 255, 255, 0];
/// Where the darkest and the lightest tone are nearer than this, nobody sees a picture.
const LEAST_CONTRAST: u8 = 24;

/// Why a chosen file is no picture for a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is over the limit of [`MOST_BYTES`].
    TooLarge,
    /// The browser cannot show it as a picture.
    NoPicture,
    /// It is of one tone: nothing is to be seen in it.
    Blank,
    /// The browser does not give its pixels away, or other ones.
    Withheld,
}

impl Unfit {
    /// Returns its name in the end-to-end tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NoPicture => "no_picture",
            Self::Blank => "blank",
            Self::Withheld => "withheld",
        }
    }
}

/// Most bytes of a chosen file: more than a phone's camera writes.
pub const MOST_BYTES: u64 = 10 << 20;

/// Pixels, row by row from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Pixels {
    /// Takes pixels of this width and height; nothing where they are not as many.
    pub fn new(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let count = u64::from(width) * u64::from(height) * DEPTH as u64;
        let whole = count > 0 && rgba.len() as u64 == count;
        whole.then_some(Self {
            width,
            height,
            rgba,
        })
    }

    /// Returns width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Returns the samples.
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// Returns them as a PAM, which is what a document's stamp is made of.
    pub fn pam(&self) -> Vec<u8> {
        let (width, height) = (self.width.to_string(), self.height.to_string());
        let of_pixels = "\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n";
        let header = ["P7\nWIDTH ", &width, "\nHEIGHT ", &height, of_pixels].concat();
        [header.as_bytes(), &self.rgba].concat()
    }

    /// Returns them as this browser keeps them: the width, then the samples.
    pub fn packed(&self) -> Vec<u8> {
        [&self.width.to_be_bytes()[..], &self.rgba].concat()
    }

    /// Takes them as they were kept.
    pub fn unpacked(octets: &[u8]) -> Option<Self> {
        let (width, rgba) = octets.split_first_chunk()?;
        let width = u32::from_be_bytes(*width);
        let row = usize::try_from(width).ok()?.checked_mul(DEPTH)?;
        let height = u32::try_from(rgba.len().checked_div(row)?).ok()?;
        Self::new(width, height, rgba.to_vec())
    }

    /// Says whether nothing is to be seen on white paper.
    pub fn is_blank(&self) -> bool {
        let tones = || self.pixels().map(tone);
        let (least, most) = (tones().min(), tones().max());
        most.zip(least)
            .is_none_or(|(most, least)| most - least < LEAST_CONTRAST)
    }

    fn pixels(&self) -> impl Iterator<Item = &[u8]> {
        self.rgba.chunks_exact(DEPTH)
    }
}

/// Returns the largest size of the same shape within `most`, not larger than it is.
pub fn fitted((width, height): (u32, u32), most: (u32, u32)) -> (u32, u32) {
    let (wide, high) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (most_wide, most_high) = (u64::from(most.0), u64::from(most.1));
    let small = |side: u64| u32::try_from(side.max(1)).unwrap_or(u32::MAX);
    if wide <= most_wide && high <= most_high {
        return (small(wide), small(high));
    }
    if wide * most_high >= high * most_wide {
        (small(most_wide), small(high * most_wide / wide))
    } else {
        (small(wide * most_high / high), small(most_high))
    }
}

/// Returns how light a pixel is on white paper, 0 to 255 (Rec. 601's weights).
fn tone(pixel: &[u8]) -> u8 {
    let on_white = |sample: u8| {
        let opacity = u32::from(pixel[3]);
        (u32::from(sample) * opacity + 255 * (255 - opacity)) / 255
    };
    let sum = 299 * on_white(pixel[0]) + 587 * on_white(pixel[1]) + 114 * on_white(pixel[2]);
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Pixels, fitted};

    fn grey(width: u32, height: u32, tones: &[u8]) -> Pixels {
        let rgba = tones.iter().flat_map(|tone| [*tone, *tone, *tone, 255]);
        Pixels::new(width, height, rgba.collect()).expect("the size is right")
    }

    #[test]
    fn the_worker_reads_what_is_handed_to_it() {
        let pam = grey(3, 1, &[0, 128, 255]).pam();
        assert!(sign_core::stamp::image::Image::read(&pam).is_ok());
        assert!(pam.starts_with(b"P7\nWIDTH 3\nHEIGHT 1\nDEPTH 4\n"));
    }

    #[test]
    fn what_was_kept_is_what_was_chosen() {
        let pixels = grey(2, 3, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(Pixels::unpacked(&pixels.packed()), Some(pixels.clone()));
        for cut in 0..pixels.packed().len() {
            let kept = Pixels::unpacked(&pixels.packed()[..cut]);
            assert!(kept.is_none_or(|kept| kept.size().1 < 3), "{cut}");
        }
        for odd in [&[0, 0, 0, 0, 1, 2, 3, 4][..], &[255, 255, 255, 255, 1], b""] {
            assert_eq!(Pixels::unpacked(odd), None);
        }
        assert_eq!(Pixels::new(2, 1, vec![0; 7]), None);
        assert_eq!(Pixels::new(0, 0, vec![]), None);
    }

    #[test]
    fn a_picture_is_made_smaller_and_never_larger() {
        let most = (1000, 500);
        assert_eq!(fitted((4000, 3000), most), (666, 500));
        assert_eq!(fitted((4000, 100), most), (1000, 25));
        assert_eq!(fitted((300, 200), most), (300, 200));
        assert_eq!(fitted((1000, 500), most), (1000, 500));
        assert_eq!(fitted((u32::MAX, 1), most), (1000, 1));
        assert_eq!(fitted((1, u32::MAX), most), (1, 500));
    }

    #[test]
    fn a_sheet_of_one_tone_shows_nothing() {
        assert!(grey(3, 1, &[250, 251, 255]).is_blank());
        assert!(!grey(3, 1, &[250, 251, 40]).is_blank());
        let seen_through = Pixels::new(2, 1, vec![0, 0, 0, 0, 255, 255, 255, 255]);
        assert!(seen_through.is_some_and(|pixels| pixels.is_blank()));
    }
}
