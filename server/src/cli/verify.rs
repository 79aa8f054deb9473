//! `seing verify`: the report on a PDF, for people or as JSON, and an exit code for programs.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sign_core::bytes::trail::Trail;
use sign_core::verify::report::{
    Changes, Coverage, Finding, Report, SignatureKind, SignatureReport, TimeSource, Verdict,
};
use sign_core::verify::{Trust, verify_versions};

use super::{complain, say};
use crate::clock::{Clock as _, SystemClock};
use crate::input::{self, MAX_FILE_BYTES};

/// Verifies `file` against the certificates in `roots`.
pub fn run(json: bool, roots: Option<&Path>, file: &Path) -> ExitCode {
    let trust = match roots.map(trust).transpose() {
        Ok(trust) => trust.unwrap_or_default(),
        Err(why) => return unreadable(&format!("roots: {why}")),
    };
    let bytes = match input::read(file, MAX_FILE_BYTES) {
        Ok(bytes) => bytes,
        Err(why) => return unreadable(&format!("{}: {why}", file.display())),
    };
    let now_ms = SystemClock.now_ms();
    let report = verify_versions(&Arc::new(bytes), &Trail::new(), &trust, now_ms);
    if json {
        let text = serde_json::to_string_pretty(&report).expect("a report has text keys only");
        say(&text);
    } else {
        say(text(&report).trim_end());
    }
    ExitCode::from(report.verdict.exit_code())
}

fn unreadable(why: &str) -> ExitCode {
    complain(&format!("seing: {why}"));
    ExitCode::from(Verdict::Unreadable.exit_code())
}

fn trust(folder: &Path) -> io::Result<Trust> {
    let mut trust = Trust::default();
    trust.roots.extend(certificates(&folder.join("root.pem"))?);
    for name in ["issuing.pem", "tsa.pem"] {
        let path = folder.join(name);
        if path.exists() {
            trust.others.extend(certificates(&path)?);
        }
    }
    Ok(trust)
}

fn certificates(path: &Path) -> io::Result<Vec<Vec<u8>>> {
    let odd = || {
        let text = format!("{} holds no PEM certificate", path.display());
        io::Error::new(io::ErrorKind::InvalidData, text)
    };
    let named = |why: io::Error| io::Error::new(why.kind(), format!("{}: {why}", path.display()));
    let text = fs::read_to_string(path).map_err(named)?;
    let found: Option<Vec<_>> = text
        .split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .map(|block| {
            let body = block.split("-----END CERTIFICATE-----").next()?;
            let digits: String = body.split_whitespace().collect();
            STANDARD.decode(digits).ok()
        })
        .collect();
    found.filter(|list| !list.is_empty()).ok_or_else(odd)
}

fn text(report: &Report) -> String {
    let mut out = format!("{}\n", verdict(report.verdict));
    for signature in &report.signatures {
        out.push_str(&entry(signature));
    }
    if !report.findings.is_empty() {
        out.push_str("\nThe file\n");
        out.push_str(&list(&report.findings));
    }
    out
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => {
            "VALID: every signature is intact, trusted, and nothing forbidden changed"
        }
        Verdict::Unsigned => "UNSIGNED: there is no signature",
        Verdict::Indeterminate => {
            "INDETERMINATE: intact, but something needed for trust is unknown"
        }
        Verdict::Changed => "CHANGED: it was valid, and was then changed in a way not allowed",
        Verdict::Invalid => "INVALID: a signature is broken",
        Verdict::Unreadable => "UNREADABLE: the file cannot be read",
    }
}

fn entry(signature: &SignatureReport) -> String {
    let kind = match signature.kind {
        SignatureKind::Certification => "certification",
        SignatureKind::Approval => "signature",
        SignatureKind::Timestamp => "timestamp",
    };
    let signer = signature.signer.as_deref().unwrap_or("unknown signer");
    let organisation = signature.organisation.as_deref();
    let of = organisation
        .map(|name| format!(" ({name})"))
        .unwrap_or_default();
    format!(
        "\n{} — {kind} by {signer}{of}\n  time      {}\n  intact    {}\n  trusted   {}\n  covers    {}\n  since     {}\n{}",
        signature.field,
        time(signature),
        yes(signature.intact),
        yes(signature.trusted),
        coverage(signature.coverage),
        changes(signature.changes),
        list(&signature.findings)
    )
}

fn time(signature: &SignatureReport) -> String {
    signature
        .time
        .as_ref()
        .map_or("unknown".to_owned(), |time| {
            let source = match time.source {
                TimeSource::Claimed => "claimed by the signer",
                TimeSource::Stamped => "stamped",
            };
            format!("{} ({source})", time.at)
        })
}

fn yes(held: bool) -> &'static str {
    if held { "yes" } else { "NO" }
}

fn coverage(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::File => "the whole file",
        Coverage::Revision => "the whole file as it was then",
        Coverage::Odd => "NOT the whole of a revision",
    }
}

fn changes(changes: Changes) -> &'static str {
    match changes {
        Changes::None => "nothing changed",
        Changes::Allowed => "only what it allows",
        Changes::Forbidden => "MORE than it allows",
    }
}

fn list(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| {
            let about = finding.about.as_ref().map(|what| format!(" [{what}]"));
            format!(
                "  - {}: {}{}\n",
                finding.code,
                finding.text,
                about.unwrap_or_default()
            )
        })
        .collect()
}
