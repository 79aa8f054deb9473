//! Reads an envelope whole.

use sign_core::wire::EnvelopeState;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::row::Columns as _;
use crate::domain::chain::Link;
use crate::domain::envelope::{
    Act, Blob, Commitment, Document, Effects, Envelope, OneTimeCode, Origin, Proof, Recipient,
    Revision, SignedAct, Step, Version,
};
use crate::store::{Error, Result};

/// Reads an envelope with everything that decides about it.
pub(super) async fn envelope(db: &mut SqliteConnection, id: &str) -> Result<Option<Envelope>> {
    let sql = "SELECT e.*, o.name AS organisation FROM envelope e \
        JOIN org o ON o.id=e.org_id WHERE e.id=?";
    let Some(row) = sqlx::query(sql).bind(id).fetch_optional(&mut *db).await? else {
        return Ok(None);
    };
    let mut found = bare(&row)?;
    found.documents = documents(db, id).await?;
    found.recipients = recipients(db, id).await?;
    found.act = act(db, id, row.int("fence")?).await?;
    found.codes = codes(db, id).await?;
    found.chain = chain(db, id).await?;
    Ok(Some(found))
}

fn bare(row: &SqliteRow) -> Result<Envelope> {
    Ok(Envelope {
        id: row.text("id")?,
        org: row.text("org_id")?,
        sender: row.text("sender")?,
        sender_email: row.text("sender_email")?,
        organisation: row.text("organisation")?,
        title: row.text("title")?,
        message: row.maybe_text("message")?,
        locale: row.word("locale")?,
        carrier: row.word("carrier")?,
        expires_days: row.number("expires_days")?,
        state: row.word::<EnvelopeState>("state")?,
        created_ms: row.int("created_ms")?,
        launched_ms: row.maybe_int("launched_ms")?,
        expires_ms: row.maybe_int("expires_ms")?,
        closed_ms: row.maybe_int("closed_ms")?,
        close_reason: row.maybe_text("close_reason")?,
        fence: row.number("fence")?,
        documents: Vec::new(),
        recipients: Vec::new(),
        act: None,
        codes: Vec::new(),
        chain: Link::default(),
        effects: Effects::default(),
    })
}

async fn documents(db: &mut SqliteConnection, id: &str) -> Result<Vec<Document>> {
    let sql = "SELECT * FROM document WHERE envelope_id=? ORDER BY pos";
    let rows = sqlx::query(sql).bind(id).fetch_all(&mut *db).await?;
    let mut documents = rows.iter().map(document).collect::<Result<Vec<_>>>()?;
    for one in &mut documents {
        let sql = "SELECT * FROM revision WHERE document_id=? ORDER BY n";
        let rows = sqlx::query(sql).bind(&one.id).fetch_all(&mut *db).await?;
        one.revisions = rows.iter().map(revision).collect::<Result<_>>()?;
        let sql = "SELECT * FROM blob WHERE document_id=? ORDER BY n, fence";
        let rows = sqlx::query(sql).bind(&one.id).fetch_all(&mut *db).await?;
        one.blobs = rows.iter().map(blob).collect::<Result<_>>()?;
    }
    Ok(documents)
}

fn document(row: &SqliteRow) -> Result<Document> {
    let certified = match row.maybe_octets("certified_cms")? {
        Some(cms) => Some(Version {
            cms,
            digest: row.hash("certified_digest")?,
            sha256: row.hash("certified_sha256")?,
            size: row.number("certified_size")?,
        }),
        None => None,
    };
    Ok(Document {
        id: row.text("id")?,
        name: row.text("name")?,
        pages: row.number("pages")?,
        input: row.hash("input")?,
        original: row.hash("original")?,
        original_size: row.number("original_size")?,
        signed: row.int("signed")? != 0,
        certified,
        fields: row.json("fields")?,
        seal: row.maybe_json("seal")?,
        revisions: Vec::new(),
        blobs: Vec::new(),
    })
}

fn revision(row: &SqliteRow) -> Result<Revision> {
    let origin = match row.text("kind")?.as_str() {
        "launch" => Origin::Launch,
        "signature" => Origin::Signature {
            cms: row.octets("cms")?,
            gap_at: row.number("gap_at")?,
            gap: row.number("gap")?,
            fence: row.number("fence")?,
        },
        "seal" => Origin::Seal {
            tail: row.octets("tail")?,
        },
        _ => return Err(Error::Unreadable("revision.kind")),
    };
    Ok(Revision {
        n: row.number("n")?,
        previous: row.hash("previous")?,
        sha256: row.hash("sha256")?,
        size: row.number("size")?,
        recipient: row.maybe_text("recipient_id")?,
        at_ms: row.int("at_ms")?,
        origin,
    })
}

