//! The document security store.
