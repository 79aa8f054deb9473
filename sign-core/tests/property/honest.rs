//! What the holders of the keys made: forgers see it, and whatever else verifies is forged.

use std::sync::LazyLock;

use sign_core::bytes::hash::sha256;
use sign_core::placement::FieldKind;
use sign_core::signature::cms;
use sign_core::signature::key::{P256Key, Signer as _};
use sign_core::signature::layout::{Plan, PlanSigner};
use sign_core::signature::seal::Seal;
use sign_core::verify::Trust;
use sign_core::wire::{Hash, Locale};

use crate::made::{OBJECTS, table};
use crate::pki::{BEGIN_MS, RESERVE};
use crate::run::{Ceremony, place, transcript};

/// When files are judged.
pub(crate) const LATER_MS: i64 = BEGIN_MS + 86_400_000;

/// Everything honest, made once.
pub(crate) static HONEST: LazyLock<Honest> = LazyLock::new(Honest::new);

/// Files, containers, certificates and lists of one ceremony on a small file.
pub(crate) struct Honest {
    pub(crate) trust: Trust,
    /// After the certification.
    pub(crate) launched: Vec<u8>,
    /// After the only signer.
    pub(crate) signed: Vec<u8>,
    /// After the seal.
    pub(crate) sealed: Vec<u8>,
    /// What `container` signs.
    pub(crate) digest: Hash,
    pub(crate) container: Vec<u8>,
    /// What `token` stamps.
    pub(crate) imprint: Hash,
    pub(crate) token: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
    pub(crate) authority: Vec<u8>,
    pub(crate) issuers: [Vec<u8>; 2],
    pub(crate) issued: Vec<Vec<u8>>,
    pub(crate) lists: Vec<Vec<u8>>,
    /// What the server adds to a request for a seal.
    pub(crate) seal: Seal,
}

impl Honest {
    fn new() -> Self {
        let mut ceremony = Ceremony::launched_on(table(&OBJECTS), &plan());
        let launched = ceremony.bytes.clone();
        ceremony.sign(1, "Anna Müller", BEGIN_MS);
        let signed = ceremony.bytes.clone();
        ceremony.seal(BEGIN_MS + 60_000);
        let pki = &ceremony.pki;
        let key = P256Key::from_bytes(&[60; 32]).unwrap();
        let act = transcript(1, &key, BEGIN_MS, Hash([6; 32]));
        let leaf = pki.leaf("Zoë", key, &act);
        let digest = sha256(b"document");
        let container = pki.sign(&leaf, &digest, BEGIN_MS + 1000);
        let read = cms::parse(&container).unwrap();
        let evidence = pki.evidence(&[&ceremony.leaves[0], &leaf], BEGIN_MS + 60_000);
        Self {
            trust: Trust {
                roots: vec![pki.root.der.clone()],
                others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
            },
            imprint: read.imprint(),
            token: read.token().unwrap().to_vec(),
            authority: pki.tsa.der.clone(),
            issuers: [pki.root.der.clone(), pki.issuing.der.clone()],
            issued: evidence.certificates.clone(),
            lists: evidence.crls.clone(),
            seal: Seal {
                plan: ceremony.laid.seal,
                evidence,
                name: "ACME SA".to_string(),
                reason: String::new(),
                time_ms: BEGIN_MS,
                reserve: RESERVE,
            },
            leaf: leaf.der,
            launched,
            signed,
            sealed: ceremony.bytes,
            digest,
            container,
        }
    }

    /// DER of the transcript that `leaf` carries.
    pub(crate) fn transcript(&self) -> Vec<u8> {
        let key = P256Key::from_bytes(&[60; 32]).unwrap();
        assert!(self.leaf.windows(8).any(|part| part == &key.spki()[30..38]));
        transcript(1, &key, BEGIN_MS, Hash([6; 32])).der()
    }
}

fn plan() -> Plan {
    let signer = PlanSigner {
        number: 1,
        name: "Anna Müller".to_string(),
        placements: vec![
            place(FieldKind::Signature, 0, 60.0, 60.0, 200.0, 80.0),
            place(FieldKind::Name, 0, 60.0, 150.0, 200.0, 18.0),
        ],
    };
    Plan {
        locale: Locale::En,
        signers: vec![signer],
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}
