//! Passes over the file, counted by running the shipped worker with every load of its memory counted,
//! and the memory it takes.

use std::fmt::Write as _;

use seing_server::keys::Keyring;
use seing_tests::browser::Browser;
use serde_json::Value;

use crate::times::number;
use crate::{Outcome, ceremony};

/// The worker whose loads are counted.
const COUNTED: &str = "/bench/counted.mjs";
const MB: f64 = 1e6;
/// Questions that move less than this share of the file are left out.
const LEAST: f64 = 0.005;

/// Runs the whole document once and returns a table: for each question to the worker, how often as
/// many bytes as the file has were read inside it, and carried in or out of it; and below it, what
/// memory the worker had at the most.
pub(crate) async fn count(page: &Browser, keys: &Keyring, size_mb: usize) -> Outcome<String> {
    page.run("return start(arguments[0])", vec![COUNTED.into()])
        .await;
    let path = format!("/pdf/{size_mb}");
    ceremony::run(page, keys, &path, Some(COUNTED)).await?;
    let counts = page.run("return counts", vec![]).await;
    let size = page
        .run(
            "return fetched(arguments[0]).then((bytes) => bytes.length)",
            vec![path.into()],
        )
        .await;
    let size = number(&size)?;
    let counts = counts.as_array().map_or(&[][..], Vec::as_slice);
    let mut text = format!(
        "| question to the worker ({size_mb} MB) | read inside | carried in or out |\n|---|---|---|\n"
    );
    for count in counts {
        let share = |name: &str| count[name].as_f64().unwrap_or(f64::NAN) / size;
        let (read, carried) = (share("read"), share("carried"));
        if read.max(carried) >= LEAST {
            writeln!(text, "| {} | {read:.2} | {carried:.2} |", name(count))?;
        }
    }
    writeln!(text, "{}", peak(counts, size)?)?;
    Ok(text)
}

/// Sender and signer have a worker each; the larger one counts.
fn peak(counts: &[Value], size: f64) -> Outcome<String> {
    let memory = counts.iter().map(|count| number(&count["memory"]));
    let most = memory.collect::<Outcome<Vec<_>>>()?;
    let most = most.into_iter().fold(f64::NAN, f64::max);
    Ok(format!(
        "memory of the worker at the most: {:.1} MB for a file of {:.1} MB, {:.1} MB over it",
        most / MB,
        size / MB,
        (most - size) / MB
    ))
}

fn name(count: &Value) -> &str {
    count["question"].as_str().unwrap_or_default()
}
