//! `seing demo-sign`: a whole ceremony in one process, for a look or for judges.

use std::process::ExitCode;

use super::{complain, say};
use crate::demo::{self, Demo};

/// Runs it.
pub fn run(demo: &Demo) -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(why) => return failed(&why.to_string()),
    };
    match runtime.block_on(demo::run(demo)) {
        Ok(told) => {
            told.iter()
                .for_each(|finding| say(&format!("note: {finding}")));
            say(&format!(
                "signed by {}: {}",
                demo.signers,
                demo.output.display()
            ));
            ExitCode::SUCCESS
        }
        Err(why) => failed(&why.to_string()),
    }
}

fn failed(why: &str) -> ExitCode {
    complain(&format!("seing: {why}"));
    ExitCode::FAILURE
}
