//! What the recorder finds, and what it lets pass.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::{Request, judge};
use crate::leak::Secrets;

const SECRET: &str = "Le prix est de 12 480,00 EUR hors taxes.";

fn request(method: Method, path: &str, body: &[u8]) -> Request {
    let octets = HeaderValue::from_static("application/octet-stream");
    let headers = HeaderMap::from_iter([(axum::http::header::CONTENT_TYPE, octets)]);
    let body = Bytes::copy_from_slice(body);
    Request {
        method,
        path: path.to_owned(),
        headers,
        body,
        status: StatusCode::OK,
    }
}

#[track_caller]
fn findings(method: Method, path: &str, body: &[u8]) -> usize {
    let mut secrets = Secrets::default();
    secrets.add(SECRET.as_bytes());
    judge(&request(method, path, body), &secrets, &secrets).len()
}

#[test]
fn a_body_of_its_schema_passes() {
    assert_eq!(
        findings(Method::POST, "/v1/sign/lease", b"{\"fence\":3}"),
        0
    );
    assert_eq!(findings(Method::GET, "/v1/sign", b""), 0);
    let blob = "/v1/sign/documents/a/blobs/1?fence=1";
    assert_eq!(findings(Method::PUT, blob, b"SEING\x01ciphertext"), 0);
}

#[test]
fn a_body_that_no_schema_names_is_found() {
    assert_eq!(
        findings(Method::POST, "/v1/sign/lease", b"{\"fence\":3,\"page\":1}"),
        1
    );
    assert_eq!(findings(Method::POST, "/v1/sign/begin", b"{}"), 1);
    assert_eq!(findings(Method::POST, "/v1/upload", b"%PDF-1.7"), 1);
    assert_eq!(
        findings(Method::PUT, "/v1/sign/documents/a/blobs/1", b"%PDF-1.7"),
        1
    );
}

#[test]
fn a_field_that_a_nested_type_does_not_know_is_found() {
    let state = r#"{"words":"00","blocks":1,"rest":""}"#.replace("00", &"00".repeat(32));
    let plain =
        format!(r#"{{"documents":[{{"id":"a","gap":{{"before":{state},"gap":9,"after":""}}}}]}}"#);
    assert_eq!(
        findings(Method::POST, "/v1/envelopes/e/certify", plain.as_bytes()),
        0
    );
    let more = plain.replace(r#""gap":9"#, r#""gap":9,"text":"a""#);
    assert_eq!(
        findings(Method::POST, "/v1/envelopes/e/certify", more.as_bytes()),
        1
    );
}

#[test]
fn a_secret_is_found_in_a_body_an_address_a_blob_and_in_structure() {
    let cancel = format!(r#"{{"reason":"{SECRET}"}}"#);
    assert_eq!(
        findings(Method::POST, "/v1/envelopes/e/cancel", cancel.as_bytes()),
        1
    );
    for gap in [" ", "%20", "+"] {
        let address = ["/v1/envelopes?q=", &SECRET.replace(' ', gap)].concat();
        assert!(findings(Method::GET, &address, b"") > 0, "{address}");
    }
    let blob = [b"SEING\x01", SECRET.as_bytes()].concat();
    assert_eq!(
        findings(Method::PUT, "/v1/sign/documents/a/blobs/1", &blob),
        1
    );
    let after = sign_core::wire::B64(SECRET.as_bytes().to_vec()).encode();
    let state = r#"{"words":"00","blocks":1,"rest":""}"#.replace("00", &"00".repeat(32));
    let gap = format!(
        r#"{{"documents":[{{"id":"a","gap":{{"before":{state},"gap":9,"after":"{after}"}}}}]}}"#
    );
    assert_eq!(
        findings(Method::POST, "/v1/envelopes/e/certify", gap.as_bytes()),
        1
    );
}
