//! JPEG: passed through as it is packed, but for what it says beside the picture.

use lopdf::Stream;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Image, Size, Turn};
use crate::error::{Error, Kind, Result};

/// Markers (ITU-T T.81 Table B.1): frames whose coding PDF takes, end of image, start of scan.
const FRAMES: [u8; 3] = [0xc0, 0xc1, 0xc2];
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
/// Where Exif stands, and which application segments say how the colours are meant.
const EXIF: u8 = 0xe1;
const OF_COLOURS: [u8; 2] = [0xe0, 0xee];
const COMMENT: u8 = 0xfe;

/// A picture while its segments are gone through.
struct Segments {
    kept: Vec<u8>,
    frame: Option<(Size, u8)>,
    turn: Turn,
}

/// Reads a JPEG file, decoding it once to see that it can be.
///
/// # Errors
/// [`Kind::BadImage`] where it is damaged, arithmetic-coded, lossless, of four colours or of other
/// than eight bits; [`Kind::ImageTooLarge`] over the limits.
pub(super) fn read(octets: &[u8]) -> Result<Image> {
    let Segments { kept, frame, turn } = segments(octets).ok_or(Kind::BadImage)?;
    let (size, colours) = frame.ok_or(Kind::BadImage)?;
    let size = Size::admit(size.width, size.height)?;
    let (space, decoded) = match colours {
        1 => ("DeviceGray", ColorSpace::Luma),
        3 => ("DeviceRGB", ColorSpace::RGB),
        _ => return Err(Error::new(Kind::BadImage)),
    };
    let options = DecoderOptions::new_safe().set_strict_mode(true);
    let options = options.jpeg_set_out_colorspace(decoded);
    JpegDecoder::new_with_options(ZCursor::new(&kept), options)
        .decode()
        .map_err(|_| Kind::BadImage)?;
    let mut entries = size.entries(space);
    entries.set("Filter", "DCTDecode");
    Ok(Image {
        size,
        colours: Stream::new(entries, kept),
        opacity: None,
        turn,
    })
}

/// Goes through all segments up to the end of the image; nothing where one is cut short.
fn segments(octets: &[u8]) -> Option<Segments> {
    let mut found = Segments {
        kept: octets.get(..2)?.to_vec(),
        frame: None,
        turn: Turn::NONE,
    };
    let mut at = 2;
    loop {
        let (marker, start) = marker(octets, at)?;
        if marker == END {
            found.kept.extend([0xff, END]);
            return Some(found);
        }
        let length = usize::from(number(octets, start)?);
        let body = octets.get(start + 2..start + length)?;
        found.take(marker, body)?;
        if found.keeps(marker) {
            found.kept.extend([0xff, marker]);
            found.kept.extend(octets.get(start..start + length)?);
        }
        at = start + length;
        if marker == SCAN {
            let coded = coded(octets.get(at..)?)?;
            found.kept.extend(octets.get(at..at + coded)?);
            at += coded;
        }
    }
}

impl Segments {
    fn take(&mut self, marker: u8, body: &[u8]) -> Option<()> {
        if FRAMES.contains(&marker) {
            let depth = (*body.first()? == 8 && self.frame.is_none()).then_some(());
            let size = Size {
                height: number(body, 1)?.into(),
                width: number(body, 3)?.into(),
            };
            self.frame = Some((size, *body.get(5)?));
            return depth;
        }
        if marker == EXIF && self.turn == Turn::NONE {
            self.turn = orientation(body).unwrap_or(Turn::NONE);
        }
        Some(())
    }

    /// Whether a segment is needed to see the picture.
    fn keeps(&self, marker: u8) -> bool {
        let beside = matches!(marker, 0xe0..=0xef | COMMENT);
        !beside || OF_COLOURS.contains(&marker)
    }
}

/// Returns the marker at a place, and where its segment starts.
fn marker(octets: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = octets.get(at..)?;
    let fill = rest.iter().take_while(|octet| **octet == 0xff).count();
    let marker = *rest.get(fill)?;
    (fill > 0 && marker != 0).then_some((marker, at + fill + 1))
}

/// Returns the length of coded pixels up to the next marker that is no restart.
fn coded(octets: &[u8]) -> Option<usize> {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
    octets.windows(2).position(ends)
}

fn number(octets: &[u8], at: usize) -> Option<u16> {
    let pair = octets.get(at..at + 2)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

/// Returns the orientation that the first directory of Exif states.
fn orientation(body: &[u8]) -> Option<Turn> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let pair = tiff.get(at..at.checked_add(2)?)?;
        let pair = [pair[0], pair[1]];
        Some(if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let (high, low) = if little { (6, 4) } else { (4, 6) };
    let first = usize::from(short(high)?) << 16 | usize::from(short(low)?);
    let entries = usize::from(short(first)?);
    let mut places = (0..entries).map(|entry| first + 2 + 12 * entry);
    let place = places.find(|place| short(*place) == Some(0x0112))?;
    let turn = short(place + 8)?;
    (1..=8).contains(&turn).then_some(Turn(turn))
}
