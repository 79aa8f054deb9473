//! What the objects of one version are for: catalog, page, field and so on.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use crate::document::Document;

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
    /// What else a field or the form refers to: signatures, locks, shared fonts.
    Belonging,
    /// A page, by its zero-based number.
    Page(u32),
    /// A page's array of annotations.
    Annotations(u32),
    /// The document security store or something in it.
    Dss,
    /// Document information or metadata.
    Info,
}

/// The roles of one version's objects.
pub(super) struct Roles {
    roles: BTreeMap<ObjectId, Role>,
    /// Field names by the object of field or widget, for telling added ones.
    pub(super) fields: BTreeMap<String, ObjectId>,
}

impl Roles {
    /// Finds the roles of `document`; what is damaged has none.
    pub(super) fn of(document: &Document) -> Self {
        let mut roles = Self {
            roles: BTreeMap::new(),
            fields: BTreeMap::new(),
        };
        roles.pages(document);
        roles.info(document);
        if let Ok(catalog) = document.catalog() {
            roles.security(document, &catalog);
            roles.form(document, &catalog);
        }
        roles.roles.insert(document.root(), Role::Catalog);
        roles
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
                self.roles.insert(id, Role::Info);
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
        for field in document.fields().unwrap_or_default() {
            self.field(document, field.id, &field.name, &field.dict);
        }
        if let Ok(Object::Dictionary(form)) = &form {
            self.belongings(document, form);
        }
    }

    fn field(&mut self, document: &Document, id: ObjectId, name: &str, dictionary: &Dictionary) {
        self.fields.insert(name.to_owned(), id);
        self.roles.insert(id, Role::Field(name.to_owned()));
        self.appearance(document, name, dictionary);
        let Ok(Object::Array(kids)) = dictionary.get(b"Kids") else {
            return;
        };
        for kid in kids {
            if let Object::Reference(widget) = kid {
                self.roles.insert(*widget, Role::Field(name.to_owned()));
                let dictionary = document.dict(*widget).unwrap_or_default();
                self.appearance(document, name, &dictionary);
            }
        }
    }

    fn appearance(&mut self, document: &Document, name: &str, dictionary: &Dictionary) {
        if let Ok(appearance) = dictionary.get(b"AP") {
            self.spread(document, appearance, &Role::Appearance(name.to_owned()));
        }
        self.belongings(document, dictionary);
    }

    fn belongings(&mut self, document: &Document, dictionary: &Dictionary) {
        for (key, value) in dictionary.iter() {
            if !matches!(key.as_slice(), b"Parent" | b"P" | b"Kids" | b"Fields") {
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
    let below = |key: &[u8]| key != b"Parent" && key != b"P";
    dictionary
        .iter()
        .filter(|(key, _)| below(key))
        .map(|(_, value)| value.clone())
        .collect()
}

/// Whether `target` can be reached from `object`; what was `seen` is not looked at again.
fn reaches(
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
