//! How a message leaves: mail, SMS, and the inbox page of development.
