//! One and eight threads say the same.
#![no_main]

use std::sync::OnceLock;

use extlint_fuzz::pieces::module;
use extlint_fuzz::{Files, findings, on_thread};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    static EIGHT: OnceLock<rayon::ThreadPool> = OnceLock::new();
    if bytes.len() > 4096 {
        return;
    }
    let mut files: Files = Vec::new();
    for (i, part) in bytes.chunks(512).enumerate() {
        files.extend(module(part).into_iter().map(|(name, text)| (format!("{i}/{name}"), text)));
    }
    let eight = || rayon::ThreadPoolBuilder::new().num_threads(8).stack_size(64 << 20).build().expect("threads");
    let one = on_thread(|| format!("{:?}", findings(&files, &[])));
    let many = EIGHT.get_or_init(eight).install(|| format!("{:?}", findings(&files, &[])));
    assert_eq!(one, many);
});
