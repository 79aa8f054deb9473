//! Commands that chromedriver has beside the WebDriver standard.

use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};

/// A command of chromedriver's own.
#[derive(Debug)]
pub enum Command {
    /// A method of the DevTools protocol with its parameters.
    Call(String, Value),
    /// The entries of a log since the last time.
    Log(&'static str),
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        let path = match self {
            Self::Call(..) => "goog/cdp/execute",
            Self::Log(_) => "se/log",
        };
        base.join(&format!("session/{session}/{path}"))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        let body = match self {
            Self::Call(method, parameters) => json!({ "cmd": method, "params": parameters }),
            Self::Log(kind) => json!({ "type": kind }),
        };
        (Method::POST, Some(body.to_string()))
    }
}
