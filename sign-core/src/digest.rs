//! Byte ranges, signature gaps and the digests around them.
