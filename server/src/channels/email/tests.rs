//! Mail against a relay that takes, defers, refuses, hangs and hangs up.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use super::sink::{Act, Sink};
use super::{Courier as _, Delivery, Email, Message};
use crate::config::{SmtpConfig, Tls};

fn relay(sink: &Sink) -> Email {
    Email::new(&SmtpConfig {
        host: sink.address.ip().to_string(),
        port: sink.address.port(),
        login: None,
        tls: Tls::None,
        from: "sign@seing.example".to_owned(),
        timeout_ms: 300,
    })
    .unwrap()
}

fn message() -> Message {
    Message {
        id: "m1".to_owned(),
        to: "bob@example.org".to_owned(),
        sender: "Anna, Ó \"Sé\"".to_owned(),
        subject: Some("À signer".to_owned()),
        text: "Bonjour Bob,\n\nle lien :\nhttps://sign.example/s#1.a.b".to_owned(),
    }
}

async fn send(script: &[Act]) -> (Delivery, Sink) {
    let sink = Sink::start(script).await;
    let delivery = relay(&sink).send(&message()).await;
    (delivery, sink)
}

#[tokio::test]
async fn a_mail_arrives_whole_with_an_id_that_every_attempt_repeats() {
    let (delivery, sink) = send(&[Act::Take]).await;
    assert_eq!(delivery, Delivery::Accepted);
    let mail = sink.mails().pop().unwrap();
    for header in [
        "To: bob@example.org",
        "Message-ID: <m1@seing.example>",
        "Auto-Submitted: auto-generated",
        "Subject: =?utf-8?b?",
        "From: ",
    ] {
        assert!(mail.contains(header), "{header} in {mail}");
    }
    assert!(!mail.contains("Bcc") && mail.contains("https://sign.example/s#1.a.b"));
}

#[tokio::test]
async fn a_connection_that_is_closing_is_tried_again_on_a_fresh_one() {
    let (delivery, sink) = send(&[Act::AtSender("421 closing"), Act::Take]).await;
    assert_eq!(delivery, Delivery::Accepted);
    assert_eq!((sink.mails().len(), sink.left()), (1, 0));
}

#[tokio::test]
async fn a_relay_that_keeps_closing_defers() {
    let (delivery, _) = send(&[Act::AtSender("421 closing"), Act::AtSender("421 busy")]).await;
    assert!(matches!(delivery, Delivery::Deferred(why) if why.contains("busy")));
}

#[tokio::test]
async fn an_unknown_recipient_is_refused_in_the_relays_words() {
    let (delivery, _) = send(&[Act::AtRecipient("550 5.1.1 no such user here")]).await;
    assert!(matches!(delivery, Delivery::Refused(why) if why.contains("no such user here")));
}

#[tokio::test]
async fn a_full_mailbox_or_a_grey_list_defers() {
    for words in ["452 4.2.2 mailbox full", "450 4.7.1 greylisted"] {
        let (delivery, _) = send(&[Act::AtRecipient(words)]).await;
        assert!(matches!(delivery, Delivery::Deferred(_)), "{words}");
    }
}

#[tokio::test]
async fn a_relay_that_wants_a_login_says_nothing_about_the_recipient() {
    let (delivery, _) = send(&[Act::AtSender("530 5.7.0 authentication required")]).await;
    assert!(matches!(delivery, Delivery::Deferred(_)));
}

#[tokio::test]
async fn content_that_is_refused_is_refused() {
    let (delivery, sink) = send(&[Act::AtData("554 5.7.1 no")]).await;
    assert!(matches!(delivery, Delivery::Refused(_)));
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn a_relay_that_hangs_defers_without_sending_twice() {
    let (delivery, sink) = send(&[Act::Hang, Act::Take]).await;
    assert_eq!(
        delivery,
        Delivery::Deferred("the relay did not answer in time".to_owned())
    );
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn a_connection_lost_after_the_data_defers_or_repeats_the_same_id() {
    let (delivery, sink) = send(&[Act::Drop, Act::Take]).await;
    assert_eq!(delivery, Delivery::Accepted);
    assert!(sink.mails()[0].contains("Message-ID: <m1@seing.example>"));
}

#[tokio::test]
async fn an_address_with_a_line_break_is_refused_before_anything_is_sent() {
    let sink = Sink::start(&[]).await;
    let crafty = Message {
        to: "a@b.example\r\nBcc: c@d.example".to_owned(),
        ..message()
    };
    assert!(matches!(
        relay(&sink).send(&crafty).await,
        Delivery::Refused(_)
    ));
    assert!(sink.mails().is_empty());
}
