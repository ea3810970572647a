//! A sound ELF module, some of whose sections hold other bytes: debug information, machine code, relocations, symbols.
#![no_main]

use arbitrary::Arbitrary;
use extlint_fuzz::{binary, module, on_thread};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Patch {
    section: u8,
    offset: u16,
    bytes: Vec<u8>,
}

fuzz_target!(|patches: Vec<Patch>| {
    let mut file = module::BYTES.to_vec();
    for patch in patches.iter().take(32) {
        let sections = module::sections();
        if sections.is_empty() {
            return;
        }
        let (start, length) = sections[patch.section as usize % sections.len()];
        let at = start + patch.offset as usize % length.max(1);
        let end = (at + patch.bytes.len()).min(start + length).min(file.len());
        file[at..end].copy_from_slice(&patch.bytes[..end - at]);
    }
    on_thread(|| binary("m.cpython-313-x86_64-linux-gnu.so", &file));
});
