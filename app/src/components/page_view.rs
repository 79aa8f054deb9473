//! One page as it is: drawn by the worker, its text selectable, its warnings said.

use gloo::timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::button::Button;
use super::notice::{Notice, Tone};
use crate::browser::canvas::{self, Watch};
use crate::browser::docworker;
use crate::i18n::{common, language, sign, t};
use crate::worker::message::{self, Answer, Ask, Handle, PageSize, PageText, Rendered};

/// A page is drawn when it comes this near to the screen, and let go when it is farther.
const NEAR: &str = "60% 0px";
/// A drawn page counts as seen when half of it, or of the screen, showed it for so long.
const SEEN_MS: u32 = 600;

/// Opens the documents again after the worker ended; in context where that is safe.
#[derive(Clone, Copy)]
pub struct Reopen(pub Callback<()>);

/// Draws a page when it comes near, and lays `children` over it in per cent of its size.
#[component]
pub fn PageView(
    /// The document in the worker.
    handle: Handle,
    /// Zero-based page.
    page: u32,
    /// Pages of the document.
    of: u32,
    /// Its size.
    size: PageSize,
    /// Rises when the document in the worker has changed.
    #[prop(optional, into)]
    change: Signal<u32>,
    /// Told when the page was seen.
    #[prop(optional, into)]
    seen: Option<Callback<()>>,
    /// Name for the end-to-end tests.
    #[prop(optional, into)]
    test: Option<String>,
    /// What lies over it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (frame, sheet) = (
        NodeRef::<html::Section>::new(),
        NodeRef::<html::Canvas>::new(),
    );
    let near = RwSignal::new(false);
    let drawn = RwSignal::new(None::<Result<Rendered, message::Failure>>);
    let text = RwSignal::new(PageText::default());
    let looked = RwSignal::new(false);
    watch(frame, near, looked);
    if let Some(seen) = seen {
        let shown = move || looked.get() && drawn.with(|drawn| matches!(drawn, Some(Ok(_))));
        dwell(Memo::new(move |_| shown()), seen);
    }
    Effect::new(move |_| {
        change.track();
        match (near.get(), sheet.get()) {
            (true, Some(canvas)) => spawn_local(async move {
                let width = canvas::size(&canvas).0 * canvas::device_ratio();
                draw(handle, page, pixels(width), canvas, drawn).await;
                read(handle, page, text).await;
            }),
            (false, Some(canvas)) => canvas::release(&canvas),
            (_, None) => {}
        }
    });
    let locale = language();
    let label = move || common::page_of(locale.get(), page + 1, of);
    view! {
        <section class="page" node_ref=frame aria-label=label id=anchor(handle, page)
            data-test=test
            data-rendered=move || drawn.with(|drawn| matches!(drawn, Some(Ok(_)))).to_string()
        >
            <div class="sheet" style:aspect-ratio=format!("{} / {}", size.width_pt, size.height_pt)>
                <canvas node_ref=sheet aria-hidden="true"></canvas>
                <TextLayer size text />
                {children.map(|children| view! { <div class="over">{children()}</div> })}
            </div>
            <p class="folio muted small" aria-hidden="true">{label}</p>
            {move || drawn.get().map(warnings)}
            {move || text.with(|text| text.lost).then(|| view! { <Warning code="font_unreadable".to_owned() /> })}
        </section>
    }
}

/// Returns the id of a page's element, to jump to it.
pub fn anchor(handle: Handle, page: u32) -> String {
    format!("page-{}-{page}", handle.0)
}

fn watch(frame: NodeRef<html::Section>, near: RwSignal<bool>, looked: RwSignal<bool>) {
    let kept = StoredValue::new_local(Vec::<Watch>::new());
    Effect::new(move |_| {
        let Some(section) = frame.get() else { return };
        let drawing = Watch::new(&section, NEAR, move |share| near.set(share > 0.0));
        let reading = Watch::new(&section, "0px", move |share| looked.set(share >= 0.5));
        kept.set_value(drawing.into_iter().chain(reading).collect());
    });
}

/// Tells `seen` once something is true for a moment, not when it only passes by.
fn dwell(shown: Memo<bool>, seen: Callback<()>) {
    let pending = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let later = shown
            .get()
            .then(|| Timeout::new(SEEN_MS, move || seen.run(())));
        pending.set_value(later);
    });
}

async fn draw(
    handle: Handle,
    page: u32,
    width_px: u32,
    canvas: canvas::Canvas,
    drawn: RwSignal<Option<Result<Rendered, message::Failure>>>,
) {
    let said = docworker::ask(
        Ask::Render {
            handle,
            page,
            width_px,
        },
        Vec::new(),
    )
    .await;
    let result = said.map(|reply| match (&reply.answer, reply.picture()) {
        (Answer::Rendered(size), Some(picture)) => {
            canvas::paint(&canvas, &picture, size.width_px, size.height_px);
            Some(size.clone())
        }
        _ => None,
    });
    drawn.try_set(result.transpose());
}

async fn read(handle: Handle, page: u32, text: RwSignal<PageText>) {
    if let Ok(reply) = docworker::ask(Ask::Text { handle, page }, Vec::new()).await
        && let Answer::Text(found) = reply.answer
    {
        text.try_set(found);
    }
}

/// The words of the page, transparent, where they stand: to select, search and hear.
#[component]
fn TextLayer(size: PageSize, text: RwSignal<PageText>) -> impl IntoView {
    let runs = move || {
        text.get()
            .runs
            .into_iter()
            .map(|run| {
                let turn = format!("rotate({} {} {})", run.angle_deg, run.x_pt, run.y_pt);
                view! {
                    <text
                        x=run.x_pt
                        y=run.y_pt
                        font-size=run.size_pt
                        attr:textLength=run.width_pt
                        attr:lengthAdjust="spacingAndGlyphs"
                        transform=turn
                    >
                        {run.text}
                    </text>
                }
            })
            .collect_view()
    };
    view! {
        <svg class="words" viewBox=format!("0 0 {} {}", size.width_pt, size.height_pt)>
            {runs}
        </svg>
    }
}

fn warnings(drawn: Result<Rendered, message::Failure>) -> AnyView {
    match drawn {
        Ok(rendered) => rendered
            .notices
            .into_iter()
            .map(|notice| view! { <Warning code=notice.code /> })
            .collect_view()
            .into_any(),
        Err(failure) => view! { <Undrawn code=failure.code /> }.into_any(),
    }
}

#[component]
fn Warning(code: String) -> impl IntoView {
    view! { <Notice tone=Tone::Warn><p>{t(sign::notice(&code))}</p></Notice> }
}

/// A page that could not be drawn; where only the worker ended, the way to go on.
#[component]
fn Undrawn(code: String) -> impl IntoView {
    let ended = ["page_too_slow", "worker_gone", "no_document"].contains(&code.as_str());
    let reopen = use_context::<Reopen>().filter(|_| ended);
    let words = sign::notice(&code);
    view! {
        <div data-test="undrawn" data-code=code>
            <Notice tone=Tone::Warn>
                <p>{t(words)}</p>
                {reopen.map(|Reopen(reopen)| view! {
                    <p class="row">
                        <Button label=common::REOPEN press=move || reopen.run(()) icon="refresh-cw" test="reopen" />
                    </p>
                })}
            </Notice>
        </div>
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is between 1 and 10,000 pixels wide"
)]
fn pixels(width: f64) -> u32 {
    width.clamp(1.0, 10_000.0).round() as u32
}
