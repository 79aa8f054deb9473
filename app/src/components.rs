//! What screens are made of; no rules here.
