//! Documents that others have signed before: no certification, approvals, a seal that keeps their store.

use std::sync::Arc;

use sign_core::document::Document;
use sign_core::signature::seal;
use sign_core::wire::{
    B64, Certify, CertifyDocument, Code, EnvelopeState, GapProof, Hash, HashState, ObjectRef,
};

use crate::paper::pdf;
use crate::signer::Signer;
use crate::world::World;

const ANNA: &str = "anna@example.org";
const ZOE: &str = "+33612345678";

#[tokio::test]
async fn a_signed_document_is_signed_and_sealed_beside_one_that_was_not() {
    let world = World::new().await;
    let sender = world.launched(&["Signed lease", "Annex"], &[1, 1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.sign(ANNA).await;
    let mut zoe = Signer::new(&world, &sender, 1);
    zoe.files.clone_from(&anna.files);
    zoe.sign(ZOE).await;
    zoe.seal().await;
    let detail = world.detail(&sender.id).await;
    assert_eq!(detail.summary.state, EnvelopeState::Completed);
    let signed: Vec<bool> = detail.documents.iter().map(|one| one.signed).collect();
    assert_eq!(signed, [true, false]);

    assert!(zoe.files[0].starts_with(&pdf("Signed lease")));
    let document = Document::open(Arc::new(zoe.files[0].clone())).unwrap();
    assert!(!document.catalog().unwrap().has(b"Perms"));
    let kept = seal::request(&document, "").unwrap().store.certificates;
    assert_eq!(kept[0], ObjectRef::from((11, 0)));
    assert!(kept.len() > 5, "ours came after it");
}

#[tokio::test]
async fn a_signed_document_cannot_be_certified_nor_another_launched_without() {
    let world = World::new().await;
    let mut sender = world.prepared(&["Signed lease"], &[1]).await;
    let state = HashState {
        words: Hash([0; 32]),
        blocks: 1,
        rest: B64(Vec::new()),
    };
    let asked = CertifyDocument {
        id: sender.documents[0].clone(),
        gap: GapProof {
            before: state,
            gap: 2,
            after: B64(Vec::new()),
        },
    };
    let asked = Certify {
        documents: vec![asked],
    };
    let path = format!("/v1/envelopes/{}/certify", sender.id);
    let refused = world.post(&path, &world.cookie, &asked).await;
    assert_eq!(refused.code(), Code::Mismatch);
    let path = format!("/v1/envelopes/{}/launch", sender.id);
    sender.launch.documents[0].size = None;
    let refused = world.post(&path, &world.cookie, &sender.launch).await;
    assert_eq!(refused.code(), Code::Invalid);

    let mut plain = world.prepared(&["Annex"], &[1]).await;
    plain.launch.documents[0].size = Some(1 << 20);
    let path = format!("/v1/envelopes/{}/launch", plain.id);
    let refused = world.post(&path, &world.cookie, &plain.launch).await;
    assert_eq!(refused.code(), Code::Mismatch);
}

#[tokio::test]
async fn a_field_s_name_has_no_room_for_words_of_the_document() {
    let world = World::new().await;
    let mut sender = world.prepared(&["Signed lease"], &[1]).await;
    let path = format!("/v1/envelopes/{}/launch", sender.id);
    for words in ["Signature of Anna", "sig_Anna", "Anna", "text_01_Anna", ""] {
        sender.launch.documents[0].fields[0].name = words.to_owned();
        let refused = world.post(&path, &world.cookie, &sender.launch).await;
        assert_eq!(refused.code(), Code::Invalid, "{words}");
    }
    sender.launch.documents[0].fields[0].name = "own_12".to_owned();
    world
        .post(&path, &world.cookie, &sender.launch)
        .await
        .done();
}

#[tokio::test]
async fn a_seal_is_of_the_kind_that_the_server_is_set_to() {
    let world = World::new().await;
    let mut sender = world.prepared(&["Lease"], &[1]).await;
    sender.launch.documents[0].seal.renew = true;
    let path = format!("/v1/envelopes/{}/launch", sender.id);
    let refused = world.post(&path, &world.cookie, &sender.launch).await;
    assert_eq!(refused.code(), Code::Invalid);
    sender.launch.documents[0].seal.renew = false;
    world
        .post(&path, &world.cookie, &sender.launch)
        .await
        .done();
}

#[tokio::test]
async fn a_request_for_a_seal_has_no_room_for_a_file_s_key() {
    let world = World::new().await;
    let sender = world.launched(&["Signed lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.sign(ANNA).await;
    let mut told = serde_json::to_value(anna.seal_request()).unwrap();
    let encryption = serde_json::json!({
        "dict": ObjectRef::from((3, 0)), "key": B64(vec![7; 32]), "strings": "aes256",
        "streams": "aes256", "metadata": true,
    });
    told["documents"][0]["encryption"] = encryption;
    assert_eq!(anna.post("seal", &told).await.code(), Code::Malformed);
}

#[tokio::test]
async fn a_seal_asked_for_with_objects_the_file_cannot_have_is_refused() {
    let world = World::new().await;
    let sender = world.launched(&["Signed lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.sign(ANNA).await;
    let mut told = anna.seal_request();
    let next = told.documents[0].next;
    told.documents[0]
        .store
        .certificates
        .push(ObjectRef::from((next, 0)));
    let refused = anna.post("seal", &told).await;
    assert_eq!(refused.code(), Code::Mismatch);
    anna.seal().await;
}
