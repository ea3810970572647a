#include <Python.h>

// What is no heap type without GC, though it may look like one.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
void thing_set(Thing *self, PyObject *cb) { Py_XSETREF(self->cb, Py_NewRef(cb)); }

/* Static: another rule. */
static PyTypeObject static_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT,
};

/* GC from the base. */
static int base_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Thing *)self)->cb); return 0; }
static int base_clear(PyObject *self) { Py_CLEAR(((Thing *)self)->cb); return 0; }
static PyType_Slot base_slots[] = {{Py_tp_traverse, base_traverse}, {Py_tp_clear, base_clear}, {0, NULL}};
static PyType_Spec base_spec = {"m.Base", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, base_slots};
static PyType_Slot none[] = {{0, NULL}};
static PyType_Spec sub_spec = {"m.Sub", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, none};

/* A base, or flags, that nobody can name. */
static PyType_Spec open_spec = {"m.Open", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, none};
static PyType_Spec flags_spec = {"m.Flags", sizeof(Thing), 0, PROJECT_FLAGS, none};

/* Items behind the object: no room for the header of the collector, whatever the subclass adds. */
static PyType_Spec int_spec = {"m.Int", 0, 0, Py_TPFLAGS_DEFAULT, none};
static PyType_Spec bytes_spec = {"m.Bytes", 0, 0, Py_TPFLAGS_DEFAULT, none};

/* A field that is only looked at. */
typedef struct { PyObject_HEAD PyObject *borrowed; } View;
void view_set(View *self, PyObject *of) { self->borrowed = of; }
static PyType_Spec view_spec = {"m.View", sizeof(View), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, none};

/* Sequences with named fields, exceptions and classes: the interpreter makes them right. */
extern PyStructSequence_Desc desc;

int
add_types(PyObject *m, PyObject *given)
{
    PyObject *base = PyType_FromModuleAndSpec(m, &base_spec, NULL);
    PyObject *made[] = {
        PyType_FromModuleAndSpec(m, &sub_spec, base),
        PyType_FromModuleAndSpec(m, &open_spec, given),
        PyType_FromModuleAndSpec(m, &flags_spec, NULL),
        PyType_FromModuleAndSpec(m, &int_spec, (PyObject *)&PyLong_Type),
        PyType_FromModuleAndSpec(m, &bytes_spec, (PyObject *)&PyBytes_Type),
        PyType_FromModuleAndSpec(m, &view_spec, NULL),
        (PyObject *)PyStructSequence_NewType(&desc),
        PyErr_NewException("m.Error", NULL, NULL),
        PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", "Class"),
    };
    return made[0] == NULL ? -1 : 0;
}
