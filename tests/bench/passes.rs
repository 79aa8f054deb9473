//! Passes over the file, counted by running the shipped worker with every load of its memory counted.

use std::fmt::Write as _;

use seing_server::keys::Keyring;
use seing_tests::browser::Browser;
use serde_json::Value;

use crate::{Outcome, ceremony};

/// Questions that move less than this share of the file are left out.
const LEAST: f64 = 0.005;

/// Runs the whole document once and returns a table: for each question to the worker, how often as
/// many bytes as the file has were read inside it, and carried in or out of it.
pub(crate) async fn count(page: &Browser, keys: &Keyring, size_mb: usize) -> Outcome<String> {
    page.run("return start('/bench/counted.mjs')", vec![]).await;
    let path = format!("/pdf/{size_mb}");
    ceremony::run(page, keys, &path).await?;
    let counts = page.run("return counts", vec![]).await;
    let size = page
        .run(
            "return fetched(arguments[0]).then((bytes) => bytes.length)",
            vec![path.into()],
        )
        .await;
    let size = crate::times::number(&size)?;
    let mut text = format!(
        "| question to the worker ({size_mb} MB) | read inside | carried in or out |\n|---|---|---|\n"
    );
    for count in counts.as_array().into_iter().flatten() {
        let share = |name: &str| count[name].as_f64().unwrap_or(f64::NAN) / size;
        let (read, carried) = (share("read"), share("carried"));
        if read.max(carried) >= LEAST {
            writeln!(text, "| {} | {read:.2} | {carried:.2} |", name(count))?;
        }
    }
    Ok(text)
}

fn name(count: &Value) -> &str {
    count["question"].as_str().unwrap_or_default()
}
