//! What the hand does: a press at a point, a stroke, the page moved under it.

use std::path::Path;
use std::time::Duration;

use fantoccini::actions::{InputSource, MouseActions, PointerAction, TouchActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::json;

use super::Browser;
use crate::driver::Device;

const LEFT_BUTTON: u64 = 0;
/// As often as a phone reports a finger.
const SAMPLE_MS: u64 = 12;

impl Browser {
    /// Presses a point of an element, in fractions of its width and height.
    pub async fn press_at(&self, hook: &str, across: f64, down: f64) {
        let element = self.see(hook).await;
        let (x, y) = self.point(&element, across, down).await;
        self.act(&[(x, y)])
            .await
            .unwrap_or_else(|error| panic!("press at {hook}: {error}"));
    }

    /// Draws a stroke through points given in fractions of the element's width and height; again where
    /// the page moved away under the hand, as it does when a heading takes the focus late.
    pub async fn draw(&self, hook: &str, stroke: &[(f64, f64)]) {
        let mut drawn = self.drawn(hook, stroke).await;
        if drawn
            .as_ref()
            .is_err_and(|error| error.to_string().contains("out of bounds"))
        {
            drawn = self.drawn(hook, stroke).await;
        }
        drawn.unwrap_or_else(|error| panic!("draw in {hook}: {error}"));
    }

    async fn drawn(&self, hook: &str, stroke: &[(f64, f64)]) -> Result<(), CmdError> {
        let element = self.see(hook).await;
        self.center(&element).await;
        let mut points = Vec::new();
        for (across, down) in stroke {
            points.push(self.place_of(&element, *across, *down).await);
        }
        self.act(&points).await
    }

    /// Drops a file of this device on an element.
    pub async fn drop_on(&self, hook: &str, file: &Path) {
        let element = self.see(hook).await;
        let (x, y) = self.point(&element, 0.5, 0.5).await;
        let data = json!({ "items": [], "files": [file], "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": x, "y": y, "data": data });
            self.cdp("Input.dispatchDragEvent", event).await;
        }
    }

    /// Scrolls it into the middle of the screen.
    pub(super) async fn center(&self, element: &Element) {
        let element = serde_json::to_value(element).expect("an element is a value");
        let script = "arguments[0].scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })";
        // A re-drawn element is found again by the caller.
        drop(self.client.execute(script, vec![element]).await);
    }

    /// Brings a point of the element to half the height of the screen, away from bars that stand.
    async fn point(&self, element: &Element, across: f64, down: f64) -> (f64, f64) {
        self.center(element).await;
        let (_, y) = self.place_of(element, across, down).await;
        let script =
            "window.scrollBy({ top: arguments[0] - innerHeight / 2, behavior: 'instant' })";
        self.run(script, vec![json!(y)]).await;
        self.place_of(element, across, down).await
    }

    /// A point of the element, from the viewport's corner.
    async fn place_of(&self, element: &Element, across: f64, down: f64) -> (f64, f64) {
        let element = serde_json::to_value(element).expect("an element is a value");
        let script = "const r = arguments[0].getBoundingClientRect(); return [r.x + r.width * arguments[1], r.y + r.height * arguments[2]]";
        let place = self
            .run(script, vec![element, json!(across), json!(down)])
            .await;
        (
            place[0].as_f64().expect("a number"),
            place[1].as_f64().expect("a number"),
        )
    }

    /// Puts the finger or the button down at the first point, moves through the others, lets go.
    async fn act(&self, points: &[(f64, f64)]) -> Result<(), CmdError> {
        let finger = || strokes(TouchActions::new("finger".into()), points);
        let mouse = || strokes(MouseActions::new("mouse".into()), points);
        match self.device {
            Device::Phone => self.client.perform_actions(finger()).await,
            Device::Desktop => self.client.perform_actions(mouse()).await,
        }?;
        self.client.release_actions().await
    }
}

fn strokes<S: InputSource<Action = PointerAction>>(source: S, points: &[(f64, f64)]) -> S {
    let step = |(x, y): &(f64, f64), ms| PointerAction::MoveTo {
        duration: Some(Duration::from_millis(ms)),
        x: *x,
        y: *y,
    };
    let source = source.then(step(&points[0], 0)).then(PointerAction::Down {
        button: LEFT_BUTTON,
    });
    let source = points[1..]
        .iter()
        .fold(source, |source, point| source.then(step(point, SAMPLE_MS)));
    source.then(PointerAction::Up {
        button: LEFT_BUTTON,
    })
}
