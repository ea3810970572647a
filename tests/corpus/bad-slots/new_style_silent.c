#include <Python.h>

static PyObject *
t_repr(PyObject *self)
{
    return PyUnicode_FromString("t");
}

static PyMethodDef methods[] = {{NULL}};
static PyMemberDef members[] = {{NULL}};
static PyGetSetDef getset[] = {{NULL}};
static int token_place;

#if PY_VERSION_HEX >= 0x030F0000
PySlot good[] = {
    PySlot_STATIC_DATA(Py_tp_name, "m.good"),
    PySlot_DATA(Py_tp_doc, NULL),
    PySlot_SIZE(Py_tp_itemsize, 0),
    PySlot_UINT64(Py_tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE),
    PySlot_DATA(Py_tp_token, &token_place),
    PySlot_STATIC_DATA(Py_tp_methods, methods),
    PySlot_PTR_STATIC(Py_tp_members, members),
    {.sl_id = Py_tp_getset, .sl_flags = PySlot_STATIC, .sl_ptr = getset},
#ifdef OTHER_REPR
    PySlot_FUNC(Py_tp_repr, other_repr),
#else
    PySlot_FUNC(Py_tp_repr, t_repr),
#endif
    PySlot_END,
};
#endif

/* The old form may repeat and may leave empty what the new one may not. */
static PyType_Slot old_slots[] = {
    {Py_tp_repr, t_repr},
    {Py_tp_str, NULL},
    {Py_tp_methods, methods},
    {Py_tp_token, Py_TP_USE_SPEC},
    {0, NULL},
};
PyType_Spec old_spec = {"m.old", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, old_slots};

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "old", PyType_FromModuleAndSpec(module, &old_spec, NULL));
}
