//! The worker's end of the line: takes questions in, reads what rides beside them, posts answers.

use std::cell::RefCell;

use js_sys::WebAssembly::Memory;
use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, ImageBitmap, ImageData, MessageEvent,
    Response,
};

use sign_core::bytes::seam;
use sign_core::wire::{B64, Carrier};

use super::{digest, vault};
use crate::worker::desk::{Desk, Load, Outcome};
use crate::worker::intake::{Intake, MOST_BYTES};
use crate::worker::message::{Answer, Ask, Chain, Failure, Handle, Parcel, Progress};
use crate::worker::opening;
use crate::worker::sum::Known;

/// A file is read in pieces of this size: a browser takes three times as long for small ones.
const PIECE_BYTES: u64 = 32 << 20;
/// How often one question may send us for fonts.
const MOST_FETCHES: u8 = 4;
/// Where the fonts lie.
const SHELF: &str = "/pdf-fonts/";

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Listens to the screens, for as long as the worker lives.
pub fn serve() {
    let Some(scope) = scope() else { return };
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        spawn_local(async move {
            let data = event.data();
            let id = Reflect::get(&data, &"id".into()).unwrap_or(JsValue::NULL);
            let (answer, beside, moved) = match answer(&id, &data).await {
                Ok(told) => told,
                Err(_) => (
                    Answer::Failed(Failure::plain("not_readable")),
                    Array::new(),
                    Array::new(),
                ),
            };
            // A screen that is gone waits for nothing.
            drop(post(&id, "answer", &answer, &beside, &moved));
        });
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    drop(scope.post_message(&Object::new()));
}

type Told = (Answer, Array, Array);

async fn answer(id: &JsValue, data: &JsValue) -> Result<Told, JsValue> {
    let question: Ask = serde_wasm_bindgen::from_value(Reflect::get(data, &"ask".into())?)?;
    let carried = Reflect::get(data, &"beside".into())?.dyn_into::<Array>()?;
    match &question {
        Ask::Rebuild(wanted) if wanted.parcel.carrier == Carrier::Sealed => {
            return rebuilt(wanted, &carried).await;
        }
        Ask::SealBlob {
            handle,
            parcel,
            salt,
        } => return sealed(*handle, parcel, salt).await,
        _ => {}
    }
    if carried.iter().any(|item| is_too_large(&item)) {
        return failed(Failure::plain("too_large"));
    }
    let mut beside = Vec::new();
    for item in carried.iter() {
        beside.push(taken(id, item).await?);
    }
    if let (Ask::Open { name }, [file]) = (&question, &mut beside[..]) {
        return opened(name, std::mem::take(file)).await;
    }
    hashed(&question, &mut beside).await;
    if !fetch_fonts(&question).await {
        return failed(Failure::plain("bad_font"));
    }
    for _ in 0..MOST_FETCHES {
        let outcome =
            DESK.with_borrow_mut(|desk| desk.answer(question.clone(), std::mem::take(&mut beside)));
        match outcome {
            Outcome::Said(answer, load) => return told(answer, load).await,
            // What cannot be had is drawn without.
            Outcome::Needs(names) => drop(shelve(names).await),
        }
    }
    failed(Failure::plain("not_drawable"))
}

/// Fetches the fonts of what a question has written: a list of them, and those. Says whether all came.
async fn fetch_fonts(question: &Ask) -> bool {
    for _ in 0..MOST_FETCHES {
        let names = DESK.with_borrow_mut(|desk| desk.needs(question));
        if names.is_empty() {
            return true;
        }
        if !shelve(names).await {
            return false;
        }
    }
    true
}

/// Looks at a file while the browser hashes it.
async fn opened(name: &str, file: Intake) -> Result<Told, JsValue> {
    let digest = digest::begin(file.bytes());
    let looked = opening::read(file.into_bytes()).and_then(opening::look);
    let known = digest::end(digest).await.map(Known::Digest);
    said(DESK.with_borrow_mut(|desk| desk.open(name, looked, known))).await
}

