//! Texts of the verify page.
