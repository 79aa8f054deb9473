//! Time and chance as values: the one place that reads the clock and draws random octets.
