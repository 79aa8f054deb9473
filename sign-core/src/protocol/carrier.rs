//! Encrypted copies of a document or of what was added to it.
