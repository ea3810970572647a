#include <Python.h>

static void
gate_dealloc(PyObject *op)
{
    ((destructor)PyType_GetSlot(Py_TYPE(op), Py_tp_dealloc))(op); //~ GC037
}
static PyType_Slot gate_slots[] = {{Py_tp_dealloc, gate_dealloc}, {0, NULL}};
PyType_Spec gate_spec = {"m.Gate", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, gate_slots}; //~ GC005

static PyObject *
door_repr(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    reprfunc repr = type->tp_repr;
    return repr(op); //~ GC037
}
static PyType_Slot door_slots[] = {{Py_tp_repr, door_repr}, {0, NULL}};
PyType_Spec door_spec = {"m.Door", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, door_slots}; //~ GC005

/* The slot may be that of a subclass: the function asks. */
static PyObject *
asked_repr(PyObject *op)
{
    if (Py_TYPE(op)->tp_repr == asked_repr) {
        return PyUnicode_FromString("asked");
    }
    return Py_TYPE(op)->tp_repr(op);
}
static PyType_Slot asked_slots[] = {{Py_tp_repr, asked_repr}, {0, NULL}};
PyType_Spec asked_spec = {"m.Asked", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, asked_slots}; //~ GC005

/* Another slot than its own, and the base's. */
static PyObject *
text_str(PyObject *op)
{
    return Py_TYPE(op)->tp_repr(op);
}
static PyType_Slot text_slots[] = {{Py_tp_str, text_str}, {0, NULL}};
PyType_Spec text_spec = {"m.Text", 0, 0, Py_TPFLAGS_DEFAULT, text_slots}; //~ GC005

PyObject *make_gate(PyObject *m) { return PyType_FromModuleAndSpec(m, &gate_spec, NULL); }
PyObject *make_door(PyObject *m) { return PyType_FromModuleAndSpec(m, &door_spec, NULL); }
PyObject *make_asked(PyObject *m) { return PyType_FromModuleAndSpec(m, &asked_spec, NULL); }
PyObject *make_text(PyObject *m) { return PyType_FromModuleAndSpec(m, &text_spec, NULL); }
