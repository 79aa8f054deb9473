//! The store: one trait, and the contract every engine must pass.
