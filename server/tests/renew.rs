//! `seing renew`: by the server that sealed, of files that verify, whole or not at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use seing_server::clock::Clock as _;
use seing_server::config::Config;
use seing_server::input::MAX_FILE_BYTES;
use seing_server::renew::{RenewError, renew_file};
use sign_core::verify::{SignatureKind, Trust, Verdict, verify};

use crate::signer::Signer;
use crate::world::{ANNA, World};

/// A server, and a file that it sealed to be renewed, beside its data folder.
async fn sealed(name: &str) -> (World, PathBuf) {
    let world = World::renewing(name).await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let mut anna = Signer::new(&world, &sender, 0);
    anna.sign(ANNA).await;
    anna.seal().await;
    let path = world.state.config.data_dir.with_extension("pdf");
    fs::write(&path, &anna.files[0]).unwrap();
    (world, path)
}

/// Renews a file in its place by the server of a data folder.
async fn renewed(world: &World, folder: &Path, file: &Path) -> Result<(), RenewError> {
    let config = Config {
        data_dir: folder.to_owned(),
        ..Config::default()
    };
    let (clock, chance) = (world.clock.clone(), world.state.chance.clone());
    renew_file(&config, clock, chance, file, file).await
}

#[tokio::test]
async fn a_sealed_file_is_renewed_in_its_place() {
    let (world, path) = sealed("renewed").await;
    let before = fs::read(&path).unwrap();
    let folder = &world.state.config.data_dir;
    world.clock.advance(86_400_000);
    renewed(&world, folder, &path).await.unwrap();
    let after = fs::read(&path).unwrap();
    assert!(after.starts_with(&before) && after.len() > before.len());
    let keys = &world.state.keys;
    let trust = Trust {
        roots: vec![keys.root_der()],
        others: vec![keys.issuing_der(), keys.tsa_der()],
    };
    let report = verify(&Arc::new(after), &trust, world.clock.now_ms());
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    let last = report.signatures.last().unwrap();
    assert_eq!((last.kind, last.trusted), (SignatureKind::Timestamp, true));
    assert!(!path.with_extension("pdf.part").exists());
}

#[tokio::test]
async fn an_empty_folder_gets_no_keys_and_another_server_adds_nothing() {
    let (world, path) = sealed("renewed-elsewhere").await;
    let before = fs::read(&path).unwrap();
    let empty = world.state.config.data_dir.join("empty");
    let refused = renewed(&world, &empty, &path).await.unwrap_err();
    assert!(matches!(refused, RenewError::NoServer(_)), "{refused}");
    assert!(!empty.exists());
    let other = World::renewing("renewed-other").await;
    let folder = &other.state.config.data_dir;
    let refused = renewed(&world, folder, &path).await.unwrap_err();
    assert!(matches!(refused, RenewError::Stranger), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_that_was_altered_is_not_renewed() {
    let (world, path) = sealed("renewed-altered").await;
    let mut file = fs::read(&path).unwrap();
    let title = file.windows(5).position(|part| part == b"Lease").unwrap();
    file[title] = b'P';
    fs::write(&path, &file).unwrap();
    let folder = &world.state.config.data_dir;
    let refused = renewed(&world, folder, &path).await.unwrap_err();
    let invalid = matches!(refused, RenewError::Unsound(Verdict::Invalid));
    assert!(invalid, "{refused}");
    assert_eq!(fs::read(&path).unwrap(), file);
}

#[tokio::test]
async fn a_file_over_the_limit_is_neither_verified_nor_renewed() {
    let (world, path) = sealed("renewed-large").await;
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(MAX_FILE_BYTES + 1).unwrap();
    let folder = &world.state.config.data_dir;
    let refused = renewed(&world, folder, &path).await.unwrap_err();
    let large =
        matches!(&refused, RenewError::File(_, why) if why.kind() == ErrorKind::FileTooLarge);
    assert!(large, "{refused}");
    let mut verify = Command::new(env!("CARGO_BIN_EXE_seing"));
    let told = verify.arg("verify").arg(&path).output().unwrap();
    let words = String::from_utf8(told.stderr).unwrap();
    assert!(words.contains("larger than"), "{words}");
    let code = Verdict::Unreadable.exit_code();
    assert_eq!(told.status.code(), Some(i32::from(code)));
    fs::remove_file(&path).unwrap();
}
