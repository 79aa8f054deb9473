//! Answers the screens' questions over the documents it holds; no browser in here.

use std::collections::BTreeMap;

use hayro::hayro_syntax::Pdf;
use sign_core::wire::{B64, Hash};

use super::carrier::{self, Sealing};
use super::ceremony;
use super::chain;
use super::failure::Failed;
use super::intake::Intake;
use super::message::{
    Answer, Ask, Chain, Failure, Handle, LayoutPlan, PageText, Parcel, Rendered, Version,
};
use super::opening::{self, Looked};
use super::own::{self, Own};
use super::paper::Paper;
use super::picture;
use super::shelf::Shelf;
use super::sum::Known;
use super::text_layer;
use super::trust;
use super::view::View;

/// What rides beside an answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Nothing.
    #[default]
    None,
    /// Octets.
    Octets(Vec<u8>),
    /// Opaque RGBA of the size the answer names.
    Rgba(Vec<u8>),
    /// The whole file of this document.
    Whole(Handle),
}

/// An answer, or what must be fetched before the same question is asked again.
#[derive(Debug)]
pub enum Outcome {
    /// Done.
    Said(Answer, Load),
    /// Files for the shelf.
    Needs(Vec<String>),
}

impl Outcome {
    fn of(said: Said) -> Self {
        match said {
            Ok((answer, load)) => Self::Said(answer, load),
            Err(failure) => Self::Said(Answer::Failed(failure), Load::None),
        }
    }
}

/// The documents of one tab.
#[derive(Default)]
pub struct Desk {
    papers: BTreeMap<Handle, Paper>,
    view: Option<View>,
    last: u32,
    shelf: Shelf,
    own: Own,
}

type Said = Result<(Answer, Load), Failure>;

impl Desk {
    /// Answers one question. `beside` is what rode beside it, in order.
    pub fn answer(&mut self, question: Ask, beside: Vec<Intake>) -> Outcome {
        let said = self.said(question, beside);
        let needs = self.shelf.missed();
        if !needs.is_empty() {
            return Outcome::Needs(needs);
        }
        Outcome::of(said)
    }

    /// Returns what has to be fetched before a question is asked: fonts for what it has written.
    pub fn needs(&mut self, question: &Ask) -> Vec<String> {
        if !cfg!(feature = "scripts") {
            return Vec::new();
        }
        let paper = match question {
            Ask::PrepareAct { handle, .. } => self.papers.get_mut(handle),
            _ => None,
        };
        let lacking = own::lacking(question, paper, self.own.fonts());
        self.own.wanted(&lacking)
    }

    /// Puts a fetched file on the shelf; `None` says that it cannot be had.
    pub fn shelve(&mut self, name: &str, file: Option<Vec<u8>>) {
        if own::is_own(name) {
            self.own.put(name, file);
        } else {
            self.shelf.put(name, file);
        }
    }

    /// Returns the bytes of a document.
    pub fn bytes(&self, handle: Handle) -> Option<&[u8]> {
        self.papers.get(&handle).map(Paper::bytes)
    }

    /// Shows a document that is about to get its first update together with the text of its seam;
    /// nothing where its hash goes on already.
    pub fn joined<T>(&mut self, handle: Handle, show: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.papers.get_mut(&handle)?.joined(show)
    }

    /// Takes the SHA-256 of what [`Desk::joined`] showed.
    pub fn join(&mut self, handle: Handle, digest: Hash) {
        if let Some(paper) = self.papers.get_mut(&handle) {
            paper.join(digest);
        }
    }

    /// Answers [`Ask::Rebuild`] where the blobs beside it were opened already.
    pub fn rebuild(&mut self, wanted: &Chain, beside: Vec<Intake>) -> Outcome {
        Outcome::of(self.rebuilt(wanted, beside, |_, _, _, blob| Ok(blob)))
    }

    /// Answers [`Ask::Open`] over a file that was looked at while the browser hashed it.
    pub fn open(&mut self, name: &str, looked: Failed<Looked>, known: Option<Known>) -> Outcome {
        Outcome::of(looked.and_then(|looked| self.opened(name.to_owned(), looked, known)))
    }

    /// Returns what [`Ask::SealBlob`] encrypts, and how.
    pub fn parcel(&self, handle: Handle, parcel: &Parcel, salt: &B64) -> Failed<Sealing> {
        let paper = self.papers.get(&handle);
        carrier::sealing(
            paper.ok_or_else(|| Failure::plain("no_document"))?,
            parcel,
            &salt.0,
        )
    }

