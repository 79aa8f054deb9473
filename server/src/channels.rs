//! How a message leaves: mail, SMS, and the inbox page of development.

mod email;
mod inbox;

use std::pin::Pin;
use std::sync::Arc;

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

/// A channel nobody set up: its messages wait until somebody does.
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

impl Courier for Unset {
    fn send<'a>(&'a self, _message: &'a Message) -> Sending<'a> {
        Box::pin(async { Delivery::Deferred(self.0.to_owned()) })
    }
}
