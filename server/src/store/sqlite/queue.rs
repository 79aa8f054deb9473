//! The outbox's rows: claimed under a lease, settled under a fence.

use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::Sqlite;
use super::row::Columns as _;
use crate::outbox::{Channel, Claimed, Later, NoticeKind, Outcome, Queue, QueueError};
use crate::store::{Error, Result};

/// Its first condition is the one of the index `notice_due`: settled messages are never looked at.
pub(super) const DUE: &str = "SELECT id FROM notice WHERE state IN('queued','sending','deferred') \
    AND run_ms<=?1 AND (state<>'sending' OR lease_until_ms<=?1) ORDER BY run_ms, id LIMIT ?2";

impl Queue for Sqlite {
    fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Later<'_, Vec<Claimed>> {
        Box::pin(async move {
            self.take(now_ms, lease_ms, limit)
                .await
                .map_err(|error| Box::new(error) as QueueError)
        })
    }

    fn settle<'a>(&'a self, id: &'a str, fence: i64, outcome: &'a Outcome) -> Later<'a, bool> {
        Box::pin(async move {
            self.note(id, fence, outcome)
                .await
                .map_err(|error| Box::new(error) as QueueError)
        })
    }
}

impl Sqlite {
    async fn take(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Claimed>> {
        let mut tx = self.write().await?;
        let due: Vec<String> = sqlx::query_scalar(DUE)
            .bind(now_ms)
            .bind(limit)
            .fetch_all(&mut *tx)
            .await?;
        let mut claimed = Vec::with_capacity(due.len());
        for id in &due {
            claimed.push(lease(&mut tx, id, now_ms, now_ms + lease_ms).await?);
        }
        tx.commit().await?;
        Ok(claimed)
    }

    async fn note(&self, id: &str, fence: i64, outcome: &Outcome) -> Result<bool> {
        let mut tx = self.write().await?;
        let sql = "UPDATE notice SET state=?, reason=?, state_ms=?, run_ms=coalesce(?,run_ms), \
            lease_until_ms=NULL, payload=CASE WHEN ? THEN payload ELSE NULL END \
            WHERE id=? AND fence=? AND state='sending'";
        let done = sqlx::query(sql)
            .bind(outcome.state)
            .bind(&outcome.reason)
            .bind(outcome.at_ms)
            .bind(outcome.retry_at_ms)
            .bind(outcome.state == "deferred")
            .bind(id)
            .bind(fence)
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let sql = "INSERT INTO notice_event(notice_id,fence,state,reason,at_ms) VALUES(?,?,?,?,?)";
        sqlx::query(sql)
            .bind(id)
            .bind(fence)
            .bind(outcome.state)
            .bind(&outcome.reason)
            .bind(outcome.at_ms)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }
}

async fn lease(db: &mut SqliteConnection, id: &str, now_ms: i64, until_ms: i64) -> Result<Claimed> {
    let sql = "UPDATE notice SET state='sending', state_ms=?, lease_until_ms=?, fence=fence+1, \
        attempts=attempts+1 WHERE id=? RETURNING *";
    let row = sqlx::query(sql)
        .bind(now_ms)
        .bind(until_ms)
        .bind(id)
        .fetch_one(db)
        .await?;
    claimed(&row)
}

fn claimed(row: &SqliteRow) -> Result<Claimed> {
    let channel = Channel::from_text(&row.text("channel")?);
    let kind = NoticeKind::from_text(&row.text("kind")?);
    Ok(Claimed {
        id: row.text("id")?,
        fence: row.int("fence")?,
        attempts: row.number("attempts")?,
        channel: channel.ok_or(Error::Unreadable("notice.channel"))?,
        to: row.text("addressee")?,
        locale: row.word("locale")?,
        kind: kind.ok_or(Error::Unreadable("notice.kind"))?,
        envelope: row.text("envelope_id")?,
        payload: row.octets("payload")?,
    })
}
