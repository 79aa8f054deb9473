//! The first update: every field, before anybody signs.
