//! A head that moves while another of the group reads: their act is refused, and begun again.

use seing_server::domain::act::Caller;
use sign_core::wire::{Code, Hash};

use crate::sender::Sender;
use crate::signer::{Prepared, Signer};
use crate::world::{ANNA, MINUTE_MS, World, ZOE};

/// What a browser that still holds the older files sends in the act of `fresh`.
fn stale(held: Prepared, fresh: &Prepared) -> Prepared {
    let mut begun = fresh.begun.clone();
    begun.heads = held.begun.heads;
    let mut commit = fresh.commit.clone();
    commit.transcript.documents = held.commit.transcript.documents;
    commit.documents = held.commit.documents;
    Prepared {
        begun,
        commit,
        updates: held.updates,
    }
}

/// Zoë prepared on the launch version, her turn ended, and Anna signed.
async fn overtaken<'a>(world: &'a World, sender: &Sender) -> (Signer<'a>, Signer<'a>, Prepared) {
    let mut anna = Signer::new(world, sender, 0);
    let zoe = Signer::new(world, sender, 1);
    let held = zoe.prepare().await;
    world.clock.advance(10 * MINUTE_MS);
    anna.sign(ANNA).await;
    (anna, zoe, held)
}

#[tokio::test]
async fn an_act_on_the_older_head_is_refused_and_begun_again_on_the_new_one() {
    let world = World::new().await;
    let sender = world.launched(&["Lease", "Annex"], &[1, 1]).await;
    let (anna, mut zoe, held) = overtaken(&world, &sender).await;
    let over = anna.seal_request();
    assert_eq!(
        zoe.post("commit", &held.commit).await.code(),
        Code::LeaseEnded
    );
    zoe.files.clone_from(&anna.files);
    let fresh = zoe.prepare().await;
    let older = stale(held, &fresh);
    let refused = zoe.post("commit", &older.commit).await.code();
    assert_eq!(refused, Code::HeadMoved);
    assert_eq!(zoe.put_blob(&older, 0).await.code(), Code::HeadMoved);
    zoe.sign(ZOE).await;
    assert_eq!(zoe.post("seal", &over).await.code(), Code::HeadMoved);
    let view = zoe.view().await;
    assert!(view.documents.iter().all(|one| one.revisions.len() == 3));
    zoe.seal().await;
}

#[tokio::test]
async fn one_document_of_two_on_its_older_head_is_enough_to_refuse() {
    let world = World::new().await;
    let sender = world.launched(&["Lease", "Annex"], &[1, 1]).await;
    let (anna, mut zoe, held) = overtaken(&world, &sender).await;
    zoe.files.clone_from(&anna.files);
    let fresh = zoe.prepare().await;
    let mut half = fresh.commit.clone();
    half.documents[1] = held.commit.documents[1].clone();
    half.transcript.documents[1] = held.commit.transcript.documents[1];
    assert_eq!(zoe.post("commit", &half).await.code(), Code::HeadMoved);
    assert!(
        world
            .outbox()
            .await
            .iter()
            .all(|one| one.row.to != ZOE || one.payload.code.is_none()),
        "no code is sent for it"
    );
    zoe.sign(ZOE).await;
}

#[tokio::test]
async fn no_signature_is_checked_for_a_head_that_moved_under_its_commitment() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1, 1]).await;
    let zoe = Signer::new(&world, &sender, 1);
    let (prepared, _) = zoe.proven(ZOE).await;
    let mut envelope = world.state.envelope(&sender.id).await.ok().unwrap();
    let act = envelope.act.clone().unwrap();
    let caller = Caller {
        recipient: act.recipient,
        token: act.token,
        channel: act.channel,
        verifier: Hash::default(),
    };
    let (fence, now_ms) = (prepared.begun.fence, world.state.clock.now_ms());
    envelope.sign_task(&caller, fence, now_ms).unwrap();
    let mut moved = envelope.documents[0].revisions[0].clone();
    (moved.n, moved.sha256) = (1, Hash([9; 32]));
    envelope.documents[0].revisions.push(moved);
    let refused = envelope.sign_task(&caller, fence, now_ms).unwrap_err();
    assert_eq!(refused.code, Code::HeadMoved);
}
