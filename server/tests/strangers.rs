//! Who is kept from what: a signer from other envelopes, a user from other organisations', an
//! envelope from holding up others.

use seing_server::http::{ROUTES, upkeep};
use sign_core::bytes::hash::sha256;
use sign_core::wire::{B64, Code, EnvelopeList, EnvelopeState};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::signer::Signer;
use crate::world::{START_MS, World};

#[tokio::test]
async fn a_signer_reaches_no_other_envelopes_documents() {
    let world = World::new().await;
    let mine = world.launched(&["Lease"], &[1]).await;
    let other = world.launched(&["Annex"], &[1]).await;
    let anna = Signer::new(&world, &mine, 0);
    let path = format!("/v1/sign/documents/{}/blobs/0", other.documents[0]);
    assert_eq!(world.get(&path, &anna.who()).await.code(), Code::NotFound);
    let prepared = anna.prepare().await;
    let blob = crate::sender::sealed(&other.id, &other.documents[0], 1, b"x");
    let path = format!(
        "/v1/sign/documents/{}/blobs/1?fence={}",
        other.documents[0], prepared.begun.fence
    );
    let put = world.put(&path, &anna.who(), blob).await;
    assert_eq!(put.code(), Code::NotFound);
    for path in ["/v1/envelopes", "/v1/session"] {
        let answer = world.get(path, &anna.who()).await;
        assert_eq!(answer.code(), Code::SignedOut, "a link is no session");
    }
}

#[tokio::test]
async fn another_organisations_envelopes_do_not_exist() {
    let world = World::on_disk("strangers").await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let stranger = stranger(&world).await;
    let list: EnvelopeList = world.get("/v1/envelopes", &stranger).await.ok();
    assert!(list.envelopes.is_empty());
    for route in ROUTES.iter().filter(|one| one.path.contains("{id}")) {
        let path = route
            .path
            .replace("{id}", &sender.id)
            .replace("{doc}", &sender.documents[0])
            .replace("{rid}", &sender.recipients[0])
            .replace("{n}", "0");
        let body = match route.schema {
            "Cancel" => Some(("application/json", b"{}".to_vec())),
            "Certify" | "Seal" => Some(("application/json", b"{\"documents\":[]}".to_vec())),
            "Launch" => Some(("application/json", launch(&sender))),
            "blob" => Some(("application/octet-stream", Vec::new())),
            _ => None,
        };
        let method = route.method.to_uppercase();
        let answer = world.send(&method, &path, &stranger, body).await;
        assert_eq!(answer.code(), Code::NotFound, "{route:?}");
    }
}

fn launch(sender: &crate::sender::Sender) -> Vec<u8> {
    serde_json::to_vec(&sender.launch).unwrap()
}

/// Returns the cookie of a user of another organisation.
async fn stranger(world: &World) -> String {
    let path = world.state.config.data_dir.join("seing.db");
    let options = SqliteConnectOptions::new().filename(path);
    let raw = SqlitePool::connect_with(options).await.unwrap();
    let secret = [4; 32];
    for sql in [
        "INSERT INTO org VALUES('o2','Other',0)",
        "INSERT INTO usr VALUES('u2','o2','eve@example.org','Eve','phc',0)",
    ] {
        sqlx::query(sql).execute(&raw).await.unwrap();
    }
    sqlx::query("INSERT INTO session VALUES(?,'u2',0,?)")
        .bind(&sha256(&secret).0[..])
        .bind(START_MS + 86_400_000)
        .execute(&raw)
        .await
        .unwrap();
    format!("seing={}", B64(secret.to_vec()).encode())
}

#[tokio::test]
async fn an_envelope_that_cannot_be_ended_holds_up_no_other() {
    let world = World::on_disk("poison").await;
    let broken = world.launched(&["Lease"], &[1]).await;
    world.clock.advance(1000);
    let sound = world.launched(&["Lease"], &[1]).await;
    let path = world.state.config.data_dir.join("seing.db");
    let options = SqliteConnectOptions::new().filename(path);
    let raw = SqlitePool::connect_with(options).await.unwrap();
    let trigger = format!(
        "CREATE TRIGGER poison BEFORE UPDATE ON envelope WHEN OLD.id='{}' \
         BEGIN SELECT raise(ABORT,'broken'); END",
        broken.id
    );
    let trigger = sqlx::AssertSqlSafe(trigger);
    sqlx::raw_sql(trigger).execute(&raw).await.unwrap();
    world.clock.advance(30 * 86_400_000);
    upkeep::sweep(&world.state).await;
    let kept = world.state.envelope(&sound.id).await.unwrap();
    assert_eq!(kept.state, EnvelopeState::Expired);
}
