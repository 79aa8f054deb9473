//! The contract of every store engine, and what the database itself refuses.

use std::sync::Arc;

use seing_server::clock::SeededChance;
use seing_server::config::Config;
use seing_server::domain::Moment;
use seing_server::domain::draft::{Sender, draft};
use seing_server::domain::envelope::Envelope;
use seing_server::domain::refusal::Refusal;
use seing_server::keys::{KeyRow, Role};
use seing_server::outbox::{Channel, NoticeKind, Outcome};
use seing_server::store::sqlite::Sqlite;
use seing_server::store::{Letter, Query, Session, Store, User};
use sign_core::wire::{Code, EnvelopeState, Hash, Locale};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::sender::new_envelope;
use crate::world::START_MS;

/// Every engine, empty.
async fn engines() -> Vec<Arc<dyn Store>> {
    vec![Arc::new(Sqlite::memory().await.unwrap())]
}

fn user() -> User {
    User {
        id: "u1".to_owned(),
        org: "o1".to_owned(),
        organisation: "ACME SA".to_owned(),
        name: "Olga".to_owned(),
        email: "olga@example.org".to_owned(),
        password: "phc".to_owned(),
        created_ms: START_MS,
    }
}

fn session(octet: u8) -> Session {
    Session {
        hash: Hash([octet; 32]),
        user: "u1".to_owned(),
        created_ms: START_MS,
        expires_ms: START_MS + 1000,
    }
}

fn key(kid: &str) -> KeyRow {
    KeyRow {
        kid: kid.to_owned(),
        role: Role::Seal,
        spki: vec![1],
        wrapped: vec![2],
        cert_der: None,
        state: "active".to_owned(),
        created_ms: START_MS,
    }
}

async fn owned(store: &dyn Store) {
    store
        .put_setup_token(Hash([9; 32]), START_MS + 1)
        .await
        .unwrap();
    let (user, keys) = (user(), [key("k1")]);
    let owner = Some((&user, &keys[..]));
    assert!(
        store
            .spend_setup(Hash([9; 32]), owner, &session(1))
            .await
            .unwrap()
    );
}

fn an_envelope(seed: u64) -> Envelope {
    let sender = Sender {
        org: "o1".to_owned(),
        organisation: "ACME SA".to_owned(),
        name: "Olga".to_owned(),
        email: "olga@example.org".to_owned(),
    };
    let chance = SeededChance::new(seed);
    let rules = Config {
        dev: true,
        ..Config::default()
    };
    let moment = Moment {
        now_ms: START_MS,
        chance: &chance,
        rules: &rules,
    };
    draft(&sender, new_envelope(&["Lease", "Annex"], &[1, 2]), &moment).unwrap()
}

fn letter(envelope: &Envelope) -> Letter {
    Letter {
        id: "n1".to_owned(),
        envelope: envelope.id.clone(),
        recipient: None,
        channel: Channel::Email,
        to: "a@example.org".to_owned(),
        locale: Locale::Fr,
        kind: NoticeKind::Code,
        payload: vec![1, 2, 3],
        at_ms: START_MS,
    }
}

