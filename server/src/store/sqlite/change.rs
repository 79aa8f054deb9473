//! Applies a move in one transaction, writing what changed in the order the triggers check.

use sign_core::wire::EnvelopeState;
use sqlx::SqliteConnection;

use super::{Sqlite, load, statement};
use crate::domain::envelope::{Document, Envelope};
use crate::domain::refusal::Refusal;
use crate::store::{Move, Result};

impl Sqlite {
    pub(super) async fn apply(
        &self,
        id: &str,
        step: Move,
    ) -> Result<Option<core::result::Result<Envelope, Refusal>>> {
        let mut tx = self.write().await?;
        let Some(before) = load::envelope(&mut tx, id).await? else {
            return Ok(None);
        };
        let mut after = before.clone();
        let letters = match step(&mut after) {
            Ok(letters) => letters,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        write(&mut tx, &before, &after).await?;
        if ended(&before, &after) {
            statement::drop_waiting(&mut tx, &after).await?;
        }
        for letter in &letters {
            statement::insert_letter(&mut tx, letter).await?;
        }
        tx.commit().await?;
        Ok(Some(Ok(after)))
    }

    pub(super) async fn insert(&self, envelope: &Envelope) -> Result<()> {
        let mut tx = self.write().await?;
        statement::insert_envelope(&mut tx, envelope).await?;
        for (pos, document) in (1..).zip(&envelope.documents) {
            statement::insert_document(&mut tx, &envelope.id, pos, document).await?;
        }
        for (pos, recipient) in (1..).zip(&envelope.recipients) {
            statement::insert_recipient(&mut tx, &envelope.id, pos, recipient).await?;
        }
        for event in &envelope.effects.events {
            statement::insert_event(&mut tx, &envelope.id, event).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn delete(&self, id: &str) -> Result<bool> {
        let mut tx = self.write().await?;
        let sql = "DELETE FROM envelope WHERE id=? AND state='draft'";
        let done = sqlx::query(sql).bind(id).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}

async fn write(db: &mut SqliteConnection, before: &Envelope, after: &Envelope) -> Result<()> {
    for (old, new) in before.documents.iter().zip(&after.documents) {
        write_document(db, old, new).await?;
    }
    for (old, new) in before.recipients.iter().zip(&after.recipients) {
        if old != new {
            statement::update_recipient(db, new).await?;
        }
    }
    if moved(before, after) {
        statement::update_envelope(db, after).await?;
    }
    for token in &after.effects.tokens {
        statement::insert_token(db, token).await?;
    }
    for code in after
        .codes
        .iter()
        .filter(|code| !before.codes.contains(code))
    {
        statement::put_code(db, &after.id, code).await?;
    }
    if let Some(act) = after
        .act
        .as_ref()
        .filter(|act| before.act.as_ref() != Some(act))
    {
        statement::put_act(db, &after.id, act).await?;
    }
    for event in &after.effects.events {
        statement::insert_event(db, &after.id, event).await?;
    }
    Ok(())
}

/// Tells whether nobody can sign any more, from now on.
fn ended(before: &Envelope, after: &Envelope) -> bool {
    use EnvelopeState::{Cancelled, Declined, Expired};
    before.state != after.state && matches!(after.state, Cancelled | Declined | Expired)
}

fn moved(before: &Envelope, after: &Envelope) -> bool {
    (before.state, before.fence) != (after.state, after.fence)
}

async fn write_document(db: &mut SqliteConnection, old: &Document, new: &Document) -> Result<()> {
    if (&old.certified, &old.fields, &old.seal) != (&new.certified, &new.fields, &new.seal) {
        statement::update_document(db, new).await?;
    }
    for blob in old.blobs.iter().filter(|blob| !new.blobs.contains(blob)) {
        statement::drop_blob(db, &new.id, blob).await?;
    }
    for blob in new.blobs.iter().filter(|blob| !old.blobs.contains(blob)) {
        statement::put_blob(db, &new.id, blob).await?;
    }
    for revision in new.revisions.iter().skip(old.revisions.len()) {
        statement::insert_revision(db, &new.id, revision).await?;
    }
    Ok(())
}
