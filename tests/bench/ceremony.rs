//! One document from the drop to the signed file: every step that the app asks of its worker.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seing_server::clock::{Clock as _, SystemClock};
use seing_server::domain::commit::method_oid;
use seing_server::keys::{Keyring, LeafFacts};
use seing_tests::browser::Browser;
use serde_json::{Value, json};
use sign_core::digest::{finish_digest, finish_file};
use sign_core::protocol::consent;
use sign_core::protocol::transcript::{Transcript, document_commitment};
use sign_core::wire::{B64, GapProof, Hash, Locale, Method};

use crate::Outcome;
use crate::times::{CHECK, ENCRYPT, HAND_OUT, KEEP, Run, number};
use crate::worker::Worker;

const ENVELOPE: &str = "e1";
const DOCUMENT: &str = "d1";
const RECIPIENT: &str = "r1";
const SECRET: [u8; 32] = [7; 32];

/// A document that was launched.
struct Launched {
    field: String,
    chain: Value,
}

/// Runs it once, from the PDF at `path`; with `apart`, the signer has a new worker of that script, as
/// in a browser of their own.
pub(crate) async fn run(
    page: &Browser,
    keys: &Keyring,
    path: &str,
    apart: Option<&str>,
) -> Outcome<Run> {
    let worker = Worker { page };
    let question = json!({ "Open": { "name": "a.pdf" } });
    let (opened, drop) = worker.give("Opened", question, Some(path)).await?;
    let launched = launch(&worker, keys, &opened).await?;
    if let Some(script) = apart {
        page.run("return start(arguments[0])", vec![script.into()])
            .await;
    }
    let (handle, link) = arrive(&worker, keys, &launched).await?;
    let sign = sign(&worker, keys, &handle, &launched.field).await?;
    worker.ask("Done", json!({ "Close": handle })).await?;
    Ok(Run { drop, link, sign })
}

/// Opens the same PDF from memory, and lets it go.
pub(crate) async fn open(page: &Browser, path: &str) -> Outcome<f64> {
    let worker = Worker { page };
    let question = json!({ "Open": { "name": "a.pdf" } });
    let (opened, ms) = worker.give_octets("Opened", question, path).await?;
    let close = json!({ "Close": opened["handle"] });
    worker.ask("Done", close).await?;
    Ok(ms)
}

