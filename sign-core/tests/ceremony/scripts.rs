//! Names in scripts beyond the shipped font's, set in fonts that are handed in.

use lopdf::Object;
use sign_core::Kind;
use sign_core::document::Document;
use sign_core::placement::FieldKind;
use sign_core::signature::act::{self, Act};
use sign_core::signature::layout::{Plan, PlanSigner};
use sign_core::stamp::fonts::{Fonts, SHIPPED};
use sign_core::wire::Locale;

use super::pki::BEGIN_MS;
use super::{Ceremony, open, paper, place, verdict};

/// Where Debian puts fonts of these scripts.
const NOTO: [(&str, &str); 6] = [
    (
        "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
        "محمد لا علي 2026",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf",
        "שָׁלוֹם Ann בר",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf",
        "น้ำผึ้ง ก้ำกึ่ง",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf",
        "क्षत्रिय हिन्दी",
    ),
    (
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        "王小明，東京 ひらがな",
    ),
    (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "王小明，東京 ひらがな 한국어",
    ),
];

fn plan(texts: usize) -> Plan {
    let mut placements = vec![place(FieldKind::Signature, 0, 40.0, 40.0, 200.0, 80.0)];
    let lines = 0..texts;
    placements.extend(lines.map(|line| {
        place(
            FieldKind::Text,
            0,
            40.0,
            140.0 + 40.0 * line as f64,
            220.0,
            30.0,
        )
    }));
    Plan {
        locale: Locale::En,
        signers: vec![PlanSigner {
            number: 1,
            name: "Ann".to_string(),
            placements,
        }],
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

fn act(ceremony: &Ceremony, texts: &[&str]) -> Act {
    let mut act = ceremony.act(1, "Ann", BEGIN_MS);
    let named = texts.iter().enumerate();
    act.values = named
        .map(|(line, text)| (format!("text_01_{}", line + 1), text.to_string()))
        .collect();
    act
}

/// Returns what the appearance of a text shows.
fn shown(document: &Document, name: &str) -> String {
    let field = document.field(name).unwrap().unwrap().dict;
    let appearance = field.get(b"AP").and_then(Object::as_dict).unwrap();
    let normal = document.resolve(appearance.get(b"N").unwrap()).unwrap();
    let shown = document.stream_data(normal.as_stream().unwrap());
    String::from_utf8(shown.unwrap()).unwrap()
}

fn utf16(text: &str) -> String {
    let units = core::iter::once(0xfeff).chain(text.encode_utf16());
    units.map(|unit| format!("{unit:04x}")).collect()
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "fonts of the machine are read and the file is left for judges outside"
)]
fn every_script_is_set_in_a_font_of_its_own_and_the_file_is_valid() {
    let read = |(path, text): (&str, &'static str)| Some((std::fs::read(path).ok()?, text));
    let (octets, texts): (Vec<_>, Vec<_>) = NOTO.into_iter().filter_map(read).unzip();
    if texts.len() < NOTO.len() {
        eprintln!("{} of {} fonts present", texts.len(), NOTO.len());
    }
    let fonts = Fonts::with(octets).unwrap();
    let mut ceremony = Ceremony::launched_on(paper::contract(), &plan(texts.len()));
    let act = act(&ceremony, &texts);
    for text in &texts {
        assert_eq!(fonts.missing(text), Vec::<char>::new());
    }
    ceremony.sign_in(1, act, &fonts);
    ceremony.seal(BEGIN_MS + 100_000);
    let document = open(&ceremony.bytes);
    for (line, text) in texts.iter().enumerate() {
        let shown = shown(&document, &format!("text_01_{}", line + 1));
        let leftwards = text.contains(['ع', 'ש']);
        assert_eq!(shown.contains(&utf16(text)), !leftwards, "{text}: {shown}");
        assert!(!shown.contains("<0000>"), "{text}");
    }
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("scripts.pdf");
    std::fs::write(path, &ceremony.bytes).unwrap();
    verdict::valid(&ceremony, 3);
}

#[test]
fn a_letter_with_its_mark_apart_is_set_as_one_and_copied_out_as_it_was_written() {
    let text = "Zoe\u{308} Ann";
    let mut ceremony = Ceremony::launched_on(paper::contract(), &plan(1));
    let act = act(&ceremony, &[text]);
    ceremony.sign_in(1, act, &Fonts::with(vec![SHIPPED.to_vec()]).unwrap());
    let shown = shown(&open(&ceremony.bytes), "text_01_1");
    assert!(
        shown.contains(&format!("/ActualText <{}>", utf16(text))),
        "{shown}"
    );
    let codes: String = shown
        .split('<')
        .filter_map(|part| part.split_once("> T"))
        .map(|(codes, _)| codes)
        .collect();
    assert_eq!(codes.len() / 4, "Zoë Ann".chars().count(), "{shown}");
}

#[test]
fn what_no_font_has_is_named_beforehand_and_refused_when_it_is_signed() {
    let fonts = Fonts::with(vec![SHIPPED.to_vec()]).unwrap();
    assert_eq!(fonts.missing("王 Ann 小"), ['王', '小']);
    let ceremony = Ceremony::launched_on(paper::contract(), &plan(1));
    let act = act(&ceremony, &["王"]);
    let refused = act::prepare_with(&open(&ceremony.bytes), &act, &fonts).unwrap_err();
    assert_eq!(refused.kind, Kind::MissingGlyph);
}
