//! What modules say by the values of two of their slots. Source: `moduleobject.h` of CPython 3.12 and 3.13.

/// A value of a slot, and what it says in short.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// As `moduleobject.h` spells it.
    pub name: &'static str,
    /// Its number.
    pub value: i64,
    /// What it says.
    pub says: &'static str,
}

const fn claim(name: &'static str, value: i64, says: &'static str) -> Claim {
    Claim { name, value, says }
}

/// The values of `Py_mod_multiple_interpreters`.
pub const INTERPRETERS: [Claim; 3] = [
    claim("Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED", 0, "main only"),
    claim("Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED", 1, "shared GIL"),
    claim("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED", 2, "own GIL"),
];
/// The values of `Py_mod_gil`.
pub const GIL: [Claim; 2] = [claim("Py_MOD_GIL_USED", 0, "used"), claim("Py_MOD_GIL_NOT_USED", 1, "not used")];
