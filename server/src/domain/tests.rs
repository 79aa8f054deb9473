//! Legal moves, and those that are not.

use sign_core::wire::{
    Carrier, Code, EnvelopeState, FieldKind, FieldRecord, Hash, Launch, LaunchDocument, Locale,
    Method, NewDocument, NewEnvelope, NewRecipient, RecipientState, SealPlan, Turn,
};

use super::Moment;
use super::act::Caller;
use super::draft::{Sender, draft};
use super::envelope::{Blob, Envelope, Origin, Revision, Version};
use crate::clock::SeededChance;
use crate::config::Config;

const START_MS: i64 = 1_795_341_600_250;
const MINUTE_MS: i64 = 60_000;

/// The settings of a server that messages can leave.
fn rules() -> Config {
    Config {
        dev: true,
        ..Config::default()
    }
}

/// An envelope on its way, and the time.
struct Scene {
    envelope: Envelope,
    now_ms: i64,
    chance: SeededChance,
    rules: Config,
}

impl Scene {
    fn new(turns: &[u16]) -> Self {
        let (chance, rules) = (SeededChance::new(3), rules());
        let moment = Moment {
            now_ms: START_MS,
            chance: &chance,
            rules: &rules,
        };
        let mut envelope = draft(&sender(), asked(turns), &moment).unwrap();
        for document in &mut envelope.documents {
            document.revisions.push(launch_version());
        }
        envelope.state = EnvelopeState::InProgress;
        envelope.expires_ms = Some(START_MS + 30 * 24 * 60 * MINUTE_MS);
        envelope.notify_turn(&moment);
        Self {
            envelope,
            now_ms: START_MS,
            chance,
            rules,
        }
    }

