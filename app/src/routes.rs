//! The route table and one screen a file.
