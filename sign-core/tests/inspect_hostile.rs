//! What a hostile file makes long: it is looked at to its end, or it is said that it was not.

use sign_core::inspection::{Severity, inspect};

use crate::made::{open, table};

/// A page, its catalog's entries, and objects from number 4 on.
fn made(catalog: &str, page: &str, objects: &[String]) -> Vec<u8> {
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>");
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] {page} >>");
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let rest = objects.iter().map(String::as_str);
    let all: Vec<_> = [catalog.as_str(), pages, &page]
        .into_iter()
        .chain(rest)
        .collect();
    table(&all)
}

fn codes(file: &[u8]) -> Vec<&'static str> {
    let findings = inspect(&open(file)).unwrap();
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn an_action_is_found_at_the_end_of_any_chain_and_a_ring_has_an_end() {
    let next = |number: usize| format!("<< /S /GoTo /D (a) /Next {number} 0 R >>");
    let mut chain: Vec<_> = (5..500).map(next).collect();
    let catalog = "/OpenAction 4 0 R";
    let ring = [chain.clone(), vec![next(4)]].concat();
    assert_eq!(codes(&made(catalog, "", &ring)), ["open_action"]);
    chain.push("[<< /S /GoTo >> [<< /S /GoTo /Next << /S /Launch >> >>]]".to_owned());
    let found = codes(&made(catalog, "", &chain));
    assert!(found.contains(&"launch_action"), "{found:?}");
}

#[test]
fn one_object_is_looked_at_as_all_that_it_is() {
    let both = "<< /S /GoTo /D (a) /E << /S /Launch >> >>".to_owned();
    let page = "/Annots [<< /Subtype /Link /Rect [0 0 1 1] /A 4 0 R /AA 4 0 R >>]";
    let found = codes(&made("", page, &[both]));
    assert_eq!(found, ["active_content", "launch_action"]);
    let list = "[<< /S /Launch >>]".to_owned();
    let page =
        "/AA 4 0 R /Annots [<< /Subtype /Link /Rect [0 0 1 1] /A << /S 5 0 R /Next 4 0 R >> >>]";
    let found = codes(&made("", page, &[list, "/JavaScript".to_owned()]));
    assert_eq!(found, ["javascript", "launch_action"]);
}

#[test]
fn an_action_is_found_at_the_end_of_any_outline() {
    let item = |number: usize| format!("<< /Next {} 0 R >>", number + 1);
    let mut items: Vec<_> = (4..60_000).map(item).collect();
    items[0] = "<< /First 5 0 R >>".to_owned();
    items.push("<< /A << /S /Launch >> >>".to_owned());
    assert_eq!(
        codes(&made("/Outlines 4 0 R", "", &items)),
        ["launch_action"]
    );
}

#[test]
fn what_many_share_is_looked_at_once() {
    let actions = (0..5_000).map(|n| format!("/E{n} << /S /JavaScript /JS (a) >>"));
    let shared = ["<< ", &actions.collect::<String>(), " >>"].concat();
    let links = vec!["<< /Subtype /Link /Rect [0 0 1 1] /AA 4 0 R >>"; 20_000].join(" ");
    let found = codes(&made("", &format!("/Annots [{links}]"), &[shared]));
    assert_eq!(found, ["active_content", "javascript"]);
}

#[test]
fn it_is_said_that_not_all_was_read() {
    let content = ["BT (a) Tj ET ", &"% ".repeat(1 << 20)].concat();
    let picture = format!(
        "<< /Subtype /Form /BBox [0 0 1 1] /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    );
    let field = |number: usize| {
        format!(
            "<< /FT /Tx /T (t{number}) /V (a) /Subtype /Widget /Rect [0 0 1 1] /AP << /N 4 0 R >> >>"
        )
    };
    let file = |fields: usize| {
        let numbers: String = (5..5 + fields)
            .map(|number| format!("{number} 0 R "))
            .collect();
        let objects: Vec<_> = [picture.clone()]
            .into_iter()
            .chain((0..fields).map(field))
            .collect();
        made(
            &format!("/AcroForm << /Fields [{numbers}] >>"),
            "",
            &objects,
        )
    };
    assert_eq!(codes(&file(3)), ["form_fields"]);
    let findings = inspect(&open(&file(40))).unwrap();
    let told = findings
        .iter()
        .find(|finding| finding.code == "not_all_read");
    assert_eq!(told.map(|finding| finding.severity), Some(Severity::Warn));
}
