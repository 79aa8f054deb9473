//! How a message leaves: mail, SMS, and the inbox page of development.

mod email;
mod inbox;

use std::pin::Pin;
use std::sync::Arc;

use sign_core::wire::Method;

use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::outbox::Channel;
pub use email::Email;
pub use inbox::DevInbox;

/// A rendered message.
#[derive(Clone)]
pub struct Message {
    /// The row it comes from; the same for every attempt.
    pub id: String,
    /// Address, or number in E.164.
    pub to: String,
    /// Name of who sends the envelope, for the From line.
    pub sender: String,
    /// Subject; an SMS has none.
    pub subject: Option<String>,
    /// Plain text.
    pub text: String,
}

/// What the next hop said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It took the message; that is not yet a delivery.
    Accepted,
    /// Not now; worth another attempt.
    Deferred(String),
    /// Never.
    Refused(String),
}

/// A delivery that comes later.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Delivery> + Send + 'a>>;

/// Hands messages to one next hop: a mail relay, an SMS provider, the inbox page.
pub trait Courier: Send + Sync {
    /// Tries once.
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a>;
}

/// Who carries what.
#[derive(Clone)]
pub struct Channels {
    email: Arc<dyn Courier>,
    sms: Arc<dyn Courier>,
}

/// A channel nobody set up: its messages are tried again for hours, in case somebody does.
struct Unset(&'static str);

impl Channels {
    /// Takes one courier a channel.
    pub fn new(email: Arc<dyn Courier>, sms: Arc<dyn Courier>) -> Self {
        Self { email, sms }
    }

    /// Chooses couriers by the settings; the inbox is there in development only.
    pub fn from_config(
        config: &Config,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Option<Arc<DevInbox>>), ConfigError> {
        let inbox = config.dev.then(|| Arc::new(DevInbox::new(clock)));
        let email: Arc<dyn Courier> = match (&config.smtp, &inbox) {
            (Some(smtp), _) => Arc::new(Email::new(smtp)?),
            (None, Some(inbox)) => Arc::new(inbox.page(Channel::Email)),
            (None, None) => Arc::new(Unset("no mail relay is set up (SEING_SMTP_HOST)")),
        };
        let sms: Arc<dyn Courier> = match &inbox {
            Some(inbox) => Arc::new(inbox.page(Channel::Sms)),
            None => Arc::new(Unset("no SMS provider is set up")),
        };
        Ok((Self { email, sms }, inbox))
    }

    /// Returns the courier of a channel.
    pub fn of(&self, channel: Channel) -> &dyn Courier {
        match channel {
            Channel::Email => self.email.as_ref(),
            Channel::Sms => self.sms.as_ref(),
        }
    }
}

impl Config {
    /// Returns by which methods a code can leave, the usual one first.
    pub fn methods(&self) -> Vec<Method> {
        let ways = [
            (self.dev, Method::Sms),
            (self.dev || self.smtp.is_some(), Method::Email),
        ];
        let open = ways.into_iter().filter(|(open, _)| *open);
        open.map(|(_, method)| method).collect()
    }
}

impl Courier for Unset {
    fn send<'a>(&'a self, _message: &'a Message) -> Sending<'a> {
        Box::pin(async { Delivery::Deferred(self.0.to_owned()) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sign_core::wire::Method;

    use super::{Channels, Delivery, Message};
    use crate::clock::ManualClock;
    use crate::config::{Config, SmtpConfig, Tls};
    use crate::outbox::Channel;

    fn relay() -> SmtpConfig {
        SmtpConfig {
            host: "127.0.0.1".to_owned(),
            port: 1,
            login: None,
            tls: Tls::None,
            from: "seing@example.org".to_owned(),
            timeout_ms: 1_000,
        }
    }

    #[tokio::test]
    async fn a_method_is_offered_only_where_its_messages_can_leave() {
        let settings = [(false, false), (false, true), (true, false), (true, true)];
        for (dev, mail) in settings {
            let config = Config {
                dev,
                smtp: mail.then(relay),
                ..Config::default()
            };
            let clock = Arc::new(ManualClock::new(0));
            let (channels, _) = Channels::from_config(&config, clock).expect("it is sound");
            let ways = [(Method::Sms, Channel::Sms), (Method::Email, Channel::Email)];
            for (method, channel) in ways {
                let said = channels.of(channel).send(&message()).await;
                let unset = matches!(said, Delivery::Deferred(why) if why.contains("is set up"));
                assert_eq!(!unset, config.methods().contains(&method), "{config:?}");
            }
        }
    }

    fn message() -> Message {
        Message {
            id: "1".to_owned(),
            to: "ann@example.org".to_owned(),
            sender: "Ann".to_owned(),
            subject: None,
            text: "Code".to_owned(),
        }
    }
}
