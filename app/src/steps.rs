//! Both flows as plain enums with legal moves.
