//! Which member may depend on which, read from the manifests.

use super::source::Source;

/// A member's folder, and the members it may name.
const ALLOWED: [(&str, &[&str]); 4] = [
    ("sign-core", &[]),
    ("app", &["sign-core"]),
    ("server", &["sign-core"]),
    ("tests", &["sign-core", "seing-server"]),
];
const PACKAGES: [&str; 4] = ["sign-core", "seing-app", "seing-server", "seing-tests"];

/// `app → sign-core`, `server → sign-core`, `tests → server`; nothing else.
pub(crate) fn members_depend_one_way(sources: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources {
        let folder = source.path.trim_end_matches("/Cargo.toml");
        let allowed = ALLOWED
            .iter()
            .find(|(member, _)| *member == folder)
            .map(|(_, names)| *names);
        for package in dependencies(&source.text) {
            if !allowed.is_some_and(|names| names.contains(&package)) {
                broken.push(format!("{}: depends on {package}", source.path));
            }
        }
    }
    broken
}

/// The members among the dependencies of any kind.
fn dependencies(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            inside = section.ends_with("dependencies");
            found.extend(member(
                section
                    .rsplit_once("dependencies.")
                    .map_or("", |(_, name)| name),
            ));
        } else if inside {
            found.extend(member(
                line.split(['.', '=', ' ']).next().unwrap_or_default(),
            ));
        }
    }
    found
}

fn member(name: &str) -> Option<&str> {
    PACKAGES.contains(&name.trim_matches('"')).then_some(name)
}
