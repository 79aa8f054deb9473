//! Starts chromedriver, and sessions of Chromium of the size of a phone or of a desktop.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::place::scratch;

/// What a person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// 390 × 844 at three pixels a point, a finger.
    Phone,
    /// 1280 × 900, a mouse.
    Desktop,
}

/// Without a screen Chromium finds no pointer at all; a computer has a fine one that can hover.
const MOUSE: &str = "--blink-settings=primaryPointerType=4,availablePointerTypes=4,primaryHoverType=2,availableHoverTypes=2";

/// How often chromedriver is started: it takes a port that is free for IPv4, and ends where somebody has
/// the same of IPv6.
const STARTS: usize = 5;

/// A running chromedriver; it ends with this value.
pub struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts it on a free port.
    pub fn start() -> Self {
        let started = (0..STARTS).find_map(|_| Self::started());
        started.expect("chromedriver says on which port it listens")
    }

    fn started() -> Option<Self> {
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut command = Command::new(program);
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command
            .spawn()
            .expect("chromedriver starts: scripts/setup test installs it");
        let said = BufReader::new(process.stdout.take().expect("its output is piped"));
        let line = said
            .lines()
            .map_while(Result::ok)
            .find(|line| line.contains("started successfully on port"));
        let Some(line) = line else {
            drop(process.wait());
            return None;
        };
        let port: String = line.chars().filter(char::is_ascii_digit).collect();
        Some(Self {
            process,
            address: format!("http://127.0.0.1:{port}"),
        })
    }

    /// Opens a new browser with nothing in it.
    pub async fn open(&self, device: Device, locale: &str) -> Browser {
        let downloads = scratch("downloads");
        let net_log = scratch("net").join("log.json");
        let Value::Object(wanted) = capabilities(device, locale, &downloads, &net_log) else {
            unreachable!("the capabilities are written as an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&self.address)
            .await;
        let client: Client = client.expect("Chromium starts: scripts/setup test installs it");
        let browser = Browser::new(client, device, downloads, net_log).await;
        if device == Device::Desktop {
            let size =
                json!({ "width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            browser
                .cdp("Emulation.setDeviceMetricsOverride", size)
                .await;
        }
        browser
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked, it closes every Chromium; killed, it would leave them behind.
        if let Ok(mut stream) = TcpStream::connect(self.address.trim_start_matches("http://")) {
            drop(stream.write_all(
                b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            ));
            drop(stream.read_to_end(&mut Vec::new()));
        }
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn capabilities(device: Device, locale: &str, downloads: &Path, net_log: &Path) -> Value {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--no-first-run".to_owned(),
        "--window-size=1280,900".to_owned(),
        format!("--lang={locale}"),
        format!("--log-net-log={}", net_log.display()),
        // Nothing but this machine can be reached.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
    ];
    arguments.extend(
        env::var("SEING_CHROME_ARGS")
            .iter()
            .flat_map(|more| more.split(' ').map(str::to_owned)),
    );
    if device == Device::Desktop {
        arguments.push(MOUSE.to_owned());
    }
    let mut chrome = json!({
        "args": arguments,
        "prefs": {
            "intl.accept_languages": locale,
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
            "plugins.always_open_pdf_externally": true,
            "profile.default_content_setting_values.automatic_downloads": 1
        }
    });
    if device == Device::Phone {
        chrome["mobileEmulation"] = json!({
            "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 3.0, "touch": true, "mobile": true },
            "userAgent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
        });
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": chrome,
        "goog:loggingPrefs": { "browser": "ALL" }
    })
}
