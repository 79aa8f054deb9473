//! What every handler has at hand, and the one way to change an envelope.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::error::Failure;
use super::limits::Limits;
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::domain::Moment;
use crate::domain::envelope::Envelope;
use crate::domain::refusal;
use crate::keys::Keyring;
use crate::outbox::Notice;
use crate::store::blobs::Blobs;
use crate::store::{Letter, Store};

/// Cheap to clone; every clone is the same deployment.
#[derive(Clone)]
pub struct AppState {
    pub config: Arc<Config>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub keys: Arc<Keyring>,
    pub store: Arc<dyn Store>,
    pub blobs: Arc<Blobs>,
    /// Told after every commit that wrote messages.
    pub wake: Arc<Notify>,
    pub limits: Arc<Limits>,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(
        config: Config,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        keys: Arc<Keyring>,
        store: Arc<dyn Store>,
        wake: Arc<Notify>,
    ) -> Self {
        let blobs = Arc::new(Blobs::new(&config.data_dir));
        let (config, limits) = (Arc::new(config), Arc::new(Limits::default()));
        Self {
            config,
            clock,
            chance,
            keys,
            store,
            blobs,
            wake,
            limits,
        }
    }

    /// Returns what a move needs, at this moment.
    pub fn moment(&self) -> Moment<'_> {
        let now_ms = self.clock.now_ms();
        Moment {
            now_ms,
            chance: self.chance.as_ref(),
            rules: &self.config,
        }
    }

    /// Applies a move to an envelope in one transaction and wakes the outbox.
    pub async fn change<T, F>(&self, envelope: &str, step: F) -> Result<(T, Envelope), Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Envelope, &Moment<'_>) -> refusal::Result<T> + Send + 'static,
    {
        let given = Arc::new(Mutex::new(None));
        let (slot, state) = (Arc::clone(&given), self.clone());
        let step = Box::new(move |envelope: &mut Envelope| {
            let moment = state.moment();
            let value = step(envelope, &moment)?;
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            let notices = core::mem::take(&mut envelope.effects.notices);
            Ok(notices
                .into_iter()
                .map(|one| state.letter(one, &moment))
                .collect())
        });
        let changed = self.store.change(envelope, step).await?;
        let changed = changed.ok_or(Failure::NotFound)??;
        self.wake.notify_one();
        let value = given.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok((
            value.expect("a move that was applied gave its value"),
            changed,
        ))
    }

    /// Loads an envelope.
    pub async fn envelope(&self, id: &str) -> Result<Envelope, Failure> {
        self.store.envelope(id).await?.ok_or(Failure::NotFound)
    }

    fn letter(&self, notice: Notice, moment: &Moment<'_>) -> Letter {
        Letter {
            id: moment.id(),
            payload: notice.close(&self.keys),
            envelope: notice.envelope,
            recipient: notice.recipient,
            channel: notice.channel,
            to: notice.to,
            locale: notice.locale,
            kind: notice.kind,
            at_ms: moment.now_ms,
        }
    }
}
