//! The organisation's logo: put into a file once, where a field of ours will show it.

use super::Sheet;
use crate::error::Result;
use crate::stamp::image::Image;

impl Sheet<'_> {
    /// Puts the logo into the file. Without a field that names it nobody could say what it is for,
    /// and verification would ask.
    pub(super) fn take_logo(&mut self, logo: Option<&[u8]>) -> Result<()> {
        if let Some(octets) = logo {
            let logo = Image::read(octets)?;
            self.logo = Some(logo.embed(&mut |object| self.update.add(object)));
        }
        Ok(())
    }
}
