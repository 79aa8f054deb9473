//! What a signer or sender should know about a file before anybody signs it.
