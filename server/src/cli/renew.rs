//! `seing renew`: adds a timestamp of this server to a file that was sealed to be renewed.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::{complain, say};
use crate::clock::{Clock as _, OsChance, SystemClock};
use crate::config::Config;
use crate::renew::renewal;
use crate::serve;

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
    let clock = Arc::new(SystemClock);
    let now_ms = clock.now_ms();
    let runtime = tokio::runtime::Runtime::new()?;
    let opened = serve::open(&config, clock, Arc::new(OsChance));
    let (keys, _) = runtime.block_on(opened)?;
    let file = fs::read(input)?;
    let added = renewal(&keys, now_ms, file.clone())?;
    fs::write(output, [file, added].concat())?;
    Ok(())
}
