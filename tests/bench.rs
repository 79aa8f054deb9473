//! Times one signature in Chromium, from "Sign" to the signed bytes, without network.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use seing_server::clock::{OsChance, SystemClock};
use seing_server::keys::Keyring;
use seing_tests::browser::Browser;
use seing_tests::driver::{Device, Driver};
use seing_tests::place::{built, repository};
use serde_json::{Value, json};
use sign_core::digest::{finish_digest, finish_file};
use sign_core::wire::{B64, GapProof, Hash};
use tokio::net::TcpListener;

const SIZES_MB: [usize; 3] = [1, 10, 50];
const RUNS: usize = 5;
const MB: usize = 1_000_000;
/// A time in whole seconds, as the server gives it.
const TIME_MS: i64 = 1_795_000_000_000;
const CMS_BYTES: u32 = 16_384;

const PASSES: &str = "Ours reads the file once, when it is opened, and keeps the hash's state: signing reads what it appends.
pdf-lib parses the whole file when it is opened, writes it anew, and @signpdf copies and hashes that.
The floor is one copy and one SHA-256 by WebCrypto. Times are the middle of five runs.";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One contender's times for one size, in milliseconds.
#[derive(Clone, Copy)]
struct Times {
    open: f64,
    sign: f64,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/{*path}", get(serve));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let driver = Driver::start();
    let keys = Keyring::generate(Arc::new(SystemClock), Arc::new(OsChance), "Bench")?;
    let mut table = String::from(
        "| PDF | floor | ours: open | ours: sign | pdf-lib: open | pdf-lib + @signpdf: sign |\n|---|---|---|---|---|---|\n",
    );
    for size_mb in SIZES_MB {
        let page = driver.open(Device::Desktop, "en").await;
        page.visit(&format!("{origin}/bench/page.html")).await;
        let (floor, ours, rival) = measure(&page, &keys, size_mb).await?;
        writeln!(
            table,
            "| {size_mb} MB | {floor:.0} ms | {:.0} ms | {:.0} ms | {:.0} ms | {:.0} ms |",
            ours.open, ours.sign, rival.open, rival.sign
        )?;
        page.close().await;
    }
    writeln!(stdout(), "{table}\n{PASSES}")?;
    Ok(())
}

/// The middle of [`RUNS`] runs of each contender, taken in turns so that noise hits all alike.
async fn measure(page: &Browser, keys: &Keyring, size_mb: usize) -> Outcome<(f64, Times, Times)> {
    let path = format!("/pdf/{size_mb}");
    page.run("return start()", vec![]).await;
    let (mut floors, mut ours, mut rivals) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        floors.push(number(
            &page
                .run("return floor(arguments[0])", vec![json!(path)])
                .await,
        )?);
        ours.push(run_ours(page, keys, &path).await?);
        let rival = page
            .run("return runRival(arguments[0])", vec![json!(path)])
            .await;
        rivals.push(Times {
            open: number(&rival["open"])?,
            sign: number(&rival["sign"])?,
        });
    }
    Ok((middle(floors), middle_times(&ours), middle_times(&rivals)))
}

async fn run_ours(page: &Browser, keys: &Keyring, path: &str) -> Outcome<Times> {
    let opened = page
        .run("return openOurs(arguments[0])", vec![json!(path)])
        .await;
    let handle = answer(&opened, "Opened")?["handle"].clone();
    let (rev0, _) = ask(
        page,
        json!({ "LayOut": { "handle": handle, "plan": plan() } }),
    )
    .await?;
    let field = rev0["LaidOut"]["fields"][0]["name"].clone();
    let certify = json!({ "handle": handle, "organisation": "Bench", "time_ms": TIME_MS, "reserve": CMS_BYTES });
    let (gap, _) = ask(page, json!({ "Certify": certify })).await?;
    embed(page, keys, &handle, &gap["Gap"]).await?;

    let (prepared, prepare_ms) = ask(
        page,
        json!({ "PrepareAct": { "handle": handle, "act": act(&field) } }),
    )
    .await?;
    let leaf = B64(keys.certification_der()).encode();
    let (octets, attributes_ms) = ask(
        page,
        json!({ "Attributes": { "handle": handle, "leaf": leaf } }),
    )
    .await?;
    let octets = B64::decode(octets["Octets"].as_str().unwrap_or_default())
        .ok_or("signed attributes are octets")?;
    let sign_ms = page
        .run(
            "return signOctets(new Uint8Array(arguments[0]))",
            vec![json!(octets.0)],
        )
        .await;
    let embed_ms = embed(page, keys, &handle, &prepared["Prepared"]["proof"]).await?;
    ask(page, json!({ "Close": handle })).await?;
    let sign = prepare_ms + attributes_ms + number(&sign_ms)? + embed_ms;
    Ok(Times {
        open: number(&opened["ms"])?,
        sign,
    })
}

