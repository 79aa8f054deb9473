//! Pictures of others in an appearance: an uploaded signature, an organisation's logo.

#[cfg(feature = "pictures")]
mod jpeg;
mod pam;
#[cfg(feature = "pictures")]
mod png;
mod samples;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use crate::error::{Error, Kind, Result};

/// Most octets of a packed picture, and most pixels: a page of a scanner at 150 dots an inch, not an attack.
const MOST_OCTETS: usize = 2 << 20;
const MOST_PIXELS: u64 = 4_000_000;

/// A picture as a file will hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    size: Size,
    colours: Stream,
    opacity: Option<Stream>,
    turn: Turn,
}

/// A picture in a file, ready to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// Its object.
    pub id: ObjectId,
    size: Size,
    turn: Turn,
}

/// Width and height in pixels, as stored.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Size {
    width: u32,
    height: u32,
}

/// How a picture is turned and mirrored to be seen, 1 to 8 (Exif 2.32 §4.6.4, Orientation).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn(u16);

impl Image {
    /// Reads pixels as they are (a netpbm PAM of red, green, blue and opacity, eight bits each), and
    /// with the feature `pictures` a PNG, or a JPEG of one or three colours, baseline or progressive;
    /// what else the file says (places, cameras, thumbnails) is left out.
    ///
    /// # Errors
    /// [`Kind::BadImage`] for anything else, damaged or cut short; [`Kind::ImageTooLarge`] over
    /// 4 million pixels or, packed, 2 MiB.
    pub fn read(octets: &[u8]) -> Result<Self> {
        match octets {
            [b'P', b'7', ..] => pam::read(octets),
            _ if octets.len() > MOST_OCTETS => Err(Error::new(Kind::ImageTooLarge)),
            #[cfg(feature = "pictures")]
            [0x89, b'P', b'N', b'G', ..] => png::read(octets),
            #[cfg(feature = "pictures")]
            [0xff, 0xd8, 0xff, ..] => jpeg::read(octets),
            _ => Err(Error::new(Kind::BadImage)),
        }
    }

    /// Hands the picture's objects to `add` (ISO 32000-2 §8.9.5, §11.6.5.2).
    pub fn embed(self, add: &mut dyn FnMut(Object) -> ObjectId) -> Picture {
        let mut colours = self.colours;
        if let Some(opacity) = self.opacity {
            colours.dict.set("SMask", add(opacity.into()));
        }
        Picture {
            id: add(colours.into()),
            size: self.size,
            turn: self.turn,
        }
    }
}

impl Picture {
    /// Finds a picture that was embedded before: its object, its dictionary and [`Picture::turn`].
    ///
    /// # Errors
    /// [`Kind::BadImage`] where it is none of ours.
    pub fn again(id: ObjectId, entries: &Dictionary, turn: i64) -> Result<Self> {
        let side = |key: &[u8]| u32::try_from(entries.get(key).and_then(Object::as_i64).ok()?).ok();
        let sides = side(b"Width").zip(side(b"Height"));
        let (width, height) = sides.ok_or(Kind::BadImage)?;
        let turn = u16::try_from(turn).map_err(|_| Kind::BadImage)?;
        Ok(Self {
            id,
            size: Size::admit(width, height)?,
            turn: Turn(turn),
        })
    }

    /// Returns the width as seen, as times the height.
    pub fn aspect(&self) -> f64 {
        let Size { width, height } = self.size;
        let (width, height) = (f64::from(width), f64::from(height));
        if self.turn.is_sideways() {
            height / width
        } else {
            width / height
        }
    }

    /// Returns the matrix from the unit square to itself that stands the picture upright.
    pub fn upright(&self) -> [f64; 6] {
        self.turn.upright()
    }

    /// Returns how it is turned and mirrored to be seen, as Exif numbers it.
    pub fn turn(&self) -> i64 {
        i64::from(self.turn.0)
    }
}

impl Size {
    /// Takes the size of a picture before it is decoded.
    fn admit(width: u32, height: u32) -> Result<Self> {
        if width == 0 || height == 0 {
            return Err(Error::new(Kind::BadImage));
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Error::new(Kind::ImageTooLarge));
        }
        Ok(Self { width, height })
    }

    /// Returns the entries of an image of this size.
    fn entries(self, colours: &str) -> Dictionary {
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(self.width),
            "Height" => i64::from(self.height), "ColorSpace" => colours, "BitsPerComponent" => 8,
        }
    }
}

impl Turn {
    const NONE: Self = Self(1);

    fn is_sideways(self) -> bool {
        self.0 >= 5
    }

    fn upright(self) -> [f64; 6] {
        match self.0 {
            2 => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
            3 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
            4 => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
            5 => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
            6 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
            7 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            8 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        }
    }
}

#[cfg(test)]
mod tests;
