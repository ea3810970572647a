#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| extlint_fuzz::entries::project::build_files(bytes));
