/* A slot twice: in branches, in one array, in none that is live. */
#include <Python.h>

static PyMemberDef one_members[] = {{NULL}};
static PyType_Slot branches[] = {
#ifdef ONE
    {Py_tp_doc, "one"},
#else
    {Py_tp_doc, "other"},
#endif
    {Py_tp_members, one_members},
    {0, NULL},
};
static PyType_Slot twice[] = {
    {Py_tp_doc, "one"},
    {Py_tp_doc, "other"}, //~ HT009
    {0, NULL},
};
static PyType_Spec branches_spec = {"m.Branches", 16, 0, Py_TPFLAGS_DEFAULT, branches}; //~ GC005
static PyType_Spec twice_spec = {"m.Twice", 16, 0, Py_TPFLAGS_DEFAULT, twice}; //~ GC005

static PySlot dead[] = {
#if 0
    PySlot_STATIC_DATA(Py_tp_doc, "dead"),
    PySlot_DATA(Py_tp_members, one_members),
#endif
    PySlot_STATIC_DATA(Py_tp_doc, "alive"),
    PySlot_DATA(my_own_slot, NULL),
    {.sl_id = Py_slot_end, .sl_ptr = NULL},
};

PyObject *
make(PyObject *m)
{
    PyType_FromModuleAndSpec(m, &branches_spec, NULL);
    PyType_FromSlots(dead);
    return PyType_FromModuleAndSpec(m, &twice_spec, NULL);
}
