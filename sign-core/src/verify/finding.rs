//! The vocabulary of findings: each code with its weight and its words.

use super::report::{Finding, Weight};

macro_rules! findings {
    ($($weight:ident { $($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)* })*) => {
        /// Every code a report can hold, the mildest first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FindingCode { $($($(#[$doc])* $name,)*)* }

        impl FindingCode {
            /// Every code, in order.
            pub const ALL: &[FindingCode] = &[$($(FindingCode::$name,)*)*];

            /// Returns the stable code.
            pub fn code(self) -> &'static str { match self { $($(Self::$name => $code,)*)* } }

            /// Returns how much it weighs.
            pub fn weight(self) -> Weight { match self { $($(Self::$name => Weight::$weight,)*)* } }

            /// Returns the English words.
            pub fn text(self) -> &'static str { match self { $($(Self::$name => $text,)*)* } }
        }
    };
}

findings! {
    Note {
        /// The file runs scripts or sends data elsewhere.
        ActiveContent = "active_content", "the file contains scripts or actions";
        /// The file holds files, layers or annotations that its pages do not show.
        ContentUnseen = "content_unseen", "the file holds what its pages do not show";
        /// A later revision added validation data.
        DssAdded = "dss_added", "validation data was added later";
        /// A later revision filled a field nobody had locked.
        FieldFilled = "field_filled", "a form field was filled in later";
        /// The document information changed, which carries no page content.
        InfoChanged = "info_changed", "document information was changed later";
        /// One of ours before its seal.
        NotSealed = "not_sealed", "signed, but not sealed by the organisation yet";
        /// A later revision signed an existing field.
        SignatureAdded = "signature_added", "another signature was added later";
        /// A field shows something other than its value.
        ValueDiffers = "value_differs", "a field shows something other than its value";
        /// The time is the signer's word alone.
        TimeClaimed = "time_claimed", "the signing time is the signer's claim; there is no timestamp";
    }
    Unknown {
        /// An algorithm this program does not check.
        AlgorithmUnknown = "algorithm_unknown", "the signature uses an algorithm this program does not check";
        /// Intact, but by a digest or key that no longer proves who signed.
        AlgorithmPast = "algorithm_past", "the signature rests on an algorithm or key that is past its time";
        /// A certificate carries critical conditions this program does not know.
        CertificateUnchecked = "certificate_unchecked", "a certificate has conditions this program does not check";
        /// No chain could be built to a self-signed certificate.
        ChainIncomplete = "chain_incomplete", "the signer's certificate chain is incomplete";
        /// The certificate's time is over and no timestamp proves an earlier signature.
        CertificateExpired = "certificate_expired", "the certificate has expired and no timestamp proves an earlier signature";
        /// A catalog or page tree stands in the file that no version reaches.
        ObjectsHidden = "objects_hidden", "a second document is hidden inside the file";
        /// An object was added that nothing known refers to.
        ObjectDormant = "object_dormant", "an object was added that nothing refers to";
        /// The security store holds something else than certificates, lists and responses.
        DssOdd = "dss_odd", "the validation data holds something else";
        /// Two fields have one name or one widget, so that nobody can say which was signed.
        FieldAliased = "field_aliased", "two fields share one name or one place";
        /// `/SubFilter` names no format that is known here.
        FormatUnknown = "format_unknown", "the signature is of a format this program does not check";
        /// Half of a certification: the catalog's `/Perms` and the signature disagree.
        PermsMismatch = "perms_mismatch", "the catalog and the signatures disagree on which one certifies";
        /// A later revision makes readers draw every field anew.
        AppearancesRedrawn = "appearances_redrawn", "readers were told later to draw the fields anew";
        /// Bytes precede the header, or the cross-reference table had to be rebuilt.
        Repaired = "repaired", "the file is damaged and was read by repair";
        /// Old and new readers see different objects.
        HybridXref = "hybrid_xref", "the file has two cross-reference tables that can differ";
        /// No revocation list in the file speaks for a certificate.
        RevocationMissing = "revocation_missing", "no revocation information for a certificate";
        /// The chain ends at a root nobody named as trusted.
        RootUnknown = "root_unknown", "the certificate chain ends at an unknown root";
        /// The field's lock and the signature's reference to it differ.
        LockMismatch = "lock_mismatch", "the field's lock and the signature's differ";
        /// There is more to check than this program takes time for.
        TooMany = "too_many", "there is more in the file than is checked";
        /// A field's value and its picture no longer belong together.
        ValueNotShown = "value_not_shown", "a field's value was changed without what is shown, or what is shown without the value";
        /// The timestamp's authority is not trusted here.
        TimestampUntrusted = "timestamp_untrusted", "the timestamp comes from an unknown authority";
    }
    Change {
        /// Something came after a signature that allows nothing after it.
        AfterLock = "after_lock", "the file was changed after it was locked";
        /// An annotation was added, removed or changed.
        AnnotationChanged = "annotation_changed", "an annotation was added, removed or changed";
        /// What a signature shows was changed after it was made.
        AppearanceChanged = "appearance_changed", "what a signature shows was changed";
        /// The catalog changed in a way no signature allows.
        CatalogChanged = "catalog_changed", "the document catalog was changed";
        /// A field was added after the certification.
        FieldAdded = "field_added", "a field was added after certification";
        /// A font that fields are drawn with was replaced.
        FontChanged = "font_changed", "a font of the form was replaced";
        /// A later table brings up an object that lay hidden in bytes signed before.
        HiddenShown = "hidden_object_shown", "an object hidden in the signed bytes was brought up later";
        /// A later revision removed objects.
        ObjectFreed = "object_freed", "an object was removed";
        /// An object changed that no rule allows to change.
        ObjectChanged = "object_changed", "an object was changed";
        /// A field was changed that its signer had locked.
        LockedFieldChanged = "locked_field_changed", "a field was changed that a signer had locked";
        /// A page's content, resources or boxes changed.
        PageChanged = "page_changed", "a page was changed";
        /// The dictionary of a signature was put in place of another.
        SignatureReplaced = "signature_replaced", "a signature was replaced or removed";
        /// Bytes after the last revision: an update that was cut off, or something appended.
        TrailingBytes = "trailing_bytes", "something follows the last whole version: the file was cut off or added to";
    }
    Broken {
        /// `/ByteRange` is not `[0 a b c]` around exactly the gap.
        ByteRangeOdd = "byte_range_odd", "the signed byte range is missing or odd";
        /// Certificates in the container are missing, altered or superfluous.
        CertificatesOdd = "certificates_odd", "the certificates in the signature are missing, altered or superfluous";
        /// The signing-certificate attribute names another certificate.
        CertificateSwapped = "certificate_swapped", "the signature was made for another certificate";
        /// The certificate may not sign documents.
        CertificateUnfit = "certificate_unfit", "the certificate is not meant for this";
        /// The signature was made outside the certificate's period.
        CertificatePeriod = "certificate_period", "the signature lies outside the certificate's period";
        /// The certificate was revoked before the signature.
        CertificateRevoked = "certificate_revoked", "the certificate was revoked";
        /// A certification that is not the first signature.
        CertifiedLate = "certified_late", "a certification must be the first signature";
        /// The container is not well-formed.
        CmsMalformed = "cms_malformed", "the signature container is not well-formed";
        /// `/Contents` is missing or is no hexadecimal string.
        ContentsOdd = "contents_odd", "the signature value is missing or odd";
        /// The hexadecimal string mixes cases or the container is not DER.
        ContentsNotCanonical = "contents_not_canonical", "the signature container is not canonical";
        /// The byte range does not end at a revision's end.
        CoverageOdd = "coverage_odd", "the signature does not cover a whole revision";
        /// The signed bytes were altered.
        DigestMismatch = "digest_mismatch", "the signed bytes were altered";
        /// The unused end of the gap holds something.
        PaddingNotZero = "padding_not_zero", "the unused end of the signature holds data";
        /// Two fields share one signature dictionary.
        SharedDictionary = "shared_dictionary", "two fields share one signature";
        /// A page shows a signature that the form does not list.
        SignatureUnlisted = "signature_unlisted", "a page shows a signature that is no field of the form";
        /// The signature value does not verify.
        SignatureWrong = "signature_wrong", "the signature value does not verify";
        /// The timestamp stamps something else, or does not verify.
        TimestampWrong = "timestamp_wrong", "the timestamp does not fit the signature";
        /// The timestamp lies outside the time the certificate allows.
        TimestampPeriod = "timestamp_period", "the timestamp lies outside the allowed time";
        /// The transcript in the certificate is about something else.
        TranscriptMismatch = "transcript_mismatch", "the certificate was issued for another act";
    }
}

impl FindingCode {
    /// Makes the finding.
    pub(super) fn finding(self) -> Finding {
        Finding {
            code: self.code().to_owned(),
            weight: self.weight(),
            text: self.text().to_owned(),
            about: None,
        }
    }

    /// Makes the finding, about a field or object.
    pub(super) fn about(self, what: impl core::fmt::Display) -> Finding {
        Finding {
            about: Some(what.to_string()),
            ..self.finding()
        }
    }
}
