//! The rules that the compiler cannot check, each with a proof that it sees what breaks it.

#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/readme.rs"]
mod readme;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use manifests::members_depend_one_way;
use rules::{
    every_file_opens_with_a_sentence, files_stay_short, nobody_waits_in_tests,
    nothing_is_left_undone, nothing_names_a_machine, nothing_unwraps,
    only_one_folder_names_web_sys, stages_import_earlier_ones, the_app_names_no_other_origin,
    the_canvas_is_not_read_back, the_core_reads_no_world,
};
use source::{Rule, Source, manifests_of_members, rust_files, served_files};

#[track_caller]
fn holds(rule: Rule, sources: &[Source]) {
    assert!(sources.len() > 3, "the files were not found");
    let broken = rule(sources);
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[track_caller]
fn sees(rule: Rule, path: &str, text: &str) {
    let planted = [Source::new(path, text)];
    assert_eq!(rule(&planted).len(), 1, "{path}: {text:?}");
}

#[track_caller]
fn passes(rule: Rule, path: &str, text: &str) {
    assert_eq!(rule(&[Source::new(path, text)]), Vec::<String>::new());
}

#[test]
fn each_file_opens_with_a_sentence() {
    holds(every_file_opens_with_a_sentence, &rust_files());
    sees(every_file_opens_with_a_sentence, "app/src/a.rs", "use b;\n");
    sees(
        every_file_opens_with_a_sentence,
        "app/src/a.rs",
        "//!\nuse b;\n",
    );
}

#[test]
fn each_file_stays_short() {
    holds(files_stay_short, &rust_files());
    sees(files_stay_short, "app/src/a.rs", &"x\n".repeat(401));
    passes(files_stay_short, "app/src/a.rs", &"x\n".repeat(400));
}

#[test]
fn data_flows_one_way() {
    holds(stages_import_earlier_ones, &rust_files());
    let rule: Rule = stages_import_earlier_ones;
    sees(
        rule,
        "sign-core/src/bytes/lexer.rs",
        "use crate::verify::Report;",
    );
    sees(
        rule,
        "sign-core/src/stamp.rs",
        "use crate::{\n    error::Error,\n    signature::cms,\n};",
    );
    sees(
        rule,
        "sign-core/src/digest.rs",
        "fn f() -> crate::signature::Key {}",
    );
    sees(
        rule,
        "sign-core/src/wire/portal.rs",
        "use crate::document::Document;",
    );
    passes(
        rule,
        "sign-core/src/verify.rs",
        "use crate::bytes::hash;\nuse crate::wire::value::Hash;",
    );
    passes(
        rule,
        "sign-core/src/digest.rs",
        "//! See [`crate::signature`].\n",
    );
}

#[test]
fn web_sys_is_named_in_one_folder() {
    holds(only_one_folder_names_web_sys, &rust_files());
    let named = ["use web", "_sys::window;"].concat();
    sees(
        only_one_folder_names_web_sys,
        "app/src/routes/sign.rs",
        &named,
    );
    passes(
        only_one_folder_names_web_sys,
        "app/src/browser/files.rs",
        &named,
    );
}

#[test]
fn unwrap_stays_in_tests() {
    holds(nothing_unwraps, &rust_files());
    let call = ["a.unwr", "ap();\n"].concat();
    sees(nothing_unwraps, "server/src/a.rs", &call);
    passes(
        nothing_unwraps,
        "server/src/a.rs",
        &format!("#[cfg(test)]\nmod tests {{\n{call}}}"),
    );
    passes(nothing_unwraps, "server/tests/a.rs", &call);
}

#[test]
fn all_code_is_finished() {
    holds(nothing_is_left_undone, &rust_files());
    for planted in [
        ["tod", "o!()"],
        ["unimplement", "ed!()"],
        ["#[ign", "ore]"],
        ["#[ign", "ore = \"\"]"],
    ] {
        sees(nothing_is_left_undone, "tests/a.rs", &planted.concat());
    }
}

#[test]
fn tests_wait_for_conditions() {
    holds(nobody_waits_in_tests, &rust_files());
    let call = ["tokio::time::sle", "ep(second).await;"].concat();
    sees(nobody_waits_in_tests, "tests/stack.rs", &call);
    sees(
        nobody_waits_in_tests,
        "server/src/a.rs",
        &format!("#[cfg(test)]\nmod tests {{\n{call}}}"),
    );
    passes(nobody_waits_in_tests, "server/src/outbox.rs", &call);
}

#[test]
fn no_file_names_a_machine() {
    let mut all = rust_files();
    all.extend(served_files());
    all.extend(manifests_of_members());
    holds(nothing_names_a_machine, &all);
    for planted in [
        ["\"/ho", "me/anna\""],
        ["\"/tm", "p/a\""],
        ["(/ro", "ot/x)"],
        ["C:\\Us", "ers\\x"],
    ] {
        sees(
            nothing_names_a_machine,
            "server/src/a.rs",
            &planted.concat(),
        );
    }
}

#[test]
fn the_core_knows_no_clock_file_socket_or_thread() {
    holds(the_core_reads_no_world, &rust_files());
    for part in [
        "time::Instant",
        "fs",
        "net::TcpStream",
        "env",
        "thread",
        "process",
        "io::stdin",
    ] {
        sees(
            the_core_reads_no_world,
            "sign-core/src/a.rs",
            &format!("use std::{part};"),
        );
    }
    passes(the_core_reads_no_world, "server/src/a.rs", "use std::fs;");
}

#[test]
fn the_canvas_is_never_read_back() {
    let mut all = rust_files();
    all.extend(served_files());
    holds(the_canvas_is_not_read_back, &all);
    sees(
        the_canvas_is_not_read_back,
        "app/src/browser/canvas.rs",
        &["canvas.to_data", "_url()"].concat(),
    );
    sees(
        the_canvas_is_not_read_back,
        "public/x.mjs",
        &["context.getImage", "Data(0, 0, 1, 1)"].concat(),
    );
    let reads = ["context.get_image", "_data(0.0, 0.0, 1.0, 1.0)"].concat();
    passes(the_canvas_is_not_read_back, rules::DECODER, &reads);
    let of_a_page = ["fn read(canvas: &Html", "CanvasElement) {}"].concat();
    sees(the_canvas_is_not_read_back, rules::DECODER, &of_a_page);
}

#[test]
fn the_app_contacts_no_other_origin() {
    let mut all = rust_files();
    all.extend(served_files());
    holds(the_app_names_no_other_origin, &all);
    sees(
        the_app_names_no_other_origin,
        "public/styles.css",
        "@import url(https://fonts.example/a.css)",
    );
    for text in [
        "connect(\"wss://live.example\")",
        "<script src=\"//cdn.example/a.js\">",
        "<img src=//cdn.example/a.png>",
        "fetch(`//[2001:db8::1]/a`)",
        "background: url(//cdn.example/a.png)",
    ] {
        sees(the_app_names_no_other_origin, "public/a.html", text);
    }
    passes(
        the_app_names_no_other_origin,
        "public/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
    );
}

#[test]
fn the_readme_names_tests_that_exist() {
    let readme = include_str!("../README.md");
    let absent = readme::absent_tests(readme, &rust_files());
    assert!(absent.is_empty(), "\n{}\n", absent.join("\n"));
    let planted = "## What it never does\n`no_such_test_at_all`, `README.md`\n## More\n`a_b_c`";
    assert_eq!(readme::absent_tests(planted, &[]).len(), 1);
}

#[test]
fn the_clauses_name_tests_that_exist() {
    let clauses = include_str!("../sign-core/CONFORMANCE.md");
    let absent = readme::absent_proofs(clauses, &rust_files());
    assert!(absent.is_empty(), "\n{}\n", absent.join("\n"));
    let planted = "| 1.2 | a clause | done (`no_such_test_at_all`); else `byte_range_odd` |";
    assert_eq!(readme::absent_proofs(planted, &[]).len(), 1);
}

#[test]
fn no_member_depends_the_wrong_way() {
    holds(members_depend_one_way, &manifests_of_members());
    let rule: Rule = members_depend_one_way;
    sees(
        rule,
        "sign-core/Cargo.toml",
        "[dependencies]\nseing-server.workspace = true\n",
    );
    sees(
        rule,
        "server/Cargo.toml",
        "[dev-dependencies]\nseing-tests = { path = \"../tests\" }\n",
    );
    sees(
        rule,
        "app/Cargo.toml",
        "[dependencies.seing-server]\nworkspace = true\n",
    );
    passes(
        rule,
        "app/Cargo.toml",
        "[dependencies]\nsign-core.workspace = true\n",
    );
}
