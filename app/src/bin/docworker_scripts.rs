//! Starts the document worker that sets text in other scripts, too, in fonts that the server lends.

fn main() {
    seing_app::browser::port::serve();
}
