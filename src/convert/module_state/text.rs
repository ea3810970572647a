//! What is written for the state: the struct in the place of the globals, what finds it, and the functions of the
//! definition.

use super::globals::Global;
use super::heads::Heads;
use crate::facts::Python;

/// What finds a module by a type and its definition exists since.
const BY_DEF_SINCE: Python = Python(11);

/// The definition of the module, where the state's functions speak of it before it is defined.
pub(super) struct Forward<'a> {
    /// `static struct PyModuleDef`
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    pub(super) min_python: Python,
}

/// The struct and what finds it.
pub(super) fn state(globals: &[Global], prefix: &str, heads: &Heads, def: &Forward<'_>) -> String {
    let fields: String = globals.iter().map(|g| format!("    {} *{};\n", g.base, g.name)).collect();
    let mut out = format!(
        "typedef struct {{\n{fields}}} {prefix}_state;\n\nstatic inline {prefix}_state *\nget_{prefix}_state(PyObject *module)\n{{\n    return ({prefix}_state *)PyModule_GetState(module);\n}}"
    );
    if !heads.by_type && !heads.by_either {
        return out;
    }
    let name = def.name;
    out += &format!("\n\n{} {name};", def.kind);
    let old = def.min_python < BY_DEF_SINCE;
    let module = |of: &str| match old {
        true => format!("find_{prefix}_module({of})"),
        false => format!("PyType_GetModuleByDef({of}, &{name})"),
    };
    if old {
        out += &format!(
            "\n\nstatic inline PyObject *\nfind_{prefix}_module(PyTypeObject *type)\n{{\n#if PY_VERSION_HEX >= 0x030b0000\n    return PyType_GetModuleByDef(type, &{name});\n#else\n    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type->tp_mro); i++) {{\n        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i);\n        if (PyType_HasFeature(base, Py_TPFLAGS_HEAPTYPE)) {{\n            PyObject *module = PyType_GetModule(base);\n            if (module != NULL && PyModule_GetDef(module) == &{name})\n                return module;\n            PyErr_Clear();\n        }}\n    }}\n    PyErr_SetString(PyExc_TypeError, \"the type has no module\");\n    return NULL;\n#endif\n}}"
        );
    }
    if heads.by_type {
        out += &format!(
            "\n\nstatic inline {prefix}_state *\nfind_{prefix}_state(PyTypeObject *type)\n{{\n    return get_{prefix}_state({});\n}}",
            module("type")
        );
    }
    if heads.by_either {
        out += &format!(
            "\n\nstatic inline {prefix}_state *\nfind_{prefix}_state_of(PyObject *left, PyObject *right)\n{{\n    PyObject *module = {};\n    if (module == NULL) {{\n        PyErr_Clear();\n        module = {};\n    }}\n    return get_{prefix}_state(module);\n}}",
            module("Py_TYPE(left)"),
            module("Py_TYPE(right)")
        );
    }
    out
}

/// The functions of the definition.
pub(super) fn hooks(globals: &[Global], prefix: &str) -> String {
    let each = |what: &str| globals.iter().map(|g| format!("    {what}(state->{});\n", g.name)).collect::<String>();
    let line = format!("    {prefix}_state *state = get_{prefix}_state(module);\n");
    format!(
        "static int\n{prefix}_traverse(PyObject *module, visitproc visit, void *arg)\n{{\n{line}{}    return 0;\n}}\n\nstatic int\n{prefix}_clear(PyObject *module)\n{{\n{line}{}    return 0;\n}}\n\nstatic void\n{prefix}_free(void *module)\n{{\n    {prefix}_clear((PyObject *)module);\n}}\n\n",
        each("Py_VISIT"),
        each("Py_CLEAR"),
    )
}
