//! How long a page may take: one that never ends would keep every other question waiting.

use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::{LIVE, Live};

/// Time is counted in ticks of this page: while the device sleeps, neither it nor the worker works.
const TICK_MS: u32 = 4_000;
/// So many ticks without a word from the worker, while it draws, are too many.
const MOST_TICKS: u32 = 5;

/// Counts the ticks in which the worker said nothing.
#[derive(Debug, Default)]
pub(super) struct Patience {
    silent: u32,
    ticking: bool,
}

impl Patience {
    /// The worker said something.
    pub(super) fn heard(&mut self) {
        self.silent = 0;
    }

    /// Begins to tick; false where it does already.
    fn begin(&mut self) -> bool {
        !std::mem::replace(&mut self.ticking, true)
    }

    /// Passes one tick: what came `first` is a drawing or not, or nothing waits. Says whether the
    /// worker is stuck.
    fn tick(&mut self, first: Option<bool>, ready: bool) -> bool {
        match first {
            None => *self = Self::default(),
            Some(draws) if draws && ready => self.silent += 1,
            Some(_) => self.silent = 0,
        }
        self.silent >= MOST_TICKS
    }
}

impl Live {
    /// Minds the time as long as somebody waits.
    pub(super) fn mind(self: &Rc<Self>) {
        if self.state.borrow_mut().patience.begin() {
            self.tick_later();
        }
    }

    fn tick_later(self: &Rc<Self>) {
        let live = Rc::downgrade(self);
        let tick = move || {
            if let Some(live) = live.upgrade() {
                live.tick();
            }
        };
        self.state.borrow_mut().tick = Some(Timeout::new(TICK_MS, tick));
    }

    fn tick(self: &Rc<Self>) {
        let (stuck, waits) = {
            let state = &mut *self.state.borrow_mut();
            let first = state.waiting.first_key_value();
            let first = first.map(|(_, waiting)| waiting.draws);
            (state.patience.tick(first, state.ready), first.is_some())
        };
        if stuck {
            self.stuck();
        } else if waits {
            self.tick_later();
        }
    }

    /// The first page in the row is not drawn in time: the worker is ended, and the next question
    /// starts a new one.
    fn stuck(&self) {
        drop(LIVE.with_borrow_mut(Option::take));
        self.refuse(&"page_too_slow".into());
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_TICKS, Patience};

    fn ticks(patience: &mut Patience, count: u32, first: Option<bool>, ready: bool) -> bool {
        (0..count).any(|_| patience.tick(first, ready))
    }

    #[test]
    fn a_page_that_says_nothing_for_too_long_is_stuck() {
        let mut patience = Patience::default();
        assert!(!ticks(&mut patience, MOST_TICKS - 1, Some(true), true));
        assert!(ticks(&mut patience, 1, Some(true), true));
    }

    #[test]
    fn a_word_from_the_worker_begins_the_count_anew() {
        let mut patience = Patience::default();
        ticks(&mut patience, MOST_TICKS - 1, Some(true), true);
        patience.heard();
        assert!(!ticks(&mut patience, MOST_TICKS - 1, Some(true), true));
    }

    #[test]
    fn checking_a_large_file_and_loading_the_worker_may_take_long() {
        let mut patience = Patience::default();
        assert!(!ticks(&mut patience, 1_000, Some(false), true));
        assert!(!ticks(&mut patience, 1_000, Some(true), false));
    }

    #[test]
    fn nothing_ticks_while_nobody_waits() {
        let mut patience = Patience::default();
        assert!(patience.begin() && !patience.begin());
        patience.tick(None, true);
        assert!(patience.begin());
    }
}
