//! Values as they stand in a column.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sign_core::wire::Hash;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::store::{Error, Result};

/// Reads columns of a row by name.
pub(super) trait Columns {
    fn text(&self, name: &'static str) -> Result<String>;
    fn maybe_text(&self, name: &'static str) -> Result<Option<String>>;
    fn int(&self, name: &'static str) -> Result<i64>;
    fn maybe_int(&self, name: &'static str) -> Result<Option<i64>>;
    fn octets(&self, name: &'static str) -> Result<Vec<u8>>;
    fn maybe_octets(&self, name: &'static str) -> Result<Option<Vec<u8>>>;

    fn hash(&self, name: &'static str) -> Result<Hash> {
        as_hash(&self.octets(name)?)
    }

    fn maybe_hash(&self, name: &'static str) -> Result<Option<Hash>> {
        self.maybe_octets(name)?
            .map(|octets| as_hash(&octets))
            .transpose()
    }

    fn number<T: TryFrom<i64>>(&self, name: &'static str) -> Result<T> {
        T::try_from(self.int(name)?).map_err(|_| Error::Unreadable(name))
    }

    fn maybe_number<T: TryFrom<i64>>(&self, name: &'static str) -> Result<Option<T>> {
        let found = self.maybe_int(name)?.map(T::try_from).transpose();
        found.map_err(|_| Error::Unreadable(name))
    }

    /// Reads a value of a closed list of words.
    fn word<T: DeserializeOwned>(&self, name: &'static str) -> Result<T> {
        let text = serde_json::Value::String(self.text(name)?);
        serde_json::from_value(text).map_err(|_| Error::Unreadable(name))
    }

    /// Reads a value kept as JSON.
    fn json<T: DeserializeOwned>(&self, name: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(name)?).map_err(|_| Error::Unreadable(name))
    }

    /// Reads a value kept as JSON that may be absent.
    fn maybe_json<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>> {
        let text = self.maybe_text(name)?;
        let read = text.map(|text| serde_json::from_str(&text)).transpose();
        read.map_err(|_| Error::Unreadable(name))
    }
}

impl Columns for SqliteRow {
    fn text(&self, name: &'static str) -> Result<String> {
        Ok(self.try_get(name)?)
    }

    fn maybe_text(&self, name: &'static str) -> Result<Option<String>> {
        Ok(self.try_get(name)?)
    }

    fn int(&self, name: &'static str) -> Result<i64> {
        Ok(self.try_get(name)?)
    }

    fn maybe_int(&self, name: &'static str) -> Result<Option<i64>> {
        Ok(self.try_get(name)?)
    }

    fn octets(&self, name: &'static str) -> Result<Vec<u8>> {
        Ok(self.try_get(name)?)
    }

    fn maybe_octets(&self, name: &'static str) -> Result<Option<Vec<u8>>> {
        Ok(self.try_get(name)?)
    }
}

fn as_hash(octets: &[u8]) -> Result<Hash> {
    octets
        .try_into()
        .map(Hash)
        .map_err(|_| Error::Unreadable("hash"))
}

/// Writes a value of a closed list of words.
pub(super) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// Writes a value as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own records have text keys only")
}

/// Writes a size or a counter.
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
