//! The only module tree that may name `web_sys`: one adapter a file.
