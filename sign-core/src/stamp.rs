//! What is drawn on a page: ink and text, as appearance streams.

pub mod appearance;
pub mod check;
pub mod content;
pub mod font;
pub mod image;
pub mod ink;
pub mod path;
pub mod signed;
pub mod text;
