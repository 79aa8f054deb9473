//! Judges that nobody here wrote: pyHanko, pdfsig and qpdf, now and at another time.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::place::{repository, scratch};

/// How far a judge's clock is put forward, in the words of faketime.
pub const LATER: [&str; 3] = ["+1h", "+40d", "+5y"];

/// The root of somebody else.
const FOREIGN: &str = "foreign";

/// The certificates a judge trusts, prepared once for a root.
pub struct Judges {
    roots: PathBuf,
    nss: PathBuf,
}

/// Why a judge refused a file: its name and its own words.
#[derive(Debug)]
pub struct Refusal {
    /// The judge, and when it was asked.
    pub judge: String,
    /// All it printed.
    pub words: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} refuses:\n{}", self.judge, self.words)
    }
}

impl Judges {
    /// Takes the folder with `root.pem`, `issuing.pem` and `tsa.pem`, as `--roots` does, and with
    /// `foreign.pem` where somebody else has signed, too.
    pub fn new(roots: &Path) -> Self {
        let nss = scratch("nss");
        let database = format!("sql:{}", nss.display());
        prepare(&["certutil", "-N", "-d", &database, "--empty-password"]);
        let certificates = [
            ("root", "CT,CT,CT"),
            ("issuing", ",,"),
            ("tsa", ",,"),
            (FOREIGN, "CT,CT,CT"),
        ];
        for (name, trust) in certificates {
            let file = roots.join(format!("{name}.pem"));
            if name == FOREIGN && !file.exists() {
                continue;
            }
            let file = file.to_str().expect("our paths are text");
            prepare(&[
                "certutil", "-A", "-d", &database, "-n", name, "-t", trust, "-i", file,
            ]);
        }
        Self {
            roots: roots.to_owned(),
            nss,
        }
    }

    /// Passes a file that every judge accepts now and at each of [`LATER`].
    pub fn accept_for_years(&self, file: &Path, signatures: usize) -> Result<(), Refusal> {
        self.accept(file, signatures, None)?;
        LATER
            .iter()
            .try_for_each(|shift| self.accept(file, signatures, Some(shift)))
    }

    /// Passes a file with that many signatures that every judge accepts; `shift` moves their clock.
    pub fn accept(
        &self,
        file: &Path,
        signatures: usize,
        shift: Option<&str>,
    ) -> Result<(), Refusal> {
        self.pyhanko("adesverify", file, signatures, shift)?;
        self.accept_unsealed(file, signatures, shift)
    }

    /// The same of a file without its seal, and so without what adesverify wants to know of the
    /// authorities' certificates.
    pub fn accept_unsealed(
        &self,
        file: &Path,
        signatures: usize,
        shift: Option<&str>,
    ) -> Result<(), Refusal> {
        self.pyhanko("validate", file, signatures, shift)?;
        self.pdfsig(file, signatures, shift)?;
        self.qpdf(file, shift)
    }

    /// pyHanko's `validate` or `adesverify`: all signatures valid, with changes between revisions.
    pub fn pyhanko(
        &self,
        verb: &str,
        file: &Path,
        signatures: usize,
        shift: Option<&str>,
    ) -> Result<(), Refusal> {
        let program = repository().join(".seing/venv/bin/pyhanko");
        let mut command = at(shift, program.to_str().expect("our paths are text"));
        command.args([
            "sign",
            verb,
            "--executive-summary",
            "--trust-replace",
            "--trust",
        ]);
        command.arg(self.roots.join("root.pem"));
        let foreign = self.roots.join(format!("{FOREIGN}.pem"));
        if foreign.exists() {
            command.arg("--trust").arg(foreign);
        }
        for other in ["issuing.pem", "tsa.pem"] {
            command.arg("--other-certs").arg(self.roots.join(other));
        }
        if verb == "validate" {
            command.arg("--soft-revocation-check");
        }
        let output = command
            .arg(file)
            .output()
            .expect("pyHanko runs: scripts/setup test installs it");
        let words = words(&output);
        let valid = words
            .lines()
            .filter(|line| line.ends_with(":VALID"))
            .count();
        refuse_unless(
            output.status.success() && valid == signatures,
            format!("pyHanko {verb}"),
            shift,
            words,
        )
    }

