//! What is drawn on a page: ink and text, as appearance streams.

pub mod appearance;
pub mod check;
pub mod content;
pub mod font;
pub mod fonts;
pub mod image;
pub mod ink;
pub mod path;
mod shape;
pub mod signed;
pub mod text;
