//! What the fuzzers start from: small honest inputs of every kind, made by our own code.

use sign_core::document::Document;
use sign_core::protocol::link::Link;
use sign_core::protocol::transcript::Transcript;
use sign_core::signature::{seal, timestamp};
use sign_core::wire::{B64, Hash};

use crate::honest::HONEST;
use crate::made::{OBJECTS, packed, table};
use crate::paper::contract;
use crate::run::open;

/// Returns a target's seeds.
pub(crate) fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "cms" => vec![HONEST.container.clone(), HONEST.token.clone()],
        "timestamp" => stamps(),
        "certificate" => certificates(),
        "crl" => HONEST.lists.clone(),
        "link" => links(),
        "wire" => requests(),
        "tail" => tails(),
        "verify" => vec![
            HONEST.launched.clone(),
            HONEST.signed.clone(),
            HONEST.sealed.clone(),
        ],
        _ => files(),
    }
}

fn files() -> Vec<Vec<u8>> {
    let plain = table(&OBJECTS);
    let junk = [b"From: somebody\r\n\r\n".as_slice(), &plain].concat();
    let lost = lossy(&plain).replace("startxref\n", "startxref\n9");
    let active = lossy(&plain).replace(
        "/AcroForm",
        "/OpenAction << /S /JavaScript /JS (x) >> /AcroForm",
    );
    let chained = lossy(&plain).replace("/Root 1 0 R", "/Root 1 0 R /Prev 9 /XRefStm 9");
    vec![
        plain,
        packed(),
        compressed(),
        contract(),
        tagged(),
        junk,
        lost.into_bytes(),
        active.into_bytes(),
        chained.into_bytes(),
        HONEST.launched.clone(),
    ]
}

/// The text of a file; the header's comment becomes question marks of the same length.
fn lossy(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| {
            if byte.is_ascii() {
                char::from(*byte)
            } else {
                '?'
            }
        })
        .collect()
}

/// A file with compressed streams, written by somebody else.
fn compressed() -> Vec<u8> {
    let mut theirs = lopdf::Document::load_mem(&contract()).unwrap();
    theirs.compress();
    let mut out = Vec::new();
    theirs.save_modern(&mut out).unwrap();
    out
}

/// A file with a structure tree.
fn tagged() -> Vec<u8> {
    table(&[
        "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 4 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 300] >>",
        "<< /Type /Page /Parent 2 0 R /Annots [<< /Subtype /Link /Rect [0 0 9 9] >>] >>",
        "<< /Type /StructTreeRoot /K [5 0 R] /ParentTree 6 0 R /ParentTreeNextKey 1 >>",
        "<< /S /Document /P 4 0 R /K [] >>",
        "<< /Kids [<< /Limits [0 0] /Nums [0 [5 0 R]] >>] >>",
    ])
}

fn stamps() -> Vec<Vec<u8>> {
    let request = timestamp::request(&HONEST.imprint, &[7; 8]);
    vec![
        HONEST.token.clone(),
        request,
        timestamp::response(&HONEST.token),
    ]
}

fn certificates() -> Vec<Vec<u8>> {
    let mut all = HONEST.issued.clone();
    all.push(HONEST.transcript());
    all
}

fn links() -> Vec<Vec<u8>> {
    let links = [
        Link::new("a-1_b", [1; 32], None),
        Link::new("ab", [9; 32], Some([5; 32])),
    ];
    let mut all: Vec<Vec<u8>> = links
        .iter()
        .map(|link| link.format().into_bytes())
        .collect();
    all.push(format!("https://sign.example{}>.", links[1].format()).into_bytes());
    all
}

fn requests() -> Vec<Vec<u8>> {
    let hash = Hash([10; 32]).hex();
    let words = B64(vec![1; 32]).encode();
    let state = format!(r#"{{"words":"{hash}","blocks":3,"rest":"{words}"}}"#);
    let gap = format!(r#"{{"before":{state},"gap":66,"after":"{words}"}}"#);
    let act = Transcript::from_der(&HONEST.transcript()).unwrap();
    let act = serde_json::to_string(&act).unwrap();
    let head = seal::request(&open(&HONEST.signed), "d1").unwrap();
    let head = serde_json::to_string(&head).unwrap();
    [
        r#"{"secret":"AAAA","owner":{"name":"a","email":"b","password":"c","organisation":"d"}}"#.to_string(),
        r#"{"email":"a@b.example","password":"p"}"#.to_string(),
        r#"{"fence":7}"#.to_string(),
        format!(r#"{{"fence":7,"transcript":{act},"documents":[{{"id":"d1","s":"{hash}","previous":"{hash}","digest":"{hash}","field":"sig_01"}}]}}"#),
        format!(r#"{{"fence":7,"documents":[{{"id":"d1","signature":"{words}","gap":{gap}}}]}}"#),
        r#"{"reason":"no"}"#.to_string(),
        format!(r#"{{"title":"T","message":"m","locale":"en","carrier":"sealed","expires_days":30,"documents":[{{"name":"a.pdf","pages":3,"input":"{hash}","original":"{hash}","original_size":99}}],"recipients":[{{"first_name":"A","last_name":"B","email":"a@b.example","locale":"fr","turn":1,"method":"email"}}]}}"#),
        format!(r#"{{"documents":[{{"id":"d1","gap":{gap}}}]}}"#),
        format!(r#"{{"documents":[{{"id":"d1","sha256":"{hash}","fields":[{{"name":"sig_01","recipient":"r1","kind":"signature","page":0,"required":true}}],"seal":{{"dss":7,"field":8,"lock":9,"page":{{"number":3,"generation":0}}}}}}]}}"#),
        format!(r#"{{"fence":7,"proof":"{hash}","possession":"{words}"}}"#),
        format!(r#"{{"documents":[{head}]}}"#),
        head,
    ]
    .map(String::into_bytes)
    .to_vec()
}

/// The ends of our files after eight octets that say of which.
fn tails() -> Vec<Vec<u8>> {
    let ends = [&HONEST.launched, &HONEST.sealed].map(|file| &file[file.len() - 120..]);
    let after = ends.map(|end| [[0, 17, 1, 9, 40, 0, 60, 0].as_slice(), end].concat());
    let gap = HONEST
        .signed
        .windows(12)
        .rposition(|part| part == b" >>\nendobj\nx")
        .unwrap();
    let gap = [[1, 17, 1, 9, 40, 0, 0, 0].as_slice(), &HONEST.signed[gap..]].concat();
    [after.to_vec(), vec![gap]].concat()
}

/// Whether a seed for files opens at all: what cannot be read is a poor start.
pub(crate) fn opens(seed: &[u8]) -> bool {
    Document::open(seed.to_vec().into()).is_ok()
}
