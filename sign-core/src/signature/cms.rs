//! CMS SignedData as PAdES wants it.
