//! Set-up, sign-in and sign-out of the owner.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sign_core::bytes::hash::sha256;
use sign_core::wire::portal::Owner;
use sign_core::wire::{Account, Code, Hash, Login, Setup};

use super::body::Told;
use super::error::{Answer, Failure};
use super::password;
use super::session::{OwnPage, Sender, cookie_hash, new_session, no_cookie};
use super::state::AppState;
use crate::domain::contact;
use crate::keys::FreshOrganisation;
use crate::store::{Session, User};

/// Shortest password, in characters.
const PASSWORD_CHARS: usize = 12;

/// Longest password, in bytes.
const PASSWORD_BYTES: usize = 1024;

/// Longest address, in bytes.
const EMAIL_BYTES: usize = 254;

/// `POST /v1/setup`
pub async fn setup(
    State(state): State<AppState>,
    OwnPage(peer): OwnPage,
    Told(told): Told<Setup>,
) -> Answer<Response> {
    let (hash, now_ms) = (sha256(&told.secret.0), state.clock.now_ms());
    if !state.store.setup_open(hash, now_ms).await? {
        state.limits.setup(peer, now_ms)?;
        return Err(Code::SetupSpent.into());
    }
    match (state.store.owner().await?, told.owner) {
        (Some(user), _) => {
            let (session, cookie) = new_session(&user.id, &state);
            expect_spent(state.store.spend_setup(hash, None, &session).await?)?;
            Ok(signed_in(&user, cookie, &state))
        }
        (None, Some(owner)) => make_owner(hash, owner, &state).await,
        (None, None) => Err(Failure::because(
            Code::Invalid,
            "the owner's name is needed",
        )),
    }
}

async fn make_owner(hash: Hash, owner: Owner, state: &AppState) -> Answer<Response> {
    let user = new_user(owner, state).await?;
    let fresh = state.keys.name_organisation(&user.organisation)?;
    let (session, cookie) = new_session(&user.id, state);
    let owned = tokio::spawn(own(hash, user, fresh, session, state.clone()));
    let user = owned.await.map_err(|_| Failure::from(Code::Internal))??;
    Ok(signed_in(&user, cookie, state))
}

/// Stores the owner and their keys, then uses the keys; a client that hangs up parts the two not.
async fn own(
    hash: Hash,
    user: User,
    fresh: FreshOrganisation,
    session: Session,
    state: AppState,
) -> Answer<User> {
    let owner = Some((&user, &fresh.rows[..]));
    expect_spent(state.store.spend_setup(hash, owner, &session).await?)?;
    state.keys.adopt(fresh);
    Ok(user)
}

fn expect_spent(spent: bool) -> Answer<()> {
    if spent {
        Ok(())
    } else {
        Err(Code::SetupSpent.into())
    }
}

async fn new_user(owner: Owner, state: &AppState) -> Answer<User> {
    let length = owner.password.chars().count();
    if length < PASSWORD_CHARS || owner.password.len() > PASSWORD_BYTES {
        return Err(Failure::because(
            Code::Invalid,
            "a password has at least 12 characters",
        ));
    }
    let name = contact::line(&owner.name, 100, "a name has 1 to 100 characters")?;
    let organisation = contact::line(
        &owner.organisation,
        64,
        "an organisation's name has 1 to 64 characters",
    )?;
    let email = contact::email(&owner.email)?.to_lowercase();
    let password = password::hash(owner.password, state).await?;
    let moment = state.moment();
    let (id, org, created_ms) = (moment.id(), moment.id(), moment.now_ms);
    Ok(User {
        id,
        org,
        organisation,
        name,
        email,
        password,
        created_ms,
    })
}

/// `POST /v1/session`
pub async fn login(
    State(state): State<AppState>,
    OwnPage(peer): OwnPage,
    Told(told): Told<Login>,
) -> Answer<Response> {
    let email = told.email.trim().to_lowercase();
    if told.password.len() > PASSWORD_BYTES || email.len() > EMAIL_BYTES {
        return Err(Code::LoginWrong.into());
    }
    state.limits.login(peer, &email, state.clock.now_ms())?;
    let user = state.store.user_by_email(&email).await?;
    let known = user.as_ref().map(|user| user.password.clone());
    let right = password::matches(told.password, known, &state).await?;
    let user = user.filter(|_| right).ok_or(Code::LoginWrong)?;
    let (session, cookie) = new_session(&user.id, &state);
    state.store.put_session(&session).await?;
    Ok(signed_in(&user, cookie, &state))
}

/// `GET /v1/session`
pub async fn whoami(State(state): State<AppState>, Sender(user): Sender) -> Json<Account> {
    Json(account(&user, &state))
}

/// `DELETE /v1/session`
pub async fn logout(
    State(state): State<AppState>,
    _: OwnPage,
    headers: HeaderMap,
) -> Answer<Response> {
    if let Some(hash) = cookie_hash(&headers, &state) {
        state.store.drop_session(hash).await?;
    }
    let cookie = [(header::SET_COOKIE, no_cookie(&state))];
    Ok((StatusCode::NO_CONTENT, cookie).into_response())
}

fn signed_in(user: &User, cookie: axum::http::HeaderValue, state: &AppState) -> Response {
    ([(header::SET_COOKIE, cookie)], Json(account(user, state))).into_response()
}

fn account(user: &User, state: &AppState) -> Account {
    Account {
        name: user.name.clone(),
        email: user.email.clone(),
        organisation: user.organisation.clone(),
        max_bytes: state.config.max_bytes,
        dev: state.config.dev,
        methods: state.config.methods(),
        own_root: Some(state.keys.own_root()),
    }
}
