//! Mail through a relay, by SMTP.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as Layer, TlsParameters};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::{Courier, Delivery, Message, Sending};
use crate::config::{ConfigError, SmtpConfig, Tls};

const POOL_SIZE: u32 = 4;
const POOL_IDLE: Duration = Duration::from_secs(30);
const SERVICE_CLOSING: u16 = 421;
const REASON_CHARS: usize = 300;
const NO_ANSWER: &str = "the relay did not answer in time";

/// A mail relay.
pub struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
    patience: Duration,
}

impl Email {
    /// Prepares a pool of connections; none is opened yet.
    pub fn new(smtp: &SmtpConfig) -> Result<Self, ConfigError> {
        let from = smtp
            .from
            .parse()
            .map_err(|_| ConfigError::new("SEING_SMTP_FROM", "not a mail address"))?;
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.as_str())
                .port(smtp.port)
                .timeout(Some(Duration::from_millis(smtp.timeout_ms)))
                .tls(layer(smtp)?)
                .pool_config(
                    PoolConfig::new()
                        .max_size(POOL_SIZE)
                        .idle_timeout(POOL_IDLE),
                );
        if let Some((user, password)) = &smtp.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        let patience = Duration::from_millis(smtp.timeout_ms);
        Ok(Self {
            transport: builder.build(),
            from,
            patience,
        })
    }

    fn letter(&self, message: &Message) -> Result<lettre::Message, Delivery> {
        let to = message
            .to
            .parse()
            .map_err(|_| Delivery::Refused("not a mail address".to_owned()))?;
        let name = (!message.sender.is_empty()).then(|| format!("{} (Seing)", message.sender));
        let auto = HeaderName::new_from_ascii_str("Auto-Submitted");
        let part = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone());
        lettre::Message::builder()
            .from(Mailbox::new(name, self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(message.subject.clone().unwrap_or_default())
            .message_id(Some(format!("<{}@{}>", message.id, self.from.domain())))
            .raw_header(HeaderValue::new(auto, "auto-generated".to_owned()))
            .singlepart(part)
            .map_err(|why| Delivery::Refused(why.to_string()))
    }

    async fn hand_over(&self, message: &Message) -> Delivery {
        let letter = match self.letter(message) {
            Ok(letter) => letter,
            Err(refused) => return refused,
        };
        let attempts = async {
            match self.transport.send(letter.clone()).await {
                Err(why) if is_stale(&why) => self.transport.send(letter).await,
                other => other,
            }
        };
        match tokio::time::timeout(self.patience, attempts).await {
            Ok(Ok(_)) => Delivery::Accepted,
            Ok(Err(why)) => verdict(&why),
            Err(_) => Delivery::Deferred(NO_ANSWER.to_owned()),
        }
    }
}

impl Courier for Email {
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        Box::pin(self.hand_over(message))
    }
}

fn layer(smtp: &SmtpConfig) -> Result<Layer, ConfigError> {
    let parameters = || {
        TlsParameters::new(smtp.host.clone())
            .map_err(|_| ConfigError::new("SEING_SMTP_HOST", "not a host name TLS can check"))
    };
    Ok(match smtp.tls {
        Tls::None => Layer::None,
        Tls::StartTls => Layer::Required(parameters()?),
        Tls::Wrapped => Layer::Wrapper(parameters()?),
    })
}

/// A pooled connection that the relay closed meanwhile: a fresh one may do.
fn is_stale(why: &Error) -> bool {
    let closing = why
        .status()
        .is_some_and(|code| u16::from(code) == SERVICE_CLOSING);
    closing || (why.status().is_none() && !why.is_timeout() && !why.is_tls() && !why.is_client())
}

fn verdict(why: &Error) -> Delivery {
    let said = reason(why);
    if why.is_permanent() && !is_about_us(why) {
        Delivery::Refused(said)
    } else {
        Delivery::Deferred(said)
    }
}

/// A relay that wants a login, or refuses ours, says nothing about the addressee.
fn is_about_us(why: &Error) -> bool {
    why.status()
        .is_some_and(|code| matches!(u16::from(code), 502 | 503 | 504 | 530..=539))
}

fn reason(why: &Error) -> String {
    if why.is_timeout() {
        return NO_ANSWER.to_owned();
    }
    why.to_string()
        .chars()
        .filter(|c| !c.is_control())
        .take(REASON_CHARS)
        .collect()
}

#[cfg(test)]
mod sink;
#[cfg(test)]
mod tests;
