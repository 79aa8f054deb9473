//! There is nothing at this address.

use leptos::prelude::*;

use crate::components::button::ButtonLink;
use crate::components::header::Header;
use crate::components::stepper::Heading;
use crate::i18n::common;

/// The screen of every unknown address.
#[component]
pub fn Missing() -> impl IntoView {
    view! {
        <Header />
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="missing">
            <Heading title=common::NOTHING_HERE lead=common::NOTHING_HERE_WHY />
            <ButtonLink href="/" label=common::TO_LIST />
        </main>
    }
}
