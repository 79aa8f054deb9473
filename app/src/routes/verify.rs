//! Drop a PDF, read what its signatures say; the file stays on this device.

pub mod history;
pub mod outline;
pub mod way;

use leptos::prelude::*;
use sign_core::verify::report::{Finding, Report, SignatureReport};
use sign_core::wire::B64;

use history::{History, See, Versions};

use super::sign::hurdle::{Hurdle, Trouble};
use super::sign::shell::Told;
use super::trust::{self, Keys};
use crate::browser::clock;
use crate::browser::docworker::{self, Beside};
use crate::browser::files::{self, LocalFile};
use crate::components::header::Header;
use crate::components::icon::Icon;
use crate::components::notice::{Notice, Tone};
use crate::components::page_view::Reopen;
use crate::components::stepper::Heading;
use crate::i18n::verify::version;
use crate::i18n::{common, language, t, verify};
use crate::worker::message::{Answer, Ask, Handle};

/// What the screen knows.
#[derive(Clone, Copy)]
struct Bench {
    file: RwSignal<Option<String>>,
    read: RwSignal<Option<History>>,
    held: StoredValue<Option<Handle>>,
    turn: StoredValue<u32>,
    trouble: RwSignal<Option<Hurdle>>,
    busy: RwSignal<bool>,
    own: RwSignal<Vec<B64>>,
    no_root: RwSignal<Vec<String>>,
    last: StoredValue<Option<LocalFile>, LocalStorage>,
}

/// The screen.
#[component]
pub fn Verify() -> impl IntoView {
    let bench = Bench {
        file: RwSignal::default(),
        read: RwSignal::default(),
        held: StoredValue::new(None),
        turn: StoredValue::new(0),
        trouble: RwSignal::default(),
        busy: RwSignal::new(false),
        own: RwSignal::default(),
        no_root: RwSignal::default(),
        last: StoredValue::new_local(None),
    };
    on_cleanup(docworker::end);
    // A worker that ended holds no file: it is read again.
    provide_context(Reopen(Callback::new(move |()| take(bench, Vec::new()))));
    let dropped = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        take(bench, files::dropped(&event));
    };
    view! {
        <Header />
        <main id="main" class="main" tabindex="-1" data-test="screen" data-screen="verify">
            <Heading title=verify::TITLE lead=verify::LEAD />
            <div class="stack wide">
                <label
                    class="drop"
                    on:dragover=move |event| event.prevent_default()
                    on:drop=dropped
                >
                    <Icon name="file-check" />
                    <span class="strong">{t(verify::CHOOSE)}</span>
                    <span class="muted small">{t(verify::CHOOSE_HINT)}</span>
                    <input
                        type="file"
                        class="hush"
                        accept="application/pdf,.pdf,.pem,.crt"
                        multiple
                        data-test="verify-drop"
                        on:change=move |event| take(bench, files::chosen(&event))
                    />
                </label>
                <p class="doing" role="status" hidden=move || !bench.busy.get()>{t(common::WAIT)}</p>
                <div aria-live="polite" class="stack wide">
                    {move || bench.trouble.get().map(|hurdle| {
                        view! { <Told trouble=told(&hurdle) /> }
                    })}
                    {move || bench.no_root.get().into_iter().map(|name| view! { <NoRoot name /> }).collect_view()}
                    {move || bench.read.get().map(|history| {
                        view! { <Reading history file=bench.file.get().unwrap_or_default() /> }
                    })}
                </div>
                {move || bench.read.get().map(|history| view! { <Versions history /> })}
            </div>
        </main>
    }
}

/// What went wrong; nobody signs here.
fn told(hurdle: &Hurdle) -> Trouble {
    let mut trouble = hurdle.trouble();
    trouble.told.safe = verify::SAFE;
    trouble
}

/// PEM files add roots; a PDF is read.
fn take(bench: Bench, chosen: Vec<LocalFile>) {
    leptos::task::spawn_local(async move {
        bench.busy.set(true);
        bench.trouble.set(None);
        bench.no_root.set(Vec::new());
        let mut pdf = None;
        for file in chosen {
            let name = file.name().to_lowercase();
            if name.ends_with(".pem") || name.ends_with(".crt") {
                take_roots(bench, file).await;
            } else {
                pdf = Some(file);
            }
        }
        if let Some(file) = pdf.or_else(|| bench.last.get_value()) {
            bench.last.set_value(Some(file.clone()));
            let turn = bench.turn.get_value() + 1;
            bench.turn.set_value(turn);
            let found = read(bench, file).await;
            if bench.turn.try_get_value() != Some(turn) {
                // Another file was chosen meanwhile, or the screen is gone.
                return;
            }
            match found {
                Ok(found) => bench.read.set(Some(found)),
                Err(hurdle) => bench.trouble.set(Some(hurdle)),
            }
        }
        bench.busy.set(false);
    });
}

/// Adds the roots of a PEM file, or notes that it has none to add.
async fn take_roots(bench: Bench, file: LocalFile) {
    let text = file.bytes().await;
    let roots = text.and_then(|text| trust::roots(&String::from_utf8_lossy(&text)));
    match roots {
        Some(roots) => bench.own.update(|own| own.extend(roots)),
        None => bench.no_root.update(|names| names.push(file.name())),
    }
}

