//! What is known of macros that no project defines: those of CPython and of other implementations.

use super::{
    Python, Targets, Truth,
    comparison::Comparison,
    cond::{Cond, CondId, CondTable},
};

/// Whether a macro is defined when compiling an extension for `python`.
pub(super) fn defined(name: &str, python: Python, targets: &Targets) -> Truth {
    match name {
        // CPython's own macros, Include/patchlevel.h and pyport.h.
        "PY_VERSION_HEX"
        | "PY_MAJOR_VERSION"
        | "PY_MINOR_VERSION"
        | "Py_PYTHON_H"
        | "METH_FASTCALL"
        | "METH_VARARGS"
        | "METH_KEYWORDS"
        | "Py_TPFLAGS_HAVE_GC"
        | "Py_TPFLAGS_HAVE_FINALIZE"
        | "Py_TPFLAGS_DEFAULT"
        | "Py_TPFLAGS_BASETYPE"
        | "Py_TPFLAGS_HEAPTYPE"
        | "Py_TPFLAGS_HAVE_VERSION_TAG" => Truth::True,
        "Py_TPFLAGS_IMMUTABLETYPE" | "Py_TPFLAGS_DISALLOW_INSTANTIATION" => (python.0 >= 10).into(),
        "Py_TPFLAGS_MANAGED_DICT" | "Py_TPFLAGS_MANAGED_WEAKREF" | "Py_mod_multiple_interpreters" => {
            (python.0 >= 12).into()
        }
        "Py_mod_gil" => (python.0 >= 13).into(),
        "Py_GIL_DISABLED" if python.0 < 13 || targets.free_threading == Truth::False => Truth::False,
        // Other implementations, and Python 2.
        "PYPY_VERSION"
        | "PYPY_VERSION_NUM"
        | "GRAALVM_PYTHON"
        | "PYSTON_VERSION"
        | "JYTHON_VERSION"
        | "Py_TPFLAGS_CHECKTYPES"
        | "Py_TPFLAGS_HAVE_ITER"
        | "Py_TPFLAGS_HAVE_WEAKREFS"
        | "Py_TPFLAGS_HAVE_CLASS"
        | "Py_TPFLAGS_HAVE_RICHCOMPARE"
        | "Py_TPFLAGS_HAVE_NEWBUFFER"
        | "HPY" => Truth::False,
        "Py_LIMITED_API" => targets.limited_api,
        "Py_BUILD_CORE" | "Py_BUILD_CORE_MODULE" | "Py_BUILD_CORE_BUILTIN" if targets.cpython => Truth::Maybe,
        "Py_BUILD_CORE" | "Py_BUILD_CORE_MODULE" | "Py_BUILD_CORE_BUILTIN" => Truth::False,
        _ => Truth::Maybe,
    }
}

impl CondTable {
    /// `Py_LIMITED_API op value`. Where the build gives it one number or none, it is settled by its being defined.
    pub fn limited_api(&mut self, op: Comparison, value: u32) -> CondId {
        let (Truth::Maybe, Some(version)) = (self.targets.limited_api, self.targets.limited_api_version) else {
            return self.add(Cond::LimitedApi(op, value));
        };
        match (op.range(version, version, value), op.range(0, 0, value)) {
            (with, without) if with == without => self.constant(with == Truth::True),
            (with, _) => {
                let defined = self.add(Cond::Defined("Py_LIMITED_API".into()));
                if with == Truth::True { defined } else { self.not(defined) }
            }
        }
    }
}
