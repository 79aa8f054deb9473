//! Envelopes and acts as pure functions of state, command and time.
