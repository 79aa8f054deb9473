//! The `seing` program: reads the command line and hands over.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use seing_server::cli;
use seing_server::demo::Demo;
use seing_server::keys;
use sign_core::signature::engine;

/// Collects signatures on PDFs that never leave the browser.
#[derive(Parser)]
#[command(name = "seing", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server (settings: environment variables SEING_*).
    Serve,
    /// Says who signed a PDF, and what changed since.
    Verify {
        /// Prints the report as JSON.
        #[arg(long)]
        json: bool,
        /// Folder with root.pem, and if known issuing.pem and tsa.pem.
        #[arg(long, value_name = "DIR")]
        roots: Option<PathBuf>,
        /// The PDF.
        file: PathBuf,
    },
    /// Runs a whole ceremony in one process, with identities made for it.
    DemoSign {
        /// The PDF.
        input: PathBuf,
        /// Where the signed PDF goes.
        output: PathBuf,
        /// How many sign, one after the other; with 0 the organisation alone seals.
        #[arg(long, default_value_t = 1, value_name = "N")]
        signers: u8,
        /// Lets signers choose their places: several then sign without a certification.
        #[arg(long)]
        places_by_signers: bool,
        /// How many timestamps are added after the seal.
        #[arg(long, default_value_t = 0, value_name = "N")]
        renewals: u8,
        /// Folder for root.pem, issuing.pem and tsa.pem.
        #[arg(long, value_name = "DIR")]
        roots: Option<PathBuf>,
    },
    /// Adds a timestamp to a file that this server sealed with SEING_RENEW_TIMESTAMPS.
    Renew {
        /// The sealed PDF.
        input: PathBuf,
        /// Where the renewed PDF goes.
        output: PathBuf,
    },
    /// Checks data folder, keys and settings, and says how long files validate.
    Doctor,
}

fn main() -> ExitCode {
    engine::engage(keys::engine::verify);
    match Cli::parse().command {
        Command::Serve => cli::serve::run(),
        Command::Verify { json, roots, file } => cli::verify::run(json, roots.as_deref(), &file),
        Command::DemoSign {
            input,
            output,
            signers,
            places_by_signers,
            renewals,
            roots,
        } => cli::demo_sign::run(&Demo {
            input,
            output,
            signers,
            places_by_signers,
            renewals,
            roots,
        }),
        Command::Renew { input, output } => cli::renew::run(&input, &output),
        Command::Doctor => cli::doctor::run(),
    }
}
