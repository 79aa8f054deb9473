//! The updates of one document, asked of the library: fields, certification, a signer's act, seal.

use sign_core::document::Appended;
use sign_core::placement::{Placement, ViewRect};
use sign_core::signature::{act, certify, cms, layout, seal};
use sign_core::stamp::appearance;
use sign_core::stamp::fonts::Fonts;
use sign_core::verify::{Trust, verify_versions};
use sign_core::wire::{B64, FieldRecord, Hash, Locale, SealDocument};

use super::failure::{Failed, refused};
use super::intake::Intake;
use super::message::{
    ActPlan, Box2, Failure, LaidOut, LayoutPlan, LayoutSigner, Mark, PlacedField, Writing,
};
use super::paper::{Laid, Paper};

/// Says of each text why it cannot be written, if it cannot.
pub fn written(texts: &[Writing], fonts: &Fonts) -> Vec<Option<Failure>> {
    let check = |one: &Writing| {
        let checked = appearance::check(&one.text, one.width_pt, one.height_pt, fonts);
        checked.map_err(refused).err()
    };
    texts.iter().map(check).collect()
}

/// Makes rev0; the paper remembers what its certification needs.
pub fn lay_out(
    paper: &mut Paper,
    plan: &LayoutPlan,
    logo: Option<Vec<u8>>,
    fonts: &Fonts,
) -> Failed<(Vec<u8>, LaidOut)> {
    let wanted = layout(plan, logo);
    let laid = layout::lay_out_with(&paper.settled()?, &wanted, fonts).map_err(refused)?;
    let fields = laid
        .fields
        .iter()
        .map(|field| record(plan, field))
        .collect::<Failed<_>>()?;
    paper.laid = Some(Laid {
        locale: plan.locale,
        certification: laid.certification,
    });
    Ok((
        laid.appended.bytes,
        LaidOut {
            fields,
            seal: laid.seal,
            launch: None,
        },
    ))
}

/// Returns what a plan has written and no font has.
pub fn missing_in_plan(plan: &LayoutPlan, fonts: &Fonts) -> Vec<char> {
    layout::missing(&layout(plan, None), fonts)
}

fn layout(plan: &LayoutPlan, logo: Option<Vec<u8>>) -> layout::Plan {
    layout::Plan {
        locale: plan.locale,
        signers: plan.signers.iter().map(signer).collect(),
        texts: Vec::new(),
        logo,
        renew: plan.renew,
    }
}

fn signer(signer: &LayoutSigner) -> layout::PlanSigner {
    layout::PlanSigner {
        number: signer.number,
        name: signer.name.clone(),
        placements: signer.fields.iter().map(placement).collect(),
    }
}

fn placement(field: &PlacedField) -> Placement {
    let Box2 {
        x_pt,
        y_pt,
        width_pt,
        height_pt,
    } = field.area;
    Placement {
        kind: field.kind,
        page: field.page,
        rect: ViewRect {
            x: x_pt,
            y: y_pt,
            width: width_pt,
            height: height_pt,
        },
        required: field.required,
        look: field.look.clone(),
        caption: field.caption.clone(),
    }
}

fn record(plan: &LayoutPlan, field: &layout::LaidField) -> Failed<FieldRecord> {
    let owner = plan
        .signers
        .iter()
        .find(|signer| signer.number == field.signer);
    let owner = owner.ok_or_else(|| Failure::plain("no_such_field"))?;
    Ok(FieldRecord {
        name: field.name.clone(),
        recipient: owner.recipient.clone(),
        kind: field.kind,
        page: field.page,
        required: field.required,
    })
}

/// Makes rev1 with an empty gap.
pub fn certify(paper: &mut Paper, name: &str, time_ms: i64, reserve: u32) -> Failed<Appended> {
    let document = paper.settled()?;
    let laid = paper
        .laid
        .as_ref()
        .ok_or_else(|| Failure::plain("no_such_field"))?;
    let reason = match laid.locale {
        Locale::Fr => format!("Document préparé et certifié par {name}"),
        Locale::En => format!("Document prepared and certified by {name}"),
    };
    let field = laid.certification.clone();
    let certification = certify::Certification {
        field: field.ok_or_else(|| Failure::plain("already_signed"))?,
        name: name.to_owned(),
        reason,
        time_ms,
        reserve,
    };
    certify::prepare(&document, &certification).map_err(refused)
}

/// Makes a signer's update with an empty gap.
pub fn act(
    paper: &mut Paper,
    plan: &ActPlan,
    picture: Option<Intake>,
    fonts: &Fonts,
) -> Failed<Appended> {
    let wanted = adopted(plan, picture);
    act::prepare_with(&paper.settled()?, &wanted, fonts).map_err(refused)
}

/// Returns what a signer's update has written and no font has.
pub fn missing_in_act(paper: &mut Paper, plan: &ActPlan, fonts: &Fonts) -> Failed<Vec<char>> {
    let wanted = adopted(plan, None);
    act::missing(&paper.settled()?, &wanted, fonts).map_err(refused)
}

fn adopted(plan: &ActPlan, picture: Option<Intake>) -> act::Act {
    let mark = match &plan.mark {
        Mark::Drawn(strokes) => act::Mark::Drawn(strokes.clone()),
        Mark::Typed(name) => act::Mark::Typed(name.clone()),
        // Without its pixels it is a picture of no octets, which cannot be read.
        Mark::Uploaded => act::Mark::Uploaded(picture.unwrap_or_default().into_bytes()),
    };
    act::Act {
        field: plan.field.clone(),
        document: plan.document.clone(),
        name: plan.name.clone(),
        values: plan.values.iter().cloned().collect(),
        mark,
        initials: None,
        lines: plan.lines.clone(),
        time_ms: plan.time_ms,
        offset_minutes: plan.offset_minutes,
        locale: plan.locale,
        s: plan.s,
        reserve: plan.reserve,
    }
}

/// Returns what the one-shot key signs.
pub fn attributes(digest: &Hash, leaf: &[u8]) -> Vec<u8> {
    cms::signed_attributes(digest, leaf)
}

/// Returns what the server needs to make the last two updates.
pub fn seal_request(paper: &mut Paper, id: &str) -> Failed<SealDocument> {
    seal::request(&paper.settled()?, id).map_err(refused)
}

/// Reads all signatures; the report as JSON.
pub fn report(paper: &Paper, roots: Vec<B64>, others: Vec<B64>, at_ms: i64) -> Failed<String> {
    let der = |list: Vec<B64>| list.into_iter().map(|certificate| certificate.0).collect();
    let trust = Trust {
        roots: der(roots),
        others: der(others),
    };
    let report = verify_versions(&paper.shared(), paper.trail(), &trust, at_ms);
    serde_json::to_string(&report).map_err(|_| Failure::plain("not_understood"))
}
