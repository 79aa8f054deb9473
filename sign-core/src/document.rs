//! A PDF as read-only objects, pages and revisions, and the updates appended to it.
