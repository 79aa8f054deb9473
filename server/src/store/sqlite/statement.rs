//! One statement a row.

use sqlx::SqliteConnection;

use super::row::{int, json, word};
use crate::domain::chain::Event;
use crate::domain::envelope::{
    Act, Blob, Document, Envelope, OneTimeCode, Origin, Recipient, Revision,
};
use crate::domain::token::Token;
use crate::outbox::NoticeKind;
use crate::store::{Letter, Result};

pub(super) async fn insert_envelope(db: &mut SqliteConnection, one: &Envelope) -> Result<()> {
    let sql = "INSERT INTO envelope(id,org_id,sender,sender_email,title,message,locale,carrier,\
        expires_days,state,created_ms) VALUES(?,?,?,?,?,?,?,?,?,?,?)";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(&one.org)
        .bind(&one.sender)
        .bind(&one.sender_email)
        .bind(&one.title)
        .bind(&one.message)
        .bind(word(one.locale))
        .bind(word(one.carrier))
        .bind(i64::from(one.expires_days))
        .bind(word(one.state))
        .bind(one.created_ms)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn update_envelope(db: &mut SqliteConnection, one: &Envelope) -> Result<()> {
    let sql = "UPDATE envelope SET state=?, fence=?, launched_ms=?, expires_ms=?, closed_ms=?, \
        close_reason=?, rev=rev+1 WHERE id=?";
    sqlx::query(sql)
        .bind(word(one.state))
        .bind(int(one.fence))
        .bind(one.launched_ms)
        .bind(one.expires_ms)
        .bind(one.closed_ms)
        .bind(&one.close_reason)
        .bind(&one.id)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_document(
    db: &mut SqliteConnection,
    envelope: &str,
    pos: i64,
    one: &Document,
) -> Result<()> {
    let sql = "INSERT INTO document(id,envelope_id,pos,name,pages,input,original,original_size,\
        signed,fields) VALUES(?,?,?,?,?,?,?,?,?,?)";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(envelope)
        .bind(pos)
        .bind(&one.name)
        .bind(i64::from(one.pages))
        .bind(&one.input.0[..])
        .bind(&one.original.0[..])
        .bind(int(one.original_size))
        .bind(one.signed)
        .bind(json(&one.fields))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn update_document(db: &mut SqliteConnection, one: &Document) -> Result<()> {
    let sql = "UPDATE document SET certified_digest=?, certified_cms=?, certified_sha256=?, \
        certified_size=?, fields=?, seal=? WHERE id=?";
    let version = one.certified.as_ref();
    sqlx::query(sql)
        .bind(version.map(|version| version.digest.0.to_vec()))
        .bind(version.map(|version| version.cms.clone()))
        .bind(version.map(|version| version.sha256.0.to_vec()))
        .bind(version.map(|version| int(version.size)))
        .bind(json(&one.fields))
        .bind(one.seal.as_ref().map(json))
        .bind(&one.id)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_recipient(
    db: &mut SqliteConnection,
    envelope: &str,
    pos: i64,
    one: &Recipient,
) -> Result<()> {
    let sql = "INSERT INTO recipient(id,envelope_id,pos,first_name,last_name,email,phone,locale,\
        turn,method,state,state_ms,contact_key) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(envelope)
        .bind(pos)
        .bind(&one.first_name)
        .bind(&one.last_name)
        .bind(&one.email)
        .bind(&one.phone)
        .bind(word(one.locale))
        .bind(i64::from(one.turn))
        .bind(word(one.method))
        .bind(word(one.state))
        .bind(one.state_ms)
        .bind(&one.contact_key.0[..])
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn update_recipient(db: &mut SqliteConnection, one: &Recipient) -> Result<()> {
    let sql = "UPDATE recipient SET state=?, state_ms=?, signed_fence=?, signed_result=?, \
        kept_ms=? WHERE id=?";
    let signed = one.signed.as_ref();
    sqlx::query(sql)
        .bind(word(one.state))
        .bind(one.state_ms)
        .bind(signed.map(|signed| int(signed.fence)))
        .bind(signed.map(|signed| signed.result.clone()))
        .bind(one.kept_ms)
        .bind(&one.id)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn put_blob(db: &mut SqliteConnection, document: &str, one: &Blob) -> Result<()> {
    let sql = "INSERT INTO blob(document_id,n,fence,file) VALUES(?,?,?,?)";
    sqlx::query(sql)
        .bind(document)
        .bind(i64::from(one.n))
        .bind(int(one.fence))
        .bind(&one.file)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn drop_blob(db: &mut SqliteConnection, document: &str, one: &Blob) -> Result<()> {
    sqlx::query("DELETE FROM blob WHERE document_id=? AND n=? AND fence=?")
        .bind(document)
        .bind(i64::from(one.n))
        .bind(int(one.fence))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_revision(
    db: &mut SqliteConnection,
    document: &str,
    one: &Revision,
) -> Result<()> {
    let sql = "INSERT INTO revision(document_id,n,previous,sha256,size,recipient_id,at_ms,kind,\
        cms,gap_at,gap,fence,tail) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)";
    let (kind, cms, gap_at, gap, fence, tail) = match &one.origin {
        Origin::Launch => ("launch", None, None, None, None, None),
        Origin::Signature {
            cms,
            gap_at,
            gap,
            fence,
        } => (
            "signature",
            Some(&cms[..]),
            Some(int(*gap_at)),
            Some(i64::from(*gap)),
            Some(int(*fence)),
            None,
        ),
        Origin::Seal { tail } => ("seal", None, None, None, None, Some(&tail[..])),
    };
    sqlx::query(sql)
        .bind(document)
        .bind(i64::from(one.n))
        .bind(&one.previous.0[..])
        .bind(&one.sha256.0[..])
        .bind(int(one.size))
        .bind(&one.recipient)
        .bind(one.at_ms)
        .bind(kind)
        .bind(cms)
        .bind(gap_at)
        .bind(gap)
        .bind(fence)
        .bind(tail)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_token(db: &mut SqliteConnection, one: &Token) -> Result<()> {
    let sql = "INSERT INTO token(id,envelope_id,recipient_id,channel,bearer,verifier,created_ms) \
        VALUES(?,?,?,?,?,?,?)";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(&one.envelope)
        .bind(&one.recipient)
        .bind(&one.channel)
        .bind(&one.bearer.0[..])
        .bind(&one.verifier.0[..])
        .bind(one.created_ms)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn put_code(
    db: &mut SqliteConnection,
    envelope: &str,
    one: &OneTimeCode,
) -> Result<()> {
    let sql = "INSERT INTO code(id,envelope_id,recipient_id,t0,sent_ms,expires_ms,tries) \
        VALUES(?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET tries=excluded.tries";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(envelope)
        .bind(&one.recipient)
        .bind(&one.t0.0[..])
        .bind(one.sent_ms)
        .bind(one.expires_ms)
        .bind(i64::from(one.tries))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn put_act(db: &mut SqliteConnection, envelope: &str, one: &Act) -> Result<()> {
    let sql = "INSERT INTO act(envelope_id,fence,recipient_id,token_id,channel,step,nonce,\
        code_expires_ms,begin_ms,started_ms,lease_until_ms,t0,transcript,documents,code_id,proof,\
        leaf,leaf_ms) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(envelope_id,fence) \
        DO UPDATE SET step=excluded.step, nonce=excluded.nonce, \
        code_expires_ms=excluded.code_expires_ms, lease_until_ms=excluded.lease_until_ms, \
        t0=excluded.t0, transcript=excluded.transcript, documents=excluded.documents, \
        code_id=excluded.code_id, proof=excluded.proof, leaf=excluded.leaf, \
        leaf_ms=excluded.leaf_ms";
    let (committed, proven) = (one.committed.as_ref(), one.proven.as_ref());
    sqlx::query(sql)
        .bind(envelope)
        .bind(int(one.fence))
        .bind(&one.recipient)
        .bind(&one.token)
        .bind(&one.channel)
        .bind(one.step.text())
        .bind(&one.nonce.0[..])
        .bind(one.code_expires_ms)
        .bind(one.begin_ms)
        .bind(one.started_ms)
        .bind(one.lease_until_ms)
        .bind(committed.map(|one| one.t0.0.to_vec()))
        .bind(committed.map(|one| one.transcript.clone()))
        .bind(committed.map(|one| json(&one.documents)))
        .bind(committed.map(|one| one.code.clone()))
        .bind(proven.map(|one| one.proof.0.to_vec()))
        .bind(proven.map(|one| one.leaf.clone()))
        .bind(proven.map(|one| one.leaf_ms))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_event(
    db: &mut SqliteConnection,
    envelope: &str,
    one: &Event,
) -> Result<()> {
    let sql = "INSERT INTO event(envelope_id,n,kind,recipient_id,at_ms,body,previous,hash) \
        VALUES(?,?,?,?,?,?,?,?)";
    sqlx::query(sql)
        .bind(envelope)
        .bind(i64::from(one.n))
        .bind(one.kind)
        .bind(&one.recipient)
        .bind(one.at_ms)
        .bind(&one.body)
        .bind(&one.previous.0[..])
        .bind(&one.hash.0[..])
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps a message; a code that has not left yet gives way to the newer one.
pub(super) async fn insert_letter(db: &mut SqliteConnection, one: &Letter) -> Result<()> {
    if one.kind == NoticeKind::Code {
        drop_older_codes(db, one).await?;
    }
    let sql = "INSERT INTO notice(id,envelope_id,recipient_id,channel,addressee,locale,kind,\
        payload,state,created_ms,state_ms,run_ms) VALUES(?,?,?,?,?,?,?,?,'queued',?,?,?)";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(&one.envelope)
        .bind(&one.recipient)
        .bind(one.channel.text())
        .bind(&one.to)
        .bind(word(one.locale))
        .bind(one.kind.text())
        .bind(&one.payload)
        .bind(one.at_ms)
        .bind(one.at_ms)
        .bind(one.at_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn drop_older_codes(db: &mut SqliteConnection, newer: &Letter) -> Result<()> {
    let sql = "UPDATE notice SET state='dropped', reason='a newer code took its place', state_ms=?, \
        payload=NULL WHERE envelope_id=? AND recipient_id=? AND kind='code' \
        AND state IN('queued','deferred')";
    sqlx::query(sql)
        .bind(newer.at_ms)
        .bind(&newer.envelope)
        .bind(&newer.recipient)
        .execute(db)
        .await?;
    Ok(())
}

/// Drops invitations and codes that have not left yet.
pub(super) async fn drop_waiting(db: &mut SqliteConnection, one: &Envelope) -> Result<()> {
    let sql = "UPDATE notice SET state='dropped', reason='the envelope had ended', state_ms=?, \
        payload=NULL WHERE envelope_id=? AND kind IN('invitation','code') \
        AND state IN('queued','deferred')";
    sqlx::query(sql)
        .bind(one.closed_ms)
        .bind(&one.id)
        .execute(db)
        .await?;
    Ok(())
}
