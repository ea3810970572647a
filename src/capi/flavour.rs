//! Names that only one kind of build exports.

/// A kind of build that leaves names in the files compiled for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Without the GIL.
    FreeThreaded,
    /// `Py_REF_DEBUG`, as in debug builds.
    RefDebug,
    /// `Py_TRACE_REFS`.
    TraceRefs,
}

impl Flavour {
    /// In words.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Flavour::FreeThreaded => "a free-threaded build",
            Flavour::RefDebug => "a debug build",
            Flavour::TraceRefs => "a build with `Py_TRACE_REFS`",
        }
    }
}

/// What reference counting in the headers calls in such a build, and the creation of modules under `Py_TRACE_REFS`.
pub(crate) fn marker(name: &str) -> Option<Flavour> {
    Some(match name {
        "_Py_DecRefShared" | "_Py_DecRefSharedDebug" | "_Py_MergeZeroLocalRefcount" | "_Py_IncRefShared" => {
            Flavour::FreeThreaded
        }
        "_Py_NegativeRefcount" | "_Py_RefTotal" | "_Py_INCREF_IncRefTotal" | "_Py_DECREF_DecRefTotal" => {
            Flavour::RefDebug
        }
        "PyModule_Create2TraceRefs" | "PyModule_FromDefAndSpec2TraceRefs" => Flavour::TraceRefs,
        _ => return None,
    })
}
