//! PNG: decoded to eight bits a colour, its opacity as a soft mask.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Transformations};

use super::samples::{opaque, parted};
use super::{Image, Size};
use crate::error::{Error, Kind, Result};

/// Most octets a decoder may take at once, beside the pixels.
const MOST_MEMORY: usize = 64 << 20;

/// Decodes a PNG of any depth and kind (ISO/IEC 15948).
///
/// # Errors
/// [`Kind::BadImage`] where it is damaged, [`Kind::ImageTooLarge`] over the limits.
pub(super) fn read(octets: &[u8]) -> Result<Image> {
    let bad = |_| Error::new(Kind::BadImage);
    let limits = Limits { bytes: MOST_MEMORY };
    let mut decoder = Decoder::new_with_limits(Cursor::new(octets), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let info = decoder.read_header_info().map_err(bad)?;
    let size = Size::admit(info.width, info.height)?;
    let mut reader = decoder.read_info().map_err(bad)?;
    let most = reader.output_buffer_size().ok_or(Kind::ImageTooLarge)?;
    let mut pixels = vec![0; most];
    let frame = reader.next_frame(&mut pixels).map_err(bad)?;
    reader.finish().map_err(bad)?;
    pixels.truncate(frame.buffer_size());
    match (frame.color_type, frame.bit_depth) {
        (ColorType::Grayscale, BitDepth::Eight) => Ok(opaque(size, "DeviceGray", &pixels)),
        (ColorType::Rgb, BitDepth::Eight) => Ok(opaque(size, "DeviceRGB", &pixels)),
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => Ok(parted(size, "DeviceGray", &pixels, 1)),
        (ColorType::Rgba, BitDepth::Eight) => Ok(parted(size, "DeviceRGB", &pixels, 3)),
        _ => Err(Error::new(Kind::BadImage)),
    }
}
