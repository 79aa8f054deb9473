//! Starts the screens that prepare an envelope.

use seing_app::browser::page;
use seing_app::routes::PrepareApp;

fn main() {
    page::report_panics();
    page::clear_boot();
    leptos::mount::mount_to_body(PrepareApp);
}
