//! What people read: every kind, channel and language.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use sign_core::wire::{Hash, Locale};

use super::{Channel, NoticeKind, Payload, Setting, render};
use crate::outbox::CodeRef;

const NOW_MS: i64 = 1_795_000_000_000;

fn payload() -> Payload {
    Payload {
        sender: "Anna Ó Sé".to_owned(),
        organisation: "Étude Martin".to_owned(),
        title: "Bail du 3 rue des Lilas".to_owned(),
        name: "Bob".to_owned(),
        fingerprint: Some("0123456789abcdef".to_owned()),
        documents: vec!["bail.pdf".to_owned(), "annexe.pdf".to_owned()],
        link: Some("https://sign.example/s#1.id.secret".to_owned()),
        turn: 1,
        message: Some("Merci !".to_owned()),
        expires_at_ms: Some(NOW_MS),
        reason: Some("une erreur".to_owned()),
        who: Some("Carl".to_owned()),
        code: Some(CodeRef {
            id: "c".to_owned(),
            t0: Hash([1; 32]),
            digits: 6,
            expires_ms: NOW_MS + 600_000,
        }),
        ..Payload::default()
    }
}

fn say(
    channel: Channel,
    kind: NoticeKind,
    locale: Locale,
    payload: &Payload,
) -> (Option<String>, String) {
    let setting = Setting {
        host: "sign.example",
        code: Some("042137".to_owned()),
        now_ms: NOW_MS,
    };
    render(channel, kind, locale, payload, &setting)
}

#[test]
fn every_kind_is_said_in_every_language_on_every_channel() {
    for kind in NoticeKind::ALL {
        for locale in [Locale::Fr, Locale::En] {
            for channel in [Channel::Email, Channel::Sms] {
                let (subject, text) = say(channel, kind, locale, &payload());
                assert_eq!(subject.is_some(), channel == Channel::Email);
                assert!(
                    text.len() > 30 && !text.contains(['{', '}']),
                    "{kind:?} {text}"
                );
                assert!(text.contains("Bail du 3 rue des Lilas"), "{kind:?} {text}");
            }
        }
    }
}

#[test]
fn the_code_message_names_sender_document_and_fingerprint_and_ends_bound_to_its_host() {
    for locale in [Locale::Fr, Locale::En] {
        let (_, text) = say(Channel::Sms, NoticeKind::Code, locale, &payload());
        for part in [
            "Anna Ó Sé",
            "Bail du 3 rue des Lilas",
            "0123 4567 89ab cdef",
            "10 min",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(text.lines().last().unwrap(), "@sign.example #042137");
    }
}

#[test]
fn a_code_never_stands_in_a_subject() {
    let (subject, text) = say(Channel::Email, NoticeKind::Code, Locale::En, &payload());
    assert!(!subject.unwrap().contains("042137"));
    assert!(text.contains("042137"));
}

#[test]
fn an_invitation_whose_key_travels_apart_says_so() {
    let apart = Payload {
        key_apart: true,
        ..payload()
    };
    let (_, text) = say(Channel::Email, NoticeKind::Invitation, Locale::En, &apart);
    assert!(text.contains("Anna Ó Sé sends you the complete link"));
    assert!(text.contains("https://sign.example/s#1.id.secret"));
    assert!(!text.contains("Open this link"));
    let (_, direct) = say(
        Channel::Email,
        NoticeKind::Invitation,
        Locale::En,
        &payload(),
    );
    assert!(!direct.contains("complete link"));
}

#[test]
fn a_line_whose_value_is_missing_is_left_out() {
    let bare = Payload {
        message: None,
        expires_at_ms: None,
        documents: Vec::new(),
        ..payload()
    };
    let (_, text) = say(Channel::Email, NoticeKind::Invitation, Locale::Fr, &bare);
    for word in ["Son message", "À signer avant", "Fichiers"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn a_title_cannot_add_lines_or_turn_the_text_around() {
    let crafty = Payload {
        title: "a\r\nBcc: x@y\u{202e}b".to_owned(),
        ..payload()
    };
    let (subject, text) = say(Channel::Email, NoticeKind::Invitation, Locale::En, &crafty);
    assert!(subject.unwrap().contains("a Bcc: x@y b"));
    assert!(!text.contains('\u{202e}') && !text.contains('\r'));
}

#[test]
fn dates_are_written_as_people_write_them() {
    let (_, fr) = say(
        Channel::Email,
        NoticeKind::Invitation,
        Locale::Fr,
        &payload(),
    );
    assert!(fr.contains("18 novembre 2026 à 11 h 06"), "{fr}");
    let (_, en) = say(
        Channel::Email,
        NoticeKind::Invitation,
        Locale::En,
        &payload(),
    );
    assert!(en.contains("18 November 2026, 11:06"), "{en}");
}
