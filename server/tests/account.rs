//! The owner: set up once, signed in by password, limited.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::Request;
use seing_server::config::Config;
use sign_core::wire::portal::Owner;
use sign_core::wire::{Account, Code, Login};

use crate::world::{World, owner};

fn login(email: &str, password: &str) -> Login {
    Login {
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

#[tokio::test]
async fn the_first_link_makes_the_owner_and_a_later_one_signs_in() {
    let world = World::empty().await;
    assert_eq!(world.set_up(None, [1; 32]).await.code(), Code::Invalid);
    let short = Owner {
        password: "elevenchars".to_owned(),
        ..owner()
    };
    assert_eq!(
        world.setup(Some(short), [1; 32]).await.code(),
        Code::Invalid
    );
    let account: Account = world.setup(Some(owner()), [1; 32]).await.ok();
    assert_eq!(account.organisation, "ACME SA");
    assert_eq!(world.state.keys.organisation(), "ACME SA");
    assert_eq!(world.setup(None, [1; 32]).await.code(), Code::SetupSpent);
    let again: Account = world.set_up(None, [2; 32]).await.ok();
    assert_eq!(again, account);
    assert_eq!(
        world.setup(None, [3; 32]).await.code(),
        Code::SetupSpent,
        "never made"
    );
}

#[tokio::test]
async fn a_session_begins_with_a_password_and_ends() {
    let world = World::new().await;
    let answer = world
        .post(
            "/v1/session",
            "",
            &login(" Olga@example.org", "correct horse battery"),
        )
        .await;
    let cookie = answer.cookie();
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && !set.contains("Secure"));
    let account: Account = world.get("/v1/session", &cookie).await.ok();
    assert_eq!(account.email, "olga@example.org");
    world
        .send("DELETE", "/v1/session", &cookie, None)
        .await
        .done();
    assert_eq!(
        world.get("/v1/session", &cookie).await.code(),
        Code::SignedOut
    );
}

#[tokio::test]
async fn a_session_ends_by_itself_after_a_week() {
    let world = World::new().await;
    world.clock.advance(7 * 86_400_000);
    assert_eq!(
        world.get("/v1/session", &world.cookie).await.code(),
        Code::SignedOut
    );
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_alike_and_are_limited() {
    let world = World::new().await;
    let wrong = world
        .post("/v1/session", "", &login("olga@example.org", "wrong"))
        .await;
    let unknown = world
        .post("/v1/session", "", &login("nobody@example.org", "wrong"))
        .await;
    assert_eq!(wrong.code(), Code::LoginWrong);
    assert_eq!(wrong.body, unknown.body);
    for _ in 0..9 {
        let body = login("olga@example.org", "wrong");
        assert_eq!(
            world.post("/v1/session", "", &body).await.code(),
            Code::LoginWrong
        );
    }
    let right = login("olga@example.org", "correct horse battery");
    assert_eq!(
        world.post("/v1/session", "", &right).await.code(),
        Code::RateLimited
    );
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let config = Config {
        data_dir: PathBuf::from(":memory:"),
        public_url: "https://sign.example".to_owned(),
        ..Config::default()
    };
    let world = World::with(config).await;
    let answer = world.set_up(Some(owner()), [1; 32]).await;
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        set.starts_with("__Host-seing=") && set.ends_with("; Secure"),
        "{set}"
    );
    for (origin, wanted) in [
        ("http://sign.example", Code::SignedOut),
        ("https://sign.example", Code::Malformed),
    ] {
        let request = Request::post("/v1/envelopes")
            .header("cookie", answer.cookie())
            .header("content-type", "application/json")
            .header("host", "sign.example")
            .header("origin", origin);
        let answer = world.ask(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(answer.code(), wanted, "{origin}");
    }
}

#[tokio::test]
async fn guessing_links_is_limited_and_holds_up_nobody_else() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = crate::signer::Signer::new(&world, &sender, 0);
    for _ in 0..20 {
        let guess = world.setup(None, [7; 32]).await;
        assert_eq!(guess.code(), Code::SetupSpent);
    }
    let limited = world.setup(None, [7; 32]).await.problem();
    assert_eq!(limited.code, Code::RateLimited);
    assert!(limited.retry_at_ms.unwrap() > world.state.clock.now_ms());
    for _ in 0..120 {
        let guess = world.get("/v1/sign", "Bearer nothing").await;
        assert_eq!(guess.code(), Code::NotFound);
    }
    let limited = world.get("/v1/sign", "Bearer nothing").await;
    assert_eq!(limited.code(), Code::RateLimited);
    anna.view().await;
    world.set_up(None, [2; 32]).await.done();
}

#[tokio::test]
async fn an_endless_address_is_no_address() {
    let world = World::new().await;
    let long = login(&"a".repeat(60_000), "correct horse battery");
    for _ in 0..70 {
        let answer = world.post("/v1/session", "", &long).await;
        assert_eq!(answer.code(), Code::LoginWrong, "it takes no counter");
    }
}
