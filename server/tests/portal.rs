//! Drafts and lists.

use sign_core::wire::{
    Account, Code, EnvelopeCreated, EnvelopeList, EnvelopeState, Method, NewEnvelope, RecipientLink,
};

use crate::sender::new_envelope;
use crate::world::World;

async fn refused(world: &World, change: impl Fn(&mut NewEnvelope)) {
    let mut asked = new_envelope(&["Lease"], &[1]);
    change(&mut asked);
    let answer = world.post("/v1/envelopes", &world.cookie, &asked).await;
    assert_eq!(answer.code(), Code::Invalid);
}

#[tokio::test]
async fn a_draft_that_breaks_a_rule_is_refused() {
    let world = World::new().await;
    refused(&world, |one| one.title = " ".to_owned()).await;
    refused(&world, |one| one.title = "Lease\r\nBcc: x@y.fr".to_owned()).await;
    refused(&world, |one| one.documents.clear()).await;
    refused(&world, |one| one.recipients.clear()).await;
    refused(&world, |one| one.recipients[0].email = "anna@".to_owned()).await;
    refused(&world, |one| one.recipients[0].method = Method::Sms).await;
    refused(&world, |one| {
        one.recipients[0].phone = Some("12".to_owned());
    })
    .await;
    refused(&world, |one| one.documents[0].original_size = 100_000_001).await;
    refused(&world, |one| one.expires_days = Some(91)).await;
    refused(&world, |one| one.message = Some("x".repeat(1001))).await;
}

#[tokio::test]
async fn a_method_by_which_nothing_can_leave_is_neither_offered_nor_taken() {
    let world = World::silent().await;
    let account: Account = world.get("/v1/session", &world.cookie).await.ok();
    assert_eq!(account.methods, []);
    let asked = new_envelope(&["Lease"], &[1]);
    let answer = world.post("/v1/envelopes", &world.cookie, &asked).await;
    assert_eq!(answer.code(), Code::NoChannel);
    let world = World::new().await;
    let account: Account = world.get("/v1/session", &world.cookie).await.ok();
    assert_eq!(account.methods, [Method::Sms, Method::Email]);
}

#[tokio::test]
async fn a_draft_can_be_deleted_and_a_launched_envelope_cannot() {
    let world = World::new().await;
    let draft = world.prepared(&["Lease"], &[1]).await;
    let path = format!("/v1/envelopes/{}", draft.id);
    world
        .send("DELETE", &path, &world.cookie, None)
        .await
        .done();
    assert_eq!(world.get(&path, &world.cookie).await.code(), Code::NotFound);
    let sender = world.launched(&["Lease"], &[1]).await;
    let path = format!("/v1/envelopes/{}", sender.id);
    assert_eq!(
        world
            .send("DELETE", &path, &world.cookie, None)
            .await
            .code(),
        Code::Frozen
    );
}

#[tokio::test]
async fn nothing_is_launched_before_it_is_certified_and_uploaded() {
    let world = World::new().await;
    let done = world.prepared(&["Lease"], &[1]).await;
    let asked = new_envelope(&["Lease"], &[1]);
    let made: EnvelopeCreated = world
        .post("/v1/envelopes", &world.cookie, &asked)
        .await
        .ok();
    let mut launch = done.launch.clone();
    launch.documents[0].id.clone_from(&made.documents[0]);
    let path = format!("/v1/envelopes/{}/launch", made.id);
    assert_eq!(
        world.post(&path, &world.cookie, &launch).await.code(),
        Code::OutOfOrder
    );
    let path = format!("/v1/envelopes/{}/launch", done.id);
    let mut launch = done.launch.clone();
    launch.documents[0].fields.clear();
    assert_eq!(
        world.post(&path, &world.cookie, &launch).await.code(),
        Code::Invalid
    );
    launch.documents[0].sha256 = sign_core::wire::Hash([0; 32]);
    assert_eq!(
        world.post(&path, &world.cookie, &launch).await.code(),
        Code::Mismatch
    );
}

#[tokio::test]
async fn the_list_goes_page_by_page_from_the_newest() {
    let world = World::new().await;
    for n in 0..5 {
        world.clock.advance(1000);
        let mut asked = new_envelope(&["Lease"], &[1]);
        asked.title = format!("Lease {n}");
        world
            .post("/v1/envelopes", &world.cookie, &asked)
            .await
            .done();
    }
    let mut seen = Vec::new();
    let mut path = "/v1/envelopes?limit=2".to_owned();
    loop {
        let page: EnvelopeList = world.get(&path, &world.cookie).await.ok();
        seen.extend(page.envelopes.into_iter().map(|one| one.title));
        let Some(next) = page.next else { break };
        path = format!("/v1/envelopes?limit=2&after={next}");
    }
    assert_eq!(
        seen,
        ["Lease 4", "Lease 3", "Lease 2", "Lease 1", "Lease 0"]
    );
    let path = "/v1/envelopes?state=draft&q=lease%203";
    let found: EnvelopeList = world.get(path, &world.cookie).await.ok();
    assert_eq!(found.envelopes.len(), 1);
    let none: EnvelopeList = world
        .get("/v1/envelopes?state=sealing&q=", &world.cookie)
        .await
        .ok();
    assert!(none.envelopes.is_empty());
}

#[tokio::test]
async fn a_link_can_be_made_again_after_launch() {
    let world = World::new().await;
    let draft = world.prepared(&["Lease"], &[1]).await;
    let path = format!(
        "/v1/envelopes/{}/recipients/{}/link",
        draft.id, draft.recipients[0]
    );
    assert_eq!(
        world.post(&path, &world.cookie, &()).await.code(),
        Code::IllegalTransition
    );
    let sender = world.launched(&["Lease"], &[1]).await;
    let path = format!(
        "/v1/envelopes/{}/recipients/{}/link",
        sender.id, sender.recipients[0]
    );
    let link: RecipientLink = world.post(&path, &world.cookie, &()).await.ok();
    let anna = crate::signer::Signer::by_link(&world, &sender, 0, &link.link);
    assert_eq!(anna.view().await.state, EnvelopeState::InProgress);
}

#[tokio::test]
async fn a_mistyped_link_opens_nothing() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = crate::signer::Signer::new(&world, &sender, 0);
    let mut who = anna.who();
    let last = who.pop().unwrap();
    who.push(if last == 'A' { 'E' } else { 'A' });
    assert_eq!(world.get("/v1/sign", &who).await.code(), Code::NotFound);
    assert_eq!(
        world.get("/v1/sign", "Bearer nothing").await.code(),
        Code::NotFound
    );
    assert_eq!(world.get("/v1/sign", "").await.code(), Code::NotFound);
}

#[tokio::test]
async fn a_gap_of_gigabytes_is_refused_before_it_is_made() {
    let world = World::new().await;
    let draft = world.prepared(&["Lease"], &[1]).await;
    let path = format!("/v1/envelopes/{}/certify", draft.id);
    let asked = serde_json::json!({ "documents": [{
        "id": draft.documents[0],
        "gap": {
            "before": { "words": "00".repeat(32), "blocks": 1, "rest": "" },
            "gap": u32::MAX - 1,
            "after": "",
        },
    }] });
    let refused = world.post(&path, &world.cookie, &asked).await.problem();
    assert_eq!(refused.code, Code::Mismatch);
    assert!(
        refused
            .detail
            .unwrap()
            .contains("larger than any signature")
    );
}
