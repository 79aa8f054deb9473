//! RFC 3161 timestamps.