fn blob(row: &SqliteRow) -> Result<Blob> {
    Ok(Blob {
        n: row.number("n")?,
        fence: row.number("fence")?,
        file: row.text("file")?,
    })
}

async fn recipients(db: &mut SqliteConnection, id: &str) -> Result<Vec<Recipient>> {
    let sql = "SELECT * FROM recipient WHERE envelope_id=? ORDER BY pos";
    let rows = sqlx::query(sql).bind(id).fetch_all(&mut *db).await?;
    rows.iter().map(recipient).collect()
}

fn recipient(row: &SqliteRow) -> Result<Recipient> {
    let fence: Option<u64> = row.maybe_number("signed_fence")?;
    let result = row.maybe_octets("signed_result")?;
    Ok(Recipient {
        id: row.text("id")?,
        first_name: row.text("first_name")?,
        last_name: row.text("last_name")?,
        email: row.text("email")?,
        phone: row.maybe_text("phone")?,
        locale: row.word("locale")?,
        turn: row.number("turn")?,
        method: row.word("method")?,
        state: row.word("state")?,
        state_ms: row.int("state_ms")?,
        contact_key: row.hash("contact_key")?,
        signed: fence
            .zip(result)
            .map(|(fence, result)| SignedAct { fence, result }),
        kept_ms: row.maybe_int("kept_ms")?,
    })
}

async fn act(db: &mut SqliteConnection, id: &str, fence: i64) -> Result<Option<Act>> {
    let sql = "SELECT * FROM act WHERE envelope_id=? AND fence=?";
    let row = sqlx::query(sql)
        .bind(id)
        .bind(fence)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let step = Step::parse(&row.text("step")?).ok_or(Error::Unreadable("act.step"))?;
    Ok(Some(Act {
        fence: row.number("fence")?,
        recipient: row.text("recipient_id")?,
        token: row.text("token_id")?,
        channel: row.text("channel")?,
        step,
        nonce: row.hash("nonce")?,
        code_expires_ms: row.int("code_expires_ms")?,
        begin_ms: row.int("begin_ms")?,
        started_ms: row.int("started_ms")?,
        lease_until_ms: row.int("lease_until_ms")?,
        committed: commitment(&row)?,
        proven: proof(&row)?,
    }))
}

fn commitment(row: &SqliteRow) -> Result<Option<Commitment>> {
    let Some(t0) = row.maybe_hash("t0")? else {
        return Ok(None);
    };
    Ok(Some(Commitment {
        t0,
        transcript: row.octets("transcript")?,
        documents: row.json("documents")?,
        code: row.text("code_id")?,
    }))
}

fn proof(row: &SqliteRow) -> Result<Option<Proof>> {
    let Some(proof) = row.maybe_hash("proof")? else {
        return Ok(None);
    };
    Ok(Some(Proof {
        proof,
        leaf: row.octets("leaf")?,
        leaf_ms: row.int("leaf_ms")?,
    }))
}

async fn codes(db: &mut SqliteConnection, id: &str) -> Result<Vec<OneTimeCode>> {
    let sql = "SELECT * FROM code WHERE envelope_id=? ORDER BY sent_ms, rowid";
    let rows = sqlx::query(sql).bind(id).fetch_all(&mut *db).await?;
    let read = |row: &SqliteRow| {
        Ok(OneTimeCode {
            id: row.text("id")?,
            recipient: row.text("recipient_id")?,
            t0: row.hash("t0")?,
            sent_ms: row.int("sent_ms")?,
            expires_ms: row.int("expires_ms")?,
            tries: row.number("tries")?,
        })
    };
    rows.iter().map(read).collect()
}

async fn chain(db: &mut SqliteConnection, id: &str) -> Result<Link> {
    let sql = "SELECT n, hash, at_ms FROM event WHERE envelope_id=? ORDER BY n DESC LIMIT 1";
    match sqlx::query(sql).bind(id).fetch_optional(&mut *db).await? {
        Some(row) => Ok(Link {
            n: row.number("n")?,
            hash: row.hash("hash")?,
            at_ms: row.int("at_ms")?,
        }),
        None => Ok(Link::default()),
    }
}
