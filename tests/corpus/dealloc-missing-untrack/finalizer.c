#include <Python.h>

typedef struct { PyObject_HEAD PyObject *callback; } T;

static int
t_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((T *)self)->callback);
    return 0;
}

static int
t_clear(PyObject *self)
{
    Py_CLEAR(((T *)self)->callback);
    return 0;
}

static void
t_finalize(PyObject *self)
{
}

/* The finalizer runs while the object is tracked; what is cleared after it does not. */
static void
t_dealloc(PyObject *self) //~ GC020
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyObject_CallFinalizerFromDealloc(self) < 0) {
        return;
    }
    Py_CLEAR(((T *)self)->callback);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot t_slots[] = {
    {Py_tp_traverse, t_traverse},
    {Py_tp_clear, t_clear},
    {Py_tp_finalize, t_finalize},
    {Py_tp_dealloc, t_dealloc},
    {0, NULL},
};
PyType_Spec t_spec = {
    "m.T", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, t_slots,
};

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "T", PyType_FromModuleAndSpec(module, &t_spec, NULL));
}