    fn rebuilt(&mut self, wanted: &Chain, beside: Vec<Intake>, open: chain::Open) -> Said {
        let paper = chain::rebuild(wanted, beside, open)?;
        self.hold(|handle| opening::describe(handle, &wanted.name, paper))
    }

    fn said(&mut self, question: Ask, beside: Vec<Intake>) -> Said {
        match question {
            Ask::Open { name } => {
                let (bytes, known) = one(beside)?.hashed();
                self.opened(name, opening::look(opening::read(bytes)?)?, Some(known))
            }
            Ask::Hold { name } => {
                let paper = Paper::new(name, one(beside)?);
                let handle = self.insert(paper);
                plain(Answer::Held(handle))
            }
            Ask::Rebuild(wanted) => self.rebuilt(&wanted, beside, carrier::open),
            Ask::Turn { handle, end } => self.turn(handle, end),
            Ask::Close(handle) => self.close(handle),
            Ask::Render {
                handle,
                page,
                width_px,
            } => self.render(handle, page, width_px),
            Ask::Text { handle, page } => self.text(handle, page),
            Ask::Write(texts) => {
                plain(Answer::Written(ceremony::written(&texts, self.own.fonts())))
            }
            Ask::LayOut { handle, plan } => self.lay_out(handle, &plan, beside),
            Ask::Certify {
                handle,
                organisation,
                time_ms,
                reserve,
            } => {
                let paper = self.paper(handle)?;
                let update = ceremony::certify(paper, &organisation, time_ms, reserve)?;
                plain(Answer::Gap(paper.prepare(&update)?.proof))
            }
            Ask::PrepareAct { handle, act } => {
                let fonts = self.own.fonts().clone();
                let paper = self.paper(handle)?;
                let update = ceremony::act(paper, &act, beside.into_iter().next(), &fonts)?;
                plain(Answer::Prepared(paper.prepare(&update)?))
            }
            Ask::Resume {
                handle,
                gap_at,
                gap,
            } => {
                let update = one(beside)?.into_bytes();
                plain(Answer::Prepared(self.paper(handle)?.resume(
                    &update,
                    gap_at,
                    u64::from(gap),
                )?))
            }
            Ask::Update(handle) => {
                let paper = self.paper(handle)?;
                Ok((
                    Answer::Prepared(paper.prepared()?),
                    Load::Octets(paper.update()?.to_vec()),
                ))
            }
            other => self.said_late(other),
        }
    }

    /// The questions that come after the code.
    fn said_late(&mut self, question: Ask) -> Said {
        match question {
            Ask::Attributes { handle, leaf } => {
                let digest = self.paper(handle)?.prepared()?.digest;
                plain(Answer::Octets(B64(ceremony::attributes(&digest, &leaf.0))))
            }
            Ask::Embed {
                handle,
                cms,
                sha256,
                size,
            } => {
                let version = self
                    .paper(handle)?
                    .embed(&cms.0, Version { sha256, size })?;
                plain(Answer::Version(version))
            }
            Ask::SealBlob {
                handle,
                parcel,
                salt,
            } => {
                let blob = self.parcel(handle, &parcel, &salt)?.blob();
                Ok((Answer::Done, Load::Octets(blob)))
            }
            Ask::SealRequest { handle, document } => {
                let request = ceremony::seal_request(self.paper(handle)?, &document)?;
                plain(Answer::Seal(Box::new(request)))
            }
            Ask::Append {
                handle,
                tail,
                sha256,
                size,
            } => {
                let named = Version { sha256, size };
                plain(Answer::Version(
                    self.paper(handle)?.append_named(&tail.0, named)?,
                ))
            }
            Ask::Verify {
                handle,
                roots,
                others,
                at_ms,
            } => {
                let paper = self.paper(handle)?;
                let report = ceremony::report(paper, roots, others, at_ms)?;
                plain(Answer::Report(report))
            }
            Ask::Check {
                handle,
                keys,
                at_ms,
            } => {
                let checked = trust::check(self.paper(handle)?, &keys, at_ms);
                if checked.is_err() {
                    self.papers.remove(&handle);
                }
                plain(Answer::Checked(checked?))
            }
            Ask::Save(handle) => {
                let version = self.paper(handle)?.version();
                Ok((Answer::Version(version), Load::Whole(handle)))
            }
            _ => Err(Failure::plain("not_understood")),
        }
    }

