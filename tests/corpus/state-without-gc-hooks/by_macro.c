/* Fields in a list that a macro walks. */
#include <Python.h>

typedef struct { PyObject *error; PyObject *cache; PyObject *names[2]; } spam_state;

#define EACH_FIELD(X) X(st->error) X(st->cache) X(st->names[0]) X(st->names[1])

static int
traverse(PyObject *m, visitproc visit, void *arg)
{
    spam_state *st = PyModule_GetState(m);
#define VISIT(f) Py_VISIT(f);
    EACH_FIELD(VISIT)
    return 0;
}

static int
clear(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
#define CLEAR(f) Py_CLEAR(f);
    EACH_FIELD(CLEAR)
    return 0;
}

static void release(void *m) { clear((PyObject *)m); }

static int
spam_exec(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    st->error = PyErr_NewException("m.E", NULL, NULL);
    st->cache = PyDict_New();
    st->names[0] = PyUnicode_FromString("a");
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef def = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "by_macro",
    .m_size = sizeof(spam_state),
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = release,
};

PyMODINIT_FUNC PyInit_by_macro(void) { return PyModuleDef_Init(&def); }