    /// pdfsig: every signature valid and trusted, the last one over the whole file.
    pub fn pdfsig(
        &self,
        file: &Path,
        signatures: usize,
        shift: Option<&str>,
    ) -> Result<(), Refusal> {
        let words = self.pdfsig_words(file, shift);
        let count = |line: &str| words.lines().filter(|found| found.trim() == line).count();
        let valid = count("- Signature Validation: Signature is Valid.");
        let trusted = count("- Certificate Validation: Certificate is Trusted.");
        // One covers everything: the seal, whose field need not be listed last.
        let whole = count("- Total document signed");
        let fine = valid == signatures && trusted == signatures && whole == 1;
        refuse_unless(fine, "pdfsig".to_owned(), shift, words)
    }

    /// What pdfsig says of every signature.
    pub fn pdfsig_words(&self, file: &Path, shift: Option<&str>) -> String {
        let mut command = at(shift, "pdfsig");
        command
            .arg("-nssdir")
            .arg(format!("sql:{}", self.nss.display()))
            .arg(file);
        let output = command.output();
        words(&output.expect("pdfsig runs: scripts/setup test installs it"))
    }

    /// `qpdf --check`: no error and no warning.
    pub fn qpdf(&self, file: &Path, shift: Option<&str>) -> Result<(), Refusal> {
        let mut command = at(shift, "qpdf");
        let output = command
            .arg("--check")
            .arg(file)
            .output()
            .expect("qpdf runs: scripts/setup test installs it");
        let words = words(&output);
        let clean = output.status.success() && !words.contains("WARNING");
        refuse_unless(clean, "qpdf".to_owned(), shift, words)
    }
}

impl Drop for Judges {
    fn drop(&mut self) {
        // What is left over lies in the build's own folder.
        drop(fs::remove_dir_all(&self.nss));
    }
}

/// Returns the file's text, as poppler reads it.
pub fn text(file: &Path) -> String {
    let output = Command::new("pdftotext").arg(file).arg("-").output();
    let output = output.expect("pdftotext runs: scripts/setup test installs it");
    String::from_utf8(output.stdout).expect("pdftotext writes UTF-8")
}

/// Returns the file with every stream decoded, as qpdf writes it.
pub fn unpacked(file: &Path) -> Vec<u8> {
    let mut command = Command::new("qpdf");
    command
        .args([
            "--qdf",
            "--object-streams=disable",
            "--no-original-object-ids",
        ])
        .arg(file)
        .arg("-");
    command
        .output()
        .expect("qpdf runs: scripts/setup test installs it")
        .stdout
}

/// Returns a line for every picture that is seen in the file, as poppler lists them: page, number, type,
/// width, height, colours and so on.
pub fn pictures(file: &Path) -> Vec<String> {
    let output = Command::new("pdfimages").arg("-list").arg(file).output();
    let output = output.expect("pdfimages runs: scripts/setup test installs it");
    let listed = String::from_utf8(output.stdout).expect("pdfimages writes UTF-8");
    listed.lines().skip(2).map(str::to_owned).collect()
}

/// Returns the first page as poppler draws it, row by row: red, green and blue.
pub fn drawn(file: &Path) -> Vec<[u8; 3]> {
    let mut command = Command::new("pdftoppm");
    command.args(["-r", "72", "-singlefile"]).arg(file);
    let output = command
        .output()
        .expect("pdftoppm runs: scripts/setup test installs it");
    let mut lines = output.stdout.splitn(4, |octet| *octet == b'\n');
    let samples = lines
        .nth(3)
        .expect("a PPM has three lines before its samples");
    let pixels = samples.chunks_exact(3);
    pixels.map(|one| [one[0], one[1], one[2]]).collect()
}

fn at(shift: Option<&str>, program: &str) -> Command {
    let Some(shift) = shift else {
        return Command::new(program);
    };
    let mut command = Command::new("faketime");
    command.args(["-f", shift, program]);
    command
}

fn prepare(words: &[&str]) {
    let output = Command::new(words[0]).args(&words[1..]).output();
    let output = output.expect("certutil runs: scripts/setup test installs it");
    assert!(
        output.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn words(output: &Output) -> String {
    let (said, complained) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(said),
        String::from_utf8_lossy(complained)
    )
}

fn refuse_unless(
    fine: bool,
    judge: String,
    shift: Option<&str>,
    words: String,
) -> Result<(), Refusal> {
    let when = shift.map_or_else(|| "now".to_owned(), |shift| format!("at {shift}"));
    if fine {
        Ok(())
    } else {
        Err(Refusal {
            judge: format!("{judge} ({when})"),
            words,
        })
    }
}