/// What the sender's browser does; its ciphertext stays in the page.
async fn launch(worker: &Worker<'_>, keys: &Keyring, opened: &Value) -> Outcome<Launched> {
    let handle = &opened["handle"];
    let (laid, _) = worker
        .ask(
            "LaidOut",
            json!({ "LayOut": { "handle": handle, "plan": plan() } }),
        )
        .await?;
    let certify = json!({ "handle": handle, "organisation": "Bench", "time_ms": now_ms(), "reserve": keys.reserve_certification() });
    let (proof, _) = worker.ask("Gap", json!({ "Certify": certify })).await?;
    let proof: GapProof = serde_json::from_value(proof)?;
    let cms = keys.certify(&finish_digest(&proof)?)?;
    let (version, _) = embed(worker, handle, &proof, cms).await?;
    let seal = json!({ "handle": handle, "parcel": parcel(), "salt": B64(SECRET.to_vec()) });
    worker.ask("Done", json!({ "SealBlob": seal })).await?;
    let revision = json!({
        "n": 0, "previous": opened["original"], "sha256": version["sha256"], "size": version["size"],
        "at_ms": now_ms(), "kind": { "kind": "launch" }
    });
    let chain = json!({
        "name": "a.pdf", "parcel": parcel(), "original": opened["original"],
        "original_size": opened["original_size"], "revisions": [revision]
    });
    // The ciphertext stays in the page, for the signer.
    worker.ask("Done", json!({ "Close": handle })).await?;
    let field = laid["fields"][0]["name"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    Ok(Launched { field, chain })
}

/// What the signer's browser does until the document can be read; the ciphertext is there.
async fn arrive(worker: &Worker<'_>, keys: &Keyring, launched: &Launched) -> Outcome<(Value, f64)> {
    let (opened, rebuild_ms) = worker
        .give("Opened", json!({ "Rebuild": launched.chain }), None)
        .await?;
    let check_ms = check(worker, keys, &opened["handle"]).await?;
    Ok((opened["handle"].clone(), rebuild_ms + check_ms))
}

/// From the adopted ink to the signed file in hand.
async fn sign(
    worker: &Worker<'_>,
    keys: &Keyring,
    handle: &Value,
    field: &str,
) -> Outcome<Vec<(&'static str, f64)>> {
    let made = worker.page.run("return makeKey()", vec![]).await;
    let spki: Vec<u8> = serde_json::from_value(made["spki"].clone())?;
    let begin_ms = now_ms();
    let blank = transcript(&spki, begin_ms, Hash([0; 32]));
    let reserve = keys.reserve_act(blank.der().len());
    let act = json!({ "PrepareAct": { "handle": handle, "act": act(field, begin_ms, reserve) } });
    let (prepared, prepare_ms) = worker.ask("Prepared", act).await?;
    let (_, keep_ms) = worker.ask("Prepared", json!({ "Update": handle })).await?;
    let seal = json!({ "handle": handle, "parcel": parcel(), "salt": B64(SECRET.to_vec()) });
    let (_, encrypt_ms) = worker
        .ask("Done", json!({ "SealBlob": with_revision(seal) }))
        .await?;

    let proof: GapProof = serde_json::from_value(prepared["proof"].clone())?;
    let leaf = issue(
        keys,
        &transcript(&spki, begin_ms, commitment(&prepared, field)?),
    )?;
    let attributes = json!({ "Attributes": { "handle": handle, "leaf": B64(leaf.clone()) } });
    let (octets, attributes_ms) = worker.ask("Octets", attributes).await?;
    let octets: B64 = serde_json::from_value(octets)?;
    let signed = worker.call("signOctets", &octets.0).await;
    let raw: Vec<u8> = serde_json::from_value(signed["raw"].clone())?;

    let began = Instant::now();
    let cms = keys.complete(&leaf, &finish_digest(&proof)?, &raw)?;
    let server_ms = began.elapsed().as_secs_f64() * 1e3;
    let (_, embed_ms) = embed(worker, handle, &proof, cms).await?;
    let check_ms = check(worker, keys, handle).await?;
    let (_, save_ms) = worker.ask("Version", json!({ "Save": handle })).await?;
    Ok(vec![
        ("stamp and hash", prepare_ms),
        (KEEP, keep_ms),
        (ENCRYPT, encrypt_ms),
        (
            "make a key and sign",
            number(&made["ms"])? + attributes_ms + number(&signed["ms"])?,
        ),
        ("the server's part", server_ms),
        ("embed and compare", embed_ms),
        (CHECK, check_ms),
        (HAND_OUT, save_ms),
    ])
}

fn issue(keys: &Keyring, transcript: &Transcript) -> Outcome<Vec<u8>> {
    Ok(keys.issue_leaf(&LeafFacts {
        common_name: "Anna Durand".to_owned(),
        spki: transcript.key.0.clone(),
        transcript_der: transcript.der(),
        method_oid: transcript.method_oid.clone(),
        begin_ms: transcript.begin_ms,
        now_ms: SystemClock.now_ms(),
        serial: [5; 20],
    })?)
}

/// Fills the gap with a CMS; the worker compares with what the server says comes out.
async fn embed(
    worker: &Worker<'_>,
    handle: &Value,
    proof: &GapProof,
    cms: Vec<u8>,
) -> Outcome<(Value, f64)> {
    let (sha256, size) = finish_file(proof, &cms)?;
    let question = json!({ "handle": handle, "cms": B64(cms), "sha256": sha256, "size": size });
    worker.ask("Version", json!({ "Embed": question })).await
}

/// Reads all signatures, as the app does before it shows or keeps a file.
async fn check(worker: &Worker<'_>, keys: &Keyring, handle: &Value) -> Outcome<f64> {
    let served = json!({
        "root": pem(keys.root_der()), "issuing": pem(keys.issuing_der()), "tsa": pem(keys.tsa_der()),
    });
    let question =
        json!({ "handle": handle, "keys": served.to_string(), "at_ms": SystemClock.now_ms() });
    let (known, ms) = worker.ask("Checked", json!({ "Check": question })).await?;
    if known == true {
        Ok(ms)
    } else {
        Err("what was signed is of nobody known".into())
    }
}

fn pem(der: Vec<u8>) -> String {
    let body = STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn transcript(spki: &[u8], begin_ms: i64, document: Hash) -> Transcript {
    Transcript {
        version: 1,
        tenant: "t1".to_owned(),
        envelope: ENVELOPE.to_owned(),
        recipient: RECIPIENT.to_owned(),
        method_oid: method_oid(Method::Email),
        channel: "mail".to_owned(),
        contact: Hash([3; 32]),
        consents: consent::asked(Locale::En),
        key: B64(spki.to_vec()),
        client: Hash([4; 32]),
        nonce: Hash([5; 32]),
        code_expires_ms: begin_ms + 600_000,
        begin_ms,
        ta: None,
        documents: vec![document],
    }
}

fn commitment(prepared: &Value, field: &str) -> Outcome<Hash> {
    let previous: Hash = serde_json::from_value(prepared["previous"].clone())?;
    let digest: Hash = serde_json::from_value(prepared["digest"].clone())?;
    Ok(document_commitment(
        &Hash(SECRET),
        DOCUMENT,
        &previous,
        &digest,
        field,
    ))
}

fn parcel() -> Value {
    json!({ "carrier": "sealed", "envelope": ENVELOPE, "document": DOCUMENT, "revision": 0, "key": B64(SECRET.to_vec()) })
}

/// The same for the signer's update.
fn with_revision(mut seal: Value) -> Value {
    seal["parcel"]["revision"] = json!(1);
    seal
}

fn plan() -> Value {
    let area = json!({ "x_pt": 60.0, "y_pt": 600.0, "width_pt": 200.0, "height_pt": 80.0 });
    let field = json!({ "kind": "signature", "page": 0, "area": area, "required": true, "look": "ink_name_time" });
    json!({
        "locale": "en", "renew": false,
        "signers": [{ "number": 1, "recipient": RECIPIENT, "name": "Anna Durand", "fields": [field] }]
    })
}

fn act(field: &str, time_ms: i64, reserve: u32) -> Value {
    let point = |step: u32| {
        let along = f64::from(step);
        json!({ "x": 100.0 + 12.0 * along, "y": 200.0 + 60.0 * (along * 0.7).sin(), "t_ms": 12.0 * along, "pressure": 0.5 })
    };
    let points: Vec<Value> = (0..60).map(point).collect();
    json!({
        "document": DOCUMENT, "field": field, "name": "Anna Durand", "values": [],
        "mark": { "Drawn": [{ "points": points, "pen": false }] }, "lines": ["Anna Durand"],
        "time_ms": time_ms, "offset_minutes": 60, "locale": "en", "s": Hash(SECRET), "reserve": reserve
    })
}

/// Whole seconds, as the server gives them.
fn now_ms() -> i64 {
    SystemClock.now_ms() / 1000 * 1000
}
