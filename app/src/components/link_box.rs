//! A link to hand out, and the fingerprint that everybody compares.

use leptos::prelude::*;

use super::copy::{CopyButton, ShareButton};
use crate::i18n::portal;

/// A link with its buttons.
#[component]
pub fn LinkBox(
    /// The whole address.
    link: String,
    /// Title for the share sheet.
    title: String,
    /// Name for the end-to-end tests.
    test: String,
) -> impl IntoView {
    let (shown, copied, whole) = (link.clone(), link.clone(), link.clone());
    view! {
        <div class="link-box" data-test=test data-link=whole>
            <code>{shown}</code>
            <div class="row">
                <CopyButton value=copied label=portal::COPY_LINK />
                <ShareButton title words=portal::SHARE_WORDS url=link />
            </div>
        </div>
    }
}

/// Writes a fingerprint in groups of four.
pub fn grouped(fingerprint: &str) -> String {
    let digits = fingerprint
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect::<Vec<_>>();
    let groups = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn a_fingerprint_is_read_in_four_groups() {
        assert_eq!(grouped("0123456789abcdef"), "0123 4567 89ab cdef");
    }
}
