#include <Python.h>

// An error object made a heap type: its traverse leaves the type out, its clear leaves pointers behind.
typedef struct { PyBaseExceptionObject base; PyObject *hresult; PyObject *text; } Error;
static int
error_traverse(Error *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(self->hresult);
    Py_VISIT(self->text);
    return ((PyTypeObject *)PyExc_BaseException)->tp_traverse((PyObject *)self, visit, arg);
}
static int
error_clear(Error *self)
{
    Py_XDECREF(self->hresult); //~ GC035
    Py_DECREF(self->text); //~ GC035
    self->text = NULL;
    return ((PyTypeObject *)PyExc_BaseException)->tp_clear((PyObject *)self);
}
static PyType_Slot error_slots[] = {{Py_tp_traverse, error_traverse}, {Py_tp_clear, error_clear}, {0, NULL}};
static PyType_Spec error_spec = {"m.Error", sizeof(Error), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, error_slots};
PyObject *make_error(PyObject *m) { return PyType_FromModuleAndSpec(m, &error_spec, PyExc_Exception); } //~ INIT017

/* The clear function of a module. */
typedef struct { PyObject *Error; } state;
static int m_traverse(PyObject *m, visitproc visit, void *arg) { Py_VISIT(((state *)PyModule_GetState(m))->Error); return 0; }
static int
m_clear(PyObject *m)
{
    state *st = PyModule_GetState(m);
    Py_XDECREF(st->Error); //~ GC035
    return 0;
}
static void m_free(void *m) { (void)m_clear((PyObject *)m); }
static PyModuleDef_Slot m_slots[] = {{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}};
static struct PyModuleDef m_def = {
    PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = sizeof(state), .m_slots = m_slots, .m_traverse = m_traverse, .m_clear = m_clear, .m_free = m_free,
};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&m_def); }