#[tokio::test]
async fn an_envelope_reads_back_as_it_was_written() {
    for store in engines().await {
        owned(store.as_ref()).await;
        let made = an_envelope(1);
        store.create(&made).await.unwrap();
        let read = store.envelope(&made.id).await.unwrap().unwrap();
        assert_eq!(read.documents, made.documents);
        assert_eq!(read.recipients, made.recipients);
        assert_eq!(
            (read.chain, read.organisation),
            (made.chain, made.organisation)
        );
        assert!(store.envelope("nothing").await.unwrap().is_none());
        let query = Query {
            org: "o1".to_owned(),
            limit: 10,
            ..Query::default()
        };
        assert_eq!(store.envelopes(&query).await.unwrap().len(), 1);
        let query = Query {
            org: "o2".to_owned(),
            limit: 10,
            ..Query::default()
        };
        assert!(store.envelopes(&query).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_refused_move_changes_nothing() {
    for store in engines().await {
        owned(store.as_ref()).await;
        let made = an_envelope(1);
        store.create(&made).await.unwrap();
        let step = Box::new(|one: &mut Envelope| {
            one.record("opened", None, START_MS, &[]);
            one.state = EnvelopeState::Cancelled;
            Err(Refusal::from(Code::Frozen))
        });
        let refused = store.change(&made.id, step).await.unwrap().unwrap();
        assert_eq!(refused.unwrap_err().code, Code::Frozen);
        let read = store.envelope(&made.id).await.unwrap().unwrap();
        assert_eq!((read.state, read.chain), (EnvelopeState::Draft, made.chain));
    }
}

#[tokio::test]
async fn an_illegal_move_is_refused_by_the_database_too() {
    for store in engines().await {
        owned(store.as_ref()).await;
        let made = an_envelope(1);
        store.create(&made).await.unwrap();
        let step = Box::new(|one: &mut Envelope| {
            one.state = EnvelopeState::Completed;
            Ok(Vec::new())
        });
        assert!(store.change(&made.id, step).await.is_err());
        let read = store.envelope(&made.id).await.unwrap().unwrap();
        assert_eq!(read.state, EnvelopeState::Draft);
    }
}

#[tokio::test]
async fn a_message_is_claimed_once_and_settled_under_its_fence() {
    for store in engines().await {
        owned(store.as_ref()).await;
        let made = an_envelope(1);
        store.create(&made).await.unwrap();
        let row = letter(&made);
        let step = Box::new(move |_: &mut Envelope| Ok(vec![row]));
        store
            .change(&made.id, step)
            .await
            .unwrap()
            .unwrap()
            .unwrap();

        let claim = |now_ms| store.claim(now_ms, 60, 10);
        let first = claim(START_MS).await.unwrap().remove(0);
        assert_eq!(
            (first.fence, first.attempts, &first.payload),
            (1, 1, &vec![1, 2, 3])
        );
        assert!(
            claim(START_MS + 59).await.unwrap().is_empty(),
            "the lease holds"
        );
        let second = claim(START_MS + 60).await.unwrap().remove(0);
        let outcome = |state, retry_at_ms| Outcome {
            state,
            reason: Some("later".to_owned()),
            at_ms: START_MS + 61,
            retry_at_ms,
        };
        let late = outcome("accepted", None);
        assert!(
            !store.settle("n1", first.fence, &late).await.unwrap(),
            "a stale fence"
        );
        let later = outcome("deferred", Some(START_MS + 100));
        assert!(store.settle("n1", second.fence, &later).await.unwrap());
        assert!(claim(START_MS + 99).await.unwrap().is_empty());
        let third = claim(START_MS + 100).await.unwrap().remove(0);
        assert_eq!((third.fence, third.attempts), (3, 3));
        assert!(
            store
                .settle("n1", third.fence, &outcome("accepted", None))
                .await
                .unwrap()
        );
        assert!(claim(i64::MAX - 60).await.unwrap().is_empty());
        let told = store.messages(&made.id).await.unwrap();
        assert_eq!(told[0].1.state, "accepted");
    }
}

#[tokio::test]
async fn a_set_up_link_ends_the_earlier_ones() {
    for store in engines().await {
        for octet in [1, 2] {
            let hash = Hash([octet; 32]);
            store.put_setup_token(hash, START_MS + 1).await.unwrap();
        }
        assert!(!store.setup_open(Hash([1; 32]), START_MS).await.unwrap());
        assert!(store.setup_open(Hash([2; 32]), START_MS).await.unwrap());
    }
}

#[tokio::test]
async fn a_set_up_link_and_a_session_end() {
    for store in engines().await {
        owned(store.as_ref()).await;
        assert!(
            !store.setup_open(Hash([9; 32]), START_MS).await.unwrap(),
            "spent"
        );
        let other = User {
            id: "u2".to_owned(),
            email: "e@example.org".to_owned(),
            ..user()
        };
        store
            .put_setup_token(Hash([8; 32]), START_MS + 1)
            .await
            .unwrap();
        let again = store
            .spend_setup(Hash([8; 32]), Some((&other, &[])), &session(2))
            .await;
        assert!(!again.unwrap(), "there is an owner");
        assert!(
            store
                .spend_setup(Hash([8; 32]), None, &session(2))
                .await
                .unwrap()
        );
        let found = store
            .session_user(Hash([1; 32]), START_MS + 999)
            .await
            .unwrap();
        assert_eq!(found, Some(user()));
        assert!(
            store
                .session_user(Hash([1; 32]), START_MS + 1000)
                .await
                .unwrap()
                .is_none()
        );
        store.forget_ended(START_MS + 1000).await.unwrap();
        assert!(
            store
                .session_user(Hash([2; 32]), START_MS)
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(store.load_keys().await.unwrap(), [key("k1")]);
        assert!(store.insert_keys(&[key("k2"), key("k1")]).await.is_err());
        assert_eq!(store.load_keys().await.unwrap().len(), 1, "all or none");
        store.probe().await.unwrap();
    }
}

#[tokio::test]
async fn what_a_file_kept_is_there_after_a_restart_and_cannot_be_rewritten() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("store-{}.db", std::process::id()));
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{end}", path.display())).ok();
    }
    let made = an_envelope(2);
    {
        let store = Sqlite::open(&path).await.unwrap();
        owned(&store).await;
        store.create(&made).await.unwrap();
    }
    let store = Sqlite::open(&path).await.unwrap();
    assert!(store.envelope(&made.id).await.unwrap().is_some());
    let raw = SqlitePool::connect_with(SqliteConnectOptions::new().filename(&path))
        .await
        .unwrap();
    for sql in [
        "UPDATE event SET kind='signed'",
        "INSERT INTO event SELECT envelope_id,3,kind,recipient_id,at_ms,body,hash,zeroblob(32) FROM event",
        "UPDATE envelope SET state='completed', rev=rev+1",
        "UPDATE envelope SET title='other'",
        "UPDATE recipient SET email='other@example.org'",
        "UPDATE recipient SET state='signed'",
    ] {
        assert!(sqlx::query(sql).execute(&raw).await.is_err(), "{sql}");
    }
    assert!(store.delete_draft(&made.id).await.unwrap());
    assert!(store.envelope(&made.id).await.unwrap().is_none());
}
