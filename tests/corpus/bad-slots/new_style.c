#include <Python.h>

static PyObject *
t_repr(PyObject *self)
{
    return PyUnicode_FromString("t");
}

static PyMethodDef methods[] = {{NULL}};
static PyMemberDef members[] = {{NULL}};
static PyGetSetDef getset[] = {{NULL}};

#if PY_VERSION_HEX >= 0x030F0000
PySlot twice[] = {
    PySlot_STATIC_DATA(Py_tp_name, "m.twice"),
    PySlot_UINT64(Py_tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE),
    PySlot_FUNC(Py_tp_repr, t_repr),
    PySlot_FUNC(Py_tp_repr, t_repr), //~ HT009
    PySlot_END,
};

PySlot null[] = {
    PySlot_STATIC_DATA(Py_tp_name, "m.null"),
    PySlot_UINT64(Py_tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE),
    PySlot_FUNC(Py_tp_repr, NULL), //~ HT009
    PySlot_END,
};

PySlot token[] = {
    PySlot_STATIC_DATA(Py_tp_name, "m.token"),
    PySlot_UINT64(Py_tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE),
    PySlot_DATA(Py_tp_token, Py_TP_USE_SPEC), //~ HT009
    PySlot_END,
};

PySlot tables[] = {
    PySlot_STATIC_DATA(Py_tp_name, "m.tables"),
    PySlot_UINT64(Py_tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE),
    PySlot_DATA(Py_tp_methods, methods), //~ HT009
    PySlot_PTR(Py_tp_members, members), //~ HT009
    {.sl_id = Py_tp_getset, .sl_ptr = getset}, //~ HT009
    PySlot_END,
};

PySlot open[] = {
    PySlot_STATIC_DATA(Py_tp_name, "m.open"),
    PySlot_UINT64(Py_tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE),
    PySlot_FUNC(Py_tp_repr, t_repr), //~ HT009
};
#endif
