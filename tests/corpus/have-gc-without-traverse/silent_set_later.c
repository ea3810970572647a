#include <Python.h>

// The traverse comes from somewhere else, or the flag does.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }

/* Assigned before PyType_Ready, in a function that gets the type. */
static void fill(PyTypeObject *type) { type->tp_traverse = traverse; }
static PyTypeObject filled_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Filled", .tp_basicsize = sizeof(Thing), .tp_flags = GC,
};
/* Copied whole from another type. */
static PyTypeObject copied_type; //~ ISO001
int
ready(void)
{
    fill(&filled_type);
    memcpy(&copied_type, &filled_type, sizeof(PyTypeObject));
    copied_type.tp_flags = GC;
    return PyType_Ready(&filled_type) < 0 || PyType_Ready(&copied_type) < 0 ? -1 : 0;
}

/* Slots of a macro that nobody can read, and slots that a caller gives. */
static PyType_Slot macro_slots[] = {PROJECT_GC_SLOTS, {0, NULL}};
static PyType_Spec macro_spec = {"m.Macro", sizeof(Thing), 0, GC, macro_slots};
PyObject *make_macro(PyObject *m) { return PyType_FromModuleAndSpec(m, &macro_spec, NULL); }
PyObject *
make_given(PyObject *m, PyType_Slot *slots)
{
    PyType_Spec spec = {"m.Given", sizeof(Thing), 0, GC, slots};
    return PyType_FromModuleAndSpec(m, &spec, NULL);
}

/* Slots filled in at run time. */
static PyType_Slot filled_slots[8]; //~ ISO030
static PyType_Spec filled_spec = {"m.FilledSlots", sizeof(Thing), 0, GC, filled_slots};
PyObject *
make_filled(PyObject *m)
{
    filled_slots[0].slot = Py_tp_traverse;
    filled_slots[0].pfunc = (void *)traverse;
    return PyType_FromModuleAndSpec(m, &filled_spec, NULL);
}
