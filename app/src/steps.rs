//! Both flows as plain enums with legal moves, the pad's history, and pictures.

pub mod ink;
pub mod new;
pub mod pixels;
pub mod sign;
