//! The file as it stood at each signature: where it ends, what changed, and where that is seen.

use std::sync::Arc;

use lopdf::{Dictionary, Object};
use sign_core::bytes::trail::Trail;
use sign_core::placement::{FieldKind, ViewRect};
use sign_core::verify::report::{Mark, Version};
use sign_core::verify::{Coverage, Report, Trust, verify, verify_versions};

use crate::attacks::stage::Signing;
use crate::attacks::{shadow, stage};
use crate::ceremony::pki::BEGIN_MS;
use crate::ceremony::run::{ceremony, plan};

const NEXT_DAY_MS: i64 = BEGIN_MS + 86_400_000;

fn report(bytes: &[u8]) -> Report {
    let file = Arc::new(bytes.to_vec());
    verify_versions(&file, &Trail::new(), &Trust::default(), NEXT_DAY_MS)
}

/// What follows the only signature.
fn after(bytes: &[u8]) -> Vec<Mark> {
    let versions = report(bytes).versions;
    let [
        _,
        Version {
            end,
            signature,
            marks,
        },
    ] = <[Version; 2]>::try_from(versions).unwrap();
    assert_eq!((end, signature), (bytes.len() as u64, None));
    marks
}

#[track_caller]
fn is_near(area: Option<ViewRect>, [x, y, width, height]: [f64; 4]) {
    let area = area.expect("it is seen on the page");
    let found = [area.x, area.y, area.width, area.height];
    let off = found.iter().zip([x, y, width, height]);
    assert!(
        off.into_iter()
            .all(|(one, other)| (one - other).abs() < 0.01),
        "{area:?}"
    );
}

#[test]
fn each_version_ends_where_its_signature_covered_the_whole_file() {
    let bytes = ceremony().bytes;
    let versions = report(&bytes).versions;
    let signed: Vec<_> = versions.iter().map(|one| one.signature).collect();
    assert_eq!(signed, [Some(0), Some(1), Some(2), Some(3)]);
    for (at, version) in versions.iter().enumerate() {
        let then = Arc::new(bytes[..version.end as usize].to_vec());
        let report = verify(&then, &Trust::default(), NEXT_DAY_MS);
        assert_eq!(report.signatures.len(), at + 1);
        assert_eq!(report.signatures[at].coverage, Coverage::File);
        assert!(report.signatures[at].intact);
    }
    assert_eq!(versions[3].end, bytes.len() as u64);
}

#[test]
fn what_was_laid_out_and_signed_is_marked_where_it_was_placed() {
    let versions = report(&ceremony().bytes).versions;
    let wanted = plan();
    for (signer, version) in wanted.signers.iter().zip(&versions[1..]) {
        let shown = signer.placements.iter();
        for place in shown.filter(|place| place.kind == FieldKind::Signature) {
            let ViewRect {
                x,
                y,
                width,
                height,
            } = place.rect;
            let of_page = |mark: &&Mark| mark.page == Some(place.page) && mark.about.is_some();
            let mut marks = version.marks.iter().filter(of_page);
            let mark = marks.find(|mark| {
                let code = mark.code.as_str();
                let mine = ["signature_added", "field_filled"].contains(&code);
                mine && mark.area.is_some_and(|area| (area.y - y).abs() < 0.01)
            });
            is_near(mark.expect("it is marked").area, [x, y, width, height]);
        }
        assert!(version.marks.iter().all(|mark| mark.allowed));
    }
    let laid = versions[0].marks.iter();
    let laid = laid.filter(|mark| mark.code == "field_added" && mark.area.is_some());
    let placed = wanted.signers.iter().map(|signer| signer.placements.len());
    assert_eq!(laid.count(), placed.sum::<usize>());
}

#[test]
fn an_annotation_taken_away_is_marked_where_it_was() {
    let marks = after(&shadow::overlay_unlisted());
    let mark = marks.iter().find(|mark| mark.code == "annotation_changed");
    let mark = mark.expect("it is marked");
    assert_eq!((mark.page, mark.allowed), (Some(0), false));
    is_near(mark.area, [60.0, 122.0, 240.0, 30.0]);
}

