//! The signer's flow as a plain enum with legal moves.
