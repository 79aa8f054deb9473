//! What must hold of any octets: one function for each way into the core.
//!
//! The fuzzers in `fuzz/` call these, and so does the replay of what they once found.

#[path = "targets/der.rs"]
mod der;
#[path = "targets/pdf.rs"]
mod pdf;
#[path = "targets/text.rs"]
mod text;

/// Takes octets from anywhere and panics where a promise does not hold for them.
pub(crate) type Target = fn(&[u8]);

/// Every target by its name.
pub(crate) const TARGETS: [(&str, Target); 12] = [
    ("open", pdf::open),
    ("inspect", pdf::inspected),
    ("append", pdf::append),
    ("lay_out", pdf::laid_out),
    ("verify", pdf::verified),
    ("cms", der::cms),
    ("timestamp", der::stamp),
    ("certificate", der::certificate),
    ("crl", der::crl),
    ("link", text::link),
    ("wire", text::wire),
    ("tail", text::tail),
];
