//! Every screen in every look: narrow, zoomed, dark, in forced colours; none may scroll sideways or
//! cover what has the focus.

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

/// Says which controls a bar covers, in whole or in part, when they have the focus (WCAG 2.2, 2.4.11).
const COVERED: &str = "
const before = document.activeElement, out = [];
const bars = [...document.querySelectorAll('.header, .hand, .actions')].filter((bar) => getComputedStyle(bar).position === 'sticky');
for (const one of document.querySelectorAll('main :is(a[href], button, input, select, textarea, [tabindex=\"0\"])')) {
  if (one.disabled || one.getClientRects().length === 0) continue;
  one.focus();
  const area = one.getBoundingClientRect();
  const over = (bar) => { const part = bar.getBoundingClientRect(); return !bar.contains(one) && area.top < part.bottom - 1 && area.bottom > part.top + 1; };
  if (document.activeElement === one && bars.some(over)) out.push(one.tagName.toLowerCase() + '[' + (one.dataset.test ?? one.id) + ']');
}
before?.focus();
scrollTo(0, 0);
return out.length === 0 ? null : 'covered: ' + out.join(', ');
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

    /// Returns every screen that could be scrolled sideways or covered what has the focus, and in
    /// which look.
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
            let title = format!("{}-{name}-{}", looks.prefix, look.name);
            for fault in [WIDER, COVERED] {
                if let Value::String(found) = self.run(fault, vec![json!(look.width)]).await {
                    let mut faults = looks.faults.lock().expect("no holder panics");
                    faults.push(format!("{title}: {found}"));
                }
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
