//! Starts the screen that reads the signatures of a file.

use seing_app::browser::page;
use seing_app::routes::VerifyApp;

fn main() {
    page::report_panics();
    page::clear_boot();
    leptos::mount::mount_to_body(VerifyApp);
}
