//! What a file does by itself: scripts, actions, dynamic forms. The same walk meets what no page shows.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::reader::Reader;
use super::{Finding, Severity, finding, unseen};
use crate::bytes::filter;
use crate::document::{Document, Field};
use crate::error::{Kind, Result};

/// How many annotations are looked at.
const ANNOTATIONS: usize = 500_000;

/// Walks everything that can carry an action, or hold what no page shows.
pub(super) fn active(document: &Document) -> Result<Vec<Finding>> {
    let mut scan = Scan {
        document,
        reader: Reader::new(document),
        findings: Vec::new(),
        page: None,
        annotations: 0,
        seen: BTreeSet::new(),
        names: BTreeMap::new(),
    };
    let catalog = document.catalog()?;
    scan.catalog(&catalog);
    let fields = document.fields()?;
    scan.form(&catalog, &fields);
    scan.outline(&catalog);
    let unseen = unseen::unseen(&scan.reader, &catalog, &fields);
    scan.findings.extend(unseen);
    for index in 0..document.page_count()? {
        scan.page = Some(index);
        let page = document.page_entries(index, &[b"AA", b"Annots", b"Contents"])?;
        scan.page(&page)?;
    }
    if scan.reader.is_spent() {
        scan.findings.push(finding("not_all_read", Severity::Warn));
    }
    Ok(scan.findings)
}

/// Whether what happens on opening is that a place of the document is shown, and nothing after it
/// (ISO 32000-2 §12.3.2, §12.6.4.2).
pub(super) fn is_view(document: &Document, open: &Object) -> bool {
    match document.resolve(open) {
        Ok(Object::Array(_) | Object::Name(_) | Object::String(..)) => true,
        Ok(Object::Dictionary(action)) => {
            let kind = action.get(b"S").and_then(Object::as_name);
            matches!(kind, Ok(b"GoTo")) && !action.has(b"Next")
        }
        _ => false,
    }
}

/// Returns the name of an action; none is longer.
fn known(kind: &Object) -> Option<Vec<u8>> {
    let name = kind.as_name().ok().filter(|name| name.len() <= 32);
    name.map(<[u8]>::to_vec)
}

/// What an object is looked at as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Action,
    Annotation,
    Triggers,
}

struct Scan<'a> {
    document: &'a Document,
    reader: Reader<'a>,
    findings: Vec<Finding>,
    page: Option<u32>,
    annotations: usize,
    /// What was looked at: many may share one, and a chain may be a ring. An object may be several.
    seen: BTreeSet<(Role, ObjectId)>,
    /// Names of actions that stand in objects of their own.
    names: BTreeMap<ObjectId, Option<Vec<u8>>>,
}

