//! The organisation's certification of the launch version.
