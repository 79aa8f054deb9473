//! What the server never does: one test for each promise that no other file here holds.

use std::sync::Arc;

use seing_server::channels::{Channels, Courier, Delivery, Message, Sending};
use seing_server::clock::OsChance;
use seing_server::config::Config;
use seing_server::domain::envelope::Envelope;
use seing_server::http::ROUTES;
use seing_server::keys::KeyError;
use seing_server::outbox::Outbox;
use seing_server::serve::{StartError, open};
use sign_core::wire::{Code, EnvelopeState, MessageView, RecipientState, Signed};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::signer::Signer;
use crate::world::{ANNA, World};

/// Grows with every commit that another connection makes.
async fn writes(watcher: &mut SqliteConnection) -> i64 {
    let asked = sqlx::query_scalar("PRAGMA data_version");
    asked.fetch_one(watcher).await.unwrap()
}

#[tokio::test]
async fn a_get_writes_nothing_to_the_database() {
    let world = World::on_disk("never-get").await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let file = world.state.config.data_dir.join("seing.db");
    let file = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut watcher = SqliteConnection::connect_with(&file).await.unwrap();
    let before = writes(&mut watcher).await;
    for route in ROUTES.iter().filter(|route| route.method == "get") {
        let path = route.path.replace("{id}", &sender.id);
        let path = path
            .replace("{doc}", &sender.documents[0])
            .replace("{n}", "0");
        for method in ["GET", "HEAD"] {
            for who in [anna.who(), world.cookie.clone(), String::new()] {
                world.send(method, &path, &who, None).await;
                assert_eq!(writes(&mut watcher).await, before, "{method} {route:?}");
            }
        }
    }
    anna.open().await;
    assert_ne!(writes(&mut watcher).await, before, "a POST is seen");
}

#[tokio::test]
async fn a_proof_says_that_the_code_is_known_and_not_what_it_is() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let prepared = anna.prepare().await;
    anna.commit(&prepared).await;
    let code = world.code(ANNA).await;
    let mut told = serde_json::to_value(anna.proof(&prepared, &code)).unwrap();
    let fields: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["fence", "possession", "proof"]);
    assert!(!told.to_string().contains(&code));
    told["code"] = code.clone().into();
    assert_eq!(anna.post("prove", &told).await.code(), Code::Malformed);
    told.as_object_mut().unwrap().remove("code");
    told["proof"] = code.into();
    assert_eq!(anna.post("prove", &told).await.code(), Code::Malformed);
}

/// A next hop that always says the same.
struct Always(Delivery);

impl Courier for Always {
    fn send<'a>(&'a self, _message: &'a Message) -> Sending<'a> {
        Box::pin(async { self.0.clone() })
    }
}

/// Lets the outbox try what is due once, and returns what is then said of the only message.
async fn tried(world: &World, envelope: &str, said: Delivery) -> MessageView {
    let hop: Arc<dyn Courier> = Arc::new(Always(said));
    let state = &world.state;
    let outbox = Outbox::new(
        state.store.clone(),
        Channels::new(hop.clone(), hop),
        state.keys.clone(),
        state.clock.clone(),
        state.chance.clone(),
        &state.config.public_url,
    );
    assert_eq!(outbox.run_due().await.unwrap(), 1);
    told(world, envelope).await
}

async fn told(world: &World, envelope: &str) -> MessageView {
    world.detail(envelope).await.recipients[0].messages[0].clone()
}

#[tokio::test]
async fn a_message_is_not_called_sent_before_its_relay_took_it() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    assert_eq!(told(&world, &sender.id).await.state, "queued");
    let later = Delivery::Deferred("451 try later".to_owned());
    let view = tried(&world, &sender.id, later).await;
    assert_eq!(
        (view.state.as_str(), view.reason.as_deref()),
        ("deferred", Some("451 try later"))
    );
    world.clock.advance(3_600_000);
    let view = tried(&world, &sender.id, Delivery::Accepted).await;
    assert_eq!(view.state, "accepted");

    let sender = world.launched(&["Lease"], &[1]).await;
    let no = Delivery::Refused("550 no such user".to_owned());
    let view = tried(&world, &sender.id, no).await;
    assert_eq!(
        (view.state.as_str(), view.reason.as_deref()),
        ("refused", Some("550 no such user"))
    );
}

