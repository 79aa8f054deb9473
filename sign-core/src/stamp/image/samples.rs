//! Samples of eight bits, packed as a PDF holds them: the opacity parted from the colours.

use super::{Image, Size, Turn};
use crate::stamp::content::stream;

/// Nothing of what is beneath is seen.
const OPAQUE: u8 = 255;

/// Packs samples without opacity.
#[cfg(feature = "pictures")]
pub(super) fn opaque(size: Size, space: &str, samples: &[u8]) -> Image {
    packed(size, space, samples, None)
}

/// Parts the opacity, which follows `colours` octets in every pixel, from the colours.
pub(super) fn parted(size: Size, space: &str, samples: &[u8], colours: usize) -> Image {
    let pixels = || samples.chunks_exact(colours + 1);
    let opacity: Vec<u8> = pixels().map(|pixel| pixel[colours]).collect();
    let kept: Vec<u8> = pixels()
        .flat_map(|pixel| &pixel[..colours])
        .copied()
        .collect();
    let seen = opacity.iter().any(|one| *one != OPAQUE);
    packed(size, space, &kept, seen.then_some(&opacity[..]))
}

fn packed(size: Size, space: &str, samples: &[u8], opacity: Option<&[u8]>) -> Image {
    Image {
        size,
        colours: stream(size.entries(space), samples),
        opacity: opacity.map(|opacity| stream(size.entries("DeviceGray"), opacity)),
        turn: Turn::NONE,
    }
}
