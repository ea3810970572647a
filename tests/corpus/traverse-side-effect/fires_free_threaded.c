#include <Python.h>

// The module runs without the GIL: an error.
typedef struct { PyObject_HEAD PyObject *a; } Thing;
static int
thing_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_XINCREF(self->a); //~ GC032
    Py_VISIT(self->a);
    Py_XDECREF(self->a);
    return 0;
}
static int thing_clear(Thing *self) { Py_CLEAR(self->a); return 0; }
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
static PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, thing_slots};
static int
m_exec(PyObject *m)
{
    PyObject *type = PyType_FromModuleAndSpec(m, &thing_spec, NULL);
    if (type == NULL) {
        return -1;
    }
    int r = PyModule_AddType(m, (PyTypeObject *)type);
    Py_DECREF(type);
    return r;
}
static PyModuleDef_Slot m_slots[] = {
    {Py_mod_exec, m_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, NULL},
};
static struct PyModuleDef m_def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_slots = m_slots};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&m_def); }
