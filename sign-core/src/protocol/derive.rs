//! Keys, codes and proofs, all derived.
