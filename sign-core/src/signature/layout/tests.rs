//! What rev0 makes of a plan.

use super::{PlanSigner, names};
use crate::placement::{FieldKind, Look, Placement, ViewRect};

fn placement(kind: FieldKind) -> Placement {
    let rect = ViewRect {
        x: 10.0,
        y: 10.0,
        width: 100.0,
        height: 40.0,
    };
    Placement {
        kind,
        page: 0,
        rect,
        required: true,
        look: Look::default(),
        caption: String::new(),
    }
}

#[test]
fn a_signer_has_one_signature_field_and_further_places_show_its_ink() {
    let kinds = [
        FieldKind::Name,
        FieldKind::Signature,
        FieldKind::Signature,
        FieldKind::Name,
    ];
    let signer = PlanSigner {
        number: 7,
        name: "Ann".to_string(),
        placements: kinds.map(placement).to_vec(),
    };
    let names: Vec<String> = names(&signer).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["name_07_1", "sig_07", "ink_07_2", "name_07_2"]);
}
