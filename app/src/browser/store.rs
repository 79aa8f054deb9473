//! What survives a reload: IndexedDB.
