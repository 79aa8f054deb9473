//! Asks the worker whether every text can be written where it is to stand, before anybody is invited.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bench::Bench;
use crate::browser::docworker;
use crate::steps::new::Draft;
use crate::steps::new::check::Lack;
use crate::steps::new::writing::unwritten;
use crate::worker::message::{Answer, Ask, Writing};

/// Keeps what cannot be written up to date with the texts and their boxes.
pub fn follow(bench: Bench) {
    let writings = Memo::new(move |_| bench.draft.with(Draft::writings));
    Effect::new(move |_| {
        let asked = writings.get();
        spawn_local(async move {
            let lacks = ask(asked.clone()).await;
            if writings.try_get_untracked() == Some(asked) {
                bench.unwritten.set(lacks);
            }
        });
    });
}

/// Returns what of these cannot be written; a worker that is gone says so at its next real task.
pub async fn ask(writings: Vec<(Option<u32>, Writing)>) -> Vec<Lack> {
    let (whose, texts): (Vec<_>, Vec<_>) = writings.into_iter().unzip();
    if texts.is_empty() {
        return Vec::new();
    }
    match docworker::ask(Ask::Write(texts), Vec::new()).await {
        Ok(reply) => match reply.answer {
            Answer::Written(told) => unwritten(&whose, told),
            _ => Vec::new(),
        },
        Err(_) => Vec::new(),
    }
}
