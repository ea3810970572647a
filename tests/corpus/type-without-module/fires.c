#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyObject *
ask(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    return Py_NewRef(PyType_GetModule(cls));
}

static PyMethodDef methods[] = {{"get", (PyCFunction)ask, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL}, {NULL}};

static PyType_Slot asks_slots[] = {
    {Py_tp_methods, methods},
    {0, NULL},
};
PyType_Spec asks_spec = {"m.asks", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, asks_slots}; //~ INIT017

static PyType_Slot plain_slots[] = {
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots}; //~ INIT017

int
add_types(PyObject *module) //~ INIT017
{
    if (PyModule_Add(module, "t0", PyType_FromSpec(&asks_spec)) < 0) { //~ HT001
        return -1;
    }
    if (PyModule_Add(module, "t1", PyType_FromSpecWithBases(&plain_spec, NULL)) < 0) { //~ HT001
        return -1;
    }
    return 0;
}
typedef struct { int n; } state;
int module_exec(PyObject *);
static PyModuleDef_Slot mslots[] = {{Py_mod_exec, module_exec}, {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = sizeof(state), .m_slots = mslots};
PyMODINIT_FUNC
PyInit_m(void)
{
    return PyModuleDef_Init(&def);
}
