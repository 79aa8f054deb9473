//! Step 2: who signs, in which order, and how their code reaches them.

use leptos::prelude::*;
use sign_core::wire::entry::SIGNERS;
use sign_core::wire::{Locale, Method};

use super::bench::Bench;
use crate::components::button::{Button, IconButton};
use crate::components::field::{Choice, Field, LocaleSelect, Select};
use crate::components::notice::{Notice, Tone};
use crate::i18n::new::{PersonAct, person_act};
use crate::i18n::{Text, language, new, t, tf};
use crate::steps::new::check::Lack;
use crate::steps::new::{Person, Step};

/// The people of the draft.
#[component]
pub fn People(
    /// What the steps share.
    bench: Bench,
) -> impl IntoView {
    let numbers = Memo::new(move |_| {
        bench.draft.with(|draft| {
            draft
                .people
                .iter()
                .map(|person| person.number)
                .collect::<Vec<_>>()
        })
    });
    let add = move || {
        bench.draft.update(|draft| {
            draft.add_person();
        });
    };
    let no_method = bench
        .account
        .with_value(|account| account.methods.is_empty());
    let room = move || numbers.with(|numbers| numbers.len() < SIGNERS);
    view! {
        <div class="stack">
            <Nobody bench />
            {no_method.then(|| view! { <Notice tone=Tone::Bad><p>{t(new::NO_METHOD)}</p></Notice> })}
            <For each=move || numbers.get() key=|number| *number let:number>
                <Card bench number />
            </For>
            <Show when=room>
                <div class="row">
                    <Button label=new::ADD_PERSON icon="user-plus" test="add-person"
                        press=add />
                    <Show when=move || !is_in(bench)>
                        <Button label=new::ADD_ME icon="pen-line" test="add-me" press=move || add_sender(bench) />
                    </Show>
                </div>
            </Show>
            <p class="muted small">{t(new::TURN_WHY)}</p>
        </div>
    }
}

#[component]
fn Nobody(bench: Bench) -> impl IntoView {
    move || {
        let nobody = bench
            .draft
            .with(|draft| draft.lacks(Step::People).contains(&Lack::Person));
        (nobody && bench.asked.get()).then(|| {
            view! {
                <Notice tone=Tone::Bad><p>{t(new::lack(Lack::Person))}</p></Notice>
            }
        })
    }
}

fn is_in(bench: Bench) -> bool {
    let email = bench.account.with_value(|account| account.email.clone());
    bench
        .draft
        .with(|draft| draft.people.iter().any(|person| person.email == email))
}

/// Puts the sender in the first empty card, or in a new one.
fn add_sender(bench: Bench) {
    let (name, email) = bench
        .account
        .with_value(|account| (account.name.clone(), account.email.clone()));
    let (first, last) = name.split_once(' ').unwrap_or((&name, ""));
    bench.draft.update(|draft| {
        let blank = |person: &&Person| person.name().is_empty() && person.email.is_empty();
        let number = draft.people.iter().find(blank).map(|person| person.number);
        let number = number.unwrap_or_else(|| draft.add_person());
        if let Some(person) = draft
            .people
            .iter_mut()
            .find(|person| person.number == number)
        {
            person.first_name = first.to_owned();
            person.last_name = last.to_owned();
            person.email = email;
        }
    });
}

/// One person's part of the draft, as signals.
#[derive(Clone, Copy)]
struct One {
    bench: Bench,
    number: u32,
}

impl One {
    fn place(self) -> usize {
        self.bench
            .draft
            .with(|draft| draft.place_of(self.number))
            .unwrap_or(0)
    }

    /// Returns the zero-based place without following it.
    fn seat(self) -> usize {
        self.bench
            .draft
            .with_untracked(|draft| draft.place_of(self.number))
            .unwrap_or(0)
    }

    fn read<T: Default + Clone + PartialEq + Send + Sync + 'static>(
        self,
        part: fn(&Person) -> T,
    ) -> Signal<T> {
        let memo = Memo::new(move |_| {
            self.bench.draft.with(|draft| {
                draft
                    .place_of(self.number)
                    .map(|place| part(&draft.people[place]))
                    .unwrap_or_default()
            })
        });
        memo.into()
    }

    fn write(self, change: impl FnOnce(&mut Person)) {
        self.bench.draft.update(|draft| {
            if let Some(person) = draft
                .people
                .iter_mut()
                .find(|person| person.number == self.number)
            {
                change(person);
            }
        });
    }

    /// Says the first of these that is lacking, once somebody wanted to go on.
    fn lack<const N: usize>(self, wanted: [fn(u32) -> Lack; N]) -> Signal<Option<Text>> {
        Signal::derive(move || {
            let lacks = self.bench.draft.with(|draft| draft.lacks(Step::People));
            let mut wanted = wanted.into_iter().map(|lack| lack(self.number));
            let found = wanted.find(|lack| lacks.contains(lack));
            found.filter(|_| self.bench.asked.get()).map(new::lack)
        })
    }
}

