//! One row for each attack: what it is called, how it is made, what we say and what pyHanko says.

use sign_core::verify::Verdict::{self, Changed, Indeterminate, Invalid, Unreadable, Valid};

use super::{absent, container, form, overlay, range, shadow, stage, unseen};

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
    ("honest_packed", absent::packed_signed),
    ("honest_empty_field_redrawn", overlay::empty_field_redrawn),
    ("honest_field_for_the_next", overlay::field_for_the_next),
    ("honest_fields_filled", overlay::fields_filled),
    ("honest_signed_and_locked", overlay::signed_and_locked),
    ("honest_extensions_declared", overlay::extensions_declared),
    ("honest_widget_apart", overlay::widget_apart),
    ("honest_stamped_after_lock", overlay::stamped_after_lock),
    ("honest_sealed", || super::run::ceremony().bytes),
];

/// Every attack.
#[rustfmt::skip]
pub(crate) const ATTACKS: &[Attack] = &[
    row("usf_no_contents", "USF", range::no_contents, ("contents_odd", Invalid), "error"),
    row("usf_null_contents", "USF", range::null_contents, ("contents_odd", Invalid), "error"),
    row("usf_empty_contents", "USF", range::empty_contents, ("contents_odd", Invalid), "error"),
    row("usf_zero_contents", "USF", range::zero_contents, ("contents_odd", Invalid), "error"),
    row("usf_odd_contents", "USF", range::odd_contents, ("contents_odd", Invalid), "error"),
    row("usf_no_byte_range", "USF", range::no_byte_range, ("byte_range_odd", Invalid), "error"),
    row("usf_null_byte_range", "USF", range::null_byte_range, ("byte_range_odd", Invalid), "error"),
    row("usf_negative_byte_range", "USF", range::negative_byte_range, ("byte_range_odd", Invalid), "invalid"),
    row("usf_overlong_byte_range", "USF", range::overlong_byte_range, ("byte_range_odd", Invalid), "invalid"),
    row("usf_empty_byte_range", "USF", range::empty_byte_range, ("byte_range_odd", Invalid), "invalid"),
    row("usf_short_byte_range", "USF", range::short_byte_range, ("byte_range_odd", Invalid), "invalid"),
    row("usf_six_numbers", "USF", range::six_numbers, ("byte_range_odd", Invalid), "invalid"),
    row("usf_late_byte_range", "USF", range::late_byte_range, ("byte_range_odd", Invalid), "invalid"),
    row("usf_overlapping_byte_range", "USF", range::overlapping_byte_range, ("byte_range_odd", Invalid), "invalid"),
    row("isa_body_alone", "ISA", range::body_alone, ("trailing_bytes", Changed), "valid"),
    row("isa_comment", "ISA", range::comment, ("trailing_bytes", Changed), "valid"),
    row("isa_changed_page", "ISA", range::changed_page, ("page_changed", Changed), "invalid"),
    row("isa_changed_page_without_end", "ISA", range::changed_page_without_end, ("trailing_bytes", Changed), "valid"),
    row("isa_swapped_page", "ISA", range::swapped_page, ("page_changed", Changed), "invalid"),
    row("isa_other_catalog", "ISA", range::other_catalog, ("signature_unlisted", Invalid), "unsigned"),
    row("isa_skipped_revision", "ISA", range::skipped_revision, ("coverage_odd", Invalid), "invalid"),
    row("swa_wrapped", "SWA", range::wrapped, ("byte_range_odd", Invalid), "invalid"),
    row("swa_moved_dictionary", "SWA", range::moved_dictionary, ("byte_range_odd", Invalid), "invalid"),
    row("swa_copied_end", "SWA", range::copied_end, ("trailing_bytes", Changed), "valid"),
    row("swa_partial_byte_range", "SWA", range::partial_byte_range, ("coverage_odd", Invalid), "invalid"),
    row("swa_other_container", "SWA", range::other_container, ("digest_mismatch", Invalid), "invalid"),
    row("hide_overlay_unlisted", "Shadow hide", shadow::overlay_unlisted, ("annotation_changed", Changed), "invalid"),
    row("hide_overlay_emptied", "Shadow hide", shadow::overlay_emptied, ("object_changed", Changed), "invalid"),
    row("hide_overlay_hidden", "Shadow hide", shadow::overlay_hidden, ("annotation_changed", Changed), "invalid"),
    row("hide_overlay_freed", "Shadow hide", shadow::overlay_freed, ("object_freed", Changed), "invalid"),
    row("replace_picture", "Shadow replace", shadow::picture_replaced, ("value_not_shown", Indeterminate), "valid"),
    row("replace_value", "Shadow replace", shadow::value_replaced, ("value_not_shown", Indeterminate), "valid"),
    row("replace_frozen_value", "Shadow replace", shadow::frozen_value_replaced, ("locked_field_changed", Changed), "invalid"),
    row("replace_font", "Shadow replace", shadow::font_replaced, ("page_changed", Changed), "invalid"),
    row("replace_form_font", "Shadow replace", shadow::form_font_replaced, ("font_changed", Changed), "valid"),
    row("replace_redrawn", "Shadow replace", shadow::appearances_redrawn, ("appearances_redrawn", Indeterminate), "valid"),
    row("replace_signature_painted", "Shadow replace", shadow::signature_repainted, ("appearance_changed", Changed), "invalid"),
    row("replace_signature_moved", "Shadow replace", shadow::signature_moved, ("annotation_changed", Changed), "invalid"),
    row("replace_signature_cleared", "Shadow replace", shadow::signature_cleared, ("signature_replaced", Changed), "unsigned"),
    row("swap_dormant_content", "Shadow hide and replace", shadow::dormant_content, ("hidden_object_shown", Changed), "invalid"),
    row("swap_dormant_named", "Shadow hide and replace", shadow::dormant_named, ("page_changed", Changed), "invalid"),
    row("swap_dormant_added", "Shadow hide and replace", form::dormant_added, ("object_dormant", Indeterminate), "valid"),
    row("swap_hidden_catalog", "Shadow hide and replace", form::hidden_catalog, ("objects_hidden", Indeterminate), "valid"),
    row("role_content_as_info", "Two roles", shadow::content_as_info, ("page_changed", Changed), "invalid"),
    row("role_content_as_metadata", "Two roles", shadow::content_as_metadata, ("page_changed", Changed), "invalid"),
    row("role_content_as_validation_data", "Two roles", shadow::content_as_validation_data, ("page_changed", Changed), "invalid"),
    row("role_shared_picture", "Two roles", shadow::shared_picture, ("locked_field_changed", Changed), "invalid"),
    row("role_content_as_table", "Two roles", absent::content_as_table, ("page_changed", Changed), "invalid"),
    row("role_field_as_resources", "Two roles", absent::field_as_resources, ("page_changed", Changed), "invalid"),
    row("role_field_in_a_picture", "Two roles", absent::field_in_a_picture, ("object_changed", Changed), "invalid"),
    row("role_field_in_a_signature", "Two roles", absent::field_in_a_signature, ("object_changed", Changed), "invalid"),
    row("role_fields_as_content", "Two roles", absent::fields_as_content, ("page_changed", Changed), "invalid"),
    row("role_picture_named_parent", "Two roles", shadow::picture_named_parent, ("page_changed", Changed), "invalid"),
    row("role_packed_replaced", "Two roles", absent::packed_replaced, ("page_changed", Changed), "invalid"),
    row("hide_overlay_renumbered", "Shadow hide", absent::overlay_renumbered, ("object_freed", Changed), "error"),
    row("hide_overlays_reordered", "Shadow hide", absent::overlays_reordered, ("annotation_changed", Changed), "invalid"),
    row("hide_nameless_unlisted", "Shadow hide", absent::nameless_unlisted, ("object_freed", Changed), "invalid"),
    row("hide_stamp_as_field", "Shadow hide", overlay::stamp_as_field, ("annotation_changed", Changed), "invalid"),
    row("await_annotation", "Shadow replace", absent::awaited_annotation, ("annotation_changed", Changed), "error"),
    row("await_content", "Shadow replace", absent::awaited_content, ("page_changed", Changed), "error"),
    row("await_field", "Shadow replace", absent::awaited_field, ("field_added", Changed), "error"),
    row("await_page", "Shadow replace", absent::awaited_page, ("page_changed", Changed), "error"),
    row("replace_signature_switched", "Shadow replace", absent::signature_switched, ("appearance_changed", Changed), "invalid"),
    row("replace_empty_field_painted", "Shadow replace", overlay::empty_field_painted, ("value_not_shown", Indeterminate), "valid"),
    row("replace_button_painted", "Shadow replace", overlay::button_painted, ("value_not_shown", Indeterminate), "valid"),
    row("replace_button_switched", "Shadow replace", overlay::button_switched, ("value_not_shown", Indeterminate), "valid"),
    row("replace_unsigned_painted", "Shadow replace", overlay::unsigned_painted, ("appearance_changed", Changed), "invalid"),
    row("eaa_text", "EAA", form::evil_text, ("annotation_changed", Changed), "invalid"),
    row("eaa_stamp", "EAA", form::evil_stamp, ("annotation_changed", Changed), "invalid"),
    row("eaa_redaction", "EAA", form::evil_redaction, ("annotation_changed", Changed), "invalid"),
    row("ssa_signature", "SSA", form::sneaky_signature, ("field_added", Changed), "invalid"),
    row("ssa_text_field", "SSA", form::late_text_field, ("field_added", Changed), "invalid"),
    row("ssa_widget_apart", "SSA", overlay::sneaky_widget, ("field_added", Changed), "invalid"),
    row("ssa_corners_apart", "SSA", overlay::sneaky_corners, ("field_added", Changed), "invalid"),
    row("ssa_text_as_field", "SSA", overlay::text_as_field, ("annotation_changed", Changed), "valid"),
    row("ssa_ground_as_field", "SSA", overlay::ground_as_field, ("annotation_changed", Changed), "valid"),
    row("ssa_acting_field", "SSA", overlay::acting_field, ("annotation_changed", Changed), "valid"),
    row("ssa_adopted_stamp", "SSA", overlay::adopted_stamp, ("annotation_changed", Changed), "invalid"),
    row("ssa_painted_stamp", "SSA", overlay::painted_stamp, ("value_not_shown", Indeterminate), "valid"),
    row("ssa_painted_field", "SSA", overlay::painted_field, ("value_not_shown", Indeterminate), "valid"),
    row("mdp_change_under_no_changes", "Permissions", form::change_under_no_changes, ("after_lock", Changed), "invalid"),
    row("mdp_signature_under_no_changes", "Permissions", form::signature_under_no_changes, ("after_lock", Changed), "invalid"),
    row("mdp_late_certification", "Permissions", form::late_certification, ("certified_late", Invalid), "invalid"),
    row("mdp_half_certification", "Permissions", form::half_certification, ("perms_mismatch", Indeterminate), "valid"),
    row("mdp_lock_alone", "Permissions", form::lock_alone, ("lock_mismatch", Indeterminate), "valid"),
    row("mdp_permissions_removed", "Permissions", form::permissions_removed, ("catalog_changed", Changed), "invalid"),
    row("mdp_permissions_added", "Permissions", form::permissions_added, ("catalog_changed", Changed), "invalid"),
    row("mdp_after_the_seal", "Permissions", container::after_the_seal, ("after_lock", Changed), "invalid"),
    row("field_shared_dictionary", "Fields", form::shared_dictionary, ("shared_dictionary", Invalid), "valid"),
    row("field_same_name", "Fields", form::same_name, ("field_aliased", Indeterminate), "valid"),
    row("field_shared_widget", "Fields", form::shared_widget, ("field_aliased", Indeterminate), "valid"),
    row("field_unlisted_signature", "Fields", form::unlisted_signature, ("signature_unlisted", Invalid), "unsigned"),
    row("field_dangling_signature", "Fields", form::dangling_signature, ("signature_unlisted", Invalid), "unsigned"),
    row("active_script_added", "Active content", form::script_added, ("catalog_changed", Changed), "invalid"),
    row("active_link_turned", "Active content", form::link_turned, ("annotation_changed", Changed), "invalid"),
    row("signed_script", "Active content", form::script_signed, ("active_content", Valid), "valid"),
    row("signed_content_elsewhere", "External content", form::content_elsewhere, ("active_content", Valid), "valid"),
    row("signed_picture_elsewhere", "External content", unseen::picture_elsewhere, ("active_content", Valid), "valid"),
    row("signed_file_attached", "Hidden content", unseen::file_attached, ("content_unseen", Valid), "valid"),
    row("signed_file_pinned", "Hidden content", unseen::file_pinned, ("content_unseen", Valid), "valid"),
    row("signed_layer_off", "Hidden content", unseen::layer_off, ("content_unseen", Valid), "valid"),
    row("signed_layer_inverse", "Hidden content", unseen::layer_inverse, ("content_unseen", Valid), "valid"),
    row("signed_layer_on_paper", "Hidden content", unseen::layer_on_paper, ("content_unseen", Valid), "valid"),
    row("signed_annotation_hidden", "Hidden content", unseen::annotation_hidden, ("content_unseen", Valid), "valid"),
    row("signed_value_differs", "Value and appearance", unseen::value_differs, ("value_differs", Valid), "valid"),
    row("signed_button_differs", "Value and appearance", unseen::button_differs, ("value_differs", Valid), "valid"),
    row("signed_key_twice", "Parser differential", unseen::key_twice, ("repaired", Indeterminate), "valid"),
    row("signed_key_settled", "Parser differential", unseen::key_settled, ("repaired", Indeterminate), "error"),
    row("signed_length_lies", "Parser differential", unseen::length_lies, ("repaired", Indeterminate), "valid"),
    row("signed_index_lies", "Parser differential", unseen::index_lies, ("repaired", Indeterminate), "error"),
    row("dss_junk", "DSS", form::junk_in_the_store, ("dss_odd", Indeterminate), "invalid"),
    row("parse_hybrid", "Parser differential", form::hybrid, ("hybrid_xref", Indeterminate), "error"),
    row("parse_table_destroyed", "Parser differential", form::table_destroyed, ("repaired", Invalid), "error"),
    row("parse_junk_before", "Parser differential", form::junk_before, ("byte_range_odd", Invalid), "error"),
    row("parse_length_lies", "Parser differential", shadow::length_lies, ("repaired", Indeterminate), "error"),
    row("parse_doubled_key", "Parser differential", absent::doubled_key, ("repaired", Indeterminate), "error"),
    row("parse_number_twice", "Parser differential", absent::number_twice, ("repaired", Indeterminate), "valid"),
    row("parse_size_cut", "Parser differential", absent::size_cut, ("repaired", Indeterminate), "error"),
    row("parse_encrypted", "Encryption", form::encrypted, ("encrypted", Unreadable), "error"),
    row("contents_both_cases", "Contents", container::letters_of_both_cases, ("contents_not_canonical", Invalid), "valid"),
    row("contents_padding", "Contents", container::data_in_the_padding, ("padding_not_zero", Invalid), "valid"),
    row("contents_indefinite", "Contents", container::indefinite_container, ("contents_not_canonical", Invalid), "valid"),
    row("contents_malformed", "Contents", container::malformed_container, ("cms_malformed", Invalid), "error"),
    row("cert_other_key", "Certificate", container::other_key, ("signature_wrong", Invalid), "invalid"),
    row("cert_other_named", "Certificate", container::other_certificate_named, ("certificate_swapped", Invalid), "error"),
    row("cert_added", "Certificate", container::certificate_added, ("certificates_odd", Invalid), "valid"),
    row("cert_issued_by_a_signer", "Certificate", container::issued_by_a_signer, ("certificate_unfit", Invalid), "invalid"),
    row("cert_revoked", "Certificate", container::revoked_certificate, ("certificate_revoked", Invalid), "valid"),
    row("cert_stolen_leaf", "Certificate", container::stolen_leaf, ("transcript_mismatch", Invalid), "valid"),
    row("stamp_of_another", "Timestamp", container::token_of_another, ("timestamp_wrong", Invalid), "invalid"),
    row("stamp_too_late", "Timestamp", container::stamped_too_late, ("timestamp_period", Invalid), "valid"),
    row("stamp_by_a_signer", "Timestamp", container::token_by_a_signer, ("timestamp_wrong", Invalid), "invalid"),
];

