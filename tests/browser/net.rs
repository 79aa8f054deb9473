//! What a browser asked the network for: its pages' requests and those of their workers.

use std::fs;

use serde_json::Value;

use super::Browser;

/// Chromium's name for what no page and no worker started.
const ITS_OWN: &str = "not an origin";

impl Browser {
    /// Closes this browser; returns every address that a page or a worker asked for, from the log
    /// that the browser's network service writes.
    pub async fn addresses(self) -> Vec<String> {
        let path = self.net_log.clone();
        self.close().await;
        let log = fs::read_to_string(path).expect("Chromium writes its network's log");
        log.lines().filter_map(address).collect()
    }
}

/// Reads a line of the log, which is one event.
fn address(line: &str) -> Option<String> {
    let event: Value = serde_json::from_str(line.trim_end_matches(',')).ok()?;
    let parameters = &event["params"];
    let started = parameters["initiator"].as_str()?;
    let address = parameters["url"].as_str()?;
    (started != ITS_OWN).then(|| address.to_owned())
}
