//! Two at once: tabs, people, a sender who takes it back.

use seing_server::outbox::NoticeKind;
use sign_core::wire::{Cancel, Code, Decline, EnvelopeState, Proven, RecipientState, Signed, Turn};

use crate::signer::Signer;
use crate::world::{ANNA, MINUTE_MS, World, ZOE, wrong_code};

#[tokio::test]
async fn a_second_tab_takes_over_and_the_first_is_told() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    let (old, leaf) = anna.proven(ANNA).await;
    let (new, fresh) = anna.proven(ANNA).await;
    let request = anna.sign_request(&old, &leaf);
    assert_eq!(anna.post("sign", &request).await.code(), Code::Superseded);
    assert_eq!(anna.put_blob(&old, 0).await.code(), Code::Superseded);
    let signed: Signed = anna
        .post("sign", &anna.sign_request(&new, &fresh))
        .await
        .ok();
    anna.embed(&new, &signed);
    assert_eq!(
        anna.post("sign", &request).await.code(),
        Code::AlreadySigned
    );
}

#[tokio::test]
async fn a_second_tab_leaves_no_blob_of_the_first_on_the_disk() {
    let world = World::on_disk("tabs").await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    for _ in 0..3 {
        let prepared = anna.prepare().await;
        anna.upload(&prepared).await;
        anna.upload(&prepared).await;
    }
    anna.sign(ANNA).await;
    let folder = world.state.config.data_dir.join("blobs");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 2);
    let path = format!("/v1/sign/documents/{}/blobs/1", sender.documents[0]);
    world.get(&path, &anna.who()).await.done();
}

#[tokio::test]
async fn of_a_group_one_signs_at_a_time() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    let mut zoe = Signer::new(&world, &sender, 1);
    let held = anna.prepare().await;
    let busy = zoe.post("begin", &()).await.problem();
    assert_eq!(
        (busy.code, busy.who.as_deref()),
        (Code::Busy, Some("Anna Müller"))
    );
    assert!(matches!(zoe.view().await.turn, Turn::Busy { who, .. } if who == "Anna Müller"));
    world.clock.advance(10 * MINUTE_MS);
    let taken = zoe.prepare().await;
    let lost = anna.post("commit", &held.commit).await.code();
    assert_eq!(lost, Code::LeaseEnded);
    drop(taken);
    world.clock.advance(10 * MINUTE_MS);
    anna.sign(ANNA).await;
    zoe.files.clone_from(&anna.files);
    zoe.sign(ZOE).await;
    zoe.seal().await;
}

#[tokio::test]
async fn input_renews_the_lease_up_to_an_hour() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let prepared = anna.prepare().await;
    let fence = prepared.fence();
    for _ in 0..6 {
        world.clock.advance(9 * MINUTE_MS);
        anna.post("lease", &fence).await.done();
    }
    world.clock.advance(6 * MINUTE_MS);
    assert_eq!(anna.post("lease", &fence).await.code(), Code::LeaseEnded);
}

#[tokio::test]
async fn a_proven_code_gives_one_more_hour_and_input_no_more() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let mut prepared = anna.prepare().await;
    let fence = prepared.fence();
    for _ in 0..6 {
        world.clock.advance(9 * MINUTE_MS);
        anna.post("lease", &fence).await.done();
    }
    anna.resend(&mut prepared).await;
    let code = world.code(ANNA).await;
    anna.prove(&prepared, &code).await.done();
    world.clock.advance(60 * MINUTE_MS - 1);
    anna.post("lease", &fence).await.done();
    anna.prove(&prepared, &code).await.done();
    world.clock.advance(1);
    let over = anna.prove(&prepared, &code).await.code();
    assert_eq!(over, Code::LeaseEnded);
}

#[tokio::test]
async fn whoever_comes_later_in_the_order_waits() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 2]).await;
    let zoe = Signer::new(&world, &sender, 1);
    let problem = zoe.post("begin", &()).await.problem();
    assert_eq!(
        (problem.code, problem.who.as_deref()),
        (Code::NotYourTurn, Some("Anna Müller"))
    );
}

#[tokio::test]
async fn a_cancel_before_sign_wins() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 2]).await;
    let anna = Signer::new(&world, &sender, 0);
    let (prepared, leaf) = anna.proven(ANNA).await;
    let path = format!("/v1/envelopes/{}/cancel", sender.id);
    let reason = Cancel {
        reason: Some("A typing error".to_owned()),
    };
    world.post(&path, &world.cookie, &reason).await.done();
    world.post(&path, &world.cookie, &reason).await.done();
    let request = anna.sign_request(&prepared, &leaf);
    assert_eq!(anna.post("sign", &request).await.code(), Code::Cancelled);
    let view = anna.view().await;
    assert_eq!(
        (view.state, view.recipient_state),
        (EnvelopeState::Cancelled, RecipientState::Void)
    );
    assert_eq!(view.turn, Turn::Closed);
    let told = world.outbox().await;
    assert_eq!(told.len(), 1, "only who was told before is told now");
    assert_eq!(told[0].payload.reason.as_deref(), Some("A typing error"));
    assert_eq!(told[0].row.kind, NoticeKind::Cancelled);
}

