#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static PyObject *
good_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return type->tp_alloc(type, 0);
}
static PyType_Slot good_slots[] = {{Py_tp_new, good_new}, {0, NULL}};
PyType_Spec good_spec = {"m.Good", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, good_slots};

/* Nobody can subclass it. */
static PyObject *
final_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return (PyObject *)PyObject_New(File, type);
}
static PyType_Slot final_slots[] = {{Py_tp_new, final_new}, {0, NULL}};
PyType_Spec final_spec = {"m.Final", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, final_slots};

/* Only for the very type. */
static PyObject *
exact_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (type != &PyBaseObject_Type) {
        return type->tp_alloc(type, 0);
    }
    return (PyObject *)PyObject_New(File, type);
}
static PyType_Slot exact_slots[] = {{Py_tp_new, exact_new}, {0, NULL}};
PyType_Spec exact_spec = {"m.Exact", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, exact_slots};

/* Nobody can call it. */
static PyObject *
closed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return (PyObject *)PyObject_New(File, type);
}
static PyType_Slot closed_slots[] = {{Py_tp_new, closed_new}, {0, NULL}};
PyType_Spec closed_spec = {
    "m.Closed",
    sizeof(File),
    0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    closed_slots,
};
