#include <Python.h>

/* One binary for Python 3.8 and later: no macro tells one from the other. */
typedef struct { PyObject_HEAD PyObject *callback; } T;

static int
t_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(((T *)self)->callback);
    return 0;
}

static PyType_Slot t_slots[] = {{Py_tp_traverse, t_traverse}, {0, NULL}};
static PyType_Spec t_spec = {"m.T", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, t_slots};

int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&t_spec);
    if (PyModule_AddObject(module, "T", type) < 0) {
        Py_DECREF(type);
        return -1;
    }
    return 0;
}
