//! Signatures: the revisions that carry them, and the CMS, certificates and timestamps inside.

pub mod act;
pub mod algorithm;
pub(crate) mod asn1;
pub(crate) mod ber;
pub mod caption;
pub mod certificate;
pub mod certify;
pub mod cms;
pub mod crl;
mod curve;
pub mod dss;
pub mod engine;
mod field;
pub mod key;
pub mod layout;
pub(crate) mod limits;
mod look;
mod modular;
pub mod ocsp;
pub mod oid;
pub mod renewal;
mod rsa;
pub mod seal;
mod seed;
mod store;
pub mod timestamp;
