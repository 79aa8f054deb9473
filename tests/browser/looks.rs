//! Every screen in every look: narrow, zoomed, dark, in forced colours; none may scroll sideways.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Browser;
use crate::place::keepsakes;

/// A size in CSS pixels, device pixels a pixel, and what the media say.
struct Look {
    name: &'static str,
    width: u32,
    height: u32,
    scale: u32,
    dark: bool,
    forced: bool,
}

/// The screen everything is done on, restored after each picture.
const PLAIN: Look = Look {
    name: "plain",
    width: 1280,
    height: 900,
    scale: 1,
    dark: false,
    forced: false,
};
const LOOKS: [Look; 7] = [
    PLAIN,
    Look {
        name: "dark",
        dark: true,
        ..PLAIN
    },
    Look {
        name: "forced",
        forced: true,
        ..PLAIN
    },
    // A window of 1280 × 900 at 200 %.
    Look {
        name: "zoom",
        width: 640,
        height: 450,
        scale: 2,
        ..PLAIN
    },
    Look {
        name: "phone",
        width: 390,
        height: 844,
        scale: 2,
        ..PLAIN
    },
    Look {
        name: "phone-dark",
        width: 390,
        height: 844,
        scale: 2,
        dark: true,
        ..PLAIN
    },
    Look {
        name: "narrow",
        width: 320,
        height: 640,
        scale: 2,
        ..PLAIN
    },
];

/// Says how wide the page is and what sticks out, where it is wider than its window.
const WIDER: &str = "
const width = arguments[0], page = document.scrollingElement;
if (page.scrollWidth <= width) return null;
const out = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > width + 0.5);
const name = (one) => one.tagName.toLowerCase() + '.' + (one.getAttribute('class') ?? '') + '[' + (one.dataset.test ?? '') + ']';
return page.scrollWidth + ' px: ' + out.slice(-4).map(name).join(', ');
";

/// What was seen so far.
pub(super) struct Looks {
    folder: PathBuf,
    prefix: &'static str,
    faults: Mutex<Vec<String>>,
}

impl Browser {
    /// From now on each picture is taken in every look; its name begins so.
    pub fn look_closely(&mut self, prefix: &'static str) {
        let folder = keepsakes().join("screens");
        fs::create_dir_all(&folder).expect("the build folder can be written");
        let faults = Mutex::default();
        self.looks = Some(Looks {
            folder,
            prefix,
            faults,
        });
    }

    /// Returns every screen that could be scrolled sideways, and in which look.
    pub fn faults(&self) -> Vec<String> {
        let faults = self
            .looks
            .as_ref()
            .map(|looks| looks.faults.lock().expect("no holder panics").clone());
        faults.unwrap_or_default()
    }

    pub(super) async fn examine(&self, looks: &Looks, name: &str) {
        for look in &LOOKS {
            self.wear(look).await;
            let wider = self.run(WIDER, vec![json!(look.width)]).await;
            let title = format!("{}-{name}-{}", looks.prefix, look.name);
            if let Value::String(wider) = wider {
                looks
                    .faults
                    .lock()
                    .expect("no holder panics")
                    .push(format!("{title}: {wider}"));
            }
            let whole = json!({ "captureBeyondViewport": true, "format": "png" });
            let image = self.cdp("Page.captureScreenshot", whole).await;
            let image = STANDARD.decode(image["data"].as_str().unwrap_or_default());
            fs::write(
                looks.folder.join(format!("{title}.png")),
                image.expect("a picture is base64"),
            )
            .expect("the build folder can be written");
        }
        self.wear(&PLAIN).await;
    }

    async fn wear(&self, look: &Look) {
        let size = json!({ "width": look.width, "height": look.height, "deviceScaleFactor": look.scale, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": if look.dark { "dark" } else { "light" } },
            { "name": "prefers-reduced-motion", "value": "reduce" },
            { "name": "forced-colors", "value": if look.forced { "active" } else { "none" } }
        ] });
        self.cdp("Emulation.setEmulatedMedia", media).await;
        // Two frames: what asked for the size has been drawn.
        let drawn = "scrollTo(0, 0); return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.run(drawn, vec![]).await;
    }
}
