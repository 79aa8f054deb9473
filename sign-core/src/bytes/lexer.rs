//! Tokens and their spans.
