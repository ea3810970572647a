#![no_main]
libfuzzer_sys::fuzz_target!(init: extlint_fuzz::start::start(), |bytes: &[u8]| extlint_fuzz::entries::small::plain(bytes));