    fn opened(&mut self, name: String, looked: Looked, known: Option<Known>) -> Said {
        let (mut paper, input, mut findings) = looked.opened(name.clone(), known);
        let own = opening::own(&mut paper, &mut findings)?;
        self.hold(|handle| {
            let (mut opened, paper) = opening::describe(handle, &name, paper)?;
            (opened.sha256, opened.size, opened.findings) = (input.sha256, input.size, findings);
            opened.own = own;
            Ok((opened, paper))
        })
    }

    fn hold(
        &mut self,
        make: impl FnOnce(Handle) -> Result<(super::message::Opened, Paper), Failure>,
    ) -> Said {
        let (opened, paper) = make(Handle(self.last + 1))?;
        self.insert(paper);
        plain(Answer::Opened(opened))
    }

    fn insert(&mut self, paper: Paper) -> Handle {
        self.last += 1;
        self.papers.insert(Handle(self.last), paper);
        Handle(self.last)
    }

    fn turn(&mut self, handle: Handle, end: u64) -> Said {
        let next = Handle(self.last + 1);
        let (view, opened) = View::open(self.paper(handle)?, handle, end, next)?;
        self.last += 1;
        self.view = Some(view);
        plain(Answer::Opened(opened))
    }

    fn close(&mut self, handle: Handle) -> Said {
        self.view = self.view.take().filter(|view| !view.goes_with(handle));
        self.papers.remove(&handle);
        plain(Answer::Done)
    }

    fn render(&mut self, handle: Handle, page: u32, width_px: u32) -> Said {
        let shelf = self.shelf.clone();
        let pdf = self.pdf(handle)?;
        let drawn = picture::draw(pdf, page, width_px, &shelf);
        let drawn = drawn.ok_or_else(|| Failure::plain("no_such_page"))?;
        let rendered = Rendered {
            width_px: drawn.width_px,
            height_px: drawn.height_px,
            notices: drawn.notices,
        };
        Ok((Answer::Rendered(rendered), Load::Rgba(drawn.rgba)))
    }

    fn text(&mut self, handle: Handle, page: u32) -> Said {
        let shelf = self.shelf.clone();
        let unit = self.user_unit(handle, page)?;
        let text: Option<PageText> = text_layer::read(self.pdf(handle)?, page, unit, &shelf);
        plain(Answer::Text(
            text.ok_or_else(|| Failure::plain("no_such_page"))?,
        ))
    }

    fn lay_out(&mut self, handle: Handle, plan: &LayoutPlan, beside: Vec<Intake>) -> Said {
        let logo = beside.into_iter().next().map(Intake::into_bytes);
        let fonts = self.own.fonts().clone();
        let paper = self.paper(handle)?;
        let (tail, mut laid) = ceremony::lay_out(paper, plan, logo, &fonts)?;
        paper.append(&tail);
        laid.launch = paper.is_uncertified().then(|| paper.version());
        plain(Answer::LaidOut(laid))
    }

    fn user_unit(&mut self, handle: Handle, page: u32) -> Failed<f64> {
        if let Some(view) = self.seen(handle) {
            return Ok(opening::user_unit(view.document(), page));
        }
        let document = self.paper(handle)?.document();
        Ok(document.map_or(1.0, |document| opening::user_unit(&document, page)))
    }

    /// The renderer's reading of a document, or of a version of one.
    fn pdf(&mut self, handle: Handle) -> Failed<&Pdf> {
        if self.seen(handle).is_none() {
            return self.paper(handle)?.pdf();
        }
        let view = self.view.as_ref().map(View::pdf);
        view.ok_or_else(|| Failure::plain("no_document"))
    }

    fn seen(&self, handle: Handle) -> Option<&View> {
        self.view.as_ref().filter(|view| view.handle() == handle)
    }

    fn paper(&mut self, handle: Handle) -> Failed<&mut Paper> {
        self.papers
            .get_mut(&handle)
            .ok_or_else(|| Failure::plain("no_document"))
    }
}

fn plain(answer: Answer) -> Said {
    Ok((answer, Load::None))
}

fn one(beside: Vec<Intake>) -> Failed<Intake> {
    beside
        .into_iter()
        .next()
        .ok_or_else(|| Failure::plain("not_understood"))
}
