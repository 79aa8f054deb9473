//! Claims of what is written for people: a test that it names must exist.

use crate::source::Source;

const SECTION: &str = "## What it never does";

/// Names what the section claims to be held by a test that no file has.
pub(crate) fn absent_tests(readme: &str, sources: &[Source]) -> Vec<String> {
    let section = readme.split(SECTION).nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    missing(section, "README.md", sources)
}

/// Names what stands in brackets as the test of a clause, and no file has.
pub(crate) fn absent_proofs(conformance: &str, sources: &[Source]) -> Vec<String> {
    let named = conformance.split("(`").skip(1);
    let named: Vec<&str> = named.filter_map(|rest| rest.split("`").next()).collect();
    missing(
        &format!("`{}`", named.join("` `")),
        "CONFORMANCE.md",
        sources,
    )
}

fn missing(text: &str, file: &str, sources: &[Source]) -> Vec<String> {
    let named = text.split('`').skip(1).step_by(2);
    // A macro that makes tests of rows has their names at the beginning of a line.
    let absent = |name: &str| {
        let needles = [format!("fn {name}("), format!("\n    {name}: ")];
        let has = |source: &Source| needles.iter().any(|needle| source.text.contains(needle));
        !sources.iter().any(has)
    };
    named
        .filter(|name| is_test(name) && absent(name))
        .map(|name| format!("{file}: no test is called `{name}`"))
        .collect()
}

/// Tests are named by sentences.
fn is_test(name: &str) -> bool {
    let plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_');
    name.chars().all(plain) && name.matches('_').count() >= 2
}
