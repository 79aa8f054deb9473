//! SQLite: one file, one writer, WAL with every commit on the disk.

mod account;
mod change;
mod contract;
mod list;
mod load;
mod queue;
mod row;
mod statement;

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite as Engine, Transaction};

use super::Result;

/// Every version of the schema, in order.
const VERSIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_init.sql"),
    include_str!("../../migrations/sqlite/0002_signed.sql"),
];

/// How long a statement waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);

/// Connections that only read.
const READERS: u32 = 4;

/// The engine: a pool of one that writes, and a pool that reads.
#[derive(Clone, Debug)]
pub struct Sqlite {
    writer: SqlitePool,
    reader: SqlitePool,
}

impl Sqlite {
    /// Opens a file, made if missing, and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let writer = pool(1).connect_with(options.clone()).await?;
        migrate(&writer).await?;
        let reader = pool(READERS).connect_lazy_with(options.read_only(true));
        Ok(Self { writer, reader })
    }

    /// Opens a database in memory, which ends with the value.
    pub async fn memory() -> Result<Self> {
        let options = SqliteConnectOptions::from_str("sqlite::memory:")?.foreign_keys(true);
        let writer = pool(1).connect_with(options).await?;
        migrate(&writer).await?;
        Ok(Self {
            reader: writer.clone(),
            writer,
        })
    }

    /// Begins a transaction that holds the write lock from its first statement.
    async fn write(&self) -> Result<Transaction<'static, Engine>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
}

async fn migrate(writer: &SqlitePool) -> Result<()> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *tx)
        .await?;
    let done = usize::try_from(version).unwrap_or(VERSIONS.len());
    for script in VERSIONS.iter().skip(done) {
        sqlx::raw_sql(*script).execute(&mut *tx).await?;
    }
    if done < VERSIONS.len() {
        let set = format!("PRAGMA user_version={}", VERSIONS.len());
        sqlx::raw_sql(sqlx::AssertSqlSafe(set))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
mod tests {
    use sqlx::Row as _;

    use super::{Sqlite, queue};

    #[tokio::test]
    async fn a_commit_is_on_the_disk_before_it_is_answered() {
        let name = format!("seing-sync-{}.db", std::process::id());
        let path = std::env::temp_dir().join(name);
        let store = Sqlite::open(&path).await.unwrap();
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(&store.writer)
            .await
            .unwrap();
        let sync: i64 = sqlx::query_scalar("PRAGMA synchronous")
            .fetch_one(&store.writer)
            .await
            .unwrap();
        assert_eq!((mode.as_str(), sync), ("wal", 2));
        for end in ["", "-wal", "-shm"] {
            std::fs::remove_file(format!("{}{end}", path.display())).ok();
        }
    }

    #[tokio::test]
    async fn what_is_asked_all_the_time_is_found_by_an_index() {
        let store = Sqlite::memory().await.unwrap();
        for (asked, index) in [
            (queue::DUE, "notice_due"),
            (
                "SELECT 1 FROM revision WHERE recipient_id=?1",
                "revision_recipient",
            ),
            (
                "SELECT id FROM envelope WHERE state='in_progress' AND expires_ms<=?1",
                "envelope_expiry",
            ),
        ] {
            let plan = format!("EXPLAIN QUERY PLAN {asked}");
            let rows = sqlx::query(sqlx::AssertSqlSafe(plan))
                .fetch_all(&store.writer)
                .await
                .unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            assert!(plan.iter().any(|line| line.contains(index)), "{plan:?}");
        }
    }
}
