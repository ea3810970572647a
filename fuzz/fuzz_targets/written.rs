//! The rules: a module put together from declarations, functions and slot arrays, a statement at a time.
#![no_main]

use extlint_fuzz::pieces::module;
use extlint_fuzz::{Files, are_inside, findings, on_thread};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > 2048 {
        return;
    }
    let files: Files = module(bytes);
    on_thread(|| are_inside(&findings(&files, &[]), &files));
});