/// Where we refuse or doubt what pyHanko passes, and why.
pub(crate) const DIFFERENCES: &[(&[&str], &str)] = &[
    (
        &[
            "isa_body_alone",
            "isa_comment",
            "isa_changed_page_without_end",
            "swa_copied_end",
        ],
        "octets after the last revision: pyHanko reads the revisions alone, and takes an update without its end mark for none",
    ),
    (
        &[
            "isa_other_catalog",
            "replace_signature_cleared",
            "field_unlisted_signature",
            "field_dangling_signature",
        ],
        "the form no longer has the signature: pyHanko lists fields alone and reports an unsigned file",
    ),
    (
        &[
            "replace_picture",
            "replace_value",
            "replace_empty_field_painted",
            "replace_button_painted",
            "replace_button_switched",
        ],
        "filling a field is allowed; that value and picture part is not looked at by pyHanko",
    ),
    (
        &[
            "ssa_painted_field",
            "ssa_painted_stamp",
            "ssa_text_as_field",
            "ssa_ground_as_field",
            "ssa_acting_field",
        ],
        "new signature fields are allowed after an approval; pyHanko asks neither who signed them nor what they show and do",
    ),
    (
        &["parse_number_twice"],
        "of two rows for one number pyHanko takes the last one, others the first",
    ),
    (
        &["signed_key_twice", "signed_length_lies"],
        "signed as it is: pyHanko reads what it reads, and does not say that others may read something else",
    ),
    (
        &["replace_form_font", "replace_redrawn"],
        "pyHanko passes any change of the form's /DR and /NeedAppearances",
    ),
    (
        &["swap_dormant_added", "swap_hidden_catalog"],
        "harmless in this file: pyHanko judges what is reached, we say that more is there",
    ),
    (
        &["mdp_lock_alone"],
        "pyHanko follows the signature's reference alone, we the field's lock, too",
    ),
    (
        &["mdp_half_certification"],
        "readers that look at the catalog see no certification; pyHanko looks at the signature",
    ),
    (
        &[
            "field_shared_dictionary",
            "field_same_name",
            "field_shared_widget",
        ],
        "the field tree is ambiguous from the start: pyHanko compares revisions and finds no change",
    ),
    (
        &[
            "contents_both_cases",
            "contents_padding",
            "contents_indefinite",
        ],
        "the gap is outside the signature: pyHanko reads past what stands there, we want ours exact and all padding zero",
    ),
    (
        &["cert_added"],
        "unsigned certificates beside the chain are a bag to pyHanko; ours hold the chain and no more",
    ),
    (
        &["cert_revoked"],
        "pyHanko's plain validation takes no list from the file; its long-term one does",
    ),
    (
        &["cert_stolen_leaf", "stamp_too_late"],
        "transcript and private key usage period are extensions that others pass over",
    ),
];
