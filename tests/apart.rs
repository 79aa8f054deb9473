//! Two signers ten days apart: the file is accepted now and years later.

use std::sync::Arc;

use seing_server::clock::{Clock as _, ManualClock, SystemClock};
use seing_server::demo::{Demo, run_by};
use seing_tests::judges::Judges;
use seing_tests::place::{fixture, scratch};

const TEN_DAYS_MS: i64 = 10 * 86_400_000;

#[tokio::test]
async fn two_signers_ten_days_apart_are_accepted_for_years() {
    let folder = scratch("apart");
    let demo = Demo {
        input: fixture("contract.pdf"),
        output: folder.join("signed.pdf"),
        signers: 2,
        roots: Some(folder.join("roots")),
        ..Demo::default()
    };
    let clock = Arc::new(ManualClock::new(SystemClock.now_ms() - TEN_DAYS_MS));
    let later = Arc::clone(&clock);
    let told = run_by(&demo, clock, &move || later.advance(TEN_DAYS_MS)).await;
    told.expect("the ceremony ends");
    Judges::new(&folder.join("roots"))
        .accept_for_years(&demo.output, 4)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
}
