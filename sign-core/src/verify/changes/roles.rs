//! What the objects of one version are for: catalog, page, field and so on.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::facts::Facts;
use super::reach::{below, reaches};
use crate::document::{Document, Field};

/// How many objects a look below the pages may visit.
const MAX_VISITED: usize = 500_000;

/// How many groups a field may be in.
const MAX_ABOVE: usize = 50;

/// What an object is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The document catalog.
    Catalog,
    /// The AcroForm dictionary.
    Form,
    /// Its array of fields, and the page whose annotations the same array lists.
    FieldList(Option<u32>),
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

impl Role {
    /// Whether it is a part of form or pages, of which some entries may change and nothing is drawn.
    pub(super) fn is_structure(&self) -> bool {
        matches!(
            self,
            Self::Form | Self::FieldList(_) | Self::Field(_) | Self::Annotations(_)
        )
    }
}

/// The roles of one version's objects.
pub(super) struct Roles {
    roles: BTreeMap<ObjectId, Role>,
    /// What is known of each field, by name and object.
    pub(super) fields: BTreeMap<(String, ObjectId), Facts>,
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
    /// Objects with another role that an appearance of a field draws with all the same.
    tangled: BTreeSet<ObjectId>,
}

impl Roles {
    /// Finds the roles of `document`; what is damaged has none.
    pub(super) fn of(document: &Document) -> Self {
        let mut roles = Self {
            roles: BTreeMap::new(),
            fields: BTreeMap::new(),
            pages: Vec::new(),
            tangled: BTreeSet::new(),
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

    /// The fields of a name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Facts> {
        let bound = |id: ObjectId| (name.to_owned(), id);
        let all = bound((0, 0))..=bound((u32::MAX, u16::MAX));
        self.fields.range(all).map(|(_, facts)| facts)
    }

    /// Whether a field is for a signature.
    pub(super) fn is_signature(&self, name: &str) -> bool {
        self.named(name).any(Facts::is_signature)
    }

    /// Whether a field is for a signature and has one.
    pub(super) fn is_signed(&self, name: &str) -> bool {
        let signed = |facts: &Facts| facts.is_signature() && facts.filled;
        self.named(name).any(signed)
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
            .map(|((name, _), _)| name.clone())
            .collect();
        if let (true, Some(Role::Appearance(name))) = (names.is_empty(), self.role(id)) {
            names.push(name.clone());
        }
        names
    }

    /// Returns what `id` is for.
    pub(super) fn role(&self, id: ObjectId) -> Option<&Role> {
        self.roles.get(&id)
    }

    /// The annotations that are no fields.
    pub(super) fn strangers(&self) -> impl Iterator<Item = ObjectId> {
        let annotations = self.roles.iter();
        let strange = annotations.filter(|(_, role)| matches!(role, Role::Annotation(_)));
        strange.map(|(id, _)| *id)
    }

    /// Whether an appearance of a field draws with an object of another role.
    pub(super) fn is_tangled(&self, id: ObjectId) -> bool {
        self.tangled.contains(&id)
    }

    fn pages(&mut self, document: &Document) {
        for index in 0..document.page_count().unwrap_or(0) {
            let Ok(page) = document.page_entries(index, &[b"Annots"]) else {
                continue;
            };
            if let Ok(Object::Reference(list)) = page.get(b"Annots") {
                self.roles.insert(*list, Role::Annotations(index));
            }
            let id = document.page_id(index);
            self.roles.insert(id, Role::Page(index));
            self.pages.push(id);
        }
    }

    fn info(&mut self, document: &Document) {
        let info = document.trailer().get(b"Info").ok().cloned();
        let catalog = document.catalog().unwrap_or_default();
        let said = [b"Metadata".as_slice(), b"Extensions", b"MarkInfo"];
        let said = said.iter().filter_map(|key| catalog.get(key).ok().cloned());
        for object in info.into_iter().chain(said) {
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
            let page = match self.roles.get(list) {
                Some(Role::Annotations(page)) => Some(*page),
                _ => None,
            };
            self.roles.insert(*list, Role::FieldList(page));
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
        let widgets = field.widgets.iter().filter(|id| **id != field.id);
        let widgets: Vec<Dictionary> = widgets.filter_map(|id| document.dict(*id).ok()).collect();
        let facts = Facts::of(document, field, &widgets);
        for picture in &facts.pictures {
            self.spread(document, picture, &Role::Appearance(field.name.clone()));
        }
        for dictionary in widgets.iter().chain([&field.dict]) {
            self.belongings(document, dictionary);
        }
        self.above(document, &field.dict);
        self.fields.insert((field.name.clone(), field.id), facts);
    }

    /// The groups that a field is in, and the lists of what is in them.
    fn above(&mut self, document: &Document, field: &Dictionary) {
        let mut node = field.clone();
        for _ in 0..MAX_ABOVE {
            if let Ok(Object::Reference(kids)) = node.get(b"Kids") {
                self.roles.entry(*kids).or_insert(Role::Belonging);
            }
            let Ok(Object::Reference(id)) = node.get(b"Parent") else {
                return;
            };
            self.roles.entry(*id).or_insert(Role::Belonging);
            node = document.dict(*id).unwrap_or_default();
        }
    }

    /// What pages list and nobody claimed.
    fn annotations(&mut self, document: &Document) {
        for index in 0..document.page_count().unwrap_or(0) {
            let page = document.page_entries(index, &[b"Annots"]).ok();
            let list = page.and_then(|page| document.resolve(page.get(b"Annots").ok()?).ok());
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
                    let mut ids = Vec::new();
                    document.references(id, &mut ids);
                    open.extend(ids.into_iter().map(Object::Reference));
                }
                Object::Reference(id) if matches!(role, Role::Appearance(_)) => {
                    self.tangled.insert(id);
                }
                other => below(other, &mut open),
            }
        }
    }
}
