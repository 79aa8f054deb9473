//! `seing doctor`: checks data folder, master key, store and keys, and says how long files validate.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use sign_core::bytes::date::rfc3339;

use super::say;
use crate::clock::{Clock as _, OsChance, SystemClock};
use crate::config::Config;
use crate::http::static_files::own_fonts::OwnFonts;
use crate::keys::{Keyring, Master};
use crate::store;

/// A finding: what was looked at, and what is wrong with it, if anything is.
type Finding = (&'static str, Result<String, String>);

/// Checks everything that can be checked from here.
pub fn run() -> ExitCode {
    let findings = match (Config::from_env(), tokio::runtime::Runtime::new()) {
        (Ok(config), Ok(runtime)) => runtime.block_on(look(&config)),
        (Err(why), _) => vec![("settings", Err(why.to_string()))],
        (_, Err(why)) => vec![("runtime", Err(why.to_string()))],
    };
    for (what, found) in &findings {
        match found {
            Ok(text) => say(&format!("ok    {what}: {text}")),
            Err(text) => say(&format!("WRONG {what}: {text}")),
        }
    }
    if findings.iter().all(|finding| finding.1.is_ok()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![
        ("settings", Ok(format!("links begin with {}", base(config)))),
        ("data folder", folder(&config.data_dir)),
        ("mail", mail(config)),
        ("fonts", fonts(config)),
    ];
    let keys = keys(config).await;
    findings.push((
        "keys",
        keys.as_ref().map(Keyring::trust).map_err(Clone::clone),
    ));
    if let Ok(keys) = keys {
        findings.push(("self-test", self_test(&keys)));
        findings.push(("validity", validity(config, &keys)));
    }
    findings
}

fn base(config: &Config) -> String {
    if config.public_url.is_empty() {
        return format!("http://{}", config.listen);
    }
    config.public_url.clone()
}

fn folder(path: &Path) -> Result<String, String> {
    let about = fs::metadata(path).map_err(|why| {
        format!(
            "{}: {why}; `seing serve` makes it at its first start",
            path.display()
        )
    })?;
    let mode = about.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(format!(
            "{} is open to others (mode {mode:o}): chmod 700",
            path.display()
        ));
    }
    Ok(format!("{} (mode {mode:o})", path.display()))
}

fn mail(config: &Config) -> Result<String, String> {
    match &config.smtp {
        Some(smtp) => Ok(format!("{smtp:?}, from {}", smtp.from)),
        None if config.dev => Ok("ends in the inbox of development".to_owned()),
        None => Err(
            "no relay is set (SEING_SMTP_HOST): messages are tried for hours, then given up"
                .to_owned(),
        ),
    }
}

fn fonts(config: &Config) -> Result<String, String> {
    let Some(folder) = &config.fonts_dir else {
        return Ok("the shipped one alone: Latin, Greek, Cyrillic (SEING_FONTS)".to_owned());
    };
    let own = OwnFonts::read(folder).map_err(|why| why.to_string())?;
    Ok(format!("{} for other scripts", own.count()))
}

async fn keys(config: &Config) -> Result<Keyring, String> {
    let path = config.data_dir.join("master.key");
    let master = Master::read(&path).map_err(|why| why.to_string())?;
    let store = store::open(config).await.map_err(|why| why.to_string())?;
    store.probe().await.map_err(|why| why.to_string())?;
    let rows = store.load_keys().await.map_err(|why| why.to_string())?;
    Keyring::load(master, &rows, Arc::new(SystemClock), Arc::new(OsChance))
        .map_err(|why| why.to_string())
}

fn self_test(keys: &Keyring) -> Result<String, String> {
    keys.self_test().map_err(|why| why.to_string())?;
    Ok("every key signs and verifies".to_owned())
}

fn validity(config: &Config, keys: &Keyring) -> Result<String, String> {
    let until_ms = keys.valid_until_ms().map_err(|why| why.to_string())?;
    let until = rfc3339(until_ms);
    if until_ms < SystemClock.now_ms() + config.retention_ms() {
        return Err(format!(
            "files made now validate until {until} only: rotate the authorities"
        ));
    }
    Ok(format!("files made now validate until {until}"))
}
