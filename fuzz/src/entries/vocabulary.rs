//! What C that a grammar makes is made of.

/// How deep things are put into each other.
pub(super) const DEEP: u8 = 6;

pub(super) const NAMES: &[&str] = &["x", "y", "self", "p", "a", "T", "t", "n", "f", "M", "PyObject", "i"];
/// Types, those that may stand in a cast first.
pub(super) const TYPES: &[&str] = &[
    "int",
    "T",
    "struct s",
    "PyObject",
    "unsigned long",
    "const char",
    "t",
    "void",
    "long long unsigned",
    "enum e",
    "union u",
    "volatile t",
    "char const",
    "_Bool",
    "unsigned",
    "size_t",
    "Py_ssize_t",
    "unsigned char",
    "_Atomic int",
    "struct { int q; }",
    "enum { A, B = 2 }",
    "__typeof__(x)",
    "static T",
    "register int",
    "extern struct s",
    "static inline int",
    "static const char",
    "struct s { int q; }",
    "inline int",
    "_Thread_local int",
];
/// How many of them may.
pub(super) const PURE: usize = 22;
pub(super) const STARS: &[&str] = &["", "*", "**", "* const ", "(*", "* restrict "];
pub(super) const INFIX: &[&str] = &[
    "+", "-", "*", "&", "&&", "==", "=", "<", ">", "<<", "||", "|", "^", "!=", "<=", "%", "/", "+=", "|=", "<<=", ",",
    ">>", "-=", ">=",
];
pub(super) const PREFIX: &[&str] =
    &["-", "!", "*", "&", "~", "++", "--", "sizeof ", "+", "__extension__ ", "_Alignof ", "- -"];
pub(super) const ATOMS: &[&str] = &[
    "1",
    "NULL",
    "0x1fUL",
    "\"s\"",
    "'c'",
    "1.5e-3f",
    "\"a\" \"b\"",
    "sizeof(T)",
    "sizeof(int *)",
    "L\"w\"",
    "offsetof(T, q)",
    "'\\n'",
    "07",
    "sizeof x",
    "N",
    "\"a\" N",
    "u8\"c\"",
    "va_arg(n, int)",
];
pub(super) const BETWEEN: &[&str] = &[" ", "\n", " /* c */ ", "\t", " \\\n", "", " // c\n"];

/// Words that are put in anywhere: what they make of it may be no C.
pub(super) const STRAY: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    ";",
    "[",
    "]",
    ",",
    "else",
    "static",
    "int",
    "...",
    "?",
    ":",
    "#if N\n",
    "#endif\n",
    "#else\n",
    "__attribute__((unused)) ",
    "M(x)",
    "=",
    ".",
    "->",
    "#",
    "@",
    "\"",
    "'",
    "operator",
    "class",
    "case",
    "asm(\"\")",
    "_Generic(x, int: 1)",
    "__cdecl ",
    "inline",
    "goto",
    "struct",
];
