//! Sealed copies that the server hands out damaged, swapped or not at all: nothing of them is shown or
//! signed, and what was entered is there when the right ones are back.

use std::fs;
use std::path::PathBuf;

use seing_tests::judges::text;
use seing_tests::place::fixture;
use seing_tests::scene::{ANNA, BEN, Scene, judged, told_in_both};
use seing_tests::sender::Order;
use seing_tests::signer::{ANSWER, Visit};

/// What happens to the copies in the server's folder, and the code that says so.
type Mishap = (fn(&Copies), &'static str);

const MISHAPS: [Mishap; 5] = [
    (Copies::flip_a_bit, "bad_blob"),
    (Copies::cut, "bad_blob"),
    (Copies::empty, "bad_blob"),
    (Copies::swap, "bad_blob"),
    (Copies::remove, "unavailable"),
];

#[tokio::test(flavor = "multi_thread")]
async fn copies_that_the_server_damaged_or_swapped_are_not_shown_and_the_right_ones_are_signed() {
    let scene = Scene::open().await;
    let order = two_documents();
    let links = scene.launch(&order).await;
    let launched = Copies::of(scene.stack.blobs());
    let anna = scene.phone(&ANNA).await;
    let visit = scene.visit(&anna, ANNA, &order, "bad-copies");
    anna.visit(&links[0]).await;
    assert_eq!(visit.go_to("preview-sign").await, "preview-sign");
    for (mishap, code) in MISHAPS {
        mishap(&launched);
        anna.reload().await;
        told_in_both(&anna, "message", &[code]).await;
        assert!(anna.hooks("page-").await.is_empty(), "{code}: it is shown");
        launched.put_back();
    }
    assert_eq!(acts(&visit), ["/v1/sign/begin"], "nothing was signed");
    anna.press("reopen").await;
    anna.see("page-0").await;
    assert_eq!(visit.go_to("done").await, "done");
    anna.see_attribute("done", "data-sealed", "false").await;
    let files = visit.keep_files().await;
    let answered = |file: &PathBuf| text(file).contains(ANSWER);
    assert!(files.iter().any(answered), "what was entered is signed");
    assert_eq!(acts(&visit).len(), 4, "begun, committed, proven, signed");
    anna.close().await;

    is_told_that_it_is_signed(&scene, &launched, &links[0]).await;
    ben_takes_the_right_updates(&scene, &order, &links[1], &launched).await;
    scene.close().await;
}

/// On another device, Anna's own copies do not open any more: her signature stands all the same.
async fn is_told_that_it_is_signed(scene: &Scene, copies: &Copies, link: &str) {
    let other = scene.phone(&ANNA).await;
    copies.flip_a_bit();
    other.visit(link).await;
    let (french, english) = told_in_both(&other, "message", &["bad_blob"]).await;
    assert!(french.contains("Votre signature est enregistrée"));
    assert!(english.contains("Your signature is recorded"));
    copies.put_back();
    other.press("reopen").await;
    other.keep("save-pdf-0").await;
    other.close().await;
}

/// What Anna's signature added was swapped between the documents.
async fn ben_takes_the_right_updates(scene: &Scene, order: &Order, link: &str, launched: &Copies) {
    let mut added = scene.stack.blobs();
    added.retain(|path| !launched.paths().contains(path));
    let added = Copies::of(added);
    added.swap();
    let ben = scene.phone(&BEN).await;
    ben.visit(link).await;
    ben.press("start").await;
    told_in_both(&ben, "message", &["bad_blob"]).await;
    added.put_back();
    let visit = scene.visit(&ben, BEN, order, "swapped-updates");
    assert_eq!(visit.go_to("done").await, "done");
    ben.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, 4).await;
    ben.close().await;
}

fn two_documents() -> Order {
    Order {
        title: "Deux lettres",
        documents: vec![fixture("other.pdf"), fixture("letter.pdf")],
        people: vec![ANNA, BEN],
        carrier: "sealed",
    }
}

/// The requests of acts, in order.
fn acts(visit: &Visit<'_>) -> Vec<String> {
    let requests = visit.stack.recorder.requests().into_iter();
    let paths = requests.map(|one| one.path);
    let steps = ["begin", "commit", "prove", "sign"].map(|step| format!("/v1/sign/{step}"));
    paths.filter(|path| steps.contains(path)).collect()
}

/// One sealed copy of each document as it was kept, to be put back.
struct Copies(Vec<(PathBuf, Vec<u8>)>);

impl Copies {
    fn of(paths: Vec<PathBuf>) -> Self {
        assert_eq!(paths.len(), 2, "one blob a document: {paths:?}");
        let read = |path: PathBuf| {
            let octets = fs::read(&path).expect("a blob can be read");
            (path, octets)
        };
        Self(paths.into_iter().map(read).collect())
    }

    fn paths(&self) -> Vec<PathBuf> {
        self.0.iter().map(|(path, _)| path.clone()).collect()
    }

    fn put_back(&self) {
        self.write(<[u8]>::to_vec);
    }

    fn flip_a_bit(&self) {
        self.write(|octets| {
            let mut changed = octets.to_vec();
            changed[octets.len() / 2] ^= 1;
            changed
        });
    }

    fn cut(&self) {
        self.write(|octets| octets[..octets.len() / 2].to_vec());
    }

    fn empty(&self) {
        self.write(|_| Vec::new());
    }

    fn swap(&self) {
        for ((path, _), (_, other)) in self.0.iter().zip(self.0.iter().rev()) {
            fs::write(path, other).expect("a blob can be written");
        }
    }

    fn remove(&self) {
        for (path, _) in &self.0 {
            fs::remove_file(path).expect("a blob can be removed");
        }
    }

    fn write(&self, change: impl Fn(&[u8]) -> Vec<u8>) {
        for (path, octets) in &self.0 {
            fs::write(path, change(octets)).expect("a blob can be written");
        }
    }
}
