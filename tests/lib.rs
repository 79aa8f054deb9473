//! What end-to-end tests stand on: a server, browsers, a recorder between them, and judges.

pub mod blobs;
pub mod browser;
pub mod cdp;
pub mod driver;
pub mod judges;
pub mod leak;
pub mod place;
pub mod recorder;
pub mod scan;
pub mod scene;
pub mod schema;
pub mod sender;
pub mod signer;
pub mod stack;
