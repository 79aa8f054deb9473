//! What acts by itself taken out of an object, at every depth.

use lopdf::{Dictionary, Object};

use super::super::active;
use crate::document::Document;

/// Entries that act by themselves or make a viewer redraw the form.
const ACTIVE: [&[u8]; 5] = [
    b"AA",
    b"JavaScript",
    b"NeedAppearances",
    b"NeedsRendering",
    b"XFA",
];

/// Takes out what is active, and says whether anything was.
pub(super) fn clean(object: &mut Object, document: &Document) -> bool {
    match object {
        Object::Array(items) => {
            let cleaned = items.iter_mut().map(|item| clean(item, document));
            cleaned.fold(false, |any, one| any | one)
        }
        Object::Dictionary(dict) => clean_dict(dict, document),
        Object::Stream(stream) => clean_dict(&mut stream.dict, document),
        _ => false,
    }
}

fn clean_dict(dict: &mut Dictionary, document: &Document) -> bool {
    let mut changed = false;
    for key in ACTIVE {
        changed |= dict.remove(key).is_some();
    }
    let acts = |open: &Object| !active::is_view(document, open);
    if dict.get(b"OpenAction").is_ok_and(acts) {
        dict.remove(b"OpenAction");
        changed = true;
    }
    for key in [b"A".as_slice(), b"Next"] {
        if dict
            .get(key)
            .is_ok_and(|action| is_script(action, document))
        {
            dict.remove(key);
            changed = true;
        }
    }
    for (_, value) in dict.iter_mut() {
        changed |= clean(value, document);
    }
    changed
}

fn is_script(action: &Object, document: &Document) -> bool {
    match document.resolve(action) {
        Ok(Object::Dictionary(action)) => {
            let kind = action
                .get(b"S")
                .ok()
                .and_then(|kind| document.resolve(kind).ok());
            kind.is_some_and(|kind| kind == Object::Name(b"JavaScript".to_vec()))
        }
        _ => false,
    }
}
