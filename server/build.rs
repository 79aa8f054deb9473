//! Makes the folder of the built app exist, so that a server compiled before the app still finds it.

use std::{env, fs};

const APP: &str = "../dist";

fn main() {
    fs::create_dir_all(APP).expect("the workspace can be written");
    println!("cargo::rerun-if-changed=build.rs");
    // A debug build reads the folder when it runs; a release build carries its files.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={APP}");
    }
}
