//! Stands where lopdf wants a Brotli decoder: it refuses every stream.
//!
//! `/BrotliDecode` is in no edition of ISO 32000, and the renderer does not draw what it packs: a file
//! that needs it is refused before anybody signs what he does not see. The decoder and its dictionary
//! would be a twentieth of what the worker weighs.

use std::io::{Error, ErrorKind, Read, Result};
use std::marker::PhantomData;

/// A decoder that decodes nothing.
#[derive(Debug)]
pub struct Decompressor<R>(PhantomData<R>);

impl<R> Decompressor<R> {
    /// Takes what lopdf hands in: the packed octets, and the size of a buffer.
    pub fn new(_packed: R, _buffer_bytes: usize) -> Self {
        Self(PhantomData)
    }
}

impl<R> Read for Decompressor<R> {
    fn read(&mut self, _plain: &mut [u8]) -> Result<usize> {
        Err(Error::from(ErrorKind::Unsupported))
    }
}
