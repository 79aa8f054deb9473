//! End to end: real browsers, the real server, judges nobody here wrote.

mod apart;
mod bad_codes;
mod bad_files;
mod bad_links;
mod cancels;
mod ceremony;
mod corpus;
mod demo;
mod flips;
mod foreign;
mod groups;
mod interruptions;
mod keyboard;
mod keys;
mod large;
mod left;
mod lost_answers;
mod lost_launch;
mod never;
mod oversize;
mod refusals;
mod screens;
mod signed_input;
mod unhurried;
mod unseen;
mod upright;