#[tokio::test]
async fn a_cancel_after_the_last_sign_comes_too_late() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.sign(ANNA).await;
    let path = format!("/v1/envelopes/{}/cancel", sender.id);
    let late = world
        .post(&path, &world.cookie, &Cancel { reason: None })
        .await;
    assert_eq!(late.code(), Code::IllegalTransition);
    anna.seal().await;
}

#[tokio::test]
async fn an_envelope_expires_even_before_the_sweep() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    world.clock.advance(30 * 24 * 60 * MINUTE_MS);
    assert_eq!(anna.post("begin", &()).await.code(), Code::Expired);
    assert_eq!(anna.view().await.state, EnvelopeState::Expired);
    seing_server::http::upkeep::sweep(&world.state).await;
    let kept = world.state.envelope(&sender.id).await.unwrap();
    assert_eq!(kept.state, EnvelopeState::Expired);
    assert_eq!(anna.post("begin", &()).await.code(), Code::Expired);
    let told = world.outbox().await;
    let mut to: Vec<_> = told.iter().map(|one| one.row.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [ANNA, "olga@example.org"], "the signer and the sender");
    assert!(told.iter().all(|one| one.row.kind == NoticeKind::Expired));
}

#[tokio::test]
async fn an_invitation_that_still_waits_is_dropped_when_the_envelope_ends() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let path = format!("/v1/envelopes/{}/cancel", sender.id);
    world
        .post(&path, &world.cookie, &Cancel { reason: None })
        .await
        .done();
    let told = world.outbox().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].row.kind, NoticeKind::Cancelled);
    let detail = world.detail(&sender.id).await;
    let dropped = &detail.recipients[0].messages[0];
    assert_eq!(
        (dropped.kind.as_str(), dropped.state.as_str()),
        ("invitation", "dropped")
    );
}

#[tokio::test]
async fn a_decline_ends_the_envelope_for_all() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let zoe = Signer::new(&world, &sender, 1);
    let reason = Decline {
        reason: Some("Not my name".to_owned()),
    };
    anna.post("decline", &reason).await.done();
    anna.post("decline", &reason).await.done();
    assert_eq!(zoe.post("begin", &()).await.code(), Code::Declined);
    let detail = world.detail(&sender.id).await;
    assert_eq!(detail.summary.state, EnvelopeState::Declined);
    assert_eq!(detail.close_reason.as_deref(), Some("Not my name"));
}

#[tokio::test]
async fn a_leaf_that_is_too_old_is_issued_again_for_the_same_proof() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    let prepared = anna.prepare().await;
    anna.commit(&prepared).await;
    let code = world.code(ANNA).await;
    let leaf: Proven = anna.prove(&prepared, &code).await.ok();
    anna.upload(&prepared).await;
    world.clock.advance(20 * MINUTE_MS);
    let request = anna.sign_request(&prepared, &leaf);
    assert_eq!(anna.post("sign", &request).await.code(), Code::OutOfOrder);
    let fresh: Proven = anna.prove(&prepared, &code).await.ok();
    assert_ne!(leaf.leaf, fresh.leaf);
    let signed: Signed = anna
        .post("sign", &anna.sign_request(&prepared, &fresh))
        .await
        .ok();
    anna.embed(&prepared, &signed);
}

#[tokio::test]
async fn the_seal_waits_for_all_and_takes_the_registered_head_only() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 2]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.sign(ANNA).await;
    assert_eq!(
        anna.post("seal", &anna.seal_request()).await.code(),
        Code::OutOfOrder
    );
    let mut zoe = Signer::new(&world, &sender, 1);
    zoe.files.clone_from(&anna.files);
    zoe.sign(ZOE).await;
    assert_eq!(
        anna.post("seal", &anna.seal_request()).await.code(),
        Code::HeadMoved
    );
    let mut forged = zoe.seal_request();
    forged.documents[0].state.words.0[0] ^= 1;
    assert_eq!(zoe.post("seal", &forged).await.code(), Code::Mismatch);
    zoe.seal().await;
}

#[tokio::test]
async fn two_sign_requests_at_once_give_one_signature() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    let (prepared, leaf) = anna.proven(ANNA).await;
    let request = anna.sign_request(&prepared, &leaf);
    let (one, two) = tokio::join!(anna.post("sign", &request), anna.post("sign", &request));
    let (one, two): (Signed, Signed) = (one.ok(), two.ok());
    assert_eq!(one, two);
    anna.embed(&prepared, &one);
    let request = anna.seal_request();
    let (one, two) = tokio::join!(anna.post("seal", &request), anna.post("seal", &request));
    assert_eq!(one.ok::<sign_core::wire::Sealed>(), two.ok());
}

#[tokio::test]
async fn tries_at_once_are_counted_one_by_one() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let prepared = anna.prepare().await;
    anna.commit(&prepared).await;
    let right = world.code(ANNA).await;
    let wrong = wrong_code(&right);
    let try_one = || anna.prove(&prepared, wrong);
    let (a, b, c, d, e, f) = tokio::join!(
        try_one(),
        try_one(),
        try_one(),
        try_one(),
        try_one(),
        try_one()
    );
    let mut left: Vec<_> = [a, b, c, d, e, f]
        .iter()
        .filter_map(|one| one.problem().tries_left)
        .collect();
    left.sort_unstable();
    assert_eq!(left, [0, 0, 1, 2, 3, 4]);
    assert_eq!(anna.prove(&prepared, &right).await.code(), Code::CodeLocked);
}
