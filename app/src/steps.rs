//! Both flows as plain enums with legal moves.

pub mod new;
pub mod sign;
