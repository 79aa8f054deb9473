//! What the `seing` program does, one function a command; each returns its exit code.

pub mod demo_sign;
pub mod doctor;
pub mod renew;
pub mod serve;
pub mod verify;

use std::io::{self, Write as _};

/// Prints a line; a closed pipe is no reason to fail.
fn say(line: &str) {
    writeln!(io::stdout(), "{line}").ok();
}

/// Prints a line about a failure.
fn complain(line: &str) {
    writeln!(io::stderr(), "{line}").ok();
}
