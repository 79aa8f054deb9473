//! Our document worker, asked from the benchmark's page as the screens ask it.

use seing_tests::browser::Browser;
use serde_json::{Value, json};

use crate::Outcome;
use crate::times::number;

/// The worker of a page that was started.
pub(crate) struct Worker<'a> {
    /// The page.
    pub(crate) page: &'a Browser,
}

impl Worker<'_> {
    /// Asks one thing; returns the answer of that kind, and how long it took in milliseconds.
    pub(crate) async fn ask(&self, kind: &str, question: Value) -> Outcome<(Value, f64)> {
        told(
            kind,
            &self
                .page
                .run("return ask(arguments[0])", vec![question])
                .await,
        )
    }

    /// Asks one thing beside which the file of `path` or the octets of the last answer ride.
    pub(crate) async fn give(
        &self,
        kind: &str,
        question: Value,
        path: Option<&str>,
    ) -> Outcome<(Value, f64)> {
        let script = "return give(arguments[0], arguments[1])";
        told(
            kind,
            &self.page.run(script, vec![question, json!(path)]).await,
        )
    }

    /// Asks one thing beside which the octets of the file of `path` ride.
    pub(crate) async fn give_octets(
        &self,
        kind: &str,
        question: Value,
        path: &str,
    ) -> Outcome<(Value, f64)> {
        let script = "return giveOctets(arguments[0], arguments[1])";
        told(
            kind,
            &self.page.run(script, vec![question, json!(path)]).await,
        )
    }

    /// Calls a function of the page with octets.
    pub(crate) async fn call(&self, name: &str, octets: &[u8]) -> Value {
        let script = format!("return {name}(new Uint8Array(arguments[0]))");
        self.page.run(&script, vec![json!(octets)]).await
    }
}

fn told(kind: &str, reply: &Value) -> Outcome<(Value, f64)> {
    let answer = &reply["answer"];
    let said = if answer == kind {
        Some(answer)
    } else {
        answer.get(kind)
    };
    let said = said.ok_or_else(|| format!("{kind} was asked for, the worker says {reply}"))?;
    Ok((said.clone(), number(&reply["ms"])?))
}