#[component]
fn Card(bench: Bench, number: u32) -> impl IntoView {
    let one = One { bench, number };
    let place = one.seat();
    let id = move |part: &str| [part, "-", &number.to_string()].concat();
    let test = move |part: &str| [part, "-", &place.to_string()].concat();
    view! {
        <section class=move || ["card signer-", &((one.place() + 1) % 6).to_string()].concat() aria-labelledby=id("person")>
            <CardHead one />
            <div class="pair">
                <Field id=id("first") test=test("first-name") label=new::FIRST_NAME value=one.read(|p| p.first_name.clone())
                    error=one.lack([Lack::FirstName, Lack::LongFirstName]) typed=move |text| one.write(|p| p.first_name = text) />
                <Field id=id("last") test=test("last-name") label=new::LAST_NAME value=one.read(|p| p.last_name.clone())
                    error=one.lack([Lack::LastName, Lack::LongLastName]) typed=move |text| one.write(|p| p.last_name = text) />
            </div>
            <div class="pair">
                <Field id=id("email") test=test("email") label=new::EMAIL kind="email" value=one.read(|p| p.email.clone())
                    error=one.lack([Lack::Email, Lack::Twin]) typed=move |text| one.write(|p| p.email = text) />
                <Field id=id("phone") test=test("phone") label=new::PHONE kind="tel" hint=new::PHONE_HINT
                    value=one.read(|p| p.phone.clone())
                    error=one.lack([Lack::Phone]) typed=move |text| one.write(|p| p.phone = text) />
            </div>
            <CardChoices one />
        </section>
    }
}

#[component]
fn CardHead(one: One) -> impl IntoView {
    let (bench, number) = (one.bench, one.number);
    let locale = language();
    let name = one.read(Person::name);
    let count = move || bench.draft.with(|draft| draft.people.len());
    let label = move |act: PersonAct| {
        Signal::derive(move || {
            let locale = locale.get();
            person_act(
                locale,
                act,
                &new::named(locale, &name.get(), one.place() + 1),
            )
        })
    };
    let remove = move || bench.draft.update(|draft| draft.remove_person(number));
    let step = move |by: isize| bench.draft.update(|draft| draft.move_person(number, by));
    let place = one.seat();
    view! {
        <div class="row apart">
            <h2 id=["person-", &number.to_string()].concat() class="row">
                <span class="dot" aria-hidden="true">{move || one.place() + 1}</span>
                {tf(move |locale| new::named(locale, &name.get(), one.place() + 1))}
            </h2>
            <span class="tools">
                <IconButton icon="arrow-up" label=label(PersonAct::Up) press=move || step(-1)
                    off=Signal::derive(move || one.place() == 0) />
                <IconButton icon="arrow-down" label=label(PersonAct::Down) press=move || step(1)
                    off=Signal::derive(move || one.place() + 1 == count()) />
                <IconButton icon="trash-2" label=label(PersonAct::Remove) press=remove
                    off=Signal::derive(move || count() == 1)
                    test=["remove-person-", &place.to_string()].concat() />
            </span>
        </div>
    }
}

fn tag(method: Method) -> &'static str {
    match method {
        Method::Sms => "sms",
        Method::Email => "email",
    }
}

fn words(method: Method) -> Choice {
    Choice::Words(match method {
        Method::Sms => new::BY_SMS,
        Method::Email => new::BY_EMAIL,
    })
}

#[component]
fn CardChoices(one: One) -> impl IntoView {
    let number = one.number;
    let id = move |part: &str| [part, "-", &number.to_string()].concat();
    let place = one.seat();
    let test = move |part: &str| [part, "-", &place.to_string()].concat();
    let offered = one
        .bench
        .account
        .with_value(|account| account.methods.clone());
    let methods = offered
        .into_iter()
        .map(|method| (tag(method).to_owned(), words(method)));
    let methods = methods.collect();
    let most = one
        .bench
        .draft
        .with_untracked(|draft| draft.people.len())
        .max(9);
    let turns = (1..=most)
        .map(|turn| (turn.to_string(), Choice::Plain(turn.to_string())))
        .collect();
    let method = one.read(|person| tag(person.method).to_owned());
    let set_method = move |value: String| {
        let known = [Method::Sms, Method::Email];
        if let Some(method) = known.into_iter().find(|known| tag(*known) == value) {
            one.write(|person| person.method = method);
        }
    };
    let set_turn = move |value: String| {
        one.write(|person| person.turn = value.parse().unwrap_or(person.turn));
    };
    let locale: Signal<Locale> = one.read(|person| person.locale);
    view! {
        <div class="pair">
            <Select id=id("method") test=test("method") label=new::METHOD options=methods value=method chosen=set_method />
            <LocaleSelect id=id("locale") test=test("locale") label=new::SPEAKS value=locale
                chosen=move |locale| one.write(|person| person.locale = locale) />
            <Select id=id("turn") test=test("turn") label=new::TURN options=turns
                value=one.read(|person| person.turn.to_string()) chosen=set_turn />
        </div>
    }
}
