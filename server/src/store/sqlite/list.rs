//! Lists: envelopes, events, messages, what is overdue.

use sign_core::wire::{EnvelopeSummary, EventView, MessageView};
use sqlx::sqlite::SqliteRow;

use super::Sqlite;
use super::row::{Columns as _, word};
use crate::domain::token::Token;
use crate::store::{Query, Result};

impl Sqlite {
    pub(super) async fn summaries(&self, query: &Query) -> Result<Vec<EnvelopeSummary>> {
        let sql = "SELECT e.*, \
            (SELECT count(*) FROM recipient r WHERE r.envelope_id=e.id) AS signers, \
            (SELECT count(*) FROM recipient r WHERE r.envelope_id=e.id AND r.state='signed') AS signed, \
            (SELECT count(*) FROM document d WHERE d.envelope_id=e.id) AS documents \
            FROM envelope e WHERE e.org_id=?1 AND (?2 IS NULL OR e.state=?2) \
            AND (?3 IS NULL OR instr(lower(e.title),lower(?3))>0) \
            AND (?4 IS NULL OR (e.created_ms,e.id)<(?4,?5)) \
            ORDER BY e.created_ms DESC, e.id DESC LIMIT ?6";
        let rows = sqlx::query(sql)
            .bind(&query.org)
            .bind(query.state.map(word))
            .bind(&query.title)
            .bind(query.after.as_ref().map(|after| after.0))
            .bind(query.after.as_ref().map(|after| after.1.clone()))
            .bind(query.limit)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(summary).collect()
    }

    pub(super) async fn chain(&self, envelope: &str) -> Result<Vec<EventView>> {
        let sql = "SELECT * FROM event WHERE envelope_id=? ORDER BY n";
        let rows = sqlx::query(sql)
            .bind(envelope)
            .fetch_all(&self.reader)
            .await?;
        let read = |row: &SqliteRow| {
            Ok(EventView {
                n: row.number("n")?,
                kind: row.text("kind")?,
                recipient: row.maybe_text("recipient_id")?,
                at_ms: row.int("at_ms")?,
                hash: row.hash("hash")?,
            })
        };
        rows.iter().map(read).collect()
    }

    pub(super) async fn notices(
        &self,
        envelope: &str,
    ) -> Result<Vec<(Option<String>, MessageView)>> {
        let sql = "SELECT * FROM notice WHERE envelope_id=? ORDER BY created_ms, id";
        let rows = sqlx::query(sql)
            .bind(envelope)
            .fetch_all(&self.reader)
            .await?;
        let read = |row: &SqliteRow| {
            let view = MessageView {
                channel: row.text("channel")?,
                kind: row.text("kind")?,
                state: row.text("state")?,
                at_ms: row.int("state_ms")?,
                reason: row.maybe_text("reason")?,
            };
            Ok((row.maybe_text("recipient_id")?, view))
        };
        rows.iter().map(read).collect()
    }

    pub(super) async fn ended(&self, now_ms: i64, limit: u32) -> Result<Vec<String>> {
        let sql = "SELECT id FROM envelope WHERE state='in_progress' AND expires_ms<=? \
            ORDER BY expires_ms LIMIT ?";
        Ok(sqlx::query_scalar(sql)
            .bind(now_ms)
            .bind(limit)
            .fetch_all(&self.reader)
            .await?)
    }

    pub(super) async fn link_token(&self, id: &str) -> Result<Option<Token>> {
        let sql = "SELECT * FROM token WHERE id=?";
        let row = sqlx::query(sql)
            .bind(id)
            .fetch_optional(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Token {
            id: row.text("id")?,
            envelope: row.text("envelope_id")?,
            recipient: row.text("recipient_id")?,
            channel: row.text("channel")?,
            bearer: row.hash("bearer")?,
            verifier: row.hash("verifier")?,
            created_ms: row.int("created_ms")?,
        }))
    }
}

fn summary(row: &SqliteRow) -> Result<EnvelopeSummary> {
    Ok(EnvelopeSummary {
        id: row.text("id")?,
        title: row.text("title")?,
        state: row.word("state")?,
        carrier: row.word("carrier")?,
        created_at_ms: row.int("created_ms")?,
        launched_at_ms: row.maybe_int("launched_ms")?,
        expires_at_ms: row.maybe_int("expires_ms")?,
        signed: row.number("signed")?,
        signers: row.number("signers")?,
        documents: row.number("documents")?,
    })
}
