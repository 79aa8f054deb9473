//! Object identifiers: our own arc (PROTOCOL §2) and those of the standards.

use der::asn1::ObjectIdentifier;

/// Our arc, derived from a GUID.
pub const ARC: &str = "1.2.840.113556.1.8000.2554.11649.42027.15364.17037.33372.4986755.6334602";

macro_rules! own {
    ($tail:literal) => {
        ObjectIdentifier::new_unwrap(concat!(
            "1.2.840.113556.1.8000.2554.11649.42027.15364.17037.33372.4986755.6334602",
            $tail
        ))
    };
}

/// Certificate extension: the whole DER transcript of the act.
pub const TRANSCRIPT: ObjectIdentifier = own!(".1");
/// Method policy: a one-time code by SMS.
pub const METHOD_SMS: ObjectIdentifier = own!(".2.1");
/// Method policy: a one-time code by e-mail.
pub const METHOD_EMAIL: ObjectIdentifier = own!(".2.2");
/// Method policy: in person, the host attests presence.
pub const METHOD_IN_PERSON: ObjectIdentifier = own!(".2.3");
/// Method policy: a code to a phone number the signer gave themselves.
pub const METHOD_OWN_PHONE: ObjectIdentifier = own!(".2.4");
/// Method policy: an access code alone.
pub const METHOD_ACCESS_CODE: ObjectIdentifier = own!(".2.5");
/// Seal policy: the organisation attests the transaction and has not read the document.
pub const SEAL_POLICY: ObjectIdentifier = own!(".3");
/// Signed attribute of a seal: envelope id and launch hash.
pub const SEAL_ATTRIBUTE: ObjectIdentifier = own!(".4");
/// Policy of the built-in timestamp authority.
pub const STAMP_POLICY: ObjectIdentifier = own!(".5");

/// Every method policy.
pub const METHODS: [ObjectIdentifier; 5] = [
    METHOD_SMS,
    METHOD_EMAIL,
    METHOD_IN_PERSON,
    METHOD_OWN_PHONE,
    METHOD_ACCESS_CODE,
];

macro_rules! standard {
    ($($(#[$doc:meta])* $name:ident = $dotted:literal;)*) => {
        $($(#[$doc])* pub const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($dotted);)*
    };
}

standard! {
    /// SHA-1, past its time.
    SHA1 = "1.3.14.3.2.26";
    /// SHA-384.
    SHA384 = "2.16.840.1.101.3.4.2.2";
    /// SHA-512.
    SHA512 = "2.16.840.1.101.3.4.2.3";
    /// An RSA key; as a signature's algorithm, PKCS #1 v1.5 with a digest named elsewhere.
    RSA = "1.2.840.113549.1.1.1";
    /// RSA PKCS #1 v1.5 with SHA-1.
    RSA_SHA1 = "1.2.840.113549.1.1.5";
    /// RSA PKCS #1 v1.5 with SHA-256.
    RSA_SHA256 = "1.2.840.113549.1.1.11";
    /// RSA PKCS #1 v1.5 with SHA-384.
    RSA_SHA384 = "1.2.840.113549.1.1.12";
    /// RSA PKCS #1 v1.5 with SHA-512.
    RSA_SHA512 = "1.2.840.113549.1.1.13";
    /// RSA-PSS, its digests in the parameters; also a key for it alone.
    RSA_PSS = "1.2.840.113549.1.1.10";
    /// Mask generation of RSA-PSS.
    MGF1 = "1.2.840.113549.1.1.8";
    /// ECDSA with SHA-1.
    ECDSA_SHA1 = "1.2.840.10045.4.1";
    /// ECDSA with SHA-384.
    ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    /// ECDSA with SHA-512.
    ECDSA_SHA512 = "1.2.840.10045.4.3.4";
    /// The curve P-384.
    P384 = "1.3.132.0.34";
    /// The curve P-521.
    P521 = "1.3.132.0.35";
    /// CMS attribute: revocation data inside a signature (ISO 32000-2 §12.8.3.3.2).
    REVOCATION_ARCHIVAL = "1.2.840.113583.1.1.8";
    /// OCSP: a basic response.
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
    /// Extended key usage: signing OCSP responses for the issuer.
    OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    /// SHA-256.
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// ECDSA with SHA-256.
    ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    /// A public key on an elliptic curve.
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// The curve P-256.
    P256 = "1.2.840.10045.3.1.7";
    /// CMS content: plain data.
    DATA = "1.2.840.113549.1.7.1";
    /// CMS content: signed data.
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// CMS content: the body of a timestamp.
    TST_INFO = "1.2.840.113549.1.9.16.1.4";
    /// CMS attribute: content type.
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// CMS attribute: message digest.
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// CMS attribute: signing time, which PAdES forbids.
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// CMS attribute: signing certificate, version 1 (SHA-1).
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    /// CMS attribute: signing certificate, version 2.
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    /// CMS attribute: timestamp over the signature value.
    SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14";
    /// Name attribute: common name.
    COMMON_NAME = "2.5.4.3";
    /// Name attribute: serial number, here a pseudonym.
    SERIAL_NUMBER = "2.5.4.5";
    /// Name attribute: organisation.
    ORGANISATION = "2.5.4.10";
    /// Extension: subject key identifier.
    SUBJECT_KEY_ID = "2.5.29.14";
    /// Extension: key usage.
    KEY_USAGE = "2.5.29.15";
    /// Extension: private key usage period.
    PRIVATE_KEY_USAGE_PERIOD = "2.5.29.16";
    /// Extension: basic constraints.
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// CRL extension: number.
    CRL_NUMBER = "2.5.29.20";
    /// CRL entry extension: reason.
    REASON_CODE = "2.5.29.21";
    /// CRL extension: issuing distribution point.
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// Extension: CRL distribution points.
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// Extension: certificate policies.
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// Policy: any.
    ANY_POLICY = "2.5.29.32.0";
    /// Extension: authority key identifier.
    AUTHORITY_KEY_ID = "2.5.29.35";
    /// Extension: extended key usage.
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// CRL extension: since when certificates that expired are kept on the list.
    EXPIRED_CERTS_ON_CRL = "2.5.29.60";
    /// Extended key usage: protection of e-mail.
    EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    /// Extended key usage: timestamps.
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /// Extended key usage: signing of documents (RFC 9336).
    DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
}

#[cfg(test)]
mod tests {
    use super::{ARC, METHOD_SMS, SEAL_ATTRIBUTE, TRANSCRIPT};

    #[test]
    fn own_identifiers_stand_under_the_arc() {
        assert_eq!(TRANSCRIPT.to_string(), format!("{ARC}.1"));
        assert_eq!(METHOD_SMS.to_string(), format!("{ARC}.2.1"));
        assert_eq!(SEAL_ATTRIBUTE.to_string(), format!("{ARC}.4"));
    }
}
