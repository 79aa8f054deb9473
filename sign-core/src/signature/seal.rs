//! The organisation's seal, made without the document.
