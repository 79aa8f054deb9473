//! Large files: a few pages with megabytes of images, and ten thousand pages of small objects.

use std::fs;
use std::path::Path;

use sign_core::placement::FieldKind;
use sign_core::signature::layout::{Plan, PlanSigner};
use sign_core::wire::Locale;

use crate::pki::BEGIN_MS;
use crate::run::{Ceremony, place};

/// Octets of one image.
const IMAGE: usize = 1 << 20;
/// Small objects beside each of many pages and its content.
const BESIDE: usize = 18;

/// A kind of file.
pub(crate) struct Heap {
    pub(crate) name: &'static str,
    images: usize,
    pages: usize,
}

impl Heap {
    pub(crate) fn all() -> [Self; 5] {
        let images = |name, images| Self {
            name,
            images,
            pages: 1,
        };
        let many = Self {
            name: "objects",
            images: 0,
            pages: 10_000,
        };
        [
            images("1mb", 1),
            images("10mb", 10),
            images("50mb", 50),
            images("200mb", 200),
            many,
        ]
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::all()
            .into_iter()
            .find(|heap| heap.name == name)
            .expect("a heap is known by its name")
    }

    pub(crate) fn original(&self) -> String {
        format!("{}-original.pdf", self.name)
    }

    pub(crate) fn launched(&self) -> String {
        format!("{}-launched.pdf", self.name)
    }

    pub(crate) fn sealed(&self) -> String {
        format!("{}-sealed.pdf", self.name)
    }
}

/// Writes the file as the sender has it, as the signer gets it, and as it ends.
pub(crate) fn write(folder: &Path, heap: &Heap) {
    if folder.join(heap.sealed()).exists() {
        return;
    }
    let original = pdf(heap);
    fs::write(folder.join(heap.original()), &original).expect("the target folder can be written");
    let mut ceremony = Ceremony::launched_on(original, &plan());
    fs::write(folder.join(heap.launched()), &ceremony.bytes)
        .expect("the target folder can be written");
    fs::write(folder.join("root.der"), &ceremony.pki.root.der)
        .expect("the target folder can be written");
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    ceremony.seal(BEGIN_MS + 60_000);
    fs::write(folder.join(heap.sealed()), &ceremony.bytes)
        .expect("the target folder can be written");
}

/// One signature and a name on the first page.
pub(crate) fn plan() -> Plan {
    let placements = vec![
        place(FieldKind::Signature, 0, 60.0, 600.0, 200.0, 80.0),
        place(FieldKind::Name, 0, 60.0, 690.0, 200.0, 18.0),
    ];
    let signer = PlanSigner {
        number: 1,
        name: "Anna Müller".to_string(),
        placements,
    };
    Plan {
        locale: Locale::En,
        signers: vec![signer],
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

/// A file being written, and where its objects stand.
struct Writer {
    out: Vec<u8>,
    offsets: Vec<usize>,
}

impl Writer {
    fn add(&mut self, parts: &[&[u8]]) {
        self.offsets.push(self.out.len());
        self.out
            .extend(format!("{} 0 obj\n", self.offsets.len()).bytes());
        parts
            .iter()
            .for_each(|part| self.out.extend_from_slice(part));
        self.out.extend(b"\nendobj\n");
    }

    fn stream(&mut self, entries: &str, data: &[u8]) {
        let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
        self.add(&[head.as_bytes(), data, b"\nendstream"]);
    }

    fn finish(mut self) -> Vec<u8> {
        let (start, size) = (self.out.len(), self.offsets.len() + 1);
        self.out
            .extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
        for offset in &self.offsets {
            self.out.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        let id = "<5365696e67>";
        let trailer = format!(
            "trailer\n<< /Size {size} /Root 1 0 R /ID [{id} {id}] >>\nstartxref\n{start}\n%%EOF\n"
        );
        self.out.extend(trailer.bytes());
        self.out
    }
}

fn pdf(heap: &Heap) -> Vec<u8> {
    let mut file = Writer {
        out: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        offsets: Vec::new(),
    };
    let each = 2 + if heap.images == 0 {
        BESIDE
    } else {
        heap.images
    };
    let kids: Vec<String> = (0..heap.pages)
        .map(|n| format!("{} 0 R", 3 + n * each))
        .collect();
    file.add(&[b"<< /Type /Catalog /Pages 2 0 R >>"]);
    file.add(&[format!(
        "<< /Type /Pages /Count {} /Kids [{}] >>",
        heap.pages,
        kids.join(" ")
    )
    .as_bytes()]);
    for _ in 0..heap.pages {
        page(&mut file, heap.images);
    }
    file.finish()
}

/// A page, its content, and images or small objects.
fn page(file: &mut Writer, images: usize) {
    let own = file.offsets.len() + 1;
    let named: Vec<String> = (0..images)
        .map(|n| format!("/Im{n} {} 0 R", own + 2 + n))
        .collect();
    let shown: Vec<String> = (0..images)
        .map(|n| format!("q 90 0 0 90 {} {} cm /Im{n} Do Q", n % 6 * 95, n / 6 * 20))
        .collect();
    let resources = format!("/Resources << /XObject << {} >> >>", named.join(" "));
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {} 0 R >>",
        own + 1
    );
    file.add(&[page.as_bytes()]);
    file.stream("", shown.join("\n").as_bytes());
    for n in 0..images {
        let entries = "/Type /XObject /Subtype /Image /Width 1024 /Height 1024 /ColorSpace /DeviceGray /BitsPerComponent 8";
        file.stream(entries, &noise((own + n) as u64));
    }
    if images == 0 {
        (0..BESIDE).for_each(|n| {
            file.add(&[format!("<< /N {n} /Page {own} 0 R /Note (small) >>").as_bytes()]);
        });
    }
}

/// Octets no filter would shorten (xorshift64, Marsaglia 2003).
fn noise(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut out = Vec::with_capacity(IMAGE);
    while out.len() < IMAGE {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        out.extend(state.to_le_bytes());
    }
    out
}
