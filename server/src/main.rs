//! The `seing` program: reads the command line and hands over.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use seing_server::cli;

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
    /// Checks data folder, keys and settings, and says how long files validate.
    Doctor,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve => cli::serve::run(),
        Command::Verify { json, roots, file } => cli::verify::run(json, roots.as_deref(), &file),
        Command::Doctor => cli::doctor::run(),
    }
}
