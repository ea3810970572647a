//! ELF, PE and Mach-O as bytes; the first byte picks the name.
#![no_main]

use extlint_fuzz::{binary, on_thread};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &["m.abi3.so", "m.cpython-313-x86_64-linux-gnu.so", "m.pyd", "m.cpython-312-darwin.so", "m.cpython-313t-x86_64-linux-gnu.so"];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    if bytes.len() < 1 << 20 {
        on_thread(|| binary(NAMES[first as usize % NAMES.len()], bytes));
    }
});
