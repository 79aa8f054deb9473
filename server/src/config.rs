//! Every setting, its unit, default and environment name.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::Uri;
use thiserror::Error;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

/// The settings of one deployment.
#[derive(Clone, Debug)]
pub struct Config {
    /// `SEING_LISTEN`: where the server listens; 127.0.0.1:8080. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// `SEING_DATA`: folder of the database, the blobs and the master key; `.seing/data`.
    pub data_dir: PathBuf,
    /// `SEING_PUBLIC_URL`: what links begin with, without a slash at the end; empty takes the
    /// address listened on.
    pub public_url: String,
    /// `SEING_FONTS`: folder of fonts for scripts that the shipped one has not (TrueType or OpenType,
    /// not variable): for a letter the first by name that has it; none.
    pub fonts_dir: Option<PathBuf>,
    /// `SEING_DEV`: development, which opens the inbox page, on this machine only; off.
    pub dev: bool,
    /// `SEING_SMTP_*`: the mail relay; absent, mail waits (or goes to the inbox of development).
    pub smtp: Option<SmtpConfig>,
    /// `SEING_ORGANISATION`: name in the certificates until the owner gives one; `Seing`.
    pub organisation: String,
    /// `SEING_CODE_DIGITS`: digits of a code, 6; 4 is allowed with at most 3 tries.
    pub code_digits: u8,
    /// `SEING_CODE_TTL_MS`: how long a code lives; 10 minutes.
    pub code_ttl_ms: i64,
    /// `SEING_CODE_TRIES`: tries a code; 5.
    pub code_tries: u8,
    /// `SEING_CODES_PER_HOUR`: codes a recipient may ask for in an hour; 5.
    pub codes_per_hour: u32,
    /// `SEING_CODES_PER_ENVELOPE`: codes a recipient may ask for in an envelope; 15.
    pub codes_per_envelope: u32,
    /// `SEING_LEASE_MS`: how long a turn lasts without input; 10 minutes.
    pub lease_ms: i64,
    /// `SEING_LEASE_CAP_MS`: how long it lasts at most; 60 minutes.
    pub lease_cap_ms: i64,
    /// `SEING_EXPIRES_DAYS`: life of an envelope where the sender says nothing; 30.
    pub expires_days: u16,
    /// `SEING_MAX_BYTES`: largest document; 100 MB.
    pub max_bytes: u64,
    /// `SEING_RETENTION_DAYS`: how long files must validate at least; 15 years.
    pub retention_days: u32,
    /// `SEING_RENEW_TIMESTAMPS`: whether timestamps are renewed in sealed files, whose seals then
    /// lock themselves alone instead of everything; `false`.
    pub renew_timestamps: bool,
    /// `SEING_MAX_CONNECTIONS`: connections served at once; 1,024.
    pub max_connections: usize,
    /// `SEING_HEADER_TIMEOUT_MS`: how long a request's head may take; 10 s.
    pub header_timeout_ms: u64,
    /// `SEING_BODY_IDLE_MS`: how long a request's body may pause; 10 s.
    pub body_idle_ms: u64,
}

/// The mail relay.
#[derive(Clone)]
pub struct SmtpConfig {
    /// `SEING_SMTP_HOST`.
    pub host: String,
    /// `SEING_SMTP_PORT`: 587.
    pub port: u16,
    /// `SEING_SMTP_USER` and `SEING_SMTP_PASSWORD`.
    pub login: Option<(String, String)>,
    /// `SEING_SMTP_TLS`: `starttls`, `tls`, or `none` (a relay on this machine only).
    pub tls: Tls,
    /// `SEING_SMTP_FROM`: address in From.
    pub from: String,
    /// `SEING_SMTP_TIMEOUT_MS`: how long one command may take; 30 s.
    pub timeout_ms: u64,
}

/// How the connection to the relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// TLS asked for after the greeting, and required.
    StartTls,
    /// TLS from the first octet.
    Wrapped,
    /// None.
    None,
}

/// A setting that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{name}: {why}")]
pub struct ConfigError {
    name: &'static str,
    why: String,
}

impl ConfigError {
    /// Names the setting and what is wrong with it.
    pub fn new(name: &'static str, why: &str) -> Self {
        Self {
            name,
            why: why.to_owned(),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data_dir: PathBuf::from(".seing/data"),
            public_url: String::new(),
            fonts_dir: None,
            dev: false,
            smtp: None,
            organisation: "Seing".to_owned(),
            code_digits: 6,
            code_ttl_ms: 10 * MINUTE_MS,
            code_tries: 5,
            codes_per_hour: 5,
            codes_per_envelope: 15,
            lease_ms: 10 * MINUTE_MS,
            lease_cap_ms: 60 * MINUTE_MS,
            expires_days: 30,
            max_bytes: 100_000_000,
            retention_days: 15 * 365 + 4,
            renew_timestamps: false,
            max_connections: 1024,
            header_timeout_ms: 10_000,
            body_idle_ms: 10_000,
        }
    }
}

