//! The allow-list: which body each route may carry, and what is left of it to search for leaks.

use seing_server::http::ROUTES;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sign_core::wire;

use crate::recorder::Request;

/// A path of names below a body, and how many bytes may stand there.
type Place = (&'static [&'static str], usize);

/// The bytes on both sides of a signature's gap (PROTOCOL §4).
const BESIDE_A_GAP: &[Place] = &[
    (&["documents", "*", "gap", "before", "rest"], 63),
    (&["documents", "*", "gap", "after"], 64 * 1024),
];
/// The end of a trailer (PROTOCOL §5).
const TRAILER_END: &[Place] = &[(&["documents", "*", "state", "rest"], 127)];

/// A body that a schema names.
pub enum Body {
    /// There is none.
    Empty,
    /// A JSON value, without the bytes beside a gap and the trailer end (PROTOCOL §4, §5).
    Json {
        /// The type in `wire`.
        name: &'static str,
        /// All of it but `structure`.
        rest: Value,
        /// Bytes from inside a file that carry structure only.
        structure: Vec<Vec<u8>>,
    },
    /// Ciphertext.
    Blob,
}

/// Returns what the body is, or why no schema names it.
pub fn read(request: &Request) -> Result<Body, String> {
    if request.body.is_empty() {
        return Ok(Body::Empty);
    }
    match schema_of(request) {
        Some("blob") => blob(request),
        Some("Setup") => json::<wire::Setup>(request, "Setup"),
        Some("Login") => json::<wire::Login>(request, "Login"),
        Some("NewEnvelope") => json::<wire::NewEnvelope>(request, "NewEnvelope"),
        Some("Certify") => json::<wire::Certify>(request, "Certify"),
        Some("Launch") => json::<wire::Launch>(request, "Launch"),
        Some("Cancel") => json::<wire::Cancel>(request, "Cancel"),
        Some("Seal") => json::<wire::Seal>(request, "Seal"),
        Some("Fence") => json::<wire::Fence>(request, "Fence"),
        Some("Commit") => json::<wire::Commit>(request, "Commit"),
        Some("Prove") => json::<wire::Prove>(request, "Prove"),
        Some("SignRequest") => json::<wire::SignRequest>(request, "SignRequest"),
        Some("Decline") => json::<wire::Decline>(request, "Decline"),
        _ => Err(format!(
            "no schema names a body for {} {}",
            request.method, request.path
        )),
    }
}

/// The name that the server's own table of routes gives.
fn schema_of(request: &Request) -> Option<&'static str> {
    let path = request.path.split('?').next()?;
    let fits = |pattern: &str| {
        let same = |(wanted, found): (&str, &str)| wanted == found || wanted.starts_with('{');
        pattern.split('/').count() == path.split('/').count()
            && pattern.split('/').zip(path.split('/')).all(same)
    };
    let method = request.method.as_str();
    let route = ROUTES
        .iter()
        .find(|route| method.eq_ignore_ascii_case(route.method) && fits(route.path))?;
    Some(route.schema)
}

fn blob(request: &Request) -> Result<Body, String> {
    let kind = request
        .headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok());
    if kind != Some("application/octet-stream") {
        return Err(format!(
            "{}: a blob travels as octet-stream, not {kind:?}",
            request.path
        ));
    }
    if !request.body.starts_with(b"SEING\x01") {
        return Err(format!("{}: not the header of a blob", request.path));
    }
    Ok(Body::Blob)
}

/// Reads the type and writes it again: what is not the same had a field the type does not know.
fn json<T: Serialize + DeserializeOwned>(
    request: &Request,
    name: &'static str,
) -> Result<Body, String> {
    let problem = |why: String| format!("{} is no {name}: {why}", request.path);
    let mut sent: Value =
        serde_json::from_slice(&request.body).map_err(|error| problem(error.to_string()))?;
    let typed: T =
        serde_json::from_value(sent.clone()).map_err(|error| problem(error.to_string()))?;
    let mut known = serde_json::to_value(typed).map_err(|error| problem(error.to_string()))?;
    drop_nulls(&mut sent);
    drop_nulls(&mut known);
    if sent != known {
        return Err(problem("a field is not of the schema".to_owned()));
    }
    let mut structure = Vec::new();
    for (path, limit) in structure_of(name) {
        take(&mut sent, path, *limit, &mut structure)?;
    }
    Ok(Body::Json {
        name,
        rest: sent,
        structure,
    })
}

/// Where a body of this type may hold bytes of a file.
fn structure_of(name: &str) -> &'static [Place] {
    match name {
        "Certify" | "SignRequest" => BESIDE_A_GAP,
        "Seal" => TRAILER_END,
        _ => &[],
    }
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.retain(|_, entry| !entry.is_null());
            entries.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Takes out every text at a path of names; `*` stands for each item of a list.
fn take(
    value: &mut Value,
    path: &[&str],
    limit: usize,
    taken: &mut Vec<Vec<u8>>,
) -> Result<(), String> {
    match (path, value) {
        ([], Value::String(text)) => {
            taken.push(octets(text, limit)?);
            text.clear();
            Ok(())
        }
        (["*", rest @ ..], Value::Array(items)) => items
            .iter_mut()
            .try_for_each(|item| take(item, rest, limit, taken)),
        ([name, rest @ ..], Value::Object(entries)) => entries
            .get_mut(*name)
            .map_or(Ok(()), |entry| take(entry, rest, limit, taken)),
        _ => Ok(()),
    }
}

fn octets(text: &str, limit: usize) -> Result<Vec<u8>, String> {
    let octets = wire::B64::decode(text).ok_or("structure is base64url")?.0;
    if octets.len() > limit {
        Err(format!(
            "{} bytes of structure, at most {limit}",
            octets.len()
        ))
    } else {
        Ok(octets)
    }
}

#[cfg(test)]
mod tests;
