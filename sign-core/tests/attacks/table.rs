//! One row for each attack: what it is called, how it is made, what we say and what pyHanko says.

use sign_core::verify::Verdict::{self, Changed, Indeterminate, Invalid, Unreadable, Valid};

use super::{container, form, range, shadow, stage};

/// How a file is made.
pub(crate) type Make = fn() -> Vec<u8>;

/// One attack.
pub(crate) struct Attack {
    /// Its name, and the file's.
    pub(crate) name: &'static str,
    /// The class of the literature it belongs to.
    #[expect(dead_code, reason = "read by people")]
    pub(crate) class: &'static str,
    /// Makes the file.
    pub(crate) make: Make,
    /// The finding that names it.
    pub(crate) code: &'static str,
    /// Our verdict.
    pub(crate) verdict: Verdict,
    /// pyHanko's verdict: `valid`, `invalid`, `unsigned`, or `error` where it gives up.
    pub(crate) pyhanko: &'static str,
}

const fn row(
    name: &'static str,
    class: &'static str,
    make: Make,
    (code, verdict): (&'static str, Verdict),
    pyhanko: &'static str,
) -> Attack {
    Attack {
        name,
        class,
        make,
        code,
        verdict,
        pyhanko,
    }
}

/// Files that were not attacked.
pub(crate) const HONEST: &[(&str, Make)] = &[
    ("honest_approved", stage::approved),
    ("honest_certified", || stage::certified(2)),
    ("honest_sealed", || super::run::ceremony().bytes),
];

/// Every attack.
#[rustfmt::skip]
pub(crate) const ATTACKS: &[Attack] = &[
    row("usf_no_contents", "USF", range::no_contents, ("contents_odd", Invalid), "?"),
    row("usf_null_contents", "USF", range::null_contents, ("contents_odd", Invalid), "?"),
    row("usf_empty_contents", "USF", range::empty_contents, ("contents_odd", Invalid), "?"),
    row("usf_zero_contents", "USF", range::zero_contents, ("contents_odd", Invalid), "?"),
    row("usf_odd_contents", "USF", range::odd_contents, ("contents_odd", Invalid), "?"),
    row("usf_no_byte_range", "USF", range::no_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_null_byte_range", "USF", range::null_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_negative_byte_range", "USF", range::negative_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_overlong_byte_range", "USF", range::overlong_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_empty_byte_range", "USF", range::empty_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_short_byte_range", "USF", range::short_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_six_numbers", "USF", range::six_numbers, ("byte_range_odd", Invalid), "?"),
    row("usf_late_byte_range", "USF", range::late_byte_range, ("byte_range_odd", Invalid), "?"),
    row("usf_overlapping_byte_range", "USF", range::overlapping_byte_range, ("byte_range_odd", Invalid), "?"),
    row("isa_body_alone", "ISA", range::body_alone, ("trailing_bytes", Changed), "?"),
    row("isa_comment", "ISA", range::comment, ("trailing_bytes", Changed), "?"),
    row("isa_changed_page", "ISA", range::changed_page, ("page_changed", Changed), "?"),
    row("isa_changed_page_without_end", "ISA", range::changed_page_without_end, ("trailing_bytes", Changed), "?"),
    row("isa_swapped_page", "ISA", range::swapped_page, ("page_changed", Changed), "?"),
    row("isa_other_catalog", "ISA", range::other_catalog, ("signature_unlisted", Invalid), "?"),
    row("isa_skipped_revision", "ISA", range::skipped_revision, ("coverage_odd", Invalid), "?"),
    row("swa_wrapped", "SWA", range::wrapped, ("byte_range_odd", Invalid), "?"),
    row("swa_moved_dictionary", "SWA", range::moved_dictionary, ("byte_range_odd", Invalid), "?"),
    row("swa_copied_end", "SWA", range::copied_end, ("trailing_bytes", Changed), "?"),
    row("swa_partial_byte_range", "SWA", range::partial_byte_range, ("coverage_odd", Invalid), "?"),
    row("swa_other_container", "SWA", range::other_container, ("digest_mismatch", Invalid), "?"),
    row("hide_overlay_unlisted", "Shadow hide", shadow::overlay_unlisted, ("annotation_changed", Changed), "?"),
    row("hide_overlay_emptied", "Shadow hide", shadow::overlay_emptied, ("object_changed", Changed), "?"),
    row("hide_overlay_hidden", "Shadow hide", shadow::overlay_hidden, ("annotation_changed", Changed), "?"),
    row("hide_overlay_freed", "Shadow hide", shadow::overlay_freed, ("object_freed", Changed), "?"),
    row("replace_picture", "Shadow replace", shadow::picture_replaced, ("value_not_shown", Indeterminate), "?"),
    row("replace_value", "Shadow replace", shadow::value_replaced, ("value_not_shown", Indeterminate), "?"),
    row("replace_frozen_value", "Shadow replace", shadow::frozen_value_replaced, ("locked_field_changed", Changed), "?"),
    row("replace_font", "Shadow replace", shadow::font_replaced, ("page_changed", Changed), "?"),
    row("replace_form_font", "Shadow replace", shadow::form_font_replaced, ("font_changed", Changed), "?"),
    row("replace_redrawn", "Shadow replace", shadow::appearances_redrawn, ("appearances_redrawn", Indeterminate), "?"),
    row("replace_signature_painted", "Shadow replace", shadow::signature_repainted, ("appearance_changed", Changed), "?"),
    row("replace_signature_moved", "Shadow replace", shadow::signature_moved, ("annotation_changed", Changed), "?"),
    row("replace_signature_cleared", "Shadow replace", shadow::signature_cleared, ("signature_replaced", Changed), "?"),
    row("swap_dormant_content", "Shadow hide and replace", shadow::dormant_content, ("hidden_object_shown", Changed), "?"),
    row("swap_dormant_named", "Shadow hide and replace", shadow::dormant_named, ("page_changed", Changed), "?"),
    row("swap_dormant_added", "Shadow hide and replace", form::dormant_added, ("object_dormant", Indeterminate), "?"),
    row("swap_hidden_catalog", "Shadow hide and replace", form::hidden_catalog, ("objects_hidden", Indeterminate), "?"),
    row("role_content_as_info", "Two roles", shadow::content_as_info, ("page_changed", Changed), "?"),
    row("role_content_as_metadata", "Two roles", shadow::content_as_metadata, ("page_changed", Changed), "?"),
    row("role_content_as_validation_data", "Two roles", shadow::content_as_validation_data, ("page_changed", Changed), "?"),
    row("role_shared_picture", "Two roles", shadow::shared_picture, ("locked_field_changed", Changed), "?"),
    row("eaa_text", "EAA", form::evil_text, ("annotation_changed", Changed), "?"),
    row("eaa_stamp", "EAA", form::evil_stamp, ("annotation_changed", Changed), "?"),
    row("eaa_redaction", "EAA", form::evil_redaction, ("annotation_changed", Changed), "?"),
    row("ssa_signature", "SSA", form::sneaky_signature, ("field_added", Changed), "?"),
    row("ssa_text_field", "SSA", form::late_text_field, ("field_added", Changed), "?"),
    row("mdp_change_under_no_changes", "Permissions", form::change_under_no_changes, ("after_lock", Changed), "?"),
    row("mdp_signature_under_no_changes", "Permissions", form::signature_under_no_changes, ("after_lock", Changed), "?"),
    row("mdp_late_certification", "Permissions", form::late_certification, ("certified_late", Invalid), "?"),
    row("mdp_half_certification", "Permissions", form::half_certification, ("perms_mismatch", Indeterminate), "?"),
    row("mdp_permissions_removed", "Permissions", form::permissions_removed, ("catalog_changed", Changed), "?"),
    row("mdp_permissions_added", "Permissions", form::permissions_added, ("catalog_changed", Changed), "?"),
    row("mdp_after_the_seal", "Permissions", container::after_the_seal, ("after_lock", Changed), "?"),
    row("field_shared_dictionary", "Fields", form::shared_dictionary, ("shared_dictionary", Invalid), "?"),
    row("field_same_name", "Fields", form::same_name, ("field_aliased", Indeterminate), "?"),
    row("field_shared_widget", "Fields", form::shared_widget, ("field_aliased", Indeterminate), "?"),
    row("field_unlisted_signature", "Fields", form::unlisted_signature, ("signature_unlisted", Invalid), "?"),
    row("field_dangling_signature", "Fields", form::dangling_signature, ("signature_unlisted", Invalid), "?"),
    row("active_script_added", "Active content", form::script_added, ("catalog_changed", Changed), "?"),
    row("active_link_turned", "Active content", form::link_turned, ("annotation_changed", Changed), "?"),
    row("signed_script", "Active content", form::script_signed, ("active_content", Valid), "?"),
    row("signed_content_elsewhere", "External content", form::content_elsewhere, ("active_content", Valid), "?"),
    row("dss_junk", "DSS", form::junk_in_the_store, ("dss_odd", Indeterminate), "?"),
    row("parse_hybrid", "Parser differential", form::hybrid, ("hybrid_xref", Indeterminate), "?"),
    row("parse_table_destroyed", "Parser differential", form::table_destroyed, ("repaired", Invalid), "?"),
    row("parse_junk_before", "Parser differential", form::junk_before, ("byte_range_odd", Invalid), "?"),
    row("parse_encrypted", "Encryption", form::encrypted, ("encrypted", Unreadable), "?"),
    row("contents_both_cases", "Contents", container::letters_of_both_cases, ("contents_not_canonical", Invalid), "?"),
    row("contents_padding", "Contents", container::data_in_the_padding, ("padding_not_zero", Invalid), "?"),
    row("contents_indefinite", "Contents", container::indefinite_container, ("contents_not_canonical", Invalid), "?"),
    row("cert_other_named", "Certificate", container::other_certificate_named, ("certificate_swapped", Invalid), "?"),
    row("cert_issued_by_a_signer", "Certificate", container::issued_by_a_signer, ("certificate_unfit", Invalid), "?"),
    row("cert_revoked", "Certificate", container::revoked_certificate, ("certificate_revoked", Invalid), "?"),
    row("cert_stolen_leaf", "Certificate", container::stolen_leaf, ("transcript_mismatch", Invalid), "?"),
    row("stamp_of_another", "Timestamp", container::token_of_another, ("timestamp_wrong", Invalid), "?"),
    row("stamp_by_a_signer", "Timestamp", container::token_by_a_signer, ("timestamp_wrong", Invalid), "?"),
];
