//! What must happen without a request: envelopes expire, ended sessions are forgotten.

use super::error::Failure;
use super::state::AppState;
use crate::domain::Moment;
use crate::domain::envelope::Envelope;
use crate::store;

/// Envelopes a sweep takes at once.
const BATCH: u32 = 100;

/// Does what is due; to be called about once a minute.
pub async fn sweep(state: &AppState) {
    if let Err(error) = due(state).await {
        tracing::error!(%error, "A sweep failed and will be done again");
    }
}

async fn due(state: &AppState) -> store::Result<()> {
    let now_ms = state.clock.now_ms();
    for id in state.store.overdue(now_ms, BATCH).await? {
        let step = |envelope: &mut Envelope, moment: &Moment<'_>| envelope.expire(moment);
        if let Err(Failure::Store(error)) = state.change(&id, step).await {
            tracing::error!(%error, "An envelope could not be ended and holds up no other");
        }
    }
    state.store.forget_ended(now_ms).await
}
