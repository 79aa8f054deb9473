//! Chosen and dropped files.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList, HtmlInputElement};

/// A file on this device; cloning it does not copy its bytes.
#[derive(Clone, Debug)]
pub struct LocalFile(pub File);

impl LocalFile {
    /// Returns its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Returns its size in bytes.
    pub fn size(&self) -> u64 {
        whole(self.0.size())
    }

    /// Reads all of it; fails where the device lost it (a cloud file, a removed stick).
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

fn whole(size: f64) -> u64 {
    size as u64
}

/// Returns what was chosen in a file input, and empties it so that the same file can be chosen again.
pub fn chosen(event: &web_sys::Event) -> Vec<LocalFile> {
    let Some(input) = event
        .target()
        .and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    else {
        return Vec::new();
    };
    let files = listed(input.files());
    input.set_value("");
    files
}

/// Returns what was dropped.
pub fn dropped(event: &web_sys::DragEvent) -> Vec<LocalFile> {
    listed(event.data_transfer().and_then(|data| data.files()))
}

fn listed(list: Option<FileList>) -> Vec<LocalFile> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.get(index))
        .map(LocalFile)
        .collect()
}
