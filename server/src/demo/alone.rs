//! The organisation's certification and seal over a document that nobody else signs.

use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::digest::{embed, gap_proof};
use sign_core::document::Document;
use sign_core::signature::certify::{self, Certification};
use sign_core::signature::layout::{Plan, lay_out};
use sign_core::signature::seal::{self, Seal};
use sign_core::wire::Locale;

use super::DemoError;
use super::desk::Desk;

/// What stands for an envelope, which there is none of.
const ALONE: &str = "seal-only";

/// Certifies a document where nobody signed it before, and seals it.
pub(super) fn sealed(desk: &Desk, original: Vec<u8>) -> Result<Vec<u8>, DemoError> {
    let (keys, now_ms) = (&desk.state.keys, desk.state.clock.now_ms() / 1000 * 1000);
    let plan = Plan {
        locale: Locale::En,
        signers: Vec::new(),
        texts: Vec::new(),
        logo: None,
        renew: desk.state.config.renew_timestamps,
    };
    let laid = lay_out(&open(&original)?, &plan)?;
    let rev0 = [original, laid.appended.bytes].concat();
    let file = match laid.certification {
        Some(field) => certified(desk, field, now_ms, rev0)?,
        None => rev0,
    };
    let seal = Seal {
        plan: laid.seal,
        evidence: keys.evidence(now_ms)?,
        name: keys.organisation(),
        reason: format!("Sealed by {}", keys.organisation()),
        time_ms: now_ms,
        reserve: keys.reserve_seal(),
    };
    let draft = seal::draft_on(&open(&file)?, &seal)?;
    let cms = keys.seal(&draft.digest(), ALONE, &sha256(&file))?;
    Ok([file, draft.finish(&cms)?.tail].concat())
}

fn certified(
    desk: &Desk,
    field: String,
    time_ms: i64,
    rev0: Vec<u8>,
) -> Result<Vec<u8>, DemoError> {
    let keys = &desk.state.keys;
    let certification = Certification {
        field,
        name: keys.organisation(),
        reason: format!("Certified by {}", keys.organisation()),
        time_ms,
        reserve: keys.reserve_certification(),
    };
    let update = certify::prepare(&open(&rev0)?, &certification)?;
    let cms = keys.certify(&gap_proof(&rev0, &update)?.digest)?;
    Ok([rev0, embed(&update, &cms)?].concat())
}

fn open(file: &[u8]) -> Result<Document, DemoError> {
    Ok(Document::open(Arc::new(file.to_vec()))?)
}
