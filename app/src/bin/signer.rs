//! Starts the signer's screens.

use seing_app::browser::page;
use seing_app::routes::SignerApp;

fn main() {
    page::report_panics();
    page::clear_boot();
    leptos::mount::mount_to_body(SignerApp);
}
