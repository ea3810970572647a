//! What is written for the state: the struct in the place of the globals, what finds it, and the functions of the
//! definition.

use super::globals::Global;
use super::heads::Heads;
use super::old::Old;
use crate::capi::roles::{self, Role};
use crate::capi::stable;
use crate::convert::guard;
use crate::facts::{Python, Targets, Truth};

/// What finds a module by a type and its definition exists since.
const BY_DEF_SINCE: Python = Python(11);

/// The definition of the module, where the state's functions speak of it before it is defined.
pub(super) struct Forward<'a> {
    /// `static struct PyModuleDef`
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    pub(super) targets: &'a Targets,
}

/// What finds a module by a type and its definition.
fn by_def() -> &'static str {
    roles::named(Role::TypeModule).next().unwrap_or_default()
}

impl Forward<'_> {
    /// Where what finds the module may be called; None: always.
    fn guard(&self) -> Option<String> {
        let stable = stable::lookup(by_def()).map_or(Python(u8::MAX), |promise| Python(promise.added));
        guard::condition(self.targets, BY_DEF_SINCE, stable)
    }

    /// The extension may be built with the limited API.
    fn limited(&self) -> bool {
        self.targets.limited_api != Truth::False
    }
}

/// The struct and what finds it.
pub(super) fn state(globals: &[Global], (prefix, old): (&str, &Old), heads: &Heads, def: &Forward<'_>) -> String {
    let first = old.kind.as_ref().map(|kind| format!("    {kind} own_state;\n")).unwrap_or_default();
    let star = |global: &Global| if global.is_struct { "" } else { "*" };
    let fields: String = globals.iter().map(|g| format!("    {} {}{};\n", g.base, star(g), g.name)).collect();
    let mut out = format!(
        "typedef struct {{\n{first}{fields}}} {prefix}_state;\n\nstatic inline {prefix}_state *\nget_{prefix}_state(PyObject *module)\n{{\n    return ({prefix}_state *)PyModule_GetState(module);\n}}"
    );
    if !heads.by_type && !heads.by_either {
        return out;
    }
    let name = def.name;
    out += &format!("\n\n{} {name};", def.kind);
    let guard = def.guard();
    let by_def = by_def();
    let module = |of: &str| match guard {
        Some(_) => format!("find_{prefix}_module({of})"),
        None => format!("{by_def}({of}, &{name})"),
    };
    if let Some(guard) = &guard {
        out += &format!(
            "\n\nstatic inline PyObject *\nfind_{prefix}_module(PyTypeObject *type)\n{{\n#if {guard}\n    return {by_def}(type, &{name});\n#else\n{}\n#endif\n}}",
            walk(def)
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

/// Walks the types above one, where nothing does that.
fn walk(def: &Forward<'_>) -> String {
    let found = format!(
        "        PyObject *module = PyType_GetModule(base);\n        if (module != NULL && PyModule_GetDef(module) == &{})",
        def.name
    );
    let error = "    PyErr_SetString(PyExc_TypeError, \"the type has no module\");\n    return NULL;";
    if def.limited() {
        // The fields of types are out of reach.
        return format!(
            "    PyObject *mro = PyObject_GetAttrString((PyObject *)type, \"__mro__\");\n    if (mro == NULL)\n        return NULL;\n    for (Py_ssize_t i = 0; i < PyTuple_Size(mro); i++) {{\n        PyTypeObject *base = (PyTypeObject *)PyTuple_GetItem(mro, i);\n{found} {{\n            Py_DECREF(mro);\n            return module;\n        }}\n        PyErr_Clear();\n    }}\n    Py_DECREF(mro);\n{error}"
        );
    }
    let found = found.replace("\n", "\n    ");
    format!(
        "    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type->tp_mro); i++) {{\n        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i);\n        if (PyType_HasFeature(base, Py_TPFLAGS_HEAPTYPE)) {{\n    {found}\n                return module;\n            PyErr_Clear();\n        }}\n    }}\n{error}"
    )
}

/// The functions of the definition.
pub(super) fn hooks(globals: &[Global], prefix: &str, old: &Old) -> String {
    let line = format!("    {prefix}_state *state = get_{prefix}_state(module);\n");
    let each = |what: &str, left_out: &dyn Fn(&Global) -> bool| {
        let lines: String =
            globals.iter().filter(|g| !left_out(g)).map(|g| format!("    {what}(state->{});\n", g.name)).collect();
        let head = if lines.is_empty() { String::new() } else { line.clone() };
        (head, lines)
    };
    let (visit_head, visit) = each("Py_VISIT", &|g| g.visited);
    let (clear_head, clear) = each("Py_CLEAR", &|g| g.cleared);
    let first =
        |name: &Option<String>, call: &dyn Fn(&str) -> String| name.as_ref().map(|n| call(n)).unwrap_or_default();
    let visits = first(&old.traverse, &|name| {
        format!("    int result = {name}(module, visit, arg);\n    if (result != 0)\n        return result;\n")
    });
    let clears = first(&old.clear, &|name| format!("    {name}(module);\n"));
    let frees = first(&old.free, &|name| format!("    {name}(module);\n"));
    format!(
        "static int\n{prefix}_traverse(PyObject *module, visitproc visit, void *arg)\n{{\n{visit_head}{visits}{visit}    return 0;\n}}\n\nstatic int\n{prefix}_clear(PyObject *module)\n{{\n{clear_head}{clears}{clear}    return 0;\n}}\n\nstatic void\n{prefix}_free(void *module)\n{{\n    {prefix}_clear((PyObject *)module);\n{frees}}}\n\n"
    )
}
