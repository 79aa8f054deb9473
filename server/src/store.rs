//! The store: one trait, and the contract every engine must pass.
//!
//! An envelope is loaded whole, changed by a pure function, and written back in one transaction
//! with its events, links and messages: no state without its event, no message without its cause.

use std::pin::Pin;
use std::sync::Arc;

use sign_core::wire::{EnvelopeState, EnvelopeSummary, EventView, Hash, MessageView};
use thiserror::Error;

use crate::config::Config;
use crate::domain::envelope::Envelope;
use crate::domain::refusal::Refusal;
use crate::domain::token::Token;
use crate::keys::KeyRow;
use crate::outbox::{Channel, NoticeKind, Queue};

pub mod blobs;
pub mod sqlite;

/// Why the store could not answer.
#[derive(Debug, Error)]
pub enum Error {
    /// The database refused or failed.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A row does not read as what was written.
    #[error("a stored value cannot be read: {0}")]
    Unreadable(&'static str),
    /// The folder of the data cannot be used.
    #[error("the data folder: {0}")]
    Folder(#[from] std::io::Error),
}

/// What a call of the store gives.
pub type Result<T> = core::result::Result<T, Error>;

/// An answer that comes later.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A move: changes the envelope and gives the messages it causes, or refuses and changes nothing.
pub type Move = Box<dyn FnOnce(&mut Envelope) -> core::result::Result<Vec<Letter>, Refusal> + Send>;

/// A message with its payload encrypted, as it is stored.
#[derive(Clone, Debug)]
pub struct Letter {
    pub id: String,
    pub envelope: String,
    pub recipient: Option<String>,
    pub channel: Channel,
    pub to: String,
    pub locale: sign_core::wire::Locale,
    pub kind: NoticeKind,
    pub payload: Vec<u8>,
    pub at_ms: i64,
}

/// A user as they sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    pub id: String,
    pub org: String,
    pub organisation: String,
    pub name: String,
    pub email: String,
    /// PHC string of the password.
    pub password: String,
    pub created_ms: i64,
}

impl core::fmt::Debug for User {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "User({})", self.id)
    }
}

/// A session: the hash of its cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub hash: Hash,
    pub user: String,
    pub created_ms: i64,
    pub expires_ms: i64,
}

/// Which envelopes to list.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub org: String,
    pub state: Option<EnvelopeState>,
    /// Part of a title.
    pub title: Option<String>,
    /// Creation time and id of the last row of the page before.
    pub after: Option<(i64, String)>,
    pub limit: u32,
}

/// Everything that is kept beside blobs.
pub trait Store: Queue {
    /// Loads an envelope, applies a move and writes what changed, in one transaction; none where
    /// there is no such envelope.
    fn change<'a>(
        &'a self,
        envelope: &'a str,
        step: Move,
    ) -> Pending<'a, Option<core::result::Result<Envelope, Refusal>>>;
    /// Keeps a new draft.
    fn create<'a>(&'a self, envelope: &'a Envelope) -> Pending<'a, ()>;
    /// Deletes a draft; false where it is none.
    fn delete_draft<'a>(&'a self, envelope: &'a str) -> Pending<'a, bool>;
    /// Loads an envelope.
    fn envelope<'a>(&'a self, id: &'a str) -> Pending<'a, Option<Envelope>>;
    /// Lists envelopes, newest first.
    fn envelopes<'a>(&'a self, query: &'a Query) -> Pending<'a, Vec<EnvelopeSummary>>;
    /// Returns an envelope's events, oldest first.
    fn events<'a>(&'a self, envelope: &'a str) -> Pending<'a, Vec<EventView>>;
    /// Returns an envelope's messages with their recipients, oldest first.
    fn messages<'a>(&'a self, envelope: &'a str)
    -> Pending<'a, Vec<(Option<String>, MessageView)>>;
    /// Returns envelopes whose time is over and that are still in progress.
    fn overdue(&self, now_ms: i64, limit: u32) -> Pending<'_, Vec<String>>;
    /// Returns a link's token.
    fn token<'a>(&'a self, id: &'a str) -> Pending<'a, Option<Token>>;

    /// Keeps the hash of a set-up link's secret; earlier links that were not used end.
    fn put_setup_token(&self, hash: Hash, expires_ms: i64) -> Pending<'_, ()>;
    /// Tells whether a set-up link can be used.
    fn setup_open(&self, hash: Hash, now_ms: i64) -> Pending<'_, bool>;
    /// Spends a set-up link: makes the owner with their keys, if given, and opens a session. False
    /// where the link was spent meanwhile.
    fn spend_setup<'a>(
        &'a self,
        hash: Hash,
        owner: Option<(&'a User, &'a [KeyRow])>,
        session: &'a Session,
    ) -> Pending<'a, bool>;
    /// Returns the owner, once there is one.
    fn owner(&self) -> Pending<'_, Option<User>>;
    /// Returns the user of an address.
    fn user_by_email<'a>(&'a self, email: &'a str) -> Pending<'a, Option<User>>;
    /// Keeps a session.
    fn put_session<'a>(&'a self, session: &'a Session) -> Pending<'a, ()>;
    /// Returns the user of a session that has not ended.
    fn session_user(&self, hash: Hash, now_ms: i64) -> Pending<'_, Option<User>>;
    /// Ends a session.
    fn drop_session(&self, hash: Hash) -> Pending<'_, ()>;
    /// Forgets sessions and set-up links that have ended.
    fn forget_ended(&self, now_ms: i64) -> Pending<'_, ()>;

    /// Returns every key, oldest first.
    fn load_keys(&self) -> Pending<'_, Vec<KeyRow>>;
    /// Keeps keys; all or none.
    fn insert_keys<'a>(&'a self, rows: &'a [KeyRow]) -> Pending<'a, ()>;
    /// Writes and reads, to know that both work.
    fn probe(&self) -> Pending<'_, ()>;
}

/// Opens the store of a deployment: a file in its data folder, or memory for `:memory:`.
pub async fn open(config: &Config) -> Result<Arc<dyn Store>> {
    if config.data_dir.as_os_str() == ":memory:" {
        return Ok(Arc::new(sqlite::Sqlite::memory().await?));
    }
    std::fs::create_dir_all(&config.data_dir)?;
    Ok(Arc::new(
        sqlite::Sqlite::open(&config.data_dir.join("seing.db")).await?,
    ))
}
