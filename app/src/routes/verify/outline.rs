//! What had changed, outlined on a page, each with the number it has in the list and a word.

use leptos::prelude::*;
use sign_core::placement::ViewRect;
use sign_core::verify::report::Mark;

use super::history::History;
use crate::i18n::verify::version;
use crate::i18n::{language, t};
use crate::worker::message::PageSize;

/// Nearer to the top than this, in points, a word stands inside its outline.
const LOW_PT: f64 = 24.0;

/// The outlines of one page; the list of changes says them to assistive technology.
#[component]
pub fn Outlines(
    /// The file.
    history: History,
    /// Which version.
    at: usize,
    /// Zero-based page.
    page: u32,
    /// Its size.
    size: PageSize,
    /// While false nothing is drawn.
    outlined: RwSignal<bool>,
) -> impl IntoView {
    move || {
        let marks = outlined.get().then(|| history.marks(at));
        let numbered = (1..).zip(marks.unwrap_or_default());
        let here = numbered.filter(|(_, mark)| mark.page == Some(page));
        here.map(|(number, mark)| view! { <Outline number mark size /> })
            .collect_view()
    }
}

#[component]
fn Outline(number: usize, mark: Mark, size: PageSize) -> impl IntoView {
    let locale = language();
    let (width, height) = (size.width_pt, size.height_pt);
    let area = mark.area.unwrap_or(ViewRect {
        x: 0.0,
        y: 0.0,
        width,
        height,
    });
    let (low, far) = (area.y < LOW_PT, area.x > width / 2.0);
    let percent = |part: f64, whole: f64| [&(part / whole * 100.0).to_string(), "%"].concat();
    let word = t(version::short(&mark.code));
    let verdict = (!mark.allowed)
        .then_some(move || [", ", &version::FORBIDDEN.of(locale.get()).to_lowercase()].concat());
    view! {
        <div
            class="outline"
            class:forbidden=!mark.allowed
            class:low=low
            class:far=far
            aria-hidden="true"
            data-test="outline"
            data-code=mark.code.clone()
            style:left=percent(area.x, width)
            style:top=percent(area.y, height)
            style:width=percent(area.width, width)
            style:height=percent(area.height, height)
        >
            <span>{number} " " {word} {verdict}</span>
        </div>
    }
}
