//! The transcript of one act: everything that is being signed, in one DER value.

use der::asn1::OctetString;
use der::{Decode, Encode, Sequence};
use serde::{Deserialize, Serialize};

use super::derive::{hmac, length};
use crate::bytes::hash::sha256;
use crate::wire::value::{B64, Hash};
use crate::{Error, Kind, Result};

/// Everything one act signs (PROTOCOL §4, "T"). Its DER form stands in the leaf certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// Format version: 1.
    pub version: u8,
    /// The organisation's id.
    pub tenant: String,
    /// The envelope's id.
    pub envelope: String,
    /// The recipient's id.
    pub recipient: String,
    /// The method's policy OID, dotted.
    pub method_oid: String,
    /// How the link came: `mail`, `sms`, `shared` or `portal`.
    pub channel: String,
    /// Keyed commitment of the phone number or address.
    pub contact: Hash,
    /// What was agreed to, in the order it was shown.
    pub consents: Vec<Consent>,
    /// The one-shot key, DER SubjectPublicKeyInfo.
    pub key: B64,
    /// SHA-256 of the client's build.
    pub client: Hash,
    /// The server's nonce.
    pub nonce: Hash,
    /// Until when a code for this transcript can be proven, in milliseconds since 1970.
    pub code_expires_ms: i64,
    /// The act's time (`/M`), in milliseconds since 1970, whole seconds.
    pub begin_ms: i64,
    /// SHA-256 of the earlier transcript, where the code came before the drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ta: Option<Hash>,
    /// One commitment a document, in order.
    pub documents: Vec<Hash>,
}

/// A sentence that was agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// SHA-256 of its UTF-8 text.
    pub text: Hash,
    /// The language it was shown in.
    pub locale: String,
    /// Version of the text.
    pub version: String,
}

/// The ASN.1 form, fields in the order of [`Transcript`]:
///
/// ```text
/// Transcript ::= SEQUENCE {
///     version INTEGER, tenant UTF8String, envelope UTF8String, recipient UTF8String,
///     method UTF8String, channel UTF8String, contact OCTET STRING,
///     consents SEQUENCE OF SEQUENCE { text OCTET STRING, locale UTF8String, version UTF8String },
///     key OCTET STRING, client OCTET STRING, nonce OCTET STRING,
///     codeExpiresMs INTEGER, beginMs INTEGER, ta [0] EXPLICIT OCTET STRING OPTIONAL,
///     documents SEQUENCE OF OCTET STRING }
/// ```
#[derive(Sequence)]
struct Encoded {
    version: u8,
    tenant: String,
    envelope: String,
    recipient: String,
    method_oid: String,
    channel: String,
    contact: OctetString,
    consents: Vec<EncodedConsent>,
    key: OctetString,
    client: OctetString,
    nonce: OctetString,
    code_expires_ms: i64,
    begin_ms: i64,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    ta: Option<OctetString>,
    documents: Vec<OctetString>,
}

#[derive(Sequence)]
struct EncodedConsent {
    text: OctetString,
    locale: String,
    version: String,
}

impl Transcript {
    /// Returns the DER form: what is hashed, and what the leaf certificate carries.
    pub fn der(&self) -> Vec<u8> {
        self.encoded()
            .to_der()
            .expect("a transcript is far below DER's length limit")
    }

    /// Reads the DER form.
    ///
    /// # Errors
    /// [`Kind::BadTranscript`] where it is not the one encoding of a transcript of version 1.
    pub fn from_der(octets: &[u8]) -> Result<Self> {
        let refused = Error::new(Kind::BadTranscript);
        let encoded = Encoded::from_der(octets).map_err(|_| refused)?;
        let transcript = Self::decoded(encoded)?;
        if transcript.version != 1 || transcript.der() != octets {
            return Err(refused);
        }
        Ok(transcript)
    }

    /// Returns T0, the SHA-256 of the DER form: what code, proof and possession are bound to.
    pub fn t0(&self) -> Hash {
        sha256(&self.der())
    }

    fn encoded(&self) -> Encoded {
        Encoded {
            version: self.version,
            tenant: self.tenant.clone(),
            envelope: self.envelope.clone(),
            recipient: self.recipient.clone(),
            method_oid: self.method_oid.clone(),
            channel: self.channel.clone(),
            contact: octets(&self.contact.0),
            consents: self.consents.iter().map(EncodedConsent::from).collect(),
            key: octets(&self.key.0),
            client: octets(&self.client.0),
            nonce: octets(&self.nonce.0),
            code_expires_ms: self.code_expires_ms,
            begin_ms: self.begin_ms,
            ta: self.ta.map(|ta| octets(&ta.0)),
            documents: self.documents.iter().map(|hash| octets(&hash.0)).collect(),
        }
    }

