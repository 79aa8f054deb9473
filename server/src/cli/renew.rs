//! `seing renew`: adds a timestamp of this server to a file that was sealed to be renewed.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::{complain, say};
use crate::clock::{OsChance, SystemClock};
use crate::config::Config;
use crate::renew::renew_file;

/// Runs it.
pub fn run(input: &Path, output: &Path) -> ExitCode {
    match renew(input, output) {
        Ok(()) => {
            say(&format!("renewed: {}", output.display()));
            ExitCode::SUCCESS
        }
        Err(why) => {
            complain(&format!("seing: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn renew(input: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let config = Config::from_env()?;
    let (clock, chance) = (Arc::new(SystemClock), Arc::new(OsChance));
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(renew_file(&config, clock, chance, input, output))?;
    Ok(())
}
