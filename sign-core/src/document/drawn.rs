//! The renderer's own reading of a file, made once: inspection compares it, and pages are drawn from it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use hayro_syntax::Pdf;

/// A reading that is made when it is first asked for.
#[derive(Default)]
pub(super) struct Drawn(OnceLock<Option<Arc<Pdf>>>);

impl Drawn {
    /// Returns the reading of some octets; nothing where the renderer cannot read them.
    pub(super) fn of(&self, bytes: impl FnOnce() -> Arc<Vec<u8>>) -> Option<Arc<Pdf>> {
        let read = || Pdf::new(bytes()).ok().map(Arc::new);
        self.0.get_or_init(read).clone()
    }
}

impl fmt::Debug for Drawn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made = self.0.get().map(Option::is_some);
        out.debug_tuple("Drawn").field(&made).finish()
    }
}
