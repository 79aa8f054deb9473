//! Passwords: Argon2id off the request threads, a few at once, the same work for unknown users.

use std::sync::{Arc, OnceLock};

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use sign_core::wire::Code;

use super::error::{Answer, Failure};
use super::state::AppState;
use crate::clock::draw;

/// Stands in where there is no user, so that nobody learns who has an account.
static NOBODY: OnceLock<String> = OnceLock::new();

/// Hashes a new password to its PHC string.
pub async fn hash(password: String, state: &AppState) -> Answer<String> {
    let salt: [u8; 16] = draw(state.chance.as_ref());
    work(state, move || derive(&password, &salt)).await
}

/// Tells whether a password is the one of a PHC string; none is never right.
pub async fn matches(password: String, known: Option<String>, state: &AppState) -> Answer<bool> {
    work(state, move || {
        let nobody = NOBODY.get_or_init(|| derive("nobody", &[0; 16]));
        let stored = known.as_ref().unwrap_or(nobody);
        let argon2 = Argon2::default();
        let right = argon2
            .verify_password(password.as_bytes(), stored.as_str())
            .is_ok();
        right && known.is_some()
    })
    .await
}

fn derive(password: &str, salt: &[u8]) -> String {
    let argon2 = Argon2::default();
    let hash: PasswordHash = argon2
        .hash_password_with_salt(password.as_bytes(), salt)
        .expect("default parameters and a salt of 16 octets are valid");
    hash.to_string()
}

async fn work<T: Send + 'static>(
    state: &AppState,
    job: impl FnOnce() -> T + Send + 'static,
) -> Answer<T> {
    let permit = Arc::clone(&state.limits.hashing).acquire_owned().await;
    let permit = permit.map_err(|_| Failure::from(Code::Unavailable))?;
    let done = tokio::task::spawn_blocking(move || {
        let value = job();
        drop(permit);
        value
    });
    done.await.map_err(|_| Code::Internal.into())
}
