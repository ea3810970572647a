//! The whole source front end and the rules: up to four files of any bytes, divided by `\\xfe`.
#![no_main]

use extlint_fuzz::{Files, LONGEST, are_inside, findings, on_thread};
use libfuzzer_sys::fuzz_target;

const NAMES: &[[&str; 4]] = &[["m.c", "m.h", "n.c", "n.h"], ["m.cpp", "m.h", "n.cc", "n.hpp"], ["m.c", "m.h", "n.cpp", "x.inc"]];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, text)) = bytes.split_first() else { return };
    if text.len() > LONGEST {
        return;
    }
    let names = NAMES[first as usize % NAMES.len()];
    let parts = text.splitn(4, |&b| b == 0xfe);
    let files: Files = names.iter().zip(parts).map(|(name, text)| ((*name).to_owned(), text.to_vec())).collect();
    on_thread(|| are_inside(&findings(&files, &[]), &files));
});
