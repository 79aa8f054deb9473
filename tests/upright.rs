//! A signature on a sheet that lies rotated stands upright, where it was placed.

use std::path::Path;
use std::process::Command;

use sign_core::placement::ViewRect;

use crate::corpus::drawing::{changed, drawn, read};

/// The sheet as it is seen, in points.
const SHEET_PT: (f64, f64) = (595.276, 841.89);
/// What a signature measures where nobody changed it, in points.
const SIGNATURE_PT: (f64, f64) = (180.0, 64.0);
/// Its middle, in parts of the sheet: the second signer's place.
const MIDDLE: (f64, f64) = (0.3, 0.4);
/// From here down two lines of words stand in it, in parts of its height.
const WORDS_FROM: f64 = 0.68;
/// Fewer dots at 36 dpi are no name.
const INK_DOTS: usize = 40;

/// A word and its middle, in points from the top left corner of the sheet as it is seen.
struct Word {
    text: String,
    x_pt: f64,
    y_pt: f64,
}

/// Compares the second sheet of a signed scan with the scan's: nothing but the signature was drawn,
/// its ink above its words, and the words read from left to right and downwards.
pub(crate) fn stands_upright(file: &Path, scan: &Path) {
    let ((before, _), (after, _)) = (drawn(scan), drawn(file));
    let (before, after) = (read(&before[1]), read(&after[1]));
    let whole = part(0.0, 1.0);
    assert_eq!(changed(&before, &after, &[whole]), 0, "dots apart");
    let ink = changed(&before, &after, &[part(WORDS_FROM, 1.0)]);
    assert!(ink > INK_DOTS, "{ink} dots of ink");

    let words = words(file);
    let found = |text: &str| words.iter().find(|word| word.text == text);
    let one = |text: &str| found(text).unwrap_or_else(|| panic!("{text} is not on the sheet"));
    let (first, second) = (one("Signed"), one("electronically"));
    assert!(second.x_pt > first.x_pt + 10.0 && (second.y_pt - first.y_pt).abs() < 1.0);
    assert!(one("Fingerprint").y_pt > first.y_pt + 5.0);
    let outside = words.iter().filter(|word| !stands_in(word, &whole));
    let outside: Vec<&str> = outside.map(|word| word.text.as_str()).collect();
    assert_eq!(outside, Vec::<&str>::new());
}

/// The signature from one height of it to another, in parts of the sheet.
fn part(from: f64, to: f64) -> ViewRect {
    let (width, height) = (SIGNATURE_PT.0 / SHEET_PT.0, SIGNATURE_PT.1 / SHEET_PT.1);
    ViewRect {
        x: MIDDLE.0 - width / 2.0,
        y: MIDDLE.1 - height / 2.0 + height * from,
        width,
        height: height * (to - from),
    }
}

fn stands_in(word: &Word, part: &ViewRect) -> bool {
    let (x, y) = (word.x_pt / SHEET_PT.0, word.y_pt / SHEET_PT.1);
    (part.x..part.x + part.width).contains(&x) && (part.y..part.y + part.height).contains(&y)
}

/// The words of the second sheet, as poppler places them.
fn words(file: &Path) -> Vec<Word> {
    let mut command = Command::new("pdftotext");
    command
        .args(["-f", "2", "-l", "2", "-bbox"])
        .arg(file)
        .arg("-");
    let output = command.output();
    let output = output.expect("pdftotext runs: scripts/setup test installs it");
    let page = String::from_utf8(output.stdout).expect("pdftotext writes UTF-8");
    page.lines().filter_map(word).collect()
}

/// Reads `<word xMin="…" yMin="…" xMax="…" yMax="…">text</word>`.
fn word(line: &str) -> Option<Word> {
    let (sides, text) = line.trim().strip_prefix("<word ")?.split_once('>')?;
    let sides = sides.split('"').skip(1).step_by(2);
    let sides: Vec<f64> = sides.filter_map(|side| side.parse().ok()).collect();
    let [x0, y0, x1, y1] = <[f64; 4]>::try_from(sides).ok()?;
    let (x_pt, y_pt) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
    let text = text.strip_suffix("</word>")?.to_owned();
    Some(Word { text, x_pt, y_pt })
}
