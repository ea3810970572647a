//! Lexer and masker: a masked text is as long as the text.
#![no_main]

use extlint::facts::{FileId, Targets};
use extlint::source::{SourceInput, code_bytes, mask_only};
use extlint::facts::Span;
use extlint_fuzz::LONGEST;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    if text.len() > LONGEST {
        return;
    }
    let code = code_bytes(text, Span::new(0, text.len() as u32));
    assert!(code <= text.len());
    for path in ["m.c", "m.h", "m.cpp"] {
        let body = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let masked = mask_only(&[SourceInput { file: FileId(0), path, text }], &Targets::default());
        assert!(masked == body.len() || masked == text.len(), "{masked} of {}", text.len());
    }
});
