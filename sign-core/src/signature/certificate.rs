//! X.509 certificates, issued and read.
