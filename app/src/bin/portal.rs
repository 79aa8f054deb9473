//! Starts the portal's screens.

use seing_app::browser::page;
use seing_app::routes::PortalApp;

fn main() {
    page::report_panics();
    page::clear_boot();
    leptos::mount::mount_to_body(PortalApp);
}