#[tokio::test]
async fn nothing_is_completed_without_its_seal_even_by_a_faulty_program() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    Signer::new(&world, &sender, 0).sign(ANNA).await;
    let state = async || world.detail(&sender.id).await.summary.state;
    assert_eq!(state().await, EnvelopeState::Sealing);
    let complete = Box::new(|one: &mut Envelope| {
        one.state = EnvelopeState::Completed;
        one.closed_ms = Some(one.created_ms);
        Ok(Vec::new())
    });
    let refused = world.state.store.change(&sender.id, complete).await;
    let why = refused.err().unwrap().to_string();
    assert!(why.contains("not sealed"), "{why}");
    assert_eq!(state().await, EnvelopeState::Sealing);
}

#[tokio::test]
async fn no_signature_stands_when_its_timestamp_fails() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let (prepared, proven) = anna.proven(ANNA).await;
    let request = anna.sign_request(&prepared, &proven);
    world.clock.advance(60_000);
    world.state.keys.probe_tsa().unwrap();
    world.clock.advance(-60_000);
    assert_eq!(
        anna.post("sign", &request).await.code(),
        Code::Unavailable,
        "the authority's clock went back"
    );
    assert_eq!(world.get("/readyz", "").await.code(), Code::Unavailable);
    let detail = world.detail(&sender.id).await;
    assert_eq!(detail.documents[0].revisions.len(), 1);
    assert_ne!(detail.recipients[0].state, RecipientState::Signed);
    world.clock.advance(60_000);
    let _: Signed = anna.post("sign", &request).await.ok();
}

#[tokio::test]
async fn every_server_draws_its_own_keys_and_tests_them_at_every_start() {
    let first = World::on_disk("never-keys-1").await;
    let second = World::on_disk("never-keys-2").await;
    let chance = Arc::new(OsChance);
    let mut seen = Vec::new();
    for world in [&first, &second] {
        let config = Config {
            data_dir: world.state.config.data_dir.join("fresh"),
            ..Config::default()
        };
        let (keys, _store) = open(&config, world.clock.clone(), chance.clone())
            .await
            .unwrap();
        seen.push(keys.root_der());
        seen.push(std::fs::read(config.data_dir.join("master.key")).unwrap());
        assert!(keys.trust().contains("unknown issuer"), "{}", keys.trust());
        spoil(&config).await;
        let started = open(&config, world.clock.clone(), chance.clone()).await;
        assert!(matches!(
            started.err(),
            Some(StartError::Keys(KeyError::Broken(_)))
        ));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4, "two servers share a key");
}

/// Gives the seal's key the certificate of another.
async fn spoil(config: &Config) {
    let file = SqliteConnectOptions::new().filename(config.data_dir.join("seing.db"));
    let mut database = SqliteConnection::connect_with(&file).await.unwrap();
    let swap = "UPDATE signing_key SET cert_der=(SELECT cert_der FROM signing_key WHERE role='tsa') \
                WHERE role='seal'";
    let done = sqlx::query(swap).execute(&mut database).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
}

#[tokio::test]
async fn nobody_can_sign_in_before_an_owner_chose_a_password() {
    let world = World::empty().await;
    for (email, password) in [("admin", "admin"), ("olga@example.org", ""), ("", "")] {
        let body = serde_json::json!({ "email": email, "password": password });
        let answer = world.post("/v1/session", "", &body).await;
        assert_eq!(answer.code(), Code::LoginWrong);
    }
    assert!(world.state.store.owner().await.unwrap().is_none());
}