    /// Applies a move at the scene's time.
    fn play<T>(&mut self, step: impl FnOnce(&mut Envelope, &Moment<'_>) -> T) -> T {
        let Self {
            envelope,
            now_ms,
            chance,
            rules,
        } = self;
        step(
            envelope,
            &Moment {
                now_ms: *now_ms,
                chance,
                rules,
            },
        )
    }

    fn caller(&self, at: usize) -> Caller {
        Caller {
            recipient: self.envelope.recipients[at].id.clone(),
            token: format!("t{at}"),
            channel: "mail".to_owned(),
            verifier: Hash([0; 32]),
        }
    }

    fn begin(&mut self, at: usize) -> Result<u64, Code> {
        let caller = self.caller(at);
        let begun = self.play(|one, moment| one.begin(&caller, moment));
        begun
            .map(|()| self.envelope.fence)
            .map_err(|refusal| refusal.code)
    }

    fn state(&self, at: usize) -> RecipientState {
        self.envelope.recipients[at].state
    }
}

fn sender() -> Sender {
    Sender {
        org: "o1".to_owned(),
        organisation: "ACME SA".to_owned(),
        name: "Olga".to_owned(),
        email: "olga@example.org".to_owned(),
    }
}

fn asked(turns: &[u16]) -> NewEnvelope {
    let person = |turn: &u16| NewRecipient {
        first_name: "Anna".to_owned(),
        last_name: format!("Of turn {turn}"),
        email: "anna@example.org".to_owned(),
        phone: None,
        locale: Locale::Fr,
        turn: *turn,
        method: Method::Email,
    };
    let document = NewDocument {
        name: "lease.pdf".to_owned(),
        pages: 1,
        input: Hash([1; 32]),
        original: Hash([1; 32]),
        original_size: 1,
        signed: false,
    };
    NewEnvelope {
        title: "Lease".to_owned(),
        message: None,
        locale: Locale::Fr,
        carrier: Carrier::Local,
        expires_days: None,
        documents: vec![document],
        recipients: turns.iter().map(person).collect(),
    }
}

fn launch_version() -> Revision {
    Revision {
        n: 0,
        previous: Hash([1; 32]),
        sha256: Hash([2; 32]),
        size: 2,
        recipient: None,
        at_ms: START_MS,
        origin: Origin::Launch,
    }
}

/// A draft of one document that others have signed, or not, and its launch.
fn launched(signed: bool) -> Envelope {
    let (chance, rules) = (SeededChance::new(3), rules());
    let moment = Moment {
        now_ms: START_MS,
        chance: &chance,
        rules: &rules,
    };
    let mut request = asked(&[1]);
    request.documents[0].signed = signed;
    let mut envelope = draft(&sender(), request, &moment).unwrap();
    let (sha256, size) = (Hash([2; 32]), 2);
    let version = Version {
        digest: Hash([3; 32]),
        cms: Vec::new(),
        sha256,
        size,
    };
    let certified = envelope.certify(vec![(envelope.documents[0].id.clone(), version)]);
    assert_eq!(certified.is_err(), signed);
    envelope.documents[0].put_blob(Blob {
        n: 0,
        fence: 0,
        file: "blob".to_owned(),
    });
    let field = FieldRecord {
        name: "sig_01".to_owned(),
        recipient: envelope.recipients[0].id.clone(),
        kind: FieldKind::Signature,
        page: 0,
        required: true,
    };
    let seal = SealPlan {
        dss: 1,
        field: 2,
        lock: 3,
        page: (4, 0).into(),
        prefix: 0,
        renew: false,
    };
    let document = LaunchDocument {
        id: envelope.documents[0].id.clone(),
        sha256,
        size: signed.then_some(size),
        fields: vec![field],
        seal,
    };
    let documents = vec![document];
    envelope.launch(Launch { documents }, &moment).unwrap();
    envelope
}

#[test]
fn the_launch_of_a_signed_document_says_that_it_has_no_certification() {
    for signed in [true, false] {
        let envelope = launched(signed);
        let first = &envelope.documents[0].revisions[0];
        assert_eq!((first.sha256, first.size), (Hash([2; 32]), 2));
        let launch = envelope.effects.events.iter();
        let launch = launch.rev().find(|event| event.kind == "launched");
        let body = &launch.unwrap().body;
        assert_eq!(body.ends_with(b"uncertified"), signed);
    }
}

#[test]
fn the_first_group_is_told_and_nobody_else() {
    let scene = Scene::new(&[2, 1, 1, 3]);
    let told: Vec<RecipientState> = (0..4).map(|at| scene.state(at)).collect();
    use RecipientState::{Notified, Waiting};
    assert_eq!(told, [Waiting, Notified, Notified, Waiting]);
    assert_eq!(scene.envelope.effects.notices.len(), 2);
    assert_eq!(scene.envelope.effects.tokens.len(), 2);
}

#[test]
fn a_later_turn_cannot_begin_decline_or_open() {
    let mut scene = Scene::new(&[1, 2]);
    assert_eq!(scene.begin(1), Err(Code::NotYourTurn));
    let id = scene.caller(1).recipient;
    let declined = scene.play(|one, moment| one.decline(&id, None, moment));
    assert_eq!(declined.unwrap_err().code, Code::NotYourTurn);
    scene.play(|one, moment| one.open(&id, moment)).unwrap();
    assert_eq!(scene.state(1), RecipientState::Waiting);
}

#[test]
fn one_of_a_group_holds_the_lease_and_the_same_one_may_begin_again() {
    let mut scene = Scene::new(&[1, 1]);
    assert_eq!(scene.begin(0), Ok(1));
    assert_eq!(scene.begin(1), Err(Code::Busy));
    assert_eq!(scene.begin(0), Ok(2));
    let caller = scene.caller(0);
    let old = scene
        .envelope
        .held_act(&caller, 1, scene.now_ms)
        .unwrap_err();
    assert_eq!(old.code, Code::Superseded);
    scene.envelope.held_act(&caller, 2, scene.now_ms).unwrap();
    scene.now_ms += 10 * MINUTE_MS;
    let over = scene
        .envelope
        .held_act(&caller, 2, scene.now_ms)
        .unwrap_err();
    assert_eq!(over.code, Code::LeaseEnded);
    assert_eq!(scene.begin(1), Ok(3));
}

#[test]
fn another_link_of_the_same_person_is_another_tab() {
    let mut scene = Scene::new(&[1]);
    scene.begin(0).unwrap();
    let other = Caller {
        token: "t9".to_owned(),
        ..scene.caller(0)
    };
    let refused = scene
        .envelope
        .held_act(&other, 1, scene.now_ms)
        .unwrap_err();
    assert_eq!(refused.code, Code::Superseded);
}

#[test]
fn the_act_has_whole_seconds_and_a_nonce_of_its_own() {
    let mut scene = Scene::new(&[1]);
    scene.begin(0).unwrap();
    let first = scene.envelope.act.clone().unwrap();
    assert_eq!(first.begin_ms, START_MS - 250);
    scene.begin(0).unwrap();
    assert_ne!(scene.envelope.act.clone().unwrap().nonce, first.nonce);
}

#[test]
fn steps_out_of_order_are_refused() {
    let mut scene = Scene::new(&[1]);
    let caller = scene.caller(0);
    let early = scene.play(|one, moment| one.count_try(&caller, 1, moment));
    assert_eq!(early.unwrap_err().code, Code::OutOfOrder);
    scene.begin(0).unwrap();
    let early = scene.play(|one, moment| one.count_try(&caller, 1, moment));
    assert_eq!(early.unwrap_err().code, Code::OutOfOrder);
    let early = scene.envelope.sign_task(&caller, 1, scene.now_ms);
    assert_eq!(early.unwrap_err().code, Code::OutOfOrder);
    let id = caller.recipient;
    let early = scene.play(|one, moment| one.finish(&id, 1, moment));
    assert_eq!(early.unwrap_err().code, Code::OutOfOrder);
    assert_eq!(
        scene.envelope.expect_sealing().unwrap_err().code,
        Code::OutOfOrder
    );
}

#[test]
fn an_end_is_an_end() {
    for end in [
        EnvelopeState::Cancelled,
        EnvelopeState::Declined,
        EnvelopeState::Expired,
    ] {
        let mut scene = Scene::new(&[1, 2]);
        let id = scene.caller(0).recipient;
        match end {
            EnvelopeState::Cancelled => scene.play(|one, moment| one.cancel(None, moment)).unwrap(),
            EnvelopeState::Declined => {
                scene
                    .play(|one, moment| one.decline(&id, None, moment))
                    .unwrap();
            }
            _ => {
                let early = scene.play(|one, moment| one.expire(moment)).unwrap_err();
                assert_eq!(early.code, Code::IllegalTransition);
                scene.now_ms += 30 * 24 * 60 * MINUTE_MS;
                scene.play(|one, moment| one.expire(moment)).unwrap();
            }
        }
        assert_eq!(scene.envelope.state, end);
        assert_eq!(scene.state(1), RecipientState::Void);
        assert!(scene.begin(1).is_err() && scene.begin(0).is_err());
        assert_eq!(scene.envelope.turn_of(&id, scene.now_ms), Ok(Turn::Closed));
        let chain = scene.envelope.chain.n;
        scene.play(|one, moment| one.expire(moment)).unwrap_err();
        assert_eq!(scene.envelope.chain.n, chain, "a refusal leaves no event");
    }
}

#[test]
fn every_event_names_the_one_before_it_and_time_never_goes_back() {
    let mut scene = Scene::new(&[1]);
    scene.begin(0).unwrap();
    scene.now_ms -= 60 * MINUTE_MS;
    scene.play(|one, moment| one.cancel(None, moment)).unwrap();
    let events = &scene.envelope.effects.events;
    assert_eq!(events.len(), 3);
    for pair in events.windows(2) {
        assert_eq!((pair[1].previous, pair[1].n), (pair[0].hash, pair[0].n + 1));
        assert!(pair[1].at_ms >= pair[0].at_ms);
    }
}
