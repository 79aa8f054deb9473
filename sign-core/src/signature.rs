//! Signatures: the revisions that carry them, and the CMS, certificates and timestamps inside.

pub mod act;
mod asn1;
pub mod certificate;
pub mod certify;
pub mod cms;
pub mod crl;
pub mod dss;
mod field;
pub mod key;
pub mod layout;
pub mod oid;
pub mod seal;
pub mod timestamp;
