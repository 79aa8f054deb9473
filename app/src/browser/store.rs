//! What survives a reload: IndexedDB, for drafts, key handles, prepared updates and files.

use std::cell::RefCell;

use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

use super::crypto::Key;
use super::docworker::{Octets, Whole};
use super::files::LocalFile;
use super::json;

const NAME: &str = "seing";
const SHELF: &str = "kept";

thread_local! {
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// Keeps a value as JSON.
pub async fn put<T: Serialize>(key: &str, value: &T) -> bool {
    match json::write(value) {
        Some(json) => write(key, &JsValue::from_str(&json)).await.is_ok(),
        None => false,
    }
}

/// Returns a value that was kept.
pub async fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    json::read(&read(key).await?.as_string()?)
}

/// Keeps octets.
pub async fn put_octets(key: &str, octets: &Octets) -> bool {
    write(key, &octets.0).await.is_ok()
}

/// Returns octets that were kept.
pub async fn get_octets(key: &str) -> Option<Octets> {
    read(key).await?.dyn_into::<Uint8Array>().ok().map(Octets)
}

/// Keeps a file of this device.
pub async fn put_file(key: &str, file: &LocalFile) -> bool {
    write(key, &file.0).await.is_ok()
}

/// Keeps a file the worker made.
pub async fn put_whole(key: &str, whole: &Whole) -> bool {
    write(key, &whole.0).await.is_ok()
}

/// Returns a file that was kept.
pub async fn get_whole(key: &str) -> Option<Whole> {
    read(key).await?.dyn_into::<Blob>().ok().map(Whole)
}

/// Keeps the handle of a key; the key itself stays in the browser's keeping.
pub async fn put_key(key: &str, held: &Key) -> bool {
    write(key, &held.handle()).await.is_ok()
}

/// Returns the handle of a key that was kept.
pub async fn get_key(key: &str) -> Option<Key> {
    Key::kept(&read(key).await?)
}

/// Forgets everything kept under a name that starts with `prefix`.
pub async fn forget(prefix: &str) {
    // What cannot be deleted now is deleted the next time.
    drop(delete(prefix).await);
}

async fn read(key: &str) -> Option<JsValue> {
    let shelf = shelf(IdbTransactionMode::Readonly).await.ok()?;
    let found = done(&shelf.get(&key.into()).ok()?).await.ok()?;
    (!found.is_undefined()).then_some(found)
}

#[expect(
    deprecated,
    reason = "web-sys marks it so; the specification does not (Indexed Database API 3.0 §4.10)"
)]
async fn write(key: &str, value: &JsValue) -> Result<(), JsValue> {
    let shelf = shelf(IdbTransactionMode::Readwrite).await?;
    let request = shelf.put_with_key(value, &key.into())?;
    // Without this it commits when the page hears that it was put, which a page that is left never does.
    shelf.transaction().commit()?;
    done(&request).await.map(drop)
}

async fn delete(prefix: &str) -> Result<(), JsValue> {
    let keys = done(&shelf(IdbTransactionMode::Readonly).await?.get_all_keys()?).await?;
    let shelf = shelf(IdbTransactionMode::Readwrite).await?;
    for key in keys.dyn_into::<Array>()?.iter() {
        if key.as_string().is_some_and(|key| key.starts_with(prefix)) {
            shelf.delete(&key)?;
        }
    }
    Ok(())
}

async fn shelf(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    database()
        .await?
        .transaction_with_str_and_mode(SHELF, mode)?
        .object_store(SHELF)
}

async fn database() -> Result<IdbDatabase, JsValue> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(NAME, 1)?;
    let made = request.clone();
    let upgrade = Closure::once(move |_: web_sys::Event| {
        let database = made
            .result()
            .ok()
            .and_then(|found| found.dyn_into::<IdbDatabase>().ok());
        // Without the store every later reading finds nothing, and says so.
        drop(database.map(|database| database.create_object_store(SHELF)));
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database = opened(&request).await?.dyn_into::<IdbDatabase>()?;
    OPEN.with_borrow_mut(|open| *open = Some(database.clone()));
    Ok(database)
}

async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, JsValue> {
    done(request).await
}

/// Waits for a request.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        let (good, own) = (resolve, request.clone());
        let success = Closure::once_into_js(move || {
            let result = own.result().unwrap_or(JsValue::UNDEFINED);
            drop(good.call1(&JsValue::NULL, &result));
        });
        let failure = Closure::once_into_js(move || drop(reject.call0(&JsValue::NULL)));
        request.set_onsuccess(Some(success.unchecked_ref()));
        request.set_onerror(Some(failure.unchecked_ref()));
    });
    JsFuture::from(promise).await
}
