//! The worker against a queue in memory and couriers that answer by a script.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use sign_core::wire::{Hash, Locale};

use super::{MAX_ATTEMPTS, Outbox, host, pause_ms};
use crate::channels::{Channels, Courier, Delivery, Message, Sending};
use crate::clock::{Clock, ManualClock, SeededChance};
use crate::keys::Keyring;
use crate::outbox::{
    Channel, Claimed, CodeRef, Later, Notice, NoticeKind, Outcome, Payload, Queue,
};

const NOW_MS: i64 = 1_795_000_000_000;

struct Row {
    claimed: Claimed,
    due_ms: Option<i64>,
    leased_until_ms: i64,
    outcomes: Vec<Outcome>,
}

#[derive(Default)]
struct Rows(Mutex<Vec<Row>>);

impl Queue for Rows {
    fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Later<'_, Vec<Claimed>> {
        let mut rows = self.0.lock().unwrap();
        let due = rows.iter_mut().filter(|row| {
            row.due_ms.is_some_and(|at_ms| at_ms <= now_ms) && row.leased_until_ms <= now_ms
        });
        let taken = due.take(limit as usize).map(|row| {
            row.leased_until_ms = now_ms + lease_ms;
            row.claimed.fence += 1;
            row.claimed.attempts += 1;
            row.claimed.clone()
        });
        let taken = taken.collect();
        Box::pin(async { Ok(taken) })
    }

    fn settle<'a>(&'a self, id: &'a str, fence: i64, outcome: &'a Outcome) -> Later<'a, bool> {
        let mut rows = self.0.lock().unwrap();
        let Some(row) = rows.iter_mut().find(|row| row.claimed.id == id) else {
            return Box::pin(async { Err("the store is gone".into()) });
        };
        let mine = row.claimed.fence == fence;
        if mine {
            row.due_ms = outcome.retry_at_ms;
            row.leased_until_ms = 0;
            row.outcomes.push(outcome.clone());
        }
        Box::pin(async move { Ok(mine) })
    }
}

#[derive(Default)]
struct Scripted {
    answers: Mutex<VecDeque<Delivery>>,
    sent: Mutex<Vec<Message>>,
}

impl Courier for Scripted {
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        self.sent.lock().unwrap().push(message.clone());
        let answer = self
            .answers
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or(Delivery::Accepted);
        Box::pin(async { answer })
    }
}

struct World {
    clock: Arc<ManualClock>,
    keys: Arc<Keyring>,
    rows: Arc<Rows>,
    courier: Arc<Scripted>,
    outbox: Outbox,
}

fn world() -> World {
    let clock = Arc::new(ManualClock::new(NOW_MS));
    let chance = Arc::new(SeededChance::new(7));
    let keys = Arc::new(Keyring::generate(clock.clone(), chance.clone(), "Test").unwrap());
    let (rows, courier) = (Arc::new(Rows::default()), Arc::new(Scripted::default()));
    let channels = Channels::new(courier.clone(), courier.clone());
    let url = "https://sign.example:8443/x";
    let outbox = Outbox::new(
        rows.clone(),
        channels,
        keys.clone(),
        clock.clone(),
        chance,
        url,
    );
    World {
        clock,
        keys,
        rows,
        courier,
        outbox,
    }
}

impl World {
    fn post(&self, kind: NoticeKind, payload: Payload) {
        let notice = Notice {
            channel: Channel::Sms,
            to: "+33612345678".to_owned(),
            locale: Locale::En,
            kind,
            envelope: "env".to_owned(),
            recipient: None,
            payload,
        };
        let mut rows = self.rows.0.lock().unwrap();
        let claimed = Claimed {
            id: format!("m{}", rows.len()),
            fence: 0,
            attempts: 0,
            channel: notice.channel,
            to: notice.to.clone(),
            locale: notice.locale,
            kind,
            envelope: notice.envelope.clone(),
            payload: notice.close(&self.keys),
        };
        rows.push(Row {
            claimed,
            due_ms: Some(NOW_MS),
            leased_until_ms: 0,
            outcomes: Vec::new(),
        });
    }

    fn answer(&self, answers: impl IntoIterator<Item = Delivery>) {
        self.courier.answers.lock().unwrap().extend(answers);
    }

    fn outcomes(&self) -> Vec<Outcome> {
        self.rows.0.lock().unwrap()[0].outcomes.clone()
    }

    fn states(&self) -> Vec<&'static str> {
        self.outcomes()
            .iter()
            .map(|outcome| outcome.state)
            .collect()
    }
}

fn code(expires_ms: i64) -> Payload {
    let code = CodeRef {
        id: "c1".to_owned(),
        t0: Hash([9; 32]),
        digits: 6,
        expires_ms,
    };
    Payload {
        sender: "Anna".to_owned(),
        title: "Bail".to_owned(),
        code: Some(code),
        ..Payload::default()
    }
}

