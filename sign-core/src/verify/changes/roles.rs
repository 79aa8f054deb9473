//! What the objects of one version are for: catalog, page, field and so on.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use crate::document::{Document, Field};

/// How many objects a look below the pages may visit.
const MAX_VISITED: usize = 500_000;

/// What an object is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The document catalog.
    Catalog,
    /// The AcroForm dictionary.
    Form,
    /// Its array of fields.
    FieldList,
    /// A field, or one of its widgets, by the field's name.
    Field(String),
    /// An appearance of a field, or what only that appearance draws with.
    Appearance(String),
    /// A resource of the form that fields are drawn with.
    Font,
    /// What else a field or the form refers to: signatures, locks.
    Belonging,
    /// A page, by its zero-based number.
    Page(u32),
    /// A page's array of annotations.
    Annotations(u32),
    /// An annotation that is no field, by its page.
    Annotation(u32),
    /// The document security store or something in it.
    Dss,
    /// Document information or metadata.
    Info,
}

/// The roles of one version's objects.
pub(super) struct Roles {
    roles: BTreeMap<ObjectId, Role>,
    /// What is known of each field, by name.
    pub(super) fields: BTreeMap<String, Facts>,
}

/// What is known of a field.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// Its object.
    pub(super) id: ObjectId,
    kind: Option<Vec<u8>>,
    /// Whether it has a value that is not empty.
    filled: bool,
    /// Its appearances and those of its widgets.
    pictures: Vec<Object>,
}

impl Roles {
    /// Finds the roles of `document`; what is damaged has none.
    pub(super) fn of(document: &Document) -> Self {
        let mut roles = Self {
            roles: BTreeMap::new(),
            fields: BTreeMap::new(),
        };
        roles.roles.insert(document.root(), Role::Catalog);
        roles.pages(document);
        if let Ok(catalog) = document.catalog() {
            roles.form(document, &catalog);
            roles.security(document, &catalog);
        }
        // The mildest role comes last: what has another one is not excused by it.
        roles.info(document);
        roles.annotations(document);
        roles
    }

    /// Whether a field is for a signature.
    pub(super) fn is_signature(&self, name: &str) -> bool {
        let facts = self.fields.get(name);
        facts.is_some_and(|facts| facts.kind.as_deref() == Some(b"Sig"))
    }

    /// Whether a field is for a signature and has one.
    pub(super) fn is_signed(&self, name: &str) -> bool {
        self.is_signature(name) && self.fields.get(name).is_some_and(|facts| facts.filled)
    }

    /// Whether a field shows the text that is its value.
    pub(super) fn shows_text(&self, name: &str) -> bool {
        let facts = self.fields.get(name);
        facts.is_some_and(|facts| {
            facts.filled && matches!(facts.kind.as_deref(), Some(b"Tx" | b"Ch"))
        })
    }

    /// The fields that draw with `id`, by name; at least the one whose role it is.
    pub(super) fn shown_by(&self, document: &Document, id: ObjectId) -> Vec<String> {
        let mut left = MAX_VISITED;
        let mut names: Vec<String> = self
            .fields
            .iter()
            .filter(|(_, facts)| {
                let mut seen = BTreeSet::new();
                let found = facts
                    .pictures
                    .iter()
                    .any(|picture| reaches(document, picture, id, &mut seen));
                let over = left < seen.len();
                left = left.saturating_sub(seen.len());
                found || over
            })
            .map(|(name, _)| name.clone())
            .collect();
        if let (true, Some(Role::Appearance(name))) = (names.is_empty(), self.role(id)) {
            names.push(name.clone());
        }
        names
    }

    /// Everything reached from the catalog by another way than form, validation data and
    /// metadata; nothing where there is too much.
    pub(super) fn elsewhere(&self, document: &Document) -> Option<BTreeSet<ObjectId>> {
        let catalog = document.catalog().ok()?;
        let apart = |key: &[u8]| matches!(key, b"AcroForm" | b"DSS" | b"Metadata" | b"Perms");
        let rest = catalog.iter().filter(|(key, _)| !apart(key));
        let mut open: Vec<Object> = rest.map(|(_, value)| value.clone()).collect();
        let mut seen = BTreeSet::new();
        while let Some(object) = open.pop() {
            match object {
                Object::Reference(id) => {
                    let stops = matches!(self.role(id), Some(Role::Field(_) | Role::Catalog));
                    if !stops && seen.insert(id) {
                        open.extend(document.object(id));
                    }
                }
                Object::Array(items) => open.extend(items),
                Object::Dictionary(dictionary) => open.extend(values(&dictionary)),
                Object::Stream(stream) => open.extend(values(&stream.dict)),
                _ => {}
            }
            if seen.len() > MAX_VISITED {
                return None;
            }
        }
        Some(seen)
    }

    /// Returns what `id` is for.
    pub(super) fn role(&self, id: ObjectId) -> Option<&Role> {
        self.roles.get(&id)
    }

    /// Whether something drawn on a page reaches `id`.
    pub(super) fn is_on_a_page(&self, document: &Document, id: ObjectId) -> bool {
        let pages = self
            .roles
            .iter()
            .filter(|(_, role)| matches!(role, Role::Page(_)));
        let mut seen = BTreeSet::new();
        pages.map(|(page, _)| *page).any(|page| {
            let Ok(dictionary) = document.dict(page) else {
                return false;
            };
            let content = [b"Contents".as_slice(), b"Resources"];
            content
                .iter()
                .filter_map(|key| dictionary.get(key).ok())
                .any(|object| reaches(document, object, id, &mut seen))
        })
    }

