//! Where things are: the repository, what scripts made, and folders to write in.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a member has a parent")
        .to_owned()
}

/// A document made by `scripts/fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    let path = target().join("fixtures").join(name);
    assert!(
        path.exists(),
        "{name} is missing: scripts/fixtures makes it"
    );
    path
}

/// Something that a script put into the build folder.
pub fn built(name: &str) -> PathBuf {
    target().join(name)
}

/// A folder for what a failed run leaves to look at.
pub fn keepsakes() -> PathBuf {
    let path = target().join("e2e");
    fs::create_dir_all(&path).expect("the build folder can be written");
    path
}

/// A new empty folder of this run.
pub fn scratch(name: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = target()
        .join("e2e-scratch")
        .join(format!("{name}-{}-{number}", process::id()));
    fs::create_dir_all(&path).expect("the build folder can be written");
    path
}

/// The build folder: this program lies in it.
fn target() -> PathBuf {
    let program = env::current_exe().expect("a running program has a path");
    let profile = |path: &&Path| path.ends_with("debug") || path.ends_with("release");
    let folder = program.ancestors().find(profile).and_then(Path::parent);
    folder
        .expect("cargo puts programs in target/<profile>")
        .to_owned()
}
