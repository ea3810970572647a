//! Inputs made to break a reader: each ends, says what it did not read, and leaves the rest readable.

use extlint::facts::{FileFacts, FileId, Targets};
use extlint::source::{SourceInput, read};

use crate::{c, functions};

/// A thread with the stack of a test, so that deep nesting is met as a library user would meet it.
fn bytes(text: &[u8]) -> FileFacts {
    read(&[SourceInput { file: FileId(0), path: "m.c", text }], &Targets::default()).remove(0)
}

#[test]
fn empty_and_binary_inputs() {
    for text in [
        &b""[..],
        b"\0",
        b"\n",
        b"\xff\xfe\0\0",
        b"#",
        b"#if",
        b"#define",
        b"\\",
        b"/*",
        b"\"",
        b"'",
        b"R\"(",
        b"{",
        b"}",
        b"(",
        b")",
    ] {
        let facts = bytes(text);
        assert_eq!(facts.stats.bytes, text.len() as u64);
    }
}

#[test]
fn every_prefix_of_a_file_is_read() {
    let text = "#if A(1)\n#define M(a, ...) a ## __VA_ARGS__ #a\n#elif defined X && (Y > 2)\nstatic PyTypeObject T = { \
                PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T\" };\n#else\nM(int, x);\n#endif\nint f(a) int a; { M(b, c); for (;;) { \
                switch (a) { case 1 ... 2: goto x; } } x: return offsetof(T, a.b); }\n/* extlint: ignore[GC001] */ _Atomic(int) z;\n";
    for end in 0..=text.len() {
        bytes(&text.as_bytes()[..end]);
    }
    assert_eq!(functions(&c(text)), ["f"]);
}

#[test]
fn deep_nesting_is_cut_not_followed() {
    let deep = |open: &str, close: &str, n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
    let n = 20_000;
    for text in [
        format!("#if {}\nint a;\n#endif\nint last;\n", deep("(", ")", n)),
        format!("int a = {};\nint last;\n", deep("(", ")", n)),
        format!("int a[] = {};\nint last;\n", deep("{", "}", n)),
        format!("int f(void) {{ return {}; }}\nint last;\n", deep("f(", ")", n)),
        format!("void f(void) {{ {} }}\nint last;\n", "if (x) { ".repeat(n) + &"}".repeat(n)),
        format!("void f(void) {{ {} ; }}\nint last;\n", "if (x) ; else ".repeat(n)),
        format!("int a = {}1;\nint last;\n", "1 + ".repeat(n)),
        format!("{}\nint last;\n{}", "#if X\n".repeat(n), "#endif\n".repeat(n)),
        format!("int {}a{};\nint last;\n", "(*".repeat(n), ")".repeat(n)),
        format!("{}int x;{}\nint last;\n", "struct { ".repeat(n), "} a; ".repeat(n)),
    ] {
        let facts = bytes(text.as_bytes());
        assert_eq!(facts.stats.bytes, text.len() as u64);
        let found = facts.vars.iter().any(|v| v.name == "last");
        assert!(found, "lost what stands behind {:?}", &text[..60]);
    }
}

#[test]
fn expansion_does_not_explode() {
    let mut text = String::from("#define X0 static\n");
    for i in 1..40 {
        text += &format!("#define X{i} X{} X{}\n", i - 1, i - 1);
    }
    text += "X39 int a;\nint last;\n";
    let facts = c(&text);
    assert!(facts.vars.iter().any(|v| v.name == "last"));
}

#[test]
fn a_file_of_many_lines() {
    let text = "static int counter;\n".repeat(200_000);
    assert_eq!(bytes(text.as_bytes()).vars.len(), 200_000);
}

#[test]
fn a_brace_that_never_closes_loses_little() {
    let facts = c(
        "int f(void) { if (x) { return 1; }\n}\nint g(void) { { return 2;\n}\nint h(void) { return 3; }\nstatic int kept;\n",
    );
    assert!(functions(&facts).contains(&"f") && functions(&facts).contains(&"h"), "{:?}", functions(&facts));
    assert!(facts.vars.iter().any(|v| v.name == "kept"));
}
