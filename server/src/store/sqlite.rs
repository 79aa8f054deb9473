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
const VERSIONS: &[&str] = &[include_str!("../../migrations/sqlite/0001_init.sql")];

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
