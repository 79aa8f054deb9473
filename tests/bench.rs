//! Times one signature in Chromium beside pdf-lib with @signpdf and the floor, and counts the passes.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{Write as _, stdout};
use std::sync::Arc;
use std::time::Duration;

use seing_server::clock::{OsChance, SystemClock};
use seing_server::keys::Keyring;
use seing_tests::browser::Browser;
use seing_tests::driver::{Device, Driver};
use serde_json::Value;

#[path = "bench/ceremony.rs"]
mod ceremony;
#[path = "bench/passes.rs"]
mod passes;
#[path = "bench/site.rs"]
mod site;
#[path = "bench/times.rs"]
mod times;
#[path = "bench/worker.rs"]
mod worker;

use times::{Ours, Rival, Spread, spread};

/// Paths and names of the files: like scans, and many small objects; and how often the rival signs
/// them, who takes most of a minute for the last.
const FILES: [(&str, &str, usize); 4] = [
    ("1", "1 MB", WARM_UP + RUNS),
    ("10", "10 MB", WARM_UP + RUNS),
    ("50", "50 MB", WARM_UP + RUNS),
    ("objects", "200,000 objects", 1),
];
/// Longest run of a rival.
const LIMIT: Duration = Duration::from_secs(600);
/// What is counted follows the size, so two are enough to show it.
const COUNTED_MB: [usize; 2] = [10, 50];
/// Runs before anything is timed: the engines compile what they run often.
const WARM_UP: usize = 2;
const RUNS: usize = 7;

const WORDS: &str = "Medians of seven runs after two to warm up, in turns, each file in one Chromium.
open + sign: octets in memory are opened (copied in, hashed, inspected), stamped and signed to the last octet; nothing else.
handed out: the page has them as a file besides. All else:
drop: a chosen file is read, hashed and inspected. link: a link's ciphertext is decrypted, rebuilt, all its signatures
checked. sign: ink and name are stamped, the update is hashed and encrypted, a new key signs, the server stamps (its own
time counts, the network is left out), the signature is embedded, the result compared with the server's hash, all
signatures are checked, the file is handed out. pdf-lib with @signpdf: the same ink and name, a key at hand, no check.";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// All that was measured of one size.
struct Row {
    name: &'static str,
    floor: Spread,
    ours: Ours,
    rival: Rival,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let origin = site::open().await?;
    let driver = Driver::start();
    let keys = Keyring::generate(Arc::new(SystemClock), Arc::new(OsChance), "Bench")?;
    let before = load();
    let mut rows = Vec::new();
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for (path, name, rivals) in FILES {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == path) {
            continue;
        }
        let page = driver.open(Device::Desktop, "en").await;
        page.script_limit(LIMIT).await;
        page.visit(&format!("{origin}/bench/page.html")).await;
        rows.push(measure(&page, &keys, path, (name, rivals)).await?);
        page.close().await;
    }
    let (mut passes, mut browser) = (String::new(), Value::Null);
    for size_mb in COUNTED_MB {
        let page = driver.open(Device::Desktop, "en").await;
        page.visit(&format!("{origin}/bench/page.html")).await;
        passes += &passes::count(&page, &keys, size_mb).await?;
        browser = page.run("return navigator.userAgent", vec![]).await;
        page.close().await;
    }
    let machine = format!(
        "{browser}; load before {before}; load after {}; {} cores",
        load(),
        std::thread::available_parallelism()?
    );
    writeln!(
        stdout(),
        "{}\n{}\n{passes}\n{WORDS}\n{machine}",
        table(&rows)?,
        details(&rows)?
    )?;
    Ok(())
}

/// Measures each contender in turns, so that noise hits all alike.
async fn measure(
    page: &Browser,
    keys: &Keyring,
    path: &str,
    (name, most): (&'static str, usize),
) -> Outcome<Row> {
    let path = format!("/pdf/{path}");
    page.run("return start()", vec![]).await;
    let (mut floors, mut ours, mut rivals) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..WARM_UP + RUNS {
        let floor = page
            .run("return floor(arguments[0])", vec![path.clone().into()])
            .await;
        let open = ceremony::open(page, &path).await?;
        let own = ceremony::run(page, keys, &path, None).await?;
        let rival = if run + most >= WARM_UP + RUNS {
            let script = "return runRival(arguments[0])";
            Some(page.run(script, vec![path.clone().into()]).await)
        } else {
            None
        };
        if run >= WARM_UP {
            floors.push(times::number(&floor)?);
            ours.push((open, own));
            rivals.extend(rival);
        }
    }
    Ok(Row {
        name,
        floor: spread(floors),
        ours: Ours::of(&ours),
        rival: Rival::of(&rivals)?,
    })
}

/// The table of the README: medians in milliseconds.
fn table(rows: &[Row]) -> Outcome<String> {
    type Time = fn(&Row) -> f64;
    let lines: [(&str, Time); 11] = [
        ("floor: one copy and one SHA-256 (WebCrypto)", |row| {
            row.floor.middle
        }),
        ("**ours: open + sign**", |row| row.ours.bare.middle),
        ("ours: open + sign, handed out", |row| {
            row.ours.handed.middle
        }),
        ("ours: drop", |row| row.ours.drop.middle),
        ("ours: link", |row| row.ours.link.middle),
        ("ours: sign", |row| row.ours.sign.middle),
        ("ours: drop + sign", |row| {
            row.ours.drop.middle + row.ours.sign.middle
        }),
        ("ours: link + sign", |row| {
            row.ours.link.middle + row.ours.sign.middle
        }),
        ("pdf-lib: open", |row| row.rival.open.middle),
        ("pdf-lib + @signpdf: sign", |row| row.rival.sign.middle),
        ("**pdf-lib + @signpdf: open + sign**", |row| {
            row.rival.open.middle + row.rival.sign.middle
        }),
    ];
    let mut text = String::from("| ms |");
    for row in rows {
        write!(text, " {} |", row.name)?;
    }
    writeln!(text, "\n|---|{}", "---|".repeat(rows.len()))?;
    for (name, time) in lines {
        write!(text, "| {name} |")?;
        for row in rows {
            write!(text, " {} |", times::short(time(row)))?;
        }
        text.push('\n');
    }
    Ok(text)
}

/// From the quickest to the slowest run, and the parts of ours.
fn details(rows: &[Row]) -> Outcome<String> {
    let mut text = String::from("middle (quickest to slowest) in ms\n");
    for row in rows {
        let Row { ours, rival, .. } = row;
        let whole = [
            ("floor", &row.floor),
            ("ours: open + sign", &ours.bare),
            ("ours: the same, handed out", &ours.handed),
            ("ours: open", &ours.open),
            ("ours: drop", &ours.drop),
            ("ours: link", &ours.link),
            ("ours: sign", &ours.sign),
            ("pdf-lib: open", &rival.open),
            ("pdf-lib + @signpdf: sign", &rival.sign),
        ];
        for (name, spread) in whole {
            writeln!(text, "{:15}  {name:26} {spread}", row.name)?;
        }
        for (name, spread) in &ours.parts {
            writeln!(text, "{:15}    {name:24} {spread}", row.name)?;
        }
    }
    Ok(text)
}

/// How busy the machine is, in its own words.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
