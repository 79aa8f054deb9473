//! Step 3: the pages of one document, and the fields on them.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use sign_core::wire::FieldKind;

use super::bench::Bench;
use super::panel::Panel;
use crate::components::field_box::{Change, FieldBox};
use crate::components::page_view::PageView;
use crate::i18n::{common, language, new, t};
use crate::steps::new::field::{Area, DraftField};
use crate::worker::message::Opened;

/// What the sender has in hand: a person, a kind, a document, a page, a chosen field.
#[derive(Clone, Copy)]
pub struct Hand {
    /// Whose the next field is.
    pub person: RwSignal<u32>,
    /// What the next field takes.
    pub kind: RwSignal<FieldKind>,
    /// The document that is shown.
    pub document: RwSignal<u32>,
    /// The page that the keyboard adds to, zero-based.
    pub page: RwSignal<u32>,
    /// The chosen field.
    pub field: RwSignal<Option<u32>>,
    /// A field that was just added and takes the focus.
    pub fresh: RwSignal<Option<u32>>,
}

impl Hand {
    fn new(bench: Bench) -> Self {
        let (person, document) = bench.draft.with_untracked(|draft| {
            let person = draft
                .people
                .iter()
                .find(|person| !draft.signs(person.number))
                .or(draft.people.first());
            (
                person.map(|person| person.number),
                draft.documents.first().map(|document| document.number),
            )
        });
        Self {
            person: RwSignal::new(person.unwrap_or_default()),
            kind: RwSignal::new(FieldKind::Signature),
            document: RwSignal::new(document.unwrap_or_default()),
            page: RwSignal::new(0),
            field: RwSignal::new(None),
            fresh: RwSignal::new(None),
        }
    }

    /// Says whether the document in hand takes nothing but signatures in the fields it has.
    pub fn is_given(self, bench: Bench) -> bool {
        let document = self.document.get();
        bench.draft.with(|draft| draft.bears(document, "certified"))
    }

    /// Adds what is in hand to a page, around a point or where there is room; in a certified document a
    /// signature in one of its own fields.
    pub fn add(self, bench: Bench, page: u32, point_pt: Option<(f64, f64)>) {
        let place = (self.document.get_untracked(), page);
        let (person, kind) = (self.person.get_untracked(), self.kind.get_untracked());
        let own = bench.own(place);
        let added = bench.draft.try_update(|draft| match own {
            Some(own) => draft.give_own(person, place, point_pt, &own),
            None => draft.add_field(person, kind, place, point_pt),
        });
        self.field.set(added.flatten());
        self.page.set(page);
    }
}

