//! The files that the rules read.

use std::fs;
use std::path::{Path, PathBuf};

/// Names what breaks the rule, one line each.
pub(crate) type Rule = fn(&[Source]) -> Vec<String>;

/// A file: its path from the root of the repository, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Declared under `#[cfg(test)]` by the file above it.
    behind_test: bool,
}

const MEMBERS: [&str; 4] = ["sign-core", "app", "server", "tests"];

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            behind_test: false,
        }
    }

    /// Whether the whole file is a test.
    pub(crate) fn is_test(&self) -> bool {
        let named = self.path.starts_with("tests/") || self.path.contains("/tests/");
        self.behind_test || named || self.path.ends_with("/tests.rs")
    }

    /// The part of the file that ships.
    pub(crate) fn shipped(&self) -> &str {
        if self.is_test() { "" } else { self.split().0 }
    }

    /// The part of the file that is a test.
    pub(crate) fn tested(&self) -> &str {
        if self.is_test() {
            &self.text
        } else {
            self.split().1
        }
    }

    /// Tests are a module at the end; one item for tests above it does not hide what follows it.
    fn split(&self) -> (&str, &str) {
        let marks = self.text.match_indices("#[cfg(test)]\n").map(|(at, _)| at);
        let mut inline = marks.filter(|at| {
            let lines = self.text[*at..].lines();
            let item = lines.into_iter().find(|line| !line.starts_with("#["));
            item.is_some_and(|item| item.starts_with("mod ") && item.ends_with('{'))
        });
        let at = inline.next().unwrap_or(self.text.len());
        self.text.split_at(at)
    }
}

/// Every Rust file of the members.
pub(crate) fn rust_files() -> Vec<Source> {
    let mut found: Vec<Source> = MEMBERS
        .iter()
        .flat_map(|member| files(member, &["rs"]))
        .collect();
    let tests: Vec<String> = found.iter().flat_map(tests_below).collect();
    for source in &mut found {
        source.behind_test = tests.contains(&source.path);
    }
    found
}

/// The files that this one declares for tests alone.
fn tests_below(source: &Source) -> Vec<String> {
    let folder = source
        .path
        .trim_end_matches(".rs")
        .trim_end_matches("/lib")
        .trim_end_matches("/main");
    let declared = source.text.split("#[cfg(test)]\n").skip(1);
    let name = |text: &str| {
        text.trim_start()
            .strip_prefix("mod ")?
            .split_once(';')
            .map(|(name, _)| name.to_owned())
    };
    declared
        .filter_map(name)
        .map(|name| format!("{folder}/{name}.rs"))
        .collect()
}

/// Every file that a browser gets as it is.
pub(crate) fn served_files() -> Vec<Source> {
    let kinds = ["html", "css", "js", "mjs", "svg", "json"];
    ["app", "public"]
        .iter()
        .flat_map(|folder| files(folder, &kinds))
        .collect()
}

/// The manifest of every member, and the workspace's.
pub(crate) fn manifests_of_members() -> Vec<Source> {
    let paths = MEMBERS.map(|member| format!("{member}/Cargo.toml"));
    paths.iter().map(|path| read(&root().join(path))).collect()
}

fn files(folder: &str, extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    let wanted = |path: &&PathBuf| {
        path.extension()
            .is_some_and(|end| extensions.iter().any(|wanted| end == *wanted))
    };
    found.iter().filter(wanted).map(|path| read(path)).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "target" && name != "node_modules" {
            walk(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Source {
    let text = fs::read_to_string(path).expect("a source file is UTF-8 text");
    let inside = path
        .strip_prefix(root())
        .expect("it was found below the root");
    Source::new(&inside.to_string_lossy(), &text)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a member has a parent")
        .to_owned()
}
