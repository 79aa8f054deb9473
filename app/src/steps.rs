//! Both flows as plain enums with legal moves, and the pad's history.

pub mod ink;
pub mod new;
pub mod sign;