impl Scan<'_> {
    fn say(&mut self, code: &'static str, severity: Severity) {
        let page = self.page;
        if !self.findings.iter().any(|known| known.code == code) {
            self.findings.push(Finding {
                page,
                ..finding(code, severity)
            });
        }
    }

    fn value(&self, dict: &Dictionary, key: &[u8]) -> Option<Object> {
        let value = self.document.resolve(dict.get(key).ok()?).ok()?;
        (!value.is_null()).then_some(value)
    }

    fn dict(&self, dict: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        match self.value(dict, key)? {
            Object::Dictionary(dict) => Some(dict),
            _ => None,
        }
    }

    fn array(&self, dict: &Dictionary, key: &[u8]) -> Vec<Object> {
        match self.value(dict, key) {
            Some(Object::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    fn catalog(&mut self, catalog: &Dictionary) {
        let open = self.value(catalog, b"OpenAction");
        if let Some(open) = open.filter(|open| !is_view(self.document, open)) {
            self.say("open_action", Severity::Normalise);
            self.action(&open);
        }
        self.triggers(catalog);
        let names = self.dict(catalog, b"Names");
        if names.is_some_and(|names| self.value(&names, b"JavaScript").is_some()) {
            self.say("javascript", Severity::Normalise);
        }
    }

    fn form(&mut self, catalog: &Dictionary, fields: &[Field]) {
        let Some(form) = self.dict(catalog, b"AcroForm") else {
            return;
        };
        let rendering = self.value(catalog, b"NeedsRendering") == Some(Object::Boolean(true));
        if self.value(&form, b"XFA").is_some() {
            if rendering || fields.is_empty() {
                self.say("dynamic_xfa", Severity::Refuse);
            } else {
                self.say("xfa", Severity::Normalise);
            }
        }
        if self.value(&form, b"NeedAppearances") == Some(Object::Boolean(true)) {
            self.say("need_appearances", Severity::Normalise);
        }
        for field in fields {
            self.carrier(&field.dict);
        }
    }

    /// Looks at what a dictionary does when it is activated, and at its triggers.
    fn carrier(&mut self, dict: &Dictionary) {
        if let Ok(action) = dict.get(b"A") {
            self.action(action);
        }
        self.triggers(dict);
    }

    fn triggers(&mut self, dict: &Dictionary) {
        let triggers = dict.get(b"AA").ok();
        let Some(Object::Dictionary(triggers)) =
            triggers.and_then(|of| self.fresh(Role::Triggers, of))
        else {
            return;
        };
        self.say("active_content", Severity::Normalise);
        for (_, action) in triggers.iter() {
            self.action(action);
        }
    }

    /// Looks at an action and at all that follow it.
    fn action(&mut self, action: &Object) {
        let mut waiting = vec![action.clone()];
        while let Some(next) = waiting.pop() {
            match self.fresh(Role::Action, &next) {
                Some(Object::Dictionary(action)) => {
                    if let Some(kind) = self.name(&action) {
                        self.kind(&kind, &action);
                    }
                    waiting.extend(action.get(b"Next").ok().cloned());
                }
                Some(Object::Array(actions)) => waiting.extend(actions),
                _ => {}
            }
        }
    }

    /// Follows references to a value; nothing where it was looked at in this role before.
    fn fresh(&mut self, role: Role, object: &Object) -> Option<Object> {
        let mut object = object.clone();
        while let Object::Reference(id) = object {
            if !self.seen.insert((role, id)) {
                return None;
            }
            object = self.document.object(id).ok()?;
        }
        Some(object)
    }

    /// Returns the name of an action, if it may be one that is known.
    fn name(&mut self, action: &Dictionary) -> Option<Vec<u8>> {
        let kind = action.get(b"S").ok()?;
        let Object::Reference(id) = kind else {
            return known(kind);
        };
        let (document, names) = (self.document, &mut self.names);
        let read = || known(&document.resolve(kind).ok()?);
        names.entry(*id).or_insert_with(read).clone()
    }

    fn kind(&mut self, kind: &[u8], action: &Dictionary) {
        match kind {
            b"JavaScript" => self.say("javascript", Severity::Normalise),
            b"Rendition" if action.has(b"JS") => self.say("javascript", Severity::Normalise),
            b"Launch" => self.say("launch_action", Severity::Refuse),
            b"SubmitForm" => self.say("submit_action", Severity::Refuse),
            b"ImportData" => self.say("import_action", Severity::Refuse),
            _ => {}
        }
    }

    fn outline(&mut self, catalog: &Dictionary) {
        let outlines = self.dict(catalog, b"Outlines");
        let first =
            outlines.and_then(|root| root.get(b"First").and_then(Object::as_reference).ok());
        let mut waiting: Vec<ObjectId> = first.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Ok(item) = self.document.dict(id) else {
                continue;
            };
            self.carrier(&item);
            for key in [b"Next".as_slice(), b"First"] {
                waiting.extend(item.get(key).and_then(Object::as_reference).ok());
            }
        }
    }

    fn page(&mut self, page: &Dictionary) -> Result<()> {
        self.triggers(page);
        let annotations = self.array(page, b"Annots");
        self.annotations += annotations.len();
        if self.annotations > ANNOTATIONS {
            return Err(Kind::TooLarge.into());
        }
        for annotation in annotations {
            if let Some(Object::Dictionary(annotation)) = self.fresh(Role::Annotation, &annotation)
            {
                self.carrier(&annotation);
                if let Some(code) = unseen::annotation(&self.reader, &annotation) {
                    self.say(code, Severity::Warn);
                }
            }
        }
        self.contents(page);
        Ok(())
    }

    fn contents(&mut self, page: &Dictionary) {
        let Ok(contents) = page.get(b"Contents") else {
            return;
        };
        for stream in self.streams(contents) {
            // Another reader may know what this one cannot show.
            if !filter::is_standard(&stream) {
                self.say("unreadable", Severity::Refuse);
            }
        }
    }

    /// Returns the dictionaries of the streams of a page's content.
    fn streams(&self, contents: &Object) -> Vec<Dictionary> {
        let stream = |part: &Object| self.document.stream_dict(part);
        if let Some(whole) = stream(contents) {
            return vec![whole];
        }
        match self.document.resolve(contents) {
            Ok(Object::Array(parts)) => parts.iter().filter_map(stream).collect(),
            _ => Vec::new(),
        }
    }
}
