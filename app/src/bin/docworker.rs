//! Starts the document worker.

fn main() {
    seing_app::browser::port::serve();
}
