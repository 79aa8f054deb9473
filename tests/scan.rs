//! A PDF like a scan: pages that show one picture each, as many as fill the size.

/// Samples across and down a picture; one byte each.
const SIDE: usize = 512;

/// Writes a file of about `size` bytes.
pub fn scan(size: usize) -> Vec<u8> {
    sheets((size / (SIDE * SIDE)).max(1), SIDE)
}

/// Writes a file of so many pages, each a picture of so many samples across and down.
pub fn sheets(pages: usize, side: usize) -> Vec<u8> {
    let kids: String = (0..pages)
        .map(|page| format!("{} 0 R ", 3 + 3 * page))
        .collect();
    let mut file = File::new();
    file.object(b"<< /Type /Catalog /Pages 2 0 R >>");
    file.object(format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>").as_bytes());
    for page in 0..pages {
        let (content, picture) = (4 + 3 * page, 5 + 3 * page);
        let entries = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /XObject << /Im {picture} 0 R >> >> >>"
        );
        file.object(entries.as_bytes());
        file.stream("", b"q 495 0 0 742 50 50 cm /Im Do Q");
        file.stream(&picture_entries(side), &noise(page, side));
    }
    file.finish()
}

/// Writes a file of so many pages, each with so many small objects beside it.
pub fn small(pages: usize, beside: usize) -> Vec<u8> {
    let own = |page: usize| 3 + (2 + beside) * page;
    let kids: String = (0..pages)
        .map(|page| format!("{} 0 R ", own(page)))
        .collect();
    let mut file = File::new();
    file.object(b"<< /Type /Catalog /Pages 2 0 R >>");
    file.object(format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>").as_bytes());
    for page in (0..pages).map(own) {
        let content = page + 1;
        let entries = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << >> >>"
        );
        file.object(entries.as_bytes());
        file.stream("", b"50 50 495 742 re S");
        for number in 0..beside {
            let note = format!("<< /N {number} /Page {page} 0 R /Note (small) >>");
            file.object(note.as_bytes());
        }
    }
    file.finish()
}

fn picture_entries(side: usize) -> String {
    format!(
        "/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 8 "
    )
}

/// Bytes that repeat nowhere, as compressed ones do not.
fn noise(page: usize, side: usize) -> Vec<u8> {
    let seed = u32::try_from(page + 1).expect("few pages");
    (0..side * side)
        .scan(seed.wrapping_mul(2_654_435_761), |state, _| {
            *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Some((*state >> 24) as u8)
        })
        .collect()
}

/// A file that grows by objects, numbered from 1.
struct File {
    bytes: Vec<u8>,
    rows: String,
    next: usize,
}

impl File {
    fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            rows: "0000000000 65535 f \n".to_owned(),
            next: 1,
        }
    }

    fn object(&mut self, body: &[u8]) {
        self.rows += &format!("{:010} 00000 n \n", self.bytes.len());
        let head = format!("{} 0 obj\n", self.next);
        self.bytes
            .extend([head.as_bytes(), body, b"\nendobj\n"].concat());
        self.next += 1;
    }

    fn stream(&mut self, entries: &str, data: &[u8]) {
        let head = format!("<< {entries}/Length {} >>\nstream\n", data.len());
        self.object(&[head.as_bytes(), data, b"\nendstream"].concat());
    }

    fn finish(mut self) -> Vec<u8> {
        let (start, size, rows) = (self.bytes.len(), self.next, self.rows);
        let tail = format!(
            "xref\n0 {size}\n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        self.bytes.extend(tail.as_bytes());
        self.bytes
    }
}
