//! The configuration file.
#![no_main]

use extlint::config::FileConfig;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if text.len() < 1 << 16
        && let Ok(table) = text.parse::<toml::Table>()
        && let Err(wrong) = FileConfig::read(&table)
    {
        assert!(!wrong.is_empty(), "something is wrong, and nothing is said");
    }
});
