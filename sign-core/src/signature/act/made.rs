//! What a person made: a signature or initials, as it will be drawn.

use super::{Act, Mark};
use crate::document::update::Update;
use crate::error::{Error, Kind, Result};
use crate::stamp::image::{Image, Picture};
use crate::stamp::ink::outline;
use crate::stamp::path::Path;
use crate::stamp::signed;

/// A mark, ready to be drawn wherever it is asked for.
pub(super) enum Made<'a> {
    Ink(Vec<Path>),
    Name(&'a str),
    Picture(Picture),
}

impl<'a> Made<'a> {
    /// Prepares a mark; a picture becomes an object of the update.
    ///
    /// # Errors
    /// `value_missing` for an empty one; as [`Image::read`] for a picture.
    pub(super) fn of(mark: &'a Mark, update: &mut Update) -> Result<Self> {
        let made = match mark {
            Mark::Drawn(strokes) => Self::Ink(outline(strokes)),
            Mark::Typed(name) => Self::Name(name),
            Mark::Uploaded(octets) => {
                let image = Image::read(octets)?;
                Self::Picture(image.embed(&mut |object| update.add(object)))
            }
        };
        if made.is_empty() {
            return Err(Error::new(Kind::ValueMissing));
        }
        Ok(made)
    }

    pub(super) fn mark(&self) -> signed::Mark<'_> {
        match self {
            Self::Ink(paths) => signed::Mark::Ink(paths),
            Self::Name(name) => signed::Mark::Name(name),
            Self::Picture(picture) => signed::Mark::Picture(*picture),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Ink(paths) => paths.is_empty(),
            Self::Name(name) => name.trim().is_empty(),
            Self::Picture(_) => false,
        }
    }
}

/// Returns what is typed as a signature or initials.
pub(super) fn typed(act: &Act) -> impl Iterator<Item = &str> {
    core::iter::once(&act.mark)
        .chain(&act.initials)
        .map(letters_of)
}

fn letters_of(mark: &Mark) -> &str {
    match mark {
        Mark::Typed(text) => text,
        Mark::Drawn(_) | Mark::Uploaded(_) => "",
    }
}

/// Returns the first letters of a name.
pub(super) fn letters(act: &Act) -> String {
    let words = act.name.split(|c: char| c.is_whitespace() || c == '-');
    words.filter_map(|word| word.chars().next()).collect()
}
