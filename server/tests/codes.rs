//! Codes: counted, limited, bound to one transcript.

use sign_core::wire::{Code, Hash, Launched, Proven};

use crate::signer::Signer;
use crate::world::{ANNA, MINUTE_MS, World, wrong_code};

#[tokio::test]
async fn five_wrong_codes_lock_it_and_a_new_one_opens() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let mut prepared = anna.prepare().await;
    anna.commit(&prepared).await;
    let right = world.code(ANNA).await;
    let wrong = wrong_code(&right);
    for left in (1..5).rev() {
        let problem = anna.prove(&prepared, wrong).await.problem();
        assert_eq!(
            (problem.code, problem.tries_left),
            (Code::CodeWrong, Some(left))
        );
    }
    assert_eq!(anna.prove(&prepared, wrong).await.code(), Code::CodeLocked);
    assert_eq!(anna.prove(&prepared, &right).await.code(), Code::CodeLocked);
    anna.resend(&mut prepared).await;
    assert_eq!(
        anna.prove(&prepared, &right).await.code(),
        Code::CodeWrong,
        "the old code is dead"
    );
    let fresh = world.code(ANNA).await;
    let _: Proven = anna.prove(&prepared, &fresh).await.ok();
    let wrong = world.detail(&sender.id).await;
    assert_eq!(
        wrong
            .events
            .iter()
            .filter(|one| one.kind == "code_wrong")
            .count(),
        6
    );
}

#[tokio::test]
async fn a_code_that_has_not_left_gives_way_to_the_newer_one() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let mut prepared = anna.prepare().await;
    anna.commit(&prepared).await;
    world.clock.advance(MINUTE_MS);
    anna.resend(&mut prepared).await;
    let sent = world.outbox().await;
    let codes = sent.iter().filter(|one| one.payload.code.is_some());
    assert_eq!(codes.count(), 1);
    let told = world.state.store.messages(&sender.id).await.unwrap();
    let states: Vec<_> = told
        .iter()
        .filter(|(_, one)| one.kind == "code")
        .map(|(_, one)| one.state.as_str())
        .collect();
    assert_eq!(states, ["dropped", "accepted"]);
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let mut prepared = anna.prepare().await;
    world.clock.advance(9 * MINUTE_MS);
    anna.resend(&mut prepared).await;
    let code = world.code(ANNA).await;
    world.clock.advance(10 * MINUTE_MS - 1);
    assert_eq!(anna.post("lease", &prepared.fence()).await.status, 200);
    world.clock.advance(1);
    assert_eq!(anna.prove(&prepared, &code).await.code(), Code::CodeExpired);
}

#[tokio::test]
async fn codes_are_limited_by_the_hour_and_by_the_envelope() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let mut made = 0;
    for _ in 0..3 {
        let mut prepared = anna.prepare().await;
        anna.commit(&prepared).await;
        made += 1;
        let soon = anna.post("renonce", &prepared.fence()).await.problem();
        assert_eq!(soon.code, Code::CodeThrottled, "not within half a minute");
        for _ in 0..4 {
            world.clock.advance(MINUTE_MS);
            anna.resend(&mut prepared).await;
            made += 1;
        }
        world.clock.advance(MINUTE_MS);
        let full = anna.post("renonce", &prepared.fence()).await.problem();
        assert_eq!(full.code, Code::CodeThrottled);
        assert!(full.retry_at_ms.unwrap() > world.state.clock.now_ms());
        world.clock.advance(60 * MINUTE_MS);
    }
    assert_eq!(made, 15);
    let prepared = anna.prepare().await;
    assert_eq!(
        anna.post("commit", &prepared.commit).await.code(),
        Code::CodeThrottled
    );
}

#[tokio::test]
async fn every_part_of_the_transcript_is_compared() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let prepared = anna.prepare().await;
    let other = || "0192aaaa".to_owned();
    type Change = Box<dyn Fn(&mut sign_core::protocol::transcript::Transcript)>;
    let changes: Vec<Change> = vec![
        Box::new(|one| one.version = 2),
        Box::new(move |one| one.tenant = other()),
        Box::new(move |one| one.envelope = other()),
        Box::new(move |one| one.recipient = other()),
        Box::new(|one| one.method_oid.push_str(".1")),
        Box::new(|one| one.channel = "mail".to_owned()),
        Box::new(|one| one.contact = Hash([0; 32])),
        Box::new(|one| one.consents[0].text = Hash([0; 32])),
        Box::new(|one| one.consents.clear()),
        Box::new(|one| one.nonce = Hash([0; 32])),
        Box::new(|one| one.code_expires_ms += 1),
        Box::new(|one| one.begin_ms += 1000),
        Box::new(|one| one.ta = Some(Hash([0; 32]))),
        Box::new(|one| one.documents[0] = Hash([0; 32])),
        Box::new(|one| one.documents.clear()),
    ];
    for change in changes {
        let mut commit = prepared.commit.clone();
        change(&mut commit.transcript);
        assert_eq!(anna.post("commit", &commit).await.code(), Code::Mismatch);
    }
    let mut commit = prepared.commit.clone();
    commit.transcript.key.0.pop();
    assert_eq!(anna.post("commit", &commit).await.code(), Code::Invalid);
    assert!(
        world
            .outbox()
            .await
            .iter()
            .all(|one| one.payload.code.is_none())
    );
}

#[tokio::test]
async fn a_code_without_the_key_or_without_the_link_proves_nothing() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let prepared = anna.prepare().await;
    anna.commit(&prepared).await;
    let code = world.code(ANNA).await;
    let mut told = anna.proof(&prepared, &code);
    told.possession.0[5] ^= 1;
    assert_eq!(anna.post("prove", &told).await.code(), Code::Mismatch);
    let path = format!("/v1/envelopes/{}/launch", sender.id);
    let again: Launched = world.post(&path, &world.cookie, &sender.launch).await.ok();
    let other = Signer::by_link(&world, &sender, 0, &again.links[0].link);
    let told = other.proof(&prepared, &code);
    assert_eq!(
        anna.post("prove", &told).await.code(),
        Code::CodeWrong,
        "the right code and key, by another link's secret"
    );
    let _: Proven = anna.prove(&prepared, &code).await.ok();
}
