#include <Python.h>

static PyType_Slot none[] = {{0, NULL}};
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE)

/* A tuple in the slot, a tuple built item by item, the slot through a local. */
static PyType_Slot type_slots[] = {{Py_tp_base, (void *)&PyType_Type}, {0, NULL}};
static PyType_Spec meta_spec = {.name = "m.Meta", .flags = FLAGS, .slots = type_slots}; //~ GC002
static PyType_Spec os_spec = {.name = "m.OSError", .flags = FLAGS, .slots = none}; //~ GC002
static PyType_Spec tuple_spec = {.name = "m.Tuple", .flags = FLAGS, .slots = none}; //~ GC002
static PyType_Spec cast_spec = {.name = "m.Cast", .flags = FLAGS, .slots = none}; //~ GC002

/* A static type of this module that is collected. */
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
static int thing_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(((Thing *)self)->cb); return 0; }
static int thing_clear(PyObject *self) { Py_CLEAR(((Thing *)self)->cb); return 0; }
static PyTypeObject thing_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Thing",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_traverse = thing_traverse,
    .tp_clear = thing_clear,
};
static PyType_Spec own_spec = {.name = "m.Own", .flags = FLAGS, .slots = none}; //~ GC002

int
add_types(PyObject *m)
{
    PyObject *base = PyExc_OSError;
    PyObject *bases = PyTuple_Pack(1, (PyObject *)&PyTuple_Type);
    PyTypeObject *own = &thing_type;
    PyObject *made[5] = {
        PyType_FromModuleAndSpec(m, &meta_spec, NULL),
        PyType_FromModuleAndSpec(m, &os_spec, base),
        PyType_FromModuleAndSpec(m, &tuple_spec, bases),
        PyType_FromSpecWithBases(&cast_spec, (PyObject *)(PyTypeObject *)PyExc_BaseException),
        PyType_FromModuleAndSpec(m, &own_spec, (PyObject *)own),
    };
    Py_XDECREF(bases);
    return made[0] == NULL ? -1 : 0;
}
