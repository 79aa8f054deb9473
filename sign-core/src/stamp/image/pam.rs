//! PAM: pixels as they are, from a program that decoded a picture already (netpbm, pam(5)).

use super::samples::parted;
use super::{Image, Size};
use crate::error::{Error, Kind, Result};

/// What a header says of its pixels: red, green, blue and opacity, an octet each.
const OF_PIXELS: &[u8] = b"DEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n";
/// Octets of a pixel.
const DEPTH: usize = 4;
/// Most digits of a side: more pixels are not read.
const MOST_DIGITS: usize = 7;

/// Reads a PAM with exactly the header that a browser's pixels are given.
///
/// # Errors
/// [`Kind::BadImage`] for any other header, or pixels too few or too many;
/// [`Kind::ImageTooLarge`] over the limits.
pub(super) fn read(octets: &[u8]) -> Result<Image> {
    let (width, height, pixels) = parts(octets).ok_or(Kind::BadImage)?;
    let size = Size::admit(width, height)?;
    // The sides were admitted: their product is a small number.
    if pixels.len() as u64 != u64::from(width) * u64::from(height) * DEPTH as u64 {
        return Err(Error::new(Kind::BadImage));
    }
    Ok(if pixels.chunks_exact(DEPTH).all(is_grey) {
        let grey = pixels.chunks_exact(DEPTH).flat_map(|pixel| &pixel[2..]);
        parted(size, "DeviceGray", &grey.copied().collect::<Vec<_>>(), 1)
    } else {
        parted(size, "DeviceRGB", pixels, DEPTH - 1)
    })
}

/// Returns width, height and pixels.
fn parts(octets: &[u8]) -> Option<(u32, u32, &[u8])> {
    let rest = octets.strip_prefix(b"P7\n")?;
    let (width, rest) = side(rest, b"WIDTH ")?;
    let (height, rest) = side(rest, b"HEIGHT ")?;
    Some((width, height, rest.strip_prefix(OF_PIXELS)?))
}

/// Returns the number on a line that begins with `name`, and what follows the line.
fn side<'a>(octets: &'a [u8], name: &[u8]) -> Option<(u32, &'a [u8])> {
    let line = octets.strip_prefix(name)?;
    let digits = line.iter().take_while(|one| one.is_ascii_digit()).count();
    let (number, rest) = line.split_at(digits);
    let plain = digits <= MOST_DIGITS && !number.starts_with(b"0");
    let number = plain.then(|| core::str::from_utf8(number).ok())??;
    Some((number.parse().ok()?, rest.strip_prefix(b"\n")?))
}

fn is_grey(pixel: &[u8]) -> bool {
    pixel[0] == pixel[1] && pixel[1] == pixel[2]
}
