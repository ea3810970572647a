//! Macros that CPython's headers and its build predefine.

/// Defined by the headers of builds without the GIL.
pub const WITHOUT_GIL: &str = "Py_GIL_DISABLED";
