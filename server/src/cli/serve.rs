//! `seing serve`: runs the server until it is told to stop.

use std::process::ExitCode;
use std::sync::Arc;

use tracing_subscriber::EnvFilter;

use super::{complain, say};
use crate::clock::{OsChance, SystemClock};
use crate::config::Config;
use crate::http::listen::stop_signal;
use crate::serve::{Server, StartError, start};

/// Runs the server.
pub fn run() -> ExitCode {
    log();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(why) => return failed(&why.to_string()),
    };
    match runtime.block_on(serve()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => failed(&why.to_string()),
    }
}

async fn serve() -> Result<(), StartError> {
    let server = start(
        Config::from_env()?,
        Arc::new(SystemClock),
        Arc::new(OsChance),
    )
    .await?;
    greet(&server);
    if let Err(why) = stop_signal().await {
        complain(&format!("seing: cannot wait for signals: {why}"));
    }
    say("stopping: open requests end first");
    server.stop().await;
    Ok(())
}

fn greet(server: &Server) {
    say(&format!("address     {}", server.public_url));
    say(&format!(
        "owner link  {} (works once, for a day)",
        server.owner_link
    ));
    say(&format!("keys        {}", server.trust));
    if let Some(inbox) = &server.inbox {
        say(&format!(
            "inbox       {inbox} (development: mails and messages end there)"
        ));
    }
}

fn log() {
    let filter = EnvFilter::try_from_env("SEING_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

fn failed(why: &str) -> ExitCode {
    complain(&format!("seing: {why}"));
    ExitCode::FAILURE
}
