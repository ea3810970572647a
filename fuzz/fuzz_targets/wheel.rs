//! Wheels as bytes.
#![no_main]

use extlint_fuzz::{on_thread, wheel};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() < 1 << 20 {
        on_thread(|| wheel("spam-1.0-cp312-abi3-manylinux_2_17_x86_64.whl", bytes));
    }
});
