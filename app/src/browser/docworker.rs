//! Starts the document worker, asks it and ends it.
//!
//! One worker a tab, started by the first question. Octets travel as transferables, never through
//! JSON and never through this binary's memory unless a caller asks for them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::files::LocalFile;
use crate::worker::message::{Answer, Ask, Failure, Progress};

mod patience;

/// Where Trunk puts the worker's loader.
const SCRIPT: &str = "/docworker_loader.js";

thread_local! {
    static LIVE: RefCell<Option<Rc<Live>>> = const { RefCell::new(None) };
}

/// Octets in the browser's memory; cloning does not copy them.
#[derive(Clone, Debug)]
pub struct Octets(pub Uint8Array);

impl Octets {
    /// Copies octets out of this binary's memory.
    pub fn copied(octets: &[u8]) -> Self {
        Self(Uint8Array::from(octets))
    }

    /// Copies them into this binary's memory.
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Returns a buffer that holds them and nothing else, to be given away.
    fn moved(self) -> ArrayBuffer {
        let buffer = self.0.buffer();
        if buffer.byte_length() == self.0.length() {
            buffer
        } else {
            self.0.slice(0, self.0.length()).buffer()
        }
    }
}

/// A whole file that the worker made; cloning does not copy its bytes.
#[derive(Clone, Debug)]
pub struct Whole(pub Blob);

/// A drawn page: an `ImageBitmap`, or `ImageData` where the browser makes none in a worker.
#[derive(Clone, Debug)]
pub struct Picture(pub JsValue);

/// What rides beside a question.
#[derive(Clone, Debug)]
pub enum Beside {
    /// A file of this device; the worker reads it piece by piece.
    File(LocalFile),
    /// A file the worker made or that was kept.
    Whole(Whole),
    /// Octets; they move, so they are empty here afterwards.
    Octets(Octets),
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The typed answer; never [`Answer::Failed`].
    pub answer: Answer,
    beside: Array,
}

impl Reply {
    /// Takes the octets that ride beside the answer.
    pub fn octets(&self) -> Option<Octets> {
        let found = self.beside.get(0).dyn_into::<ArrayBuffer>().ok()?;
        Some(Octets(Uint8Array::new(&found)))
    }

    /// Takes the picture that rides beside the answer.
    pub fn picture(&self) -> Option<Picture> {
        let found = self.beside.get(0);
        found.is_object().then_some(Picture(found))
    }

    /// Takes the file that rides beside the answer.
    pub fn whole(&self) -> Option<Whole> {
        self.beside.get(0).dyn_into::<Blob>().ok().map(Whole)
    }
}

/// Asks the worker; the answer says why where it refuses.
pub async fn ask(question: Ask, beside: Vec<Beside>) -> Result<Reply, Failure> {
    ask_and_watch(question, beside, |_| {}).await
}

/// Asks the worker and hears how far it is.
pub async fn ask_and_watch(
    question: Ask,
    beside: Vec<Beside>,
    watch: impl Fn(Progress) + 'static,
) -> Result<Reply, Failure> {
    let live = live().map_err(|_| gone())?;
    let sent = live.send(&question, beside, Box::new(watch));
    let reply = sent.await.map_err(|why| broken(&why))?;
    match reply.answer {
        Answer::Failed(failure) => Err(failure),
        _ => Ok(reply),
    }
}

/// Ends the worker; all its documents and their memory are gone.
pub fn end() {
    if let Some(live) = LIVE.with_borrow_mut(Option::take) {
        live.end();
    }
}

fn gone() -> Failure {
    Failure::plain("worker_gone")
}

/// A question that is refused with a code keeps it; any other was lost with the worker.
fn broken(why: &JsValue) -> Failure {
    why.as_string()
        .map_or_else(gone, |code| Failure::plain(&code))
}

fn live() -> Result<Rc<Live>, JsValue> {
    if let Some(found) = LIVE.with_borrow(Clone::clone) {
        return Ok(found);
    }
    let started = Live::start()?;
    LIVE.with_borrow_mut(|live| *live = Some(Rc::clone(&started)));
    Ok(started)
}

struct Waiting {
    resolve: Function,
    reject: Function,
    watch: Box<dyn Fn(Progress)>,
    draws: bool,
}

type Handler = Closure<dyn FnMut(MessageEvent)>;
type Alarm = Closure<dyn FnMut(web_sys::Event)>;

struct Live {
    worker: Worker,
    state: RefCell<State>,
    handlers: RefCell<Option<(Handler, Alarm)>>,
}

#[derive(Default)]
struct State {
    ready: bool,
    next: u32,
    queue: Vec<(JsValue, Array)>,
    waiting: BTreeMap<u32, Waiting>,
    patience: patience::Patience,
    tick: Option<Timeout>,
}

