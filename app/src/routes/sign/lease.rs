//! Keeps the turn while somebody is at work: input renews the lease (PROTOCOL §4).

use gloo::events::EventListener;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{Fence, SignerView};

use super::hurdle::Hurdle;
use super::state::Signing;
use crate::browser::{clock, http};
use crate::steps::sign::Draft;

/// Follows keys, pointers and scrolling for as long as the screens are there.
pub fn follow(signing: Signing) {
    let asked_ms = StoredValue::new(0_i64);
    let heard = move || {
        let now_ms = clock::now_ms();
        let busy = signing.doing.with_untracked(Option::is_some);
        let known = asked_ms.get_value().saturating_add(signing.skew_ms());
        let fence = signing
            .draft
            .with_untracked(|draft| draft.renews(known, now_ms + signing.skew_ms()));
        if let Some(fence) = fence.filter(|_| !busy) {
            asked_ms.set_value(now_ms);
            spawn_local(renew(signing, fence));
        }
    };
    StoredValue::new_local(
        ["keydown", "pointerdown", "scroll", "wheel"]
            .map(|name| EventListener::new(&window(), name, move |_| heard())),
    );
}

/// A turn that is lost is told; what did not reach the server is asked again with a later input.
async fn renew(signing: Signing, fence: u64) {
    let bearer = signing.bearer();
    let body = Fence { fence };
    let asked = http::post::<_, SignerView>("/v1/sign/lease", Some(&bearer), &body).await;
    let hurdle = match asked {
        Ok(_) | Err(http::Failure::Offline) => return,
        Err(failure) => Hurdle::Server(failure),
    };
    let same = signing.draft.with_untracked(Draft::fence) == Some(fence);
    if same {
        signing.meet(&hurdle).await;
    }
}
