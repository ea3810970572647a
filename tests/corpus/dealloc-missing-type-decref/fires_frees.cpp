#include <Python.h>
#include <vendor/trace.h>

struct Stamp { PyObject_HEAD int *ink; };

/* A function of CPython as the slot. */
static PyType_Slot stamp_slots[] = {
    {Py_tp_dealloc, (void *)PyObject_Free}, //~ GC021
    {0, nullptr},
};
PyType_Spec stamp_spec = {"m.Stamp", sizeof(Stamp), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, stamp_slots}; //~ GC005

/* A macro of another library that gets a text traces; one that releases by its name may release. */
static void
ink_dealloc(PyObject *self) //~ GC021
{
    VENDOR_TRACE("dealloc", self);
    Py_TYPE(self)->tp_free(self);
}

static void
unknown_dealloc(PyObject *self)
{
    VENDOR_UNREF("dealloc", self);
    Py_TYPE(self)->tp_free(self);
}

static PyType_Slot ink_slots[] = {{Py_tp_dealloc, (void *)ink_dealloc}, {0, nullptr}};
PyType_Spec ink_spec = {"m.Ink", sizeof(Stamp), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, ink_slots}; //~ GC005
static PyType_Slot unknown_slots[] = {{Py_tp_dealloc, (void *)unknown_dealloc}, {0, nullptr}};
PyType_Spec unknown_spec = {"m.Unknown", sizeof(Stamp), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, unknown_slots}; //~ GC005

/* A static type owes no reference. */
PyTypeObject Plain_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(nullptr, 0)
    "m.Plain", sizeof(Stamp), 0, (destructor)PyObject_Free,
};

PyObject *make_stamp(PyObject *module) { return PyType_FromModuleAndSpec(module, &stamp_spec, nullptr); }
PyObject *make_ink(PyObject *module) { return PyType_FromModuleAndSpec(module, &ink_spec, nullptr); }
PyObject *make_unknown(PyObject *module) { return PyType_FromModuleAndSpec(module, &unknown_spec, nullptr); }
