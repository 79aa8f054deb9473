//! Accounts, sessions, set-up links and keys.

use sign_core::wire::Hash;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::Sqlite;
use super::row::Columns as _;
use crate::keys::{KeyRow, Role};
use crate::store::{Error, Result, Session, User};

const USER: &str = "SELECT u.*, o.name AS organisation FROM usr u JOIN org o ON o.id=u.org_id \
    ORDER BY u.created_ms LIMIT 1";

const USER_BY_EMAIL: &str = "SELECT u.*, o.name AS organisation FROM usr u \
    JOIN org o ON o.id=u.org_id WHERE u.email=?";

const USER_BY_SESSION: &str = "SELECT u.*, o.name AS organisation FROM session s \
    JOIN usr u ON u.id=s.usr_id JOIN org o ON o.id=u.org_id WHERE s.hash=? AND s.expires_ms>?";

impl Sqlite {
    pub(super) async fn keep_setup(&self, hash: Hash, expires_ms: i64) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM setup_token WHERE used_ms IS NULL")
            .execute(&mut *tx)
            .await?;
        sqlx::query("INSERT INTO setup_token(hash,expires_ms) VALUES(?,?)")
            .bind(&hash.0[..])
            .bind(expires_ms)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn setup_usable(&self, hash: Hash, now_ms: i64) -> Result<bool> {
        let sql =
            "SELECT count(*) FROM setup_token WHERE hash=? AND expires_ms>? AND used_ms IS NULL";
        let found: i64 = sqlx::query_scalar(sql)
            .bind(&hash.0[..])
            .bind(now_ms)
            .fetch_one(&self.reader)
            .await?;
        Ok(found == 1)
    }

    pub(super) async fn spend(
        &self,
        hash: Hash,
        owner: Option<(&User, &[KeyRow])>,
        session: &Session,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let sql = "UPDATE setup_token SET used_ms=?1 WHERE hash=?2 AND expires_ms>?1 \
            AND used_ms IS NULL AND (?3=0 OR NOT EXISTS(SELECT 1 FROM usr))";
        let done = sqlx::query(sql)
            .bind(session.created_ms)
            .bind(&hash.0[..])
            .bind(i64::from(owner.is_some()))
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some((user, keys)) = owner {
            insert_user(&mut tx, user).await?;
            insert_key_rows(&mut tx, keys).await?;
        }
        insert_session(&mut tx, session).await?;
        tx.commit().await?;
        Ok(true)
    }

    pub(super) async fn first_user(&self) -> Result<Option<User>> {
        let row = sqlx::query(USER).fetch_optional(&self.reader).await?;
        row.as_ref().map(user).transpose()
    }

    pub(super) async fn find_user(&self, email: &str) -> Result<Option<User>> {
        let row = sqlx::query(USER_BY_EMAIL)
            .bind(email)
            .fetch_optional(&self.reader)
            .await?;
        row.as_ref().map(user).transpose()
    }

    pub(super) async fn find_session(&self, hash: Hash, now_ms: i64) -> Result<Option<User>> {
        let row = sqlx::query(USER_BY_SESSION)
            .bind(&hash.0[..])
            .bind(now_ms)
            .fetch_optional(&self.reader)
            .await?;
        row.as_ref().map(user).transpose()
    }

    pub(super) async fn keep_session(&self, session: &Session) -> Result<()> {
        let mut tx = self.write().await?;
        insert_session(&mut tx, session).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn end_session(&self, hash: Hash) -> Result<()> {
        let sql = "DELETE FROM session WHERE hash=?";
        sqlx::query(sql)
            .bind(&hash.0[..])
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub(super) async fn forget(&self, now_ms: i64) -> Result<()> {
        let mut tx = self.write().await?;
        for sql in [
            "DELETE FROM session WHERE expires_ms<=?",
            "DELETE FROM setup_token WHERE expires_ms<=?",
        ] {
            sqlx::query(sql).bind(now_ms).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn key_rows(&self) -> Result<Vec<KeyRow>> {
        let sql = "SELECT * FROM signing_key ORDER BY seq";
        let rows = sqlx::query(sql).fetch_all(&self.reader).await?;
        rows.iter().map(key_row).collect()
    }

    pub(super) async fn keep_keys(&self, rows: &[KeyRow]) -> Result<()> {
        let mut tx = self.write().await?;
        insert_key_rows(&mut tx, rows).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn check(&self) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE setup_token SET used_ms=used_ms WHERE 0")
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        sqlx::query("SELECT 1").execute(&self.reader).await?;
        Ok(())
    }
}

fn user(row: &SqliteRow) -> Result<User> {
    Ok(User {
        id: row.text("id")?,
        org: row.text("org_id")?,
        organisation: row.text("organisation")?,
        name: row.text("name")?,
        email: row.text("email")?,
        password: row.text("password")?,
        created_ms: row.int("created_ms")?,
    })
}

fn key_row(row: &SqliteRow) -> Result<KeyRow> {
    Ok(KeyRow {
        kid: row.text("kid")?,
        role: Role::from_text(&row.text("role")?).ok_or(Error::Unreadable("signing_key.role"))?,
        spki: row.octets("spki")?,
        wrapped: row.octets("wrapped")?,
        cert_der: row.maybe_octets("cert_der")?,
        state: row.text("state")?,
        created_ms: row.int("created_ms")?,
    })
}

async fn insert_user(db: &mut SqliteConnection, one: &User) -> Result<()> {
    sqlx::query("INSERT INTO org(id,name,created_ms) VALUES(?,?,?)")
        .bind(&one.org)
        .bind(&one.organisation)
        .bind(one.created_ms)
        .execute(&mut *db)
        .await?;
    let sql = "INSERT INTO usr(id,org_id,email,name,password,created_ms) VALUES(?,?,?,?,?,?)";
    sqlx::query(sql)
        .bind(&one.id)
        .bind(&one.org)
        .bind(&one.email)
        .bind(&one.name)
        .bind(&one.password)
        .bind(one.created_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn insert_session(db: &mut SqliteConnection, one: &Session) -> Result<()> {
    sqlx::query("INSERT INTO session(hash,usr_id,created_ms,expires_ms) VALUES(?,?,?,?)")
        .bind(&one.hash.0[..])
        .bind(&one.user)
        .bind(one.created_ms)
        .bind(one.expires_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn insert_key_rows(db: &mut SqliteConnection, rows: &[KeyRow]) -> Result<()> {
    let sql = "INSERT INTO signing_key(kid,role,spki,wrapped,cert_der,state,created_ms) \
        VALUES(?,?,?,?,?,?,?)";
    for one in rows {
        sqlx::query(sql)
            .bind(&one.kid)
            .bind(one.role.text())
            .bind(&one.spki)
            .bind(&one.wrapped)
            .bind(&one.cert_der)
            .bind(&one.state)
            .bind(one.created_ms)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