    fn decoded(encoded: Encoded) -> Result<Self> {
        let consents = encoded.consents.into_iter().map(Consent::try_from);
        Ok(Self {
            version: encoded.version,
            tenant: encoded.tenant,
            envelope: encoded.envelope,
            recipient: encoded.recipient,
            method_oid: encoded.method_oid,
            channel: encoded.channel,
            contact: hash(&encoded.contact)?,
            consents: consents.collect::<Result<_>>()?,
            key: B64(encoded.key.as_bytes().to_vec()),
            client: hash(&encoded.client)?,
            nonce: hash(&encoded.nonce)?,
            code_expires_ms: encoded.code_expires_ms,
            begin_ms: encoded.begin_ms,
            ta: encoded.ta.as_ref().map(hash).transpose()?,
            documents: encoded.documents.iter().map(hash).collect::<Result<_>>()?,
        })
    }
}

impl From<&Consent> for EncodedConsent {
    fn from(consent: &Consent) -> Self {
        Self {
            text: octets(&consent.text.0),
            locale: consent.locale.clone(),
            version: consent.version.clone(),
        }
    }
}

impl TryFrom<EncodedConsent> for Consent {
    type Error = Error;

    fn try_from(encoded: EncodedConsent) -> Result<Self> {
        let text = hash(&encoded.text)?;
        Ok(Self {
            text,
            locale: encoded.locale,
            version: encoded.version,
        })
    }
}

/// Returns what stands for one document in the transcript: HMAC under its salt `s`, so that a
/// file can be checked alone and tells nothing of its siblings (PROTOCOL §4).
pub fn document_commitment(
    s: &Hash,
    id: &str,
    previous: &Hash,
    digest: &Hash,
    field: &str,
) -> Hash {
    let (id, field) = (id.as_bytes(), field.as_bytes());
    hmac(
        &s.0,
        &[
            &length(id),
            id,
            &previous.0,
            &digest.0,
            &length(field),
            field,
        ],
    )
}

fn octets(value: &[u8]) -> OctetString {
    OctetString::new(value).expect("a transcript's octets are far below DER's length limit")
}

fn hash(value: &OctetString) -> Result<Hash> {
    let octets = value.as_bytes().try_into();
    octets
        .map(Hash)
        .map_err(|_| Error::new(Kind::BadTranscript))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{Consent, Transcript, document_commitment};
    use crate::wire::value::{B64, Hash};

    fn transcript() -> Transcript {
        Transcript {
            version: 1,
            tenant: "t1".into(),
            envelope: "e1".into(),
            recipient: "r1".into(),
            method_oid: "1.2.3".into(),
            channel: "mail".into(),
            contact: Hash([1; 32]),
            consents: vec![Consent {
                text: Hash([2; 32]),
                locale: "fr".into(),
                version: "1".into(),
            }],
            key: B64(vec![3; 91]),
            client: Hash([4; 32]),
            nonce: Hash([5; 32]),
            code_expires_ms: 1_800_000_000_000,
            begin_ms: 1_799_999_400_000,
            ta: None,
            documents: vec![Hash([6; 32]), Hash([7; 32])],
        }
    }

    #[test]
    fn a_transcript_of_version_1_is_for_ever_encoded_like_this() {
        let golden = "1321484ebe5700f3ddbf1ef38a82f3cae44baff68846f6879825d21d634fc006";
        assert_eq!(transcript().t0().hex(), golden);
    }

    #[test]
    fn a_transcript_reads_back_with_and_without_an_earlier_one() {
        let mut given = transcript();
        assert_eq!(Transcript::from_der(&given.der()).unwrap(), given);
        given.ta = Some(Hash([8; 32]));
        assert_eq!(Transcript::from_der(&given.der()).unwrap(), given);
        assert_ne!(given.t0(), transcript().t0());
    }

    #[test]
    fn a_cut_longer_or_newer_transcript_is_refused() {
        let der = transcript().der();
        assert!(Transcript::from_der(&der[..der.len() - 1]).is_err());
        assert!(Transcript::from_der(&[&der[..], &[0]].concat()).is_err());
        let mut newer = transcript();
        newer.version = 2;
        assert!(Transcript::from_der(&newer.der()).is_err());
    }

    #[test]
    fn a_commitment_changes_with_each_of_its_parts() {
        let (s, a, b) = (Hash([1; 32]), Hash([2; 32]), Hash([3; 32]));
        let good = document_commitment(&s, "d1", &a, &b, "sig_01");
        assert_ne!(good, document_commitment(&s, "d1", &b, &a, "sig_01"));
        assert_ne!(good, document_commitment(&s, "d1", &a, &b, "sig_02"));
        assert_ne!(good, document_commitment(&s, "d2", &a, &b, "sig_01"));
        assert_ne!(good, document_commitment(&a, "d1", &a, &b, "sig_01"));
    }
}
