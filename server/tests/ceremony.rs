//! The whole ceremony, and each of its steps asked again after a crash.

use std::sync::Arc;

use axum::http::StatusCode;
use seing_server::outbox::{Channel, NoticeKind};
use sign_core::protocol::derive::receipt_message;
use sign_core::signature::key;
use sign_core::verify::{Trust, Verdict, verify};
use sign_core::wire::{
    Code, EnvelopeState, Launched, Proven, RecipientState, RevisionKind, Sealed, Signed, Turn,
};

use crate::signer::Signer;
use crate::world::{ANNA, World, ZOE};

#[tokio::test]
async fn two_people_sign_two_documents_and_the_envelope_is_sealed() {
    let world = World::new().await;
    let sender = world.launched(&["Lease", "Annex"], &[1, 2]).await;
    let invited = world.outbox().await;
    assert_eq!(invited.len(), 1, "only the first turn is told");
    assert_eq!(
        (invited[0].row.kind, invited[0].row.channel),
        (NoticeKind::Invitation, Channel::Email)
    );

    let mut anna = Signer::new(&world, &sender, 0);
    let zoe = Signer::new(&world, &sender, 1);
    assert!(matches!(zoe.view().await.turn, Turn::Waiting { who } if who == "Anna Müller"));
    let signed = anna.sign(ANNA).await;
    check_receipt(&world, &signed);

    let mut invited = world.outbox().await;
    invited.sort_by_key(|one| one.row.to.clone());
    let to: Vec<_> = invited.iter().map(|one| one.row.to.as_str()).collect();
    assert_eq!(to, [ZOE, "zoe@example.org"], "by SMS and by mail");
    assert!(
        invited
            .iter()
            .all(|one| one.payload.turn == 2 && one.payload.key_apart)
    );
    let link = invited[0].payload.link.clone().unwrap();
    assert_ne!(invited[1].payload.link.as_ref(), Some(&link));
    let mut zoe = Signer::by_link(&world, &sender, 1, &link);
    zoe.files.clone_from(&anna.files);
    zoe.sign(ZOE).await;

    let detail = world.detail(&sender.id).await;
    assert_eq!(detail.summary.state, EnvelopeState::Sealing);
    zoe.seal().await;
    let detail = world.detail(&sender.id).await;
    assert_eq!(detail.summary.state, EnvelopeState::Completed);
    assert_eq!((detail.summary.signed, detail.summary.signers), (2, 2));
    let kinds: Vec<&str> = detail.events.iter().map(|one| one.kind.as_str()).collect();
    let act = ["opened", "begun", "code_sent", "proven", "signed"];
    let told = [
        &["created", "launched"][..],
        &act,
        &act,
        &["sealing", "completed"],
    ]
    .concat();
    assert_eq!(kinds, told);
    let told = world.outbox().await;
    assert_eq!(
        told.iter()
            .filter(|one| one.row.kind == NoticeKind::Completed)
            .count(),
        3
    );
    let last = detail.documents[0].revisions.last().unwrap();
    assert!(matches!(last.kind, RevisionKind::Seal { .. }) && last.n == 3);
    for file in &zoe.files {
        check_file(&world, file);
    }
}

/// Our own verifier, given nothing but the file and the root.
fn check_file(world: &World, file: &[u8]) {
    let keys = &world.state.keys;
    let trust = Trust {
        roots: vec![keys.root_der()],
        others: Vec::new(),
    };
    let report = verify(&Arc::new(file.to_vec()), &trust, world.state.clock.now_ms());
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    assert_eq!(report.signatures.len(), 4);
}

fn check_receipt(world: &World, signed: &Signed) {
    let one = &signed.receipt;
    let message = receipt_message(one.version, &one.envelope, one.n, &one.event, one.at_ms);
    key::verify(&world.state.keys.log_spki(), &message, &one.signature.0).unwrap();
}

