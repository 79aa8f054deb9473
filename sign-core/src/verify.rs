//! The verdict on a file: every signature, what changed since, and named findings.