#[tokio::test]
async fn the_code_is_derived_when_it_is_sent_and_never_stored() {
    let world = world();
    world.post(NoticeKind::Code, code(NOW_MS + 600_000));
    assert_eq!(world.outbox.run_due().await.unwrap(), 1);
    let digits = world.keys.code("c1", &Hash([9; 32]), 6);
    let sent = world.courier.sent.lock().unwrap();
    assert!(sent[0].text.ends_with(&format!("@sign.example #{digits}")));
    let rows = world.rows.0.lock().unwrap();
    let stored = &rows[0].claimed.payload;
    for secret in [digits.as_bytes(), b"Bail".as_slice(), b"c1"] {
        assert!(!stored.windows(secret.len()).any(|window| window == secret));
    }
    assert_eq!(rows[0].outcomes[0].state, "accepted");
}

#[tokio::test]
async fn a_code_that_expired_meanwhile_is_dropped_and_not_sent() {
    let world = world();
    world.post(NoticeKind::Code, code(NOW_MS));
    world.outbox.run_due().await.unwrap();
    assert_eq!(world.states(), ["dropped"]);
    assert_eq!(
        world.outcomes()[0].reason.as_deref(),
        Some("the code had expired")
    );
    assert!(world.courier.sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_deferral_is_tried_again_only_when_its_pause_is_over() {
    let world = world();
    world.post(NoticeKind::Cancelled, Payload::default());
    world.answer([Delivery::Deferred("450 busy".to_owned())]);
    world.outbox.run_due().await.unwrap();
    assert_eq!(world.outbox.run_due().await.unwrap(), 0);
    let retry_at_ms = world.outcomes()[0].retry_at_ms.unwrap();
    world.clock.set(retry_at_ms - 1);
    assert_eq!(world.outbox.run_due().await.unwrap(), 0);
    world.clock.set(retry_at_ms);
    assert_eq!(world.outbox.run_due().await.unwrap(), 1);
    assert_eq!(world.states(), ["deferred", "accepted"]);
}

#[tokio::test]
async fn a_refusal_is_final_and_keeps_the_relays_words() {
    let world = world();
    world.post(NoticeKind::Declined, Payload::default());
    world.answer([Delivery::Refused("550 no such user".to_owned())]);
    world.outbox.run_due().await.unwrap();
    world.clock.advance(86_400_000);
    assert_eq!(world.outbox.run_due().await.unwrap(), 0);
    assert_eq!(world.states(), ["refused"]);
    assert_eq!(
        world.outcomes()[0].reason.as_deref(),
        Some("550 no such user")
    );
}

#[tokio::test]
async fn after_the_last_attempt_it_gives_up_and_says_why() {
    let world = world();
    world.post(NoticeKind::Completed, Payload::default());
    world.answer((0..MAX_ATTEMPTS).map(|_| Delivery::Deferred("450 busy".to_owned())));
    while world.rows.0.lock().unwrap()[0].due_ms.is_some() {
        world.outbox.run_due().await.unwrap();
        world.clock.advance(3_600_000 * 2);
    }
    let last = world.outcomes().pop().unwrap();
    assert_eq!(last.state, "dropped");
    assert_eq!(
        last.reason.as_deref(),
        Some("given up after 14 attempts: 450 busy")
    );
}

#[tokio::test]
async fn a_worker_whose_lease_was_taken_over_settles_nothing() {
    let world = world();
    world.post(NoticeKind::Cancelled, Payload::default());
    let late = world.rows.claim(NOW_MS, 10, 1).await.unwrap();
    world.clock.advance(10);
    world.outbox.run_due().await.unwrap();
    let outcome = Outcome {
        state: "refused",
        reason: None,
        at_ms: NOW_MS,
        retry_at_ms: None,
    };
    assert!(
        !world
            .rows
            .settle("m0", late[0].fence, &outcome)
            .await
            .unwrap()
    );
    assert_eq!(world.states(), ["accepted"]);
}

#[tokio::test]
async fn a_store_that_fails_for_one_message_stops_no_other_half_way() {
    let world = world();
    for _ in 0..3 {
        world.post(NoticeKind::Cancelled, Payload::default());
    }
    let mut claimed = world.rows.claim(NOW_MS, 10, 3).await.unwrap();
    claimed[0].id = "lost".to_owned();
    assert!(world.outbox.try_all(claimed).await.is_err());
    let rows = world.rows.0.lock().unwrap();
    let ended = rows.iter().filter(|row| row.outcomes.len() == 1);
    assert_eq!(ended.count(), 2);
}

#[test]
fn pauses_double_up_to_an_hour_and_spread_by_a_quarter() {
    assert_eq!(pause_ms(NoticeKind::Invitation, 1, [0, 0]), 22_500);
    assert_eq!(pause_ms(NoticeKind::Invitation, 1, [255, 255]), 37_500);
    assert_eq!(pause_ms(NoticeKind::Code, 2, [0, 0]), 7_500);
    assert_eq!(pause_ms(NoticeKind::Invitation, 40, [255, 255]), 4_500_000);
}

#[test]
fn the_host_of_a_code_has_no_scheme_port_or_path() {
    assert_eq!(host("https://sign.example:8443/x"), "sign.example");
    assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1");
    assert_eq!(ManualClock::new(1).now_ms(), 1);
}