/// Has the browser hash what the question is about, where that is a whole file.
async fn hashed(question: &Ask, beside: &mut [Intake]) {
    match (question, beside) {
        (Ask::Rebuild(_), [file, ..]) => digest::learn(file).await,
        (Ask::Hold { .. }, [file]) => {
            let padding = seam::last(file.bytes());
            digest::go_on(file, padding).await;
        }
        (Ask::LayOut { handle, .. }, _) => joined(*handle).await,
        _ => {}
    }
}

/// Has a document hashed to where its first update begins.
async fn joined(handle: Handle) {
    let digest = DESK.with_borrow_mut(|desk| desk.joined(handle, digest::begin));
    if let Some(digest) = digest::end(digest.flatten()).await {
        DESK.with_borrow_mut(|desk| desk.join(handle, digest));
    }
}

/// Tells an answer that needs nothing from the shelf.
async fn said(outcome: Outcome) -> Result<Told, JsValue> {
    match outcome {
        Outcome::Said(answer, load) => told(answer, load).await,
        Outcome::Needs(_) => failed(Failure::plain("not_drawable")),
    }
}

fn failed(failure: Failure) -> Result<Told, JsValue> {
    Ok((Answer::Failed(failure), Array::new(), Array::new()))
}

/// Rebuilds a document whose blobs the browser's own cipher opens.
async fn rebuilt(wanted: &Chain, carried: &Array) -> Result<Told, JsValue> {
    let mut plain = match vault::opened(wanted, carried).await {
        Ok(plain) => plain,
        Err(failure) => return failed(failure),
    };
    if let Some(launched) = plain.first_mut() {
        let length = usize::try_from(wanted.original_size).unwrap_or(usize::MAX);
        let padding = seam::at(launched.bytes(), length);
        digest::go_on(launched, padding).await;
    }
    said(DESK.with_borrow_mut(|desk| desk.rebuild(wanted, plain))).await
}

/// Encrypts what a revision adds with the browser's own cipher.
async fn sealed(handle: Handle, parcel: &Parcel, salt: &B64) -> Result<Told, JsValue> {
    let sealing = match DESK.with_borrow(|desk| desk.parcel(handle, parcel, salt)) {
        Ok(sealing) => sealing,
        Err(failure) => return failed(failure),
    };
    let buffer = vault::sealed(&sealing).await?.buffer();
    let (beside, moved) = (Array::of1(&buffer), Array::of1(&buffer));
    Ok((Answer::Done, beside, moved))
}

/// Says whether a file is over the limit; a buffer is in memory already.
fn is_too_large(item: &JsValue) -> bool {
    let blob = item.dyn_ref::<Blob>();
    blob.is_some_and(|blob| whole(blob.size()) > MOST_BYTES)
}

/// Reads a file or a buffer, and says how far it is.
async fn taken(id: &JsValue, item: JsValue) -> Result<Intake, JsValue> {
    let Ok(blob) = item.clone().dyn_into::<Blob>() else {
        let buffer: ArrayBuffer = item.dyn_into()?;
        let octets = Uint8Array::new(&buffer);
        let mut intake = Intake::with_room(octets.length() as usize);
        take(&mut intake, &octets);
        return Ok(intake);
    };
    let total = whole(blob.size());
    let mut intake = Intake::with_room(usize::try_from(total).unwrap_or(0));
    let mut coming = piece(&blob, 0, total)?;
    let mut done = 0;
    while done < total {
        let buffer = JsFuture::from(coming).await?;
        done = (done + PIECE_BYTES).min(total);
        // The browser reads the next piece while this one is copied.
        coming = piece(&blob, done, total)?;
        take(&mut intake, &Uint8Array::new(&buffer));
        let (none, progress) = (Array::new(), Progress { done, total });
        post(id, "progress", &progress, &none, &none)?;
    }
    Ok(intake)
}

fn piece(blob: &Blob, from: u64, total: u64) -> Result<Promise, JsValue> {
    let end = (from + PIECE_BYTES).min(total);
    let piece = blob.slice_with_f64_and_f64(real(from), real(end))?;
    Ok(piece.array_buffer())
}

