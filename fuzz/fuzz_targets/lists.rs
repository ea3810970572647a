//! Baselines, and the lists of CPython's own analyzer.
#![no_main]

use extlint::suppress::baseline::Baseline;
use extlint::suppress::{c_analyzer, comments};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if text.len() > 1 << 16 {
        return;
    }
    if let Ok(baseline) = Baseline::parse(text) {
        let again = Baseline::parse(&baseline.render()).expect("what is written can be read");
        assert_eq!(again.total(), baseline.total());
    }
    let _ = c_analyzer::parse("globals-to-fix.tsv", text);
    let _ = comments::parse_reason(text);
});
