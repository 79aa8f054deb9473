//! Files nobody here wrote: opened, appended to, and compared with qpdf.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use lopdf::{Dictionary, Object};
use sign_core::document::{Document, Update};

/// Returns every file of the corpus; none where it is not there.
pub(crate) fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let Ok(files) = std::fs::read_dir(folder) else {
        // A macro would print into what a test that passes keeps to itself.
        std::io::stderr()
            .write_all(b"corpus not present\n")
            .unwrap();
        return Vec::new();
    };
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect();
    files.sort();
    files
}

fn qpdf_pages(path: &Path) -> Option<u32> {
    let output = Command::new("qpdf")
        .arg("--show-npages")
        .arg(path)
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn open(path: &Path) -> Option<Document> {
    let bytes = std::fs::read(path).unwrap();
    Document::open(Arc::new(bytes)).ok()
}

#[test]
fn page_counts_are_those_of_qpdf() {
    let mut differ = Vec::new();
    for path in corpus() {
        let Some(theirs) = qpdf_pages(&path) else {
            continue;
        };
        let ours = open(&path).and_then(|document| document.page_count().ok());
        let encrypted = open(&path).is_some_and(|document| document.encrypted());
        if ours != Some(theirs) && !encrypted {
            differ.push((path.file_name().unwrap().to_owned(), ours, theirs));
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
}

#[test]
fn everything_can_be_touched_without_a_panic() {
    for path in corpus() {
        if let Some(document) = open(&path) {
            crate::hostile::touch(&document);
        }
    }
}

fn appended(document: &Document) -> Option<Vec<u8>> {
    let mut update = Update::new(document).ok()?;
    let value = update.reserve();
    update.put_signature(value, Dictionary::new(), 64);
    let field = update.reserve();
    let text = format!(
        "<< /FT /Sig /T (seing) /V {} 0 R /Rect [0 0 0 0] >>",
        value.0
    );
    update.put_raw(field, text.into_bytes());
    let root = document.root();
    update
        .push_path(root, &[b"AcroForm", b"Fields"], &[field])
        .unwrap();
    update
        .push_to_array(document.page(0).ok()?.id, b"Annots", &[field])
        .unwrap();
    update.add(Object::string_literal("seen"));
    Some([document.bytes(), &update.finish().bytes].concat())
}

#[test]
fn an_update_keeps_the_prefix_and_adds_one_revision() {
    for path in corpus() {
        let Some(before) = open(&path) else {
            continue;
        };
        let Some(bytes) = appended(&before) else {
            continue;
        };
        assert!(bytes.starts_with(before.bytes()));
        let after = Document::open(Arc::new(bytes)).unwrap();
        assert!(!after.is_rebuilt(), "{path:?}");
        assert_eq!(
            after.page_count().unwrap(),
            before.page_count().unwrap(),
            "{path:?}"
        );
        let (fields, known) = (after.fields().unwrap(), before.fields().unwrap());
        assert_eq!(fields.len(), known.len() + 1, "{path:?}");
        assert_eq!(
            after.revisions().len(),
            before.revisions().len() + 1,
            "{path:?}"
        );
    }
}

/// Returns how many lines of complaint qpdf has about a file; nothing where qpdf is not there.
fn complaints(bytes: &[u8], name: &str) -> Option<usize> {
    let path = std::env::temp_dir().join(format!("seing-{}-{name}.pdf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("qpdf").arg("--check").arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    Some(
        String::from_utf8_lossy(&output.ok()?.stderr)
            .lines()
            .count(),
    )
}

/// Returns the pages on which qpdf and poppler agree, and qpdf's complaints; nothing where they
/// are not there.
pub(crate) fn judged(bytes: &[u8], name: &str) -> Option<(Option<u32>, String)> {
    let path = std::env::temp_dir().join(format!("seing-{}-{name}.pdf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let pages = qpdf_pages(&path);
    let check = Command::new("qpdf").arg("--check").arg(&path).output();
    let info = Command::new("pdfinfo").arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    let (check, info) = (check.ok()?, info.ok()?);
    let words = String::from_utf8_lossy(&check.stderr).into_owned();
    let info = String::from_utf8_lossy(&info.stdout).into_owned();
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:"));
    let theirs = line.and_then(|count| count.trim().parse().ok());
    Some((pages.filter(|pages| theirs == Some(*pages)), words))
}

#[test]
fn qpdf_has_no_more_to_say_after_an_update() {
    let mut worse = Vec::new();
    for path in corpus() {
        let Some(before) = open(&path) else {
            continue;
        };
        let Some(bytes) = appended(&before) else {
            continue;
        };
        let (was, is) = (complaints(before.bytes(), "was"), complaints(&bytes, "is"));
        if is > was {
            worse.push((path, was, is));
        }
    }
    assert!(worse.is_empty(), "{worse:#?}");
}
