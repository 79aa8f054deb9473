//! Pictures that ride beside a question: a signature and a logo are seen where they are stamped.

use super::message::{ActPlan, Answer, Ask, Handle, Mark};
use super::shown::{Tab, act, certified_with};
use crate::steps::pixels::Pixels;

const RED: [u8; 4] = [200, 0, 0, 255];
const BLUE: [u8; 4] = [0, 0, 200, 255];

/// A PAM whose left half is seen through.
fn picture(colour: [u8; 4]) -> Vec<u8> {
    let row = [[0; 16], colour.repeat(4).try_into().expect("four pixels")].concat();
    let pixels = Pixels::new(8, 4, row.repeat(4)).expect("the size is right");
    pixels.pam()
}

/// Prepares the act of somebody who uploaded a picture.
fn prepared(tab: &mut Tab, handle: Handle, field: String, beside: &[&[u8]]) -> Answer {
    let act = ActPlan {
        mark: Mark::Uploaded,
        ..act(field)
    };
    let act = Box::new(act);
    tab.ask(Ask::PrepareAct { handle, act }, beside).0
}

fn shows(tab: &mut Tab, handle: Handle, colour: [u8; 4]) -> bool {
    let drawn = tab.picture(handle);
    drawn.chunks_exact(4).any(|pixel| pixel == colour)
}

#[test]
fn an_uploaded_signature_is_seen_and_a_logo_beside_it() {
    let (mut tab, handle, field) = certified_with(&[&picture(BLUE)]);
    assert!(!shows(&mut tab, handle, RED));
    let answer = prepared(&mut tab, handle, field, &[&picture(RED)]);
    assert!(matches!(answer, Answer::Prepared(_)), "{answer:?}");
    assert!(shows(&mut tab, handle, RED), "the signature");
    assert!(shows(&mut tab, handle, BLUE), "the logo");
}

#[test]
fn an_upload_that_lacks_its_picture_or_half_of_it_is_refused() {
    let (mut tab, handle, field) = certified_with(&[]);
    let whole = picture(RED);
    for beside in [&[][..], &[&whole[..60]]] {
        match prepared(&mut tab, handle, field.clone(), beside) {
            Answer::Failed(failure) => assert_eq!(failure.code, "bad_image"),
            other => panic!("{other:?}"),
        }
    }
}
