//! One function a rule: what breaks it, as text.

use super::source::Source;

/// The stages of the core in the order data takes.
const STAGES: [&str; 11] = [
    "error",
    "bytes",
    "document",
    "inspection",
    "placement",
    "stamp",
    "digest",
    "protocol",
    "signature",
    "verify",
    "evidence",
];
const MAX_LINES: usize = 400;
/// Where a browser decodes a picture that somebody chose.
pub(crate) const DECODER: &str = "app/src/browser/photo.rs";

pub(crate) fn every_file_opens_with_a_sentence(sources: &[Source]) -> Vec<String> {
    let opens = |text: &str| {
        text.strip_prefix("//! ")
            .is_some_and(|rest| !rest.starts_with('\n'))
    };
    let silent = sources.iter().filter(|source| !opens(&source.text));
    silent
        .map(|source| format!("{}: does not open with `//! ` and a sentence", source.path))
        .collect()
}

pub(crate) fn files_stay_short(sources: &[Source]) -> Vec<String> {
    let long = sources
        .iter()
        .filter(|source| source.text.lines().count() > MAX_LINES);
    long.map(|source| format!("{}: more than {MAX_LINES} lines", source.path))
        .collect()
}

/// `wire` holds plain values that every stage may take; it imports plain values of two of them.
pub(crate) fn stages_import_earlier_ones(sources: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources {
        let Some(stage) = stage_of(&source.path) else {
            continue;
        };
        for named in imports(&code(source.shipped())) {
            if !may_import(stage, &named) {
                broken.push(format!("{}: {stage} imports {named}", source.path));
            }
        }
    }
    broken
}

fn stage_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("sign-core/src/")?;
    let stage = inside.split('/').next()?.trim_end_matches(".rs");
    (stage != "lib").then_some(stage)
}

fn may_import(stage: &str, named: &str) -> bool {
    let rank = |name: &str| STAGES.iter().position(|stage| *stage == name);
    match (stage, rank(stage), rank(named)) {
        _ if stage == named || named == "wire" => true,
        ("wire", ..) => ["placement", "protocol"].contains(&named),
        (_, Some(own), Some(other)) => other < own,
        (_, None, _) => false,
        (_, Some(_), None) => true,
    }
}

/// Every first word after `crate::`, in plain and in grouped paths.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_words(group)),
            None => found.push(word(rest)),
        }
    }
    found
}

/// The first word of every item of a `{…}` group.
fn first_words(group: &str) -> Vec<String> {
    let (mut found, mut depth, mut fresh) = (Vec::new(), 0, true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && !letter.is_whitespace() => {
                found.push(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

/// The text without its comments.
fn code(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

pub(crate) fn only_one_folder_names_web_sys(sources: &[Source]) -> Vec<String> {
    let home = [
        "app/src/browser.rs",
        "app/src/browser/",
        "app/src/bin/docworker.rs",
    ];
    let abroad = sources.iter().filter(|source| {
        source.path.starts_with("app/") && !home.iter().any(|path| source.path.starts_with(path))
    });
    named_in(
        abroad,
        |source| code(&source.text),
        &[&["web", "_sys"].concat()],
    )
}

pub(crate) fn nothing_unwraps(sources: &[Source]) -> Vec<String> {
    named_in(
        sources.iter(),
        |source| code(source.shipped()),
        &[&[".unwr", "ap()"].concat()],
    )
}

pub(crate) fn nothing_is_left_undone(sources: &[Source]) -> Vec<String> {
    let marks =
        [["tod", "o!("], ["unimplement", "ed!("], ["#[ign", "ore"]].map(|mark| mark.concat());
    named_in(sources.iter(), |source| code(&source.text), &marks)
}

pub(crate) fn nobody_waits_in_tests(sources: &[Source]) -> Vec<String> {
    named_in(
        sources.iter(),
        |source| code(source.tested()),
        &[&["sle", "ep("].concat()],
    )
}

pub(crate) fn nothing_names_a_machine(sources: &[Source]) -> Vec<String> {
    let paths = ["/wo\nrk/", "/ho\nme/", "/ro\not/", "/tm\np/", "C:\\Us\ners"];
    let paths = paths.map(|path| path.replace('\n', ""));
    named_in(sources.iter(), |source| source.text.clone(), &paths)
}

pub(crate) fn the_core_reads_no_world(sources: &[Source]) -> Vec<String> {
    let doors = [
        "time",
        "fs",
        "net",
        "env",
        "thread",
        "process",
        "io::stdin",
        "io::stdout",
    ];
    let doors = doors.map(|door| format!("std::{door}"));
    let core = sources
        .iter()
        .filter(|source| source.path.starts_with("sign-core/src/"));
    named_in(core, |source| code(source.shipped()), &doors)
}

pub(crate) fn the_canvas_is_not_read_back(sources: &[Source]) -> Vec<String> {
    let calls = [
        "to_data|_url",
        "toData|URL",
        "get_image|_data",
        "getImage|Data",
        "to_bl|ob",
        "toBl|ob",
        "convert_to|_blob",
        "convertTo|Blob",
        "read_pix|els",
        "readPix|els",
        "capture_str|eam",
        "captureStr|eam",
    ];
    let calls = calls.map(|call| call.replace('|', ""));
    let served = sources.iter().filter(|source| {
        let decoder = source.path == DECODER;
        !source.path.starts_with("tests/") && !decoder
    });
    let mut found = named_in(served, |source| source.text.clone(), &calls);
    let decoder = sources.iter().filter(|source| source.path == DECODER);
    // Only a canvas that it made itself, which no page can show.
    let pages = ["Html|Canvas", "canvas|::", "Node|Ref", "transfer_|control"];
    let pages = pages.map(|name| name.replace('|', ""));
    found.extend(named_in(decoder, |source| code(&source.text), &pages));
    found
}

pub(crate) fn the_app_names_no_other_origin(sources: &[Source]) -> Vec<String> {
    let app = sources.iter().filter(|source| {
        let served = source.path.starts_with("app/") || source.path.starts_with("public/");
        served && !source.is_test()
    });
    let named = |source: &Source| {
        let shipped = if source.path.ends_with(".rs") {
            source.shipped()
        } else {
            &source.text
        };
        let text = code(shipped).replace("http://www.w3.org/", "");
        names_origin(&text)
    };
    app.filter(|source| named(source))
        .map(|source| format!("{}: names an origin", source.path))
        .collect()
}

/// Whether a text names a host: behind any scheme, or behind the scheme of the page (`"//host`).
fn names_origin(text: &str) -> bool {
    let hosts = text.match_indices("//").filter(|(at, slashes)| {
        let rest = &text[at + slashes.len()..];
        rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '[')
    });
    let mut before = hosts.map(|(at, _)| text[..at].chars().next_back());
    before.any(|letter| letter.is_some_and(|letter| ":\"'`(=,".contains(letter)))
}

/// One line for every file whose text holds one of the needles.
fn named_in<'a>(
    sources: impl Iterator<Item = &'a Source>,
    text: impl Fn(&Source) -> String,
    needles: &[impl AsRef<str>],
) -> Vec<String> {
    let found = |source: &Source| {
        let text = text(source);
        let needle = needles
            .iter()
            .find(|needle| text.contains(needle.as_ref()))?;
        Some(format!("{}: has `{}`", source.path, needle.as_ref()))
    };
    sources.filter_map(found).collect()
}