/// Reads a file; it is held as long as its versions can be looked at.
async fn read(bench: Bench, file: LocalFile) -> Result<History, Hurdle> {
    bench.file.set(Some(file.name()));
    bench.read.set(None);
    hold(bench, None).await;
    let ask = Ask::Hold { name: file.name() };
    let reply = docworker::ask(ask, vec![Beside::File(file)]).await?;
    let Answer::Held(held) = reply.answer else {
        return Err(Hurdle::Device);
    };
    hold(bench, Some(held)).await;
    // Without a server the file is still read; its roots are then unknown.
    let mut keys = trust::keys().await.unwrap_or_else(|_| Keys::default());
    keys.roots.extend(bench.own.get_untracked());
    Ok(History::new(held, trust::report(held, keys).await?))
}

/// Holds one file at most, and lets go of the one before.
async fn hold(bench: Bench, next: Option<Handle>) {
    let before = bench
        .held
        .try_update_value(|held| std::mem::replace(held, next));
    if let Some(Some(before)) = before {
        // The worker may have ended; then nothing is left to close.
        drop(docworker::ask(Ask::Close(before), Vec::new()).await);
    }
}

/// A file that was chosen as roots and adds none.
#[component]
fn NoRoot(name: String) -> impl IntoView {
    view! {
        <div data-test="message" data-code="no_root">
            <Notice tone=Tone::Bad title=verify::NO_ROOT>
                <p>{name}</p>
                <p>{t(verify::NO_ROOT_SAFE)}</p>
                <p>{t(verify::NO_ROOT_ACT)}</p>
            </Notice>
        </div>
    }
}

/// The report in words.
#[component]
fn Reading(history: History, file: String) -> impl IntoView {
    let report: Report = history.report.get_value();
    let see = move |signature: Option<usize>| {
        let versions = |report: &Report| {
            let mut versions = report.versions.iter();
            versions.position(|one| one.signature == signature)
        };
        let at = history.report.with_value(versions);
        at.map(|at| view! { <See history at /> })
    };
    let (title, meaning) = verify::verdict(report.verdict);
    let code = verify::verdict_code(report.verdict);
    let tone = verify::tone(report.verdict);
    let rows = report
        .signatures
        .into_iter()
        .enumerate()
        .map(|(at, one)| view! { <Row one>{see(Some(at))}</Row> })
        .collect_view();
    let after = see(None).map(|see| {
        view! {
            <div class="card">
                <h3>{t(version::AFTER)}</h3>
                <p>{t(version::AFTER_WHAT)}</p>
                {see}
            </div>
        }
    });
    let findings = report.findings;
    view! {
        <section class=format!("verdict {tone}") data-test="verdict" data-verdict=code>
            <p class="muted small">{file}</p>
            <h2>{t(title)}</h2>
            <p>{t(meaning)}</p>
            <Findings findings />
        </section>
        <ol class="stack">{rows}</ol>
        {after}
        <Notice title=verify::NOT_PROVEN><p>{t(verify::NOT_PROVEN_WHAT)}</p></Notice>
    }
}

/// One signature.
#[component]
fn Row(one: SignatureReport, children: Children) -> impl IntoView {
    let locale = language();
    let (title, _) = verify::verdict(one.verdict);
    let tone = verify::tone(one.verdict);
    let who = one.signer.clone().or(one.organisation.clone());
    let time = one.time.clone();
    let when = move || {
        let time = time.as_ref()?;
        let moment = clock::moment(time.at_ms, locale.get());
        Some(verify::time(locale.get(), &moment, time.source))
    };
    let changes = verify::changes(one.changes);
    let findings = one.findings;
    view! {
        <li class=format!("card verdict {tone}") data-test="signature-row">
            <div class="row apart">
                <h3>{who.unwrap_or_else(|| one.field.clone())}</h3>
                <span class="chip">{t(title)}</span>
            </div>
            <dl class="facts">
                <dt>{t(verify::KIND)}</dt>
                <dd>{t(verify::kind(one.kind))}</dd>
                <dt>{t(verify::WHEN)}</dt>
                <dd>{when}</dd>
                <dt>{t(verify::BYTES)}</dt>
                <dd>{t(if one.intact { verify::INTACT } else { verify::NOT_INTACT })}</dd>
                <dt>{t(verify::SINCE)}</dt>
                <dd>{t(changes)}</dd>
                <dt>{t(verify::CHAIN)}</dt>
                <dd>{t(if one.trusted { verify::TRUSTED } else { verify::NOT_TRUSTED })}</dd>
                <dt>{t(verify::FIELD)}</dt>
                <dd><code>{one.field.clone()}</code></dd>
            </dl>
            <Findings findings />
            {children()}
        </li>
    }
}

/// Named observations, each once, with how often.
#[component]
fn Findings(findings: Vec<Finding>) -> impl IntoView {
    let mut counted = Vec::<(String, usize)>::new();
    for finding in findings {
        match counted.iter_mut().find(|(code, _)| *code == finding.code) {
            Some((_, count)) => *count += 1,
            None => counted.push((finding.code, 1)),
        }
    }
    let rows = counted.into_iter().map(|(code, count)| {
        let times = (count > 1).then(|| format!(" ×\u{a0}{count}"));
        view! { <li>{t(verify::finding(&code))} {times} " " <code class="muted">{code}</code></li> }
    });
    view! { <ul class="findings small">{rows.collect_view()}</ul> }
}