/// Fills the gap with a CMS, as the server would send it.
async fn embed(page: &Browser, keys: &Keyring, handle: &Value, proof: &Value) -> Outcome<f64> {
    let proof: GapProof = serde_json::from_value(proof.clone())?;
    let cms = keys.certify(&finish_digest(&proof)?)?;
    let (sha256, size) = finish_file(&proof, &cms)?;
    let question =
        json!({ "handle": handle, "cms": B64(cms).encode(), "sha256": sha256.hex(), "size": size });
    Ok(ask(page, json!({ "Embed": question })).await?.1)
}

async fn ask(page: &Browser, question: Value) -> Outcome<(Value, f64)> {
    let reply = page.run("return ask(arguments[0])", vec![question]).await;
    if !reply["answer"]["Failed"].is_null() {
        return Err(format!("the worker refuses: {}", reply["answer"]).into());
    }
    Ok((reply["answer"].clone(), number(&reply["ms"])?))
}

fn answer<'a>(reply: &'a Value, kind: &str) -> Outcome<&'a Value> {
    reply["answer"]
        .get(kind)
        .ok_or_else(|| format!("no {kind}: {reply}").into())
}

fn plan() -> Value {
    let area = json!({ "x_pt": 60.0, "y_pt": 600.0, "width_pt": 200.0, "height_pt": 80.0 });
    let field = json!({ "kind": "signature", "page": 0, "area": area, "required": true });
    json!({ "locale": "en", "signers": [{ "number": 1, "recipient": "r1", "name": "Anna Durand", "fields": [field] }] })
}

fn act(field: &Value) -> Value {
    let point = |step: u32| {
        let along = f64::from(step);
        json!({ "x": 100.0 + 12.0 * along, "y": 200.0 + 60.0 * (along * 0.7).sin(), "t_ms": 12.0 * along, "pressure": 0.5 })
    };
    let points: Vec<Value> = (0..60).map(point).collect();
    json!({
        "document": "d1", "field": field, "name": "Anna Durand", "values": [],
        "mark": { "Drawn": [{ "points": points, "pen": false }] }, "lines": ["Anna Durand"],
        "time_ms": TIME_MS, "offset_minutes": 60, "locale": "en", "s": Hash([7; 32]).hex(), "reserve": CMS_BYTES
    })
}

fn number(value: &Value) -> Outcome<f64> {
    value
        .as_f64()
        .ok_or_else(|| format!("no time: {value}").into())
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn middle_times(times: &[Times]) -> Times {
    let of = |part: fn(&Times) -> f64| middle(times.iter().map(part).collect());
    Times {
        open: of(|times| times.open),
        sign: of(|times| times.sign),
    }
}

async fn serve(Path(path): Path<String>) -> Response {
    match path.as_str() {
        "bench/page.html" => typed("text/html", "<!doctype html><script src=/bench/rival.js></script><script type=module src=/bench/page.mjs></script>".into()),
        "bench/page.mjs" => file("text/javascript", repository().join("tests/bench/page.mjs")),
        "bench/rival.js" => file("text/javascript", built("bench/rival.js")),
        path if path.starts_with("pdf/") => typed("application/pdf", pdf(path[4..].parse().unwrap_or(1) * MB)),
        path if path.ends_with(".wasm") => file("application/wasm", repository().join("dist").join(path)),
        path => file("text/javascript", repository().join("dist").join(path)),
    }
}

fn file(kind: &'static str, path: std::path::PathBuf) -> Response {
    match std::fs::read(path) {
        Ok(bytes) => typed(kind, bytes),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn typed(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// A PDF of one page and of about `size` bytes in streams of a quarter of a megabyte, like a scan.
fn pdf(size: usize) -> Vec<u8> {
    let chunk = 262_144.min(size);
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>"
            .to_vec(),
        stream(b"0.9 g 50 50 495 742 re f"),
    ];
    let noise: Vec<u8> = (0..chunk)
        .scan(1_u32, |state, _| {
            *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Some((*state >> 24) as u8)
        })
        .collect();
    objects.extend((0..size / chunk).map(|_| stream(&noise)));
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(
            [
                format!("{} 0 obj\n", index + 1).as_bytes(),
                object,
                b"\nendobj\n",
            ]
            .concat(),
        );
    }
    let start = out.len();
    let trailer = format!(
        "{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.extend(trailer.as_bytes());
    out
}

fn stream(data: &[u8]) -> Vec<u8> {
    [
        format!("<< /Length {} >>\nstream\n", data.len()).as_bytes(),
        data,
        b"\nendstream",
    ]
    .concat()
}
