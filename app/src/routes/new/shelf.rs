//! The files of a draft: kept by the browser, or, where it keeps none, held by this tab alone.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::browser::docworker::Beside;
use crate::browser::files::LocalFile;
use crate::browser::store;

/// Prefix of the kept files.
const FILES: &str = "draft/";

/// Where the files are; those in the signal do not survive a reload.
#[derive(Clone, Copy)]
pub struct Shelf(RwSignal<BTreeMap<u32, LocalFile>, LocalStorage>);

impl Shelf {
    /// Makes an empty one; what the browser kept before is found all the same.
    pub fn empty() -> Self {
        Self(RwSignal::new_local(BTreeMap::new()))
    }

    /// Keeps a file over a reload, if the browser can.
    pub async fn put(self, number: u32, file: &LocalFile) {
        let key = key(number);
        // Where there is no room for it, some browsers notice only after they have said yes.
        let kept = store::put_file(&key, file).await && store::get_whole(&key).await.is_some();
        self.0.update(|held| {
            if kept {
                held.remove(&number);
            } else {
                held.insert(number, file.clone());
            }
        });
    }

    /// Returns a file, for the worker.
    pub async fn get(self, number: u32) -> Option<Beside> {
        if let Some(held) = self.0.with_untracked(|held| held.get(&number).cloned()) {
            return Some(Beside::File(held));
        }
        store::get_whole(&key(number)).await.map(Beside::Whole)
    }

    /// Says whether only this tab holds a file.
    pub fn holds(self, number: u32) -> bool {
        self.0.with(|held| held.contains_key(&number))
    }

    /// Forgets a file.
    pub async fn forget(self, number: u32) {
        self.0.update(|held| drop(held.remove(&number)));
        store::forget(&key(number)).await;
    }

    /// Forgets all files.
    pub async fn clear(self) {
        self.0.update(BTreeMap::clear);
        store::forget(FILES).await;
    }
}

/// Returns the name under which a document's file is kept.
fn key(number: u32) -> String {
    [FILES, &number.to_string(), ";"].concat()
}