impl Live {
    fn start() -> Result<Rc<Self>, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options)?;
        let live = Rc::new(Self {
            worker,
            state: RefCell::default(),
            handlers: RefCell::default(),
        });
        let (heard, failed) = (Rc::downgrade(&live), Rc::downgrade(&live));
        let message = Handler::new(move |event: MessageEvent| {
            if let Some(live) = heard.upgrade() {
                live.hear(&event.data());
            }
        });
        let error = Alarm::new(move |_: web_sys::Event| {
            if let Some(live) = failed.upgrade() {
                live.lost();
            }
        });
        live.worker
            .set_onmessage(Some(message.as_ref().unchecked_ref()));
        live.worker
            .set_onerror(Some(error.as_ref().unchecked_ref()));
        *live.handlers.borrow_mut() = Some((message, error));
        Ok(live)
    }

    async fn send(
        self: &Rc<Self>,
        question: &Ask,
        beside: Vec<Beside>,
        watch: Box<dyn Fn(Progress)>,
    ) -> Result<Reply, JsValue> {
        let number = self.number();
        let (message, moved) = packed(number, question, beside)?;
        let promise = Promise::new(&mut |resolve, reject| {
            let state = &mut *self.state.borrow_mut();
            let silent = Box::new(|_| {});
            state.waiting.insert(
                number,
                Waiting {
                    resolve,
                    reject,
                    watch: silent,
                    draws: question.draws(),
                },
            );
        });
        if let Some(waiting) = self.state.borrow_mut().waiting.get_mut(&number) {
            waiting.watch = watch;
        }
        self.post(message, moved)?;
        self.mind();
        let data = JsFuture::from(promise).await?;
        let answer = serde_wasm_bindgen::from_value(Reflect::get(&data, &"answer".into())?)?;
        let beside = Reflect::get(&data, &"beside".into())?.dyn_into::<Array>()?;
        Ok(Reply { answer, beside })
    }

    fn number(&self) -> u32 {
        let mut state = self.state.borrow_mut();
        state.next += 1;
        state.next
    }

    /// Posts, or keeps the message until the worker says that it listens.
    fn post(&self, message: JsValue, moved: Array) -> Result<(), JsValue> {
        if !self.state.borrow().ready {
            self.state.borrow_mut().queue.push((message, moved));
            return Ok(());
        }
        self.worker.post_message_with_transfer(&message, &moved)
    }

    fn hear(&self, data: &JsValue) {
        self.state.borrow_mut().patience.heard();
        let number = Reflect::get(data, &"id".into())
            .ok()
            .and_then(|id| id.as_f64());
        let Some(number) = number else {
            return self.begin();
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is the number that was sent"
        )]
        let number = number as u32;
        match Reflect::get(data, &"progress".into()) {
            Ok(progress) if !progress.is_undefined() => self.progress(number, progress),
            _ => self.answer(number, data),
        }
    }

    fn begin(&self) {
        let queue = {
            let mut state = self.state.borrow_mut();
            state.ready = true;
            std::mem::take(&mut state.queue)
        };
        for (message, moved) in queue {
            if self
                .worker
                .post_message_with_transfer(&message, &moved)
                .is_err()
            {
                return self.lost();
            }
        }
    }

    fn progress(&self, number: u32, progress: JsValue) {
        let state = self.state.borrow();
        let waiting = state.waiting.get(&number);
        if let (Some(waiting), Ok(far)) = (waiting, serde_wasm_bindgen::from_value(progress)) {
            (waiting.watch)(far);
        }
    }

    fn answer(&self, number: u32, data: &JsValue) {
        let waiting = self.state.borrow_mut().waiting.remove(&number);
        if let Some(waiting) = waiting {
            drop(waiting.resolve.call1(&JsValue::NULL, data));
        }
    }

    /// The worker broke: everybody who waits is told, and the next question starts a new one.
    fn lost(&self) {
        end();
        self.end();
    }

    fn end(&self) {
        self.refuse(&JsValue::UNDEFINED);
    }

    /// Ends the worker, and tells the question that came first why; the others were lost with it.
    fn refuse(&self, why: &JsValue) {
        self.worker.terminate();
        let waiting = std::mem::take(&mut self.state.borrow_mut().waiting);
        for (place, waiting) in waiting.into_values().enumerate() {
            let why = if place == 0 { why } else { &JsValue::UNDEFINED };
            drop(waiting.reject.call1(&JsValue::NULL, why));
        }
    }
}

fn packed(number: u32, question: &Ask, beside: Vec<Beside>) -> Result<(JsValue, Array), JsValue> {
    let (carried, moved) = (Array::new(), Array::new());
    for item in beside {
        match item {
            Beside::File(file) => carried.push(&file.0),
            Beside::Whole(whole) => carried.push(&whole.0),
            Beside::Octets(octets) => {
                let buffer = octets.moved();
                moved.push(&buffer);
                carried.push(&buffer)
            }
        };
    }
    let message = Object::new();
    Reflect::set(&message, &"id".into(), &number.into())?;
    Reflect::set(
        &message,
        &"ask".into(),
        &serde_wasm_bindgen::to_value(question)?,
    )?;
    Reflect::set(&message, &"beside".into(), &carried)?;
    Ok((message.into(), moved))
}

/// Gives a kept file its name back, so that it can be saved or shared.
pub fn named(whole: &Whole, name: &str) -> Result<File, JsValue> {
    let kind = web_sys::FilePropertyBag::new();
    kind.set_type("application/pdf");
    File::new_with_blob_sequence_and_options(&Array::of1(&whole.0), name, &kind)
}
