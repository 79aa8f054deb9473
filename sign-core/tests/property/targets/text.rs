//! Links, requests, and the ends of files that travel in them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sign_core::digest::{finish_digest, finish_file};
use sign_core::document::Base;
use sign_core::protocol::carrier::is_blob;
use sign_core::protocol::link::Link;
use sign_core::signature::seal;
use sign_core::wire::{self, B64, GapProof, Hash, HashState, SealDocument, XrefKind};

use crate::honest::HONEST;

/// A link that reads has one meaning.
pub(super) fn link(data: &[u8]) {
    let _ = is_blob(data);
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    if let Ok(link) = Link::parse(text) {
        let again = Link::parse(&link.format()).expect("our own spelling reads");
        assert!(again == link, "a link has one meaning");
    }
}

/// A request that is taken is written as it was meant.
pub(super) fn wire(data: &[u8]) {
    round::<wire::Setup>(data);
    round::<wire::Login>(data);
    round::<wire::NewEnvelope>(data);
    round::<wire::Certify>(data);
    round::<wire::Launch>(data);
    round::<wire::Seal>(data);
    round::<wire::Fence>(data);
    round::<wire::Commit>(data);
    round::<wire::Prove>(data);
    round::<wire::SignRequest>(data);
    round::<wire::Decline>(data);
    round::<wire::Cancel>(data);
    if let Ok(asked) = serde_json::from_slice::<wire::Certify>(data) {
        for document in &asked.documents {
            let _ = finish_file(&document.gap, b"cms");
        }
    }
    if let Ok(asked) = serde_json::from_slice::<SealDocument>(data) {
        let _ = seal::draft(&asked, &HONEST.seal);
    }
}

fn round<T: Serialize + DeserializeOwned>(data: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<T>(data) {
        let text = serde_json::to_vec(&value).expect("a request can be written");
        let again: T = serde_json::from_slice(&text).expect("our own spelling reads");
        let again = serde_json::to_vec(&again).expect("a request can be written");
        assert_eq!(again, text, "a request has one meaning");
    }
}

/// The end of a file, and what stands after a gap: kilobytes that somebody else sends.
pub(super) fn tail(data: &[u8]) {
    let Some((head, end)) = data.split_first_chunk::<8>() else {
        return;
    };
    let [kind, next, root, blocks, gap, odd, cut, spare] = *head;
    let xref = if kind % 2 == 0 {
        XrefKind::Table
    } else {
        XrefKind::Stream
    };
    let base = Base {
        length: u64::from(blocks) * 64 + end.len() as u64,
        startxref: 0,
        next: u32::from(next),
        root: (u32::from(root), u16::from(odd)),
        info: (kind & 2 > 0).then_some((u32::from(spare), 0)),
        file_id: [vec![root; 16], vec![next; 16]],
        xref,
        extra: lopdf::Dictionary::new(),
        encryption: None,
        ends_with_eol: true,
    };
    if let Ok(confirmed) = base.confirmed(end) {
        assert!(confirmed.startxref < confirmed.length);
        assert_eq!(confirmed.clone().confirmed(end), Ok(confirmed));
    }
    let (rest, after) = end.split_at(usize::from(cut).min(end.len()));
    let proof = GapProof {
        before: HashState {
            words: Hash([root; 32]),
            blocks: u64::from(blocks),
            rest: B64(rest.to_vec()),
        },
        gap: u32::from(gap) * 2,
        after: B64(after.to_vec()),
    };
    if finish_digest(&proof).is_ok() {
        assert!(after.starts_with(b" >>\nendobj\n") && after.ends_with(b"\n%%EOF\n"));
        let _ = finish_file(&proof, &[7; 20]);
    }
}
