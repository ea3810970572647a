#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

static PyType_Slot none_slots[] = {
    {0, NULL},
};
PyType_Spec none_spec = {"m.none", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, none_slots}; //~ GC007

static PyType_Slot null_slots[] = {
    {Py_tp_traverse, NULL},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec null_spec = {"m.null", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, null_slots}; //~ GC007

static PyType_Slot late_slots[] = {
    {0, NULL},
};
PyType_Spec late_spec = {"m.late", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, late_slots}; //~ GC007

int
add_late(PyObject *m)
{
    return PyModule_Add(m, "late", PyType_FromModuleAndSpec(m, &late_spec, (PyObject *)&PyList_Type));
}