impl Config {
    /// Reads the settings from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| std::env::var(name).ok().filter(|text| !text.is_empty()))
    }

    /// Reads the settings from any table of names.
    pub fn from_lookup(look: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        config.read_ground(&look)?;
        config.read_limits(&look)?;
        config.smtp = SmtpConfig::read(&look)?;
        config.check()?;
        Ok(config)
    }

    fn read_ground(&mut self, look: &impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        set(&mut self.listen, look, "SEING_LISTEN")?;
        set(&mut self.data_dir, look, "SEING_DATA")?;
        set(&mut self.public_url, look, "SEING_PUBLIC_URL")?;
        set(&mut self.organisation, look, "SEING_ORGANISATION")?;
        self.fonts_dir = look("SEING_FONTS").map(PathBuf::from);
        self.dev = look("SEING_DEV").is_some_and(|text| text == "1" || text == "true");
        while self.public_url.ends_with('/') {
            self.public_url.pop();
        }
        Ok(())
    }

    fn read_limits(&mut self, look: &impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        set(&mut self.code_digits, look, "SEING_CODE_DIGITS")?;
        set(&mut self.code_ttl_ms, look, "SEING_CODE_TTL_MS")?;
        set(&mut self.code_tries, look, "SEING_CODE_TRIES")?;
        set(&mut self.codes_per_hour, look, "SEING_CODES_PER_HOUR")?;
        set(
            &mut self.codes_per_envelope,
            look,
            "SEING_CODES_PER_ENVELOPE",
        )?;
        set(&mut self.lease_ms, look, "SEING_LEASE_MS")?;
        set(&mut self.lease_cap_ms, look, "SEING_LEASE_CAP_MS")?;
        set(&mut self.expires_days, look, "SEING_EXPIRES_DAYS")?;
        set(&mut self.max_bytes, look, "SEING_MAX_BYTES")?;
        set(&mut self.retention_days, look, "SEING_RETENTION_DAYS")?;
        set(&mut self.renew_timestamps, look, "SEING_RENEW_TIMESTAMPS")?;
        set(&mut self.max_connections, look, "SEING_MAX_CONNECTIONS")?;
        set(&mut self.header_timeout_ms, look, "SEING_HEADER_TIMEOUT_MS")?;
        set(&mut self.body_idle_ms, look, "SEING_BODY_IDLE_MS")
    }

    fn check(&self) -> Result<(), ConfigError> {
        let short = self.code_digits == 4 && self.code_tries <= 3;
        if !short && !(6..=9).contains(&self.code_digits) {
            let why = "six to nine digits, or four with at most three tries";
            return Err(ConfigError::new("SEING_CODE_DIGITS", why));
        }
        self.check_counts()?;
        self.check_dev()?;
        if self.max_connections == 0 {
            return Err(ConfigError::new(
                "SEING_MAX_CONNECTIONS",
                "at least one connection",
            ));
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), ConfigError> {
        let bad = |name, why| Err(ConfigError::new(name, why));
        if !(1..=5).contains(&self.code_tries) {
            return bad("SEING_CODE_TRIES", "one to five tries");
        }
        if self.codes_per_hour == 0 || self.codes_per_envelope == 0 {
            return bad(
                "SEING_CODES_PER_HOUR",
                "at least one code, in an envelope too",
            );
        }
        if self.code_ttl_ms <= 0 || self.lease_ms <= 0 || self.lease_cap_ms < self.lease_ms {
            let why = "code and turn take time, and a turn at most SEING_LEASE_CAP_MS";
            return bad("SEING_LEASE_MS", why);
        }
        if !(1..=90).contains(&self.expires_days) {
            return bad("SEING_EXPIRES_DAYS", "1 to 90 days");
        }
        Ok(())
    }

    /// The inbox of development shows every code to whoever reaches it.
    fn check_dev(&self) -> Result<(), ConfigError> {
        let local = self.listen.ip().to_canonical().is_loopback()
            && (self.public_url.is_empty() || is_local(&self.public_url));
        if !self.dev || local {
            return Ok(());
        }
        let why = "development shows every code to anybody who reaches it: unset it, or set \
                   SEING_LISTEN to 127.0.0.1:8080 and SEING_PUBLIC_URL to nothing or to localhost";
        Err(ConfigError::new("SEING_DEV", why))
    }

    /// Returns how long files must validate at least, in milliseconds.
    pub fn retention_ms(&self) -> i64 {
        i64::from(self.retention_days) * DAY_MS
    }
}