/// The pages with their fields, and the panel beside them.
#[component]
pub fn Fields(
    /// What the steps share.
    bench: Bench,
) -> impl IntoView {
    let hand = Hand::new(bench);
    let opened = Memo::new(move |_| {
        bench
            .opened
            .with(|all| all.get(&hand.document.get()).cloned())
    });
    view! {
        <p class="hush" id="field-keys">
            {move || (!hand.is_given(bench)).then(|| t(new::KEYS))}
        </p>
        <div class="bench">
            <Panel bench hand />
            <div class="sheets">
                {move || match opened.get() {
                    Some(opened) => view! { <Sheets bench hand opened /> }.into_any(),
                    None => view! { <p class="muted">{t(new::OPENING)}</p> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn Sheets(bench: Bench, hand: Hand, opened: Opened) -> impl IntoView {
    let of = u32::try_from(opened.pages.len()).unwrap_or(u32::MAX);
    let handle = opened.handle;
    let certified = !opened.own.is_empty();
    let pages = (0..of)
        .zip(opened.pages)
        .map(|(page, size)| {
            let points = (size.width_pt, size.height_pt);
            view! {
                <PageView handle page of size>
                    <Layer bench hand page size=points />
                </PageView>
            }
        })
        .collect_view();
    view! {
        {certified.then(|| view! { <p class="strong">{t(new::CERTIFIED)}</p> })}
        {pages}
    }
}

/// The fields of one page; a press on the page itself places the next one there.
#[component]
fn Layer(bench: Bench, hand: Hand, page: u32, size: (f64, f64)) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let document = hand.document.get_untracked();
    let numbers = Memo::new(move |_| {
        bench.draft.with(|draft| {
            let here = draft
                .fields
                .iter()
                .filter(|field| (field.document, field.page) == (document, page));
            here.map(|field| field.number).collect::<Vec<_>>()
        })
    });
    let place = move |event: ev::MouseEvent| {
        let Some(layer) = node.get_untracked() else {
            return;
        };
        let frame = layer.get_bounding_client_rect();
        let x_pt = (f64::from(event.client_x()) - frame.left()) / frame.width() * size.0;
        let y_pt = (f64::from(event.client_y()) - frame.top()) / frame.height() * size.1;
        hand.add(bench, page, Some((x_pt, y_pt)));
    };
    let own = bench.own((document, page));
    let given = own.is_some();
    view! {
        <div class="layer placing" class:given=given node_ref=node data-test=["page-", &page.to_string()].concat() on:click=place>
            {own.into_iter().flatten().map(|area| framed(area, size)).collect_view()}
            <For each=move || numbers.get() key=|number| *number let:number>
                <Placed bench hand number size />
            </For>
        </div>
    }
}

/// Frames a field that a certified document has of its own.
fn framed(area: Area, size: (f64, f64)) -> impl IntoView {
    let share = |part: f64, whole: f64| [&(part / whole * 100.0).to_string(), "%"].concat();
    view! {
        <span
            class="own"
            style:left=share(area.x_pt, size.0)
            style:top=share(area.y_pt, size.1)
            style:width=share(area.width_pt, size.0)
            style:height=share(area.height_pt, size.1)
        ></span>
    }
}

/// One field, bound to the draft.
#[component]
fn Placed(bench: Bench, hand: Hand, number: u32, size: (f64, f64)) -> impl IntoView {
    let found = move || bench.draft.with(|draft| draft.field(number).cloned());
    let field =
        Memo::new(move |last: Option<&Option<DraftField>>| found().or(last.cloned().flatten()));
    let first = field.get_untracked()?;
    let (kind, page) = (first.kind, first.page + 1);
    let area = Signal::derive(move || field.get().map_or(first.area, |field| field.area));
    let caption = move || field.get().map(|field| field.caption).unwrap_or_default();
    let locale = language();
    let name = Memo::new(move |_| {
        bench
            .draft
            .with(|draft| {
                let place = draft.place_of(first.person).unwrap_or(0);
                draft
                    .people
                    .get(place)
                    .map(|person| new::named(locale.get(), &person.name(), place + 1))
            })
            .unwrap_or_default()
    });
    let label = Signal::derive(move || {
        let locale = locale.get();
        let what = new::field(locale, kind, &name.get(), page);
        let caption = caption();
        let parts = [what, caption.trim().to_owned(), whole(locale, area.get())];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    });
    let words = Signal::derive(move || match caption().trim() {
        "" => name.get(),
        caption => [caption, " · ", &name.get()].concat(),
    });
    let person = bench
        .draft
        .with_untracked(|draft| draft.place_of(first.person))
        .unwrap_or(0);
    let change = Callback::new(move |change| apply(bench, hand, number, change));
    Some(view! {
        <FieldBox
            area page=size kind person label words
            chosen=Signal::derive(move || hand.field.get() == Some(number))
            fresh=hand.fresh.get_untracked() == Some(number)
            change
        />
    })
}

fn apply(bench: Bench, hand: Hand, number: u32, change: Change) {
    match change {
        Change::Choose => {
            hand.field.set(Some(number));
            let page = bench
                .draft
                .with_untracked(|draft| draft.field(number).map(|field| field.page));
            hand.page.set(page.unwrap_or_default());
        }
        Change::Move(from, dx_pt, dy_pt) => bench.draft.update(|draft| {
            draft.reshape(number, |_, kind, page| from.moved(dx_pt, dy_pt, kind, page));
        }),
        Change::Grow(from, dx_pt, dy_pt) => bench.draft.update(|draft| {
            draft.reshape(number, |_, kind, page| from.grown(dx_pt, dy_pt, kind, page));
        }),
        Change::Remove => {
            bench.draft.update(|draft| draft.remove_field(number));
            hand.field.set(None);
        }
    }
}

fn whole(locale: sign_core::wire::Locale, area: Area) -> String {
    let [x, y, width, height] =
        [area.x_pt, area.y_pt, area.width_pt, area.height_pt].map(|part| part.round() as i64);
    new::place(locale, x, y, width, height)
}

/// Says which page of how many.
pub fn page_words(locale: sign_core::wire::Locale, page: u32, of: u32) -> String {
    common::page_of(locale, page + 1, of)
}
