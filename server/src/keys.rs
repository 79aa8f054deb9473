//! The keys of this deployment: authorities, organisation, timestamps, log.
