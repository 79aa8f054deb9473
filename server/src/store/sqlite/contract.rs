//! The trait, each method handed to the file that does it.

use sign_core::wire::{EnvelopeSummary, EventView, Hash, MessageView};

use super::{Sqlite, load};
use crate::domain::envelope::Envelope;
use crate::domain::refusal::Refusal;
use crate::domain::token::Token;
use crate::keys::KeyRow;
use crate::store::{Move, Pending, Query, Session, Store, User};

impl Store for Sqlite {
    fn change<'a>(
        &'a self,
        envelope: &'a str,
        step: Move,
    ) -> Pending<'a, Option<core::result::Result<Envelope, Refusal>>> {
        Box::pin(self.apply(envelope, step))
    }

    fn create<'a>(&'a self, envelope: &'a Envelope) -> Pending<'a, ()> {
        Box::pin(self.insert(envelope))
    }

    fn delete_draft<'a>(&'a self, envelope: &'a str) -> Pending<'a, bool> {
        Box::pin(self.delete(envelope))
    }

    fn envelope<'a>(&'a self, id: &'a str) -> Pending<'a, Option<Envelope>> {
        Box::pin(async move {
            let mut tx = self.reader.begin().await?;
            load::envelope(&mut tx, id).await
        })
    }

    fn envelopes<'a>(&'a self, query: &'a Query) -> Pending<'a, Vec<EnvelopeSummary>> {
        Box::pin(self.summaries(query))
    }

    fn events<'a>(&'a self, envelope: &'a str) -> Pending<'a, Vec<EventView>> {
        Box::pin(self.chain(envelope))
    }

    fn messages<'a>(
        &'a self,
        envelope: &'a str,
    ) -> Pending<'a, Vec<(Option<String>, MessageView)>> {
        Box::pin(self.notices(envelope))
    }

    fn overdue(&self, now_ms: i64, limit: u32) -> Pending<'_, Vec<String>> {
        Box::pin(self.ended(now_ms, limit))
    }

    fn token<'a>(&'a self, id: &'a str) -> Pending<'a, Option<Token>> {
        Box::pin(self.link_token(id))
    }

    fn put_setup_token(&self, hash: Hash, expires_ms: i64) -> Pending<'_, ()> {
        Box::pin(self.keep_setup(hash, expires_ms))
    }

    fn setup_open(&self, hash: Hash, now_ms: i64) -> Pending<'_, bool> {
        Box::pin(self.setup_usable(hash, now_ms))
    }

    fn spend_setup<'a>(
        &'a self,
        hash: Hash,
        owner: Option<(&'a User, &'a [KeyRow])>,
        session: &'a Session,
    ) -> Pending<'a, bool> {
        Box::pin(self.spend(hash, owner, session))
    }

    fn owner(&self) -> Pending<'_, Option<User>> {
        Box::pin(self.first_user())
    }

    fn user_by_email<'a>(&'a self, email: &'a str) -> Pending<'a, Option<User>> {
        Box::pin(self.find_user(email))
    }

    fn put_session<'a>(&'a self, session: &'a Session) -> Pending<'a, ()> {
        Box::pin(self.keep_session(session))
    }

    fn session_user(&self, hash: Hash, now_ms: i64) -> Pending<'_, Option<User>> {
        Box::pin(self.find_session(hash, now_ms))
    }

    fn drop_session(&self, hash: Hash) -> Pending<'_, ()> {
        Box::pin(self.end_session(hash))
    }

    fn forget_ended(&self, now_ms: i64) -> Pending<'_, ()> {
        Box::pin(self.forget(now_ms))
    }

    fn load_keys(&self) -> Pending<'_, Vec<KeyRow>> {
        Box::pin(self.key_rows())
    }

    fn insert_keys<'a>(&'a self, rows: &'a [KeyRow]) -> Pending<'a, ()> {
        Box::pin(self.keep_keys(rows))
    }

    fn probe(&self) -> Pending<'_, ()> {
        Box::pin(self.check())
    }
}
