//! The page tree walked from the catalog down, with what is odd about it (ISO 32000-2 §7.7.3).

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::Document;
use crate::error::{Kind, Result};

/// How deep a page tree may be.
const DEPTH: usize = 100;

/// How many nodes a page tree may have.
const NODES: usize = 250_000;

/// What the walk asks of a node; a page has much more.
const SHAPE: [&[u8]; 4] = [b"Type", b"Parent", b"Kids", b"Count"];

/// A page found by the walk, with the nodes above it, nearest last.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// The page object; (0, 0) where the page is no object of its own.
    pub(crate) id: ObjectId,
    /// A page that stands in its parent's `/Kids` itself.
    pub(crate) direct: Option<Arc<Dictionary>>,
    /// The nodes above.
    pub(crate) above: Arc<Vec<Node>>,
}

/// A node above pages.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) id: ObjectId,
    pub(crate) dict: Arc<Dictionary>,
}

/// Every page in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) leaves: Vec<Leaf>,
    /// Whether the tree is not what the standard asks for, so that programs may read it differently.
    pub(crate) odd: bool,
    /// Whether pages that are counted cannot be read.
    pub(crate) lost: bool,
    /// The numbers of those that cannot be read.
    pub(crate) gone: BTreeSet<u32>,
}

struct Walk<'a> {
    document: &'a Document,
    tree: Tree,
    seen: BTreeSet<ObjectId>,
    nodes: usize,
    refused: usize,
}

/// Walks a document's page tree.
pub(super) fn walk(document: &Document) -> Result<Tree> {
    let catalog = document.catalog()?;
    let mut walk = Walk {
        document,
        tree: Tree::default(),
        seen: BTreeSet::new(),
        nodes: 0,
        refused: 0,
    };
    if let Ok(root) = catalog.get(b"Pages") {
        walk.child(root, &Arc::new(Vec::new()))?;
    }
    Ok(walk.tree)
}

impl Walk<'_> {
    fn child(&mut self, child: &Object, above: &Arc<Vec<Node>>) -> Result<()> {
        self.nodes += 1;
        if self.nodes > NODES || above.len() > DEPTH {
            return Err(Kind::TooLarge.into());
        }
        let (id, dict) = match child {
            Object::Reference(id) => (*id, self.document.pick(*id, &SHAPE).ok()),
            Object::Dictionary(dict) => ((0, 0), Some(dict.clone())),
            _ => ((0, 0), None),
        };
        let looped = id.0 > 0 && above.iter().any(|node| node.id == id);
        let dict = dict.filter(|_| !looped);
        self.tree.odd |= id.0 == 0 || dict.is_none();
        match dict {
            Some(dict) => self.node(id, dict, above),
            None => {
                self.refused += usize::from(!looped);
                self.tree.gone.extend((id.0 > 0).then_some(id.0));
                Ok(())
            }
        }
    }

    fn node(&mut self, id: ObjectId, dict: Dictionary, above: &Arc<Vec<Node>>) -> Result<()> {
        let parent = above.last().map(|node| node.id);
        let named = dict.get(b"Parent").and_then(Object::as_reference).ok();
        self.tree.odd |= parent.is_some() && named != parent;
        let Some(kids) = self.kids(&dict)? else {
            self.leaf(id, dict, above);
            return Ok(());
        };
        // Pages have values from nodes.
        let dict = if id.0 > 0 {
            self.document.dict(id)?
        } else {
            dict
        };
        let before = self.tree.leaves.len();
        let refused = self.refused;
        let count = dict.get(b"Count").ok().cloned();
        self.tree.odd |= !dict.has_type(b"Pages");
        let mut path = above.as_ref().clone();
        path.push(Node {
            id,
            dict: Arc::new(dict),
        });
        let path = Arc::new(path);
        for kid in kids {
            self.child(&kid, &path)?;
        }
        let counted = (self.tree.leaves.len() - before) as i64;
        let count = count.and_then(|count| self.document.resolve(&count).ok());
        self.tree.odd |= count != Some(Object::Integer(counted));
        let more = matches!(count, Some(Object::Integer(count)) if count > counted);
        self.tree.lost |= more && self.refused > refused;
        Ok(())
    }

    fn leaf(&mut self, id: ObjectId, dict: Dictionary, above: &Arc<Vec<Node>>) {
        self.tree.odd |= above.is_empty() || !dict.has_type(b"Page");
        if above.is_empty() && dict.has_type(b"Pages") {
            return;
        }
        let again = id.0 > 0 && !self.seen.insert(id);
        self.tree.odd |= again;
        self.tree.leaves.push(Leaf {
            id,
            direct: (id.0 == 0).then(|| Arc::new(dict)),
            above: Arc::clone(above),
        });
    }

    fn kids(&self, dict: &Dictionary) -> Result<Option<Vec<Object>>> {
        let Ok(kids) = dict.get(b"Kids") else {
            return Ok(None);
        };
        match self.document.resolve(kids)? {
            Object::Array(kids) => Ok(Some(kids)),
            _ => Ok(None),
        }
    }
}