#[tokio::test]
async fn every_step_may_be_asked_again_and_gives_the_same() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.open().await;
    assert_eq!(anna.open().await.recipient_state, RecipientState::Opened);
    let prepared = anna.prepare().await;
    let committed = anna.commit(&prepared).await;
    let again = anna.commit(&prepared).await;
    assert_eq!(
        (again.t0, again.tries_left),
        (committed.t0, committed.tries_left)
    );
    let sent = world.outbox().await;
    assert_eq!(
        sent.iter()
            .filter(|one| one.row.kind == NoticeKind::Code)
            .count(),
        1
    );
    let code = sent
        .iter()
        .find_map(|one| one.payload.code.clone())
        .unwrap();
    let code = world.state.keys.code(&code.id, &code.t0, code.digits);

    let proven: Proven = anna.prove(&prepared, &code).await.ok();
    let again: Proven = anna.prove(&prepared, &code).await.ok();
    assert_eq!(proven, again, "a proven proof gives the same leaf");
    let request = anna.sign_request(&prepared, &proven);
    assert_eq!(
        anna.post("sign", &request).await.code(),
        Code::OutOfOrder,
        "a blob is missing"
    );
    anna.upload(&prepared).await;
    anna.upload(&prepared).await;
    let signed: Signed = anna.post("sign", &request).await.ok();
    let other = anna.sign_request(&prepared, &proven);
    let again: Signed = anna.post("sign", &other).await.ok();
    assert_eq!(signed, again, "the first signature stands");
    anna.embed(&prepared, &signed);
    let fence = prepared.fence();
    anna.post("finish", &fence).await.done();
    anna.post("finish", &fence).await.done();
    assert_eq!(
        anna.put_blob(&prepared, 0).await.code(),
        Code::AlreadySigned
    );

    let request = anna.seal_request();
    let sealed = anna.seal().await;
    let again: Sealed = anna.post("seal", &request).await.ok();
    let path = format!("/v1/envelopes/{}/seal", sender.id);
    let own: Sealed = world.post(&path, &world.cookie, &request).await.ok();
    assert_eq!((&sealed, &sealed), (&again, &own), "the seal is made once");
}

#[tokio::test]
async fn a_launch_again_gives_new_links_and_another_launch_is_refused() {
    let world = World::new().await;
    let mut sender = world.launched(&["Lease"], &[1]).await;
    let path = format!("/v1/envelopes/{}/launch", sender.id);
    let again: Launched = world.post(&path, &world.cookie, &sender.launch).await.ok();
    assert_ne!(again.links[0].link, sender.links[0]);
    Signer::new(&world, &sender, 0).view().await;
    Signer::by_link(&world, &sender, 0, &again.links[0].link)
        .view()
        .await;
    sender.launch.documents[0].fields.truncate(1);
    assert_eq!(
        world
            .post(&path, &world.cookie, &sender.launch)
            .await
            .code(),
        Code::Frozen
    );
}

#[tokio::test]
async fn blobs_come_back_as_they_were_and_only_sealed_ones_are_taken() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let document = &sender.documents[0];
    let path = format!("/v1/sign/documents/{document}/blobs/0");
    let blob = world.get(&path, &anna.who()).await;
    assert_eq!(blob.status, StatusCode::OK);
    assert_eq!(
        blob.body,
        crate::sender::sealed(&sender.id, document, 0, &sender.files[0])
    );
    let prepared = anna.prepare().await;
    let fence = prepared.begun.fence;
    let path = format!("/v1/sign/documents/{document}/blobs/1?fence={fence}");
    let refused = world.put(&path, &anna.who(), sender.files[0].clone()).await;
    assert_eq!(refused.code(), Code::Malformed, "a PDF is no sealed blob");
    let path = format!("/v1/sign/documents/{document}/blobs/1?fence={}", fence - 1);
    let late = world.put(&path, &anna.who(), blob.body).await;
    assert_eq!(late.code(), Code::Superseded);
}

#[tokio::test]
async fn a_crash_at_any_arrow_loses_nothing() {
    let mut world = World::on_disk("crash").await;
    let sender = world.launched(&["Lease"], &[1]).await;
    world.crash().await;
    let anna = Signer::new(&world, &sender, 0);
    anna.open().await;
    let prepared = anna.prepare().await;
    let anna = crashed(&mut world, &sender).await;
    let committed = anna.commit(&prepared).await;
    let again = crashed(&mut world, &sender).await.commit(&prepared).await;
    assert_eq!(committed.t0, again.t0);
    let code = world.code(ANNA).await;
    let anna = crashed(&mut world, &sender).await;
    let proven: Proven = anna.prove(&prepared, &code).await.ok();
    anna.upload(&prepared).await;
    let anna = crashed(&mut world, &sender).await;
    let again: Proven = anna.prove(&prepared, &code).await.ok();
    assert_eq!(proven, again);
    let request = anna.sign_request(&prepared, &proven);
    let signed: Signed = anna.post("sign", &request).await.ok();
    let anna = crashed(&mut world, &sender).await;
    let again: Signed = anna.post("sign", &request).await.ok();
    assert_eq!(signed, again);
    anna.post("finish", &prepared.fence()).await.done();
    let mut anna = crashed(&mut world, &sender).await;
    anna.post("finish", &prepared.fence()).await.done();
    anna.embed(&prepared, &signed);
    let sealed = anna.seal().await;
    let request = anna.seal_request();
    let anna = crashed(&mut world, &sender).await;
    let again: Sealed = anna.post("seal", &request).await.ok();
    assert_eq!(sealed, again, "whatever is asked, the one seal is given");
    let path = format!("/v1/sign/documents/{}/blobs/1", sender.documents[0]);
    let who = anna.who();
    assert_eq!(world.get(&path, &who).await.status, StatusCode::OK);
}

async fn crashed<'a>(world: &'a mut World, sender: &crate::sender::Sender) -> Signer<'a> {
    world.crash().await;
    Signer::new(world, sender, 0)
}