impl SmtpConfig {
    fn read(look: &impl Fn(&str) -> Option<String>) -> Result<Option<Self>, ConfigError> {
        let Some(host) = look("SEING_SMTP_HOST") else {
            return Ok(None);
        };
        let mut smtp = Self {
            host,
            port: 587,
            login: look("SEING_SMTP_USER").zip(look("SEING_SMTP_PASSWORD")),
            tls: Tls::StartTls,
            from: look("SEING_SMTP_FROM").ok_or_else(|| {
                ConfigError::new("SEING_SMTP_FROM", "needed beside SEING_SMTP_HOST")
            })?,
            timeout_ms: 30_000,
        };
        set(&mut smtp.port, look, "SEING_SMTP_PORT")?;
        set(&mut smtp.tls, look, "SEING_SMTP_TLS")?;
        set(&mut smtp.timeout_ms, look, "SEING_SMTP_TIMEOUT_MS")?;
        Ok(Some(smtp))
    }
}

impl core::fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SmtpConfig({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

impl FromStr for Tls {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "starttls" => Ok(Self::StartTls),
            "tls" => Ok(Self::Wrapped),
            "none" => Ok(Self::None),
            _ => Err("one of starttls, tls, none"),
        }
    }
}

/// Whether a URL names this machine alone.
fn is_local(url: &str) -> bool {
    let url = url.parse::<Uri>();
    let host = url.as_ref().ok().and_then(Uri::host).unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn set<T: FromStr<Err: core::fmt::Display>>(
    slot: &mut T,
    look: &impl Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<(), ConfigError> {
    if let Some(text) = look(name) {
        *slot = text.parse().map_err(|why: T::Err| ConfigError {
            name,
            why: why.to_string(),
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

    use super::{Config, Tls};

    fn read(pairs: &[(&str, &str)]) -> Result<Config, super::ConfigError> {
        Config::from_lookup(|name| {
            pairs
                .iter()
                .find(|pair| pair.0 == name)
                .map(|pair| pair.1.to_owned())
        })
    }

    #[test]
    fn nothing_set_gives_the_defaults() {
        let config = read(&[]).unwrap();
        assert_eq!(
            (config.code_digits, config.code_tries, config.expires_days),
            (6, 5, 30)
        );
        assert!(config.smtp.is_none() && !config.dev);
    }

    #[test]
    fn four_digits_need_three_tries() {
        assert!(read(&[("SEING_CODE_DIGITS", "4")]).is_err());
        assert!(read(&[("SEING_CODE_DIGITS", "4"), ("SEING_CODE_TRIES", "3")]).is_ok());
    }

    #[test]
    fn limits_that_would_limit_nothing_are_refused() {
        for (name, value) in [
            ("SEING_CODE_TRIES", "0"),
            ("SEING_CODE_TRIES", "6"),
            ("SEING_CODES_PER_HOUR", "0"),
            ("SEING_LEASE_MS", "3600001"),
            ("SEING_EXPIRES_DAYS", "91"),
        ] {
            assert!(read(&[(name, value)]).is_err(), "{name}={value}");
        }
    }

    #[test]
    fn development_starts_on_this_machine_only() {
        let with = |dev, listen, url| {
            let (listen, url) = (("SEING_LISTEN", listen), ("SEING_PUBLIC_URL", url));
            read(&[("SEING_DEV", dev), listen, url])
        };
        for url in [
            "",
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "http://[::1]",
        ] {
            assert!(with("1", "[::1]:8080", url).unwrap().dev, "{url}");
            let error = with("true", "0.0.0.0:8080", url).unwrap_err().to_string();
            assert!(error.starts_with("SEING_DEV: ") && error.contains("SEING_LISTEN"));
        }
        for url in [
            "http://a.fr",
            "http://127.0.0.1@a.fr",
            "http://localhost.fr",
            "a b",
        ] {
            assert!(with("1", "127.0.0.1:8080", url).is_err(), "{url}");
            assert!(with("0", "0.0.0.0:8080", url).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_value_that_is_no_number_names_its_setting() {
        let error = read(&[("SEING_LEASE_MS", "soon")]).unwrap_err();
        assert!(error.to_string().starts_with("SEING_LEASE_MS: "));
    }

    #[test]
    fn a_relay_needs_a_sender_and_keeps_its_password_out_of_logs() {
        assert!(read(&[("SEING_SMTP_HOST", "relay.example")]).is_err());
        let smtp = read(&[
            ("SEING_SMTP_HOST", "relay.example"),
            ("SEING_SMTP_FROM", "sign@example.org"),
            ("SEING_SMTP_USER", "u"),
            ("SEING_SMTP_PASSWORD", "hunter2"),
        ])
        .unwrap()
        .smtp
        .unwrap();
        assert_eq!(smtp.tls, Tls::StartTls);
        assert!(!format!("{smtp:?}").contains("hunter2"));
    }
}
