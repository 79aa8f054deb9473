//! The inbox of development: what would have left stays on a local page.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use sign_core::wire::DevMessage;

use super::{Courier, Delivery, Message, Sending};
use crate::clock::Clock;
use crate::outbox::Channel;

const KEPT: usize = 500;

/// The newest messages, in memory.
pub struct DevInbox {
    clock: Arc<dyn Clock>,
    rows: Mutex<Rows>,
}

#[derive(Default)]
struct Rows {
    last: u64,
    kept: VecDeque<DevMessage>,
}

/// The inbox as the courier of one channel.
pub struct Page {
    inbox: Arc<DevInbox>,
    channel: Channel,
}

impl DevInbox {
    /// Starts empty.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            rows: Mutex::default(),
        }
    }

    /// Returns the courier of `channel`.
    pub fn page(self: &Arc<Self>, channel: Channel) -> Page {
        Page {
            inbox: Arc::clone(self),
            channel,
        }
    }

    /// Returns what is kept, newest first.
    pub fn messages(&self) -> Vec<DevMessage> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.kept.iter().rev().cloned().collect()
    }

    fn keep(&self, channel: Channel, message: &Message) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.last += 1;
        let row = DevMessage {
            id: rows.last,
            channel: channel.text().to_owned(),
            to: message.to.clone(),
            subject: message.subject.clone(),
            text: message.text.clone(),
            at_ms: self.clock.now_ms(),
        };
        rows.kept.push_back(row);
        if rows.kept.len() > KEPT {
            rows.kept.pop_front();
        }
    }
}

impl Courier for Page {
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        Box::pin(async {
            self.inbox.keep(self.channel, message);
            Delivery::Accepted
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Courier, Delivery, DevInbox, KEPT, Message};
    use crate::clock::ManualClock;
    use crate::outbox::Channel;

    #[tokio::test]
    async fn the_newest_come_first_and_the_oldest_go() {
        let inbox = Arc::new(DevInbox::new(Arc::new(ManualClock::new(9))));
        let page = inbox.page(Channel::Sms);
        for n in 0..=KEPT {
            let message = Message {
                id: n.to_string(),
                to: "+33612345678".to_owned(),
                sender: String::new(),
                subject: None,
                text: n.to_string(),
            };
            assert_eq!(page.send(&message).await, Delivery::Accepted);
        }
        let rows = inbox.messages();
        assert_eq!(rows.len(), KEPT);
        assert_eq!((rows[0].text.as_str(), rows[0].at_ms), ("500", 9));
        assert_eq!(rows[KEPT - 1].text, "1");
    }
}
