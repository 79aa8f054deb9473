//! The pen surface: pointer events in, strokes out.
