//! Random bytes and non-extractable keys from WebCrypto.
