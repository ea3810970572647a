/* The state is one pointer to a struct that the helpers know. */
#include <Python.h>

typedef struct { PyObject *error; PyObject *cache; } inner_state;
typedef struct { inner_state *inner; int n; char *text; } spam_state;

static int
visit_inner(inner_state *in, visitproc visit, void *arg)
{
    Py_VISIT(in->error);
    Py_VISIT(in->cache);
    return 0;
}

static int
traverse(PyObject *m, visitproc visit, void *arg)
{
    spam_state *st = PyModule_GetState(m);
    if (st->inner) {
        return visit_inner(st->inner, visit, arg);
    }
    return 0;
}

static int
clear(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    Py_CLEAR(st->inner->error);
    Py_CLEAR(st->inner->cache);
    return 0;
}

static void release(void *m) { clear((PyObject *)m); }

static int
spam_exec(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    st->inner = PyMem_Malloc(sizeof(inner_state));
    st->inner->error = PyErr_NewException("m.E", NULL, NULL);
    st->inner->cache = PyDict_New();
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef def = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "behind_a_pointer",
    .m_size = sizeof(spam_state),
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = release,
};

PyMODINIT_FUNC PyInit_behind_a_pointer(void) { return PyModuleDef_Init(&def); }