    fn pages(&mut self, document: &Document) {
        for index in 0..document.page_count().unwrap_or(0) {
            let Ok(page) = document.page(index) else {
                continue;
            };
            if let Ok(Object::Reference(list)) = page.dict.get(b"Annots") {
                self.roles.insert(*list, Role::Annotations(index));
            }
            self.roles.insert(page.id, Role::Page(index));
        }
    }

    fn info(&mut self, document: &Document) {
        let info = document.trailer().get(b"Info").ok().cloned();
        let catalog = document.catalog().unwrap_or_default();
        let metadata = catalog.get(b"Metadata").ok().cloned();
        for object in [info, metadata].into_iter().flatten() {
            if let Object::Reference(id) = object {
                self.roles.entry(id).or_insert(Role::Info);
            }
        }
    }

    fn security(&mut self, document: &Document, catalog: &Dictionary) {
        if let Ok(store) = catalog.get(b"DSS") {
            self.spread(document, store, &Role::Dss);
        }
    }

    fn form(&mut self, document: &Document, catalog: &Dictionary) {
        let Ok(form) = catalog.get(b"AcroForm") else {
            return;
        };
        if let Object::Reference(id) = form {
            self.roles.insert(*id, Role::Form);
        }
        let form = document.resolve(form);
        if let Ok(Object::Dictionary(form)) = &form
            && let Ok(Object::Reference(list)) = form.get(b"Fields")
        {
            self.roles.insert(*list, Role::FieldList);
        }
        let fields = document.fields().unwrap_or_default();
        // Every field has its role before anything is reached through another.
        for field in &fields {
            for id in field.widgets.iter().chain([&field.id]) {
                self.roles.insert(*id, Role::Field(field.name.clone()));
            }
        }
        for field in &fields {
            self.field(document, field);
        }
        if let Ok(Object::Dictionary(form)) = &form {
            if let Ok(resources) = form.get(b"DR") {
                self.spread(document, resources, &Role::Font);
            }
            self.belongings(document, form);
        }
    }

    fn field(&mut self, document: &Document, field: &Field) {
        let own = field.dict.get(b"AP").ok().cloned();
        let widgets = field.widgets.iter().filter(|id| **id != field.id);
        let widgets: Vec<Dictionary> = widgets.filter_map(|id| document.dict(*id).ok()).collect();
        let theirs = widgets
            .iter()
            .filter_map(|widget| widget.get(b"AP").ok().cloned());
        let pictures: Vec<Object> = own.into_iter().chain(theirs).collect();
        for picture in &pictures {
            self.spread(document, picture, &Role::Appearance(field.name.clone()));
        }
        for dictionary in widgets.iter().chain([&field.dict]) {
            self.belongings(document, dictionary);
        }
        let value = field
            .dict
            .get(b"V")
            .ok()
            .and_then(|value| document.resolve(value).ok());
        let filled = match value {
            None | Some(Object::Null) => false,
            Some(Object::String(text, _)) => !text.is_empty(),
            Some(_) => true,
        };
        let facts = Facts {
            id: field.id,
            kind: field.kind.clone(),
            filled,
            pictures,
        };
        self.fields.insert(field.name.clone(), facts);
    }

    /// What pages list and nobody claimed.
    fn annotations(&mut self, document: &Document) {
        for index in 0..document.page_count().unwrap_or(0) {
            let page = document.page(index).ok();
            let list = page.and_then(|page| document.resolve(page.dict.get(b"Annots").ok()?).ok());
            let Some(Object::Array(items)) = list else {
                continue;
            };
            for id in items.iter().filter_map(|item| item.as_reference().ok()) {
                self.roles.entry(id).or_insert(Role::Annotation(index));
            }
        }
    }

    fn belongings(&mut self, document: &Document, dictionary: &Dictionary) {
        for (key, value) in dictionary.iter() {
            if !matches!(
                key.as_slice(),
                b"Parent" | b"P" | b"Kids" | b"Fields" | b"DR"
            ) {
                self.spread(document, value, &Role::Belonging);
            }
        }
    }

    /// Gives `role` to every object below `object` that has none yet.
    fn spread(&mut self, document: &Document, object: &Object, role: &Role) {
        let mut open = vec![object.clone()];
        while let Some(object) = open.pop() {
            match object {
                Object::Reference(id) if !self.roles.contains_key(&id) => {
                    self.roles.insert(id, role.clone());
                    open.extend(document.object(id));
                }
                Object::Array(items) => open.extend(items),
                Object::Dictionary(dictionary) => open.extend(values(&dictionary)),
                Object::Stream(stream) => open.extend(values(&stream.dict)),
                _ => {}
            }
        }
    }
}

fn values(dictionary: &Dictionary) -> Vec<Object> {
    // `/Data` of a signature reference is the catalog, and so the whole document.
    let below = |key: &[u8]| !matches!(key, b"Parent" | b"P" | b"Data");
    dictionary
        .iter()
        .filter(|(key, _)| below(key))
        .map(|(_, value)| value.clone())
        .collect()
}

/// Whether `target` can be reached from `object`; what was `seen` is not looked at again.
pub(in crate::verify) fn reaches(
    document: &Document,
    object: &Object,
    target: ObjectId,
    seen: &mut BTreeSet<ObjectId>,
) -> bool {
    let mut open = vec![object.clone()];
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if id == target => return true,
            Object::Reference(id) if seen.len() < MAX_VISITED && seen.insert(id) => {
                open.extend(document.object(id));
            }
            Object::Array(items) => open.extend(items),
            Object::Dictionary(dictionary) => open.extend(values(&dictionary)),
            Object::Stream(stream) => open.extend(values(&stream.dict)),
            _ => {}
        }
    }
    false
}