#[test]
fn an_annotation_that_draws_something_else_is_marked() {
    let marks = after(&shadow::overlay_emptied());
    let mark = marks.iter().find(|mark| mark.area.is_some());
    let mark = mark.expect("it is marked");
    assert_eq!(
        (mark.code.as_str(), mark.allowed),
        ("object_changed", false)
    );
    is_near(mark.area, [60.0, 122.0, 240.0, 30.0]);
}

#[test]
fn a_field_is_marked_where_it_stands_and_by_what_its_signers_allow() {
    for (bytes, allowed) in [
        (shadow::value_replaced(), true),
        (shadow::frozen_value_replaced(), false),
    ] {
        let marks = after(&bytes);
        let mark = marks.iter().find(|mark| mark.code == "field_filled");
        let mark = mark.expect("it is marked");
        assert_eq!(
            (mark.about.as_deref(), mark.page),
            (Some("amount"), Some(0))
        );
        assert_eq!(mark.allowed, allowed);
        is_near(mark.area, [60.0, 222.0, 100.0, 20.0]);
    }
}

#[test]
fn other_content_is_marked_on_its_page_and_a_catalog_nowhere() {
    for bytes in [shadow::dormant_content(), shadow::dormant_named()] {
        let marks = after(&bytes);
        let mark = marks.iter().find(|mark| mark.code == "page_changed");
        let mark = mark.expect("it is marked");
        assert_eq!((mark.page, mark.area, mark.allowed), (Some(0), None, false));
    }
    let bytes = stage::updated(&stage::approved(), |document, update| {
        let root = document.root();
        update.set_entry(root, b"Names", b"<< >>").unwrap();
    });
    let marks = after(&bytes);
    let [mark] = marks.as_slice() else {
        panic!("{marks:?}")
    };
    assert_eq!((mark.code.as_str(), mark.page), ("catalog_changed", None));
    assert_eq!(mark.about.as_deref(), Some("Names"));
}

#[test]
fn what_a_page_draws_with_from_above_is_marked_on_it() {
    let mut objects = stage::paper();
    let own = "/Resources << /Font << /F1 5 0 R >> >>";
    objects[2] = objects[2].replace(own, "");
    objects[1] = objects[1].replace("/Count 1", &["/Count 1 ", own].concat());
    let signed = stage::sign(&stage::written(&objects), &Signing::default());
    let marks = after(&stage::updated(&signed, |_, update| {
        let base = b"/Courier";
        update
            .set_entry((stage::FONT, 0), b"BaseFont", base)
            .unwrap();
    }));
    assert!(
        marks
            .iter()
            .any(|mark| mark.page == Some(0) && mark.area.is_none() && !mark.allowed),
        "{marks:?}"
    );
}

#[test]
fn of_too_many_changes_the_forbidden_are_listed_and_that_there_are_more() {
    let marks = after(&stage::updated(&stage::approved(), |document, update| {
        for _ in 0..300 {
            update.add(Object::Dictionary(Dictionary::new()));
        }
        let root = document.root();
        update.set_entry(root, b"Names", b"<< >>").unwrap();
    }));
    let codes: Vec<&str> = marks.iter().map(|mark| mark.code.as_str()).collect();
    assert!(codes.contains(&"catalog_changed"), "{codes:?}");
    assert_eq!((codes.len(), codes.last()), (201, Some(&"too_many")));
}

#[test]
fn bytes_behind_the_last_signature_are_a_version_of_their_own() {
    let marks = after(&[stage::approved(), b"% more\n".to_vec()].concat());
    let [mark] = marks.as_slice() else {
        panic!("{marks:?}")
    };
    assert_eq!(
        (mark.code.as_str(), mark.allowed),
        ("trailing_bytes", false)
    );
}

#[test]
fn what_covers_no_version_has_none() {
    assert_eq!(report(&stage::written(&stage::paper())).versions, []);
    assert_eq!(report(b"minutes of a meeting").versions, []);
    let plain = Arc::new(stage::approved());
    let report = verify(&plain, &Trust::default(), NEXT_DAY_MS);
    assert_eq!(report.versions, [], "they were not asked for");
}
