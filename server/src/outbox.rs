//! Messages as rows, sent by a worker with leases and back-off.
