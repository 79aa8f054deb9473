//! What screens are made of; no rules here.

pub mod button;
pub mod chip;
pub mod copy;
pub mod field;
pub mod field_box;
pub mod form;
pub mod header;
pub mod icon;
pub mod ink_pad;
pub mod link_box;
pub mod notice;
pub mod page_view;
pub mod picture;
pub mod stepper;
