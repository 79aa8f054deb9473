//! The README's claims: a test that it names must exist.

use crate::source::Source;

const SECTION: &str = "## What it never does";

/// Names what the section claims to be held by a test that no file has.
pub(crate) fn absent_tests(readme: &str, sources: &[Source]) -> Vec<String> {
    let section = readme.split(SECTION).nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let named = section.split('`').skip(1).step_by(2);
    let absent = |name: &str| {
        let needle = format!("fn {name}(");
        !sources.iter().any(|source| source.text.contains(&needle))
    };
    named
        .filter(|name| is_test(name) && absent(name))
        .map(|name| format!("README.md: no test is called `{name}`"))
        .collect()
}

/// Tests are named by sentences.
fn is_test(name: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    name.chars().all(plain) && name.matches('_').count() >= 2
}
