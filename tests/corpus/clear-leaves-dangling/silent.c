#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static int
obj_clear(PyObject *self)
{
    PyObject *cb = ((Obj *)self)->cb;
    ((Obj *)self)->cb = NULL;
    Py_XDECREF(cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};

static void
obj_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((Obj *)self)->cb);
    tp->tp_free(self);
    Py_DECREF(tp);
}

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "obj", PyType_FromModuleAndSpec(module, &obj_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