/// Takes octets in with the one copy that there has to be.
pub(super) fn take(intake: &mut Intake, octets: &Uint8Array) {
    intake.take(octets.length() as usize, |room| octets.copy_to(room));
}

/// Fetches files and puts them on the shelf; says whether all came.
async fn shelve(names: Vec<String>) -> bool {
    let mut all = true;
    for name in names {
        let file = fetched(&[SHELF, &name].concat()).await.ok();
        all &= file.is_some();
        DESK.with_borrow_mut(|desk| desk.shelve(&name, file));
    }
    all
}

async fn fetched(path: &str) -> Result<Vec<u8>, JsValue> {
    let scope = scope().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(scope.fetch_with_str(path))
        .await?
        .dyn_into::<Response>()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn told(answer: Answer, load: Load) -> Result<Told, JsValue> {
    let (beside, moved) = (Array::new(), Array::new());
    match load {
        Load::None => {}
        Load::Octets(octets) => {
            let buffer = Uint8Array::from(&octets[..]).buffer();
            moved.push(&buffer);
            beside.push(&buffer);
        }
        Load::Rgba(rgba) => {
            let Answer::Rendered(size) = &answer else {
                return Err(JsValue::NULL);
            };
            let picture = picture(&rgba, size.width_px, size.height_px).await?;
            if picture.is_instance_of::<ImageBitmap>() {
                moved.push(&picture);
            }
            beside.push(&picture);
        }
        Load::Whole(handle) => {
            let whole = file(handle)?;
            beside.push(&whole);
        }
    }
    Ok((answer, beside, moved))
}

/// Makes a bitmap, or leaves the pixels as they are where a worker cannot.
async fn picture(rgba: &[u8], width: u32, height: u32) -> Result<JsValue, JsValue> {
    let pixels = Uint8ClampedArray::from(rgba);
    let data = ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, width, height)?;
    let scope = scope().ok_or(JsValue::NULL)?;
    match scope.create_image_bitmap_with_image_data(&data) {
        Ok(promise) => Ok(JsFuture::from(promise)
            .await
            .unwrap_or_else(|_| data.into())),
        Err(_) => Ok(data.into()),
    }
}

/// Hands a document to the browser: its blob is made of the bytes where they are.
fn file(handle: Handle) -> Result<Blob, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/pdf");
    DESK.with_borrow(|desk| {
        let whole = view(desk.bytes(handle).ok_or(JsValue::NULL)?)?;
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(&whole), &kind)
    })
}

/// Shows octets to the browser without a copy; only until anything is allocated.
fn view(octets: &[u8]) -> Result<Uint8Array, JsValue> {
    let memory = wasm_bindgen::memory().dyn_into::<Memory>()?;
    let (at, length) = (octets.as_ptr().addr(), octets.len());
    let in_range = |number: usize| u32::try_from(number).map_err(|_| JsValue::NULL);
    let (at, length) = (in_range(at)?, in_range(length)?);
    Ok(Uint8Array::new_with_byte_offset_and_length(
        &memory.buffer(),
        at,
        length,
    ))
}

fn post<T: serde::Serialize>(
    id: &JsValue,
    name: &str,
    value: &T,
    beside: &Array,
    moved: &Array,
) -> Result<(), JsValue> {
    let message = Object::new();
    Reflect::set(&message, &"id".into(), id)?;
    Reflect::set(
        &message,
        &name.into(),
        &serde_wasm_bindgen::to_value(value)?,
    )?;
    Reflect::set(&message, &"beside".into(), beside)?;
    scope()
        .ok_or(JsValue::NULL)?
        .post_message_with_transfer(&message, moved)
}

pub(super) fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a file size is a whole number below 2^53"
)]
fn whole(size: f64) -> u64 {
    size as u64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a file size is a whole number below 2^53"
)]
fn real(size: u64) -> f64 {
    size as f64
}
