#include <Python.h>

// Static bases that are not collected, exceptions made by the interpreter, and bases nobody can name.
static PyType_Slot none[] = {{0, NULL}};
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE)
static PyType_Spec int_spec = {.name = "m.Int", .flags = FLAGS, .slots = none};
static PyType_Spec bytes_spec = {.name = "m.Bytes", .flags = FLAGS, .slots = none};
static PyType_Spec float_spec = {.name = "m.Float", .flags = FLAGS, .slots = none};
static PyType_Spec str_spec = {.name = "m.Str", .flags = FLAGS, .slots = none};
static PyType_Spec object_spec = {.name = "m.Object", .flags = FLAGS, .slots = none};
static PyType_Spec complex_spec = {.name = "m.Complex", .flags = FLAGS, .slots = none};

/* A static type of this module without GC. */
typedef struct { PyObject_HEAD int fd; } File;
static PyTypeObject file_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.File",
    .tp_basicsize = sizeof(File),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
static PyType_Spec sub_spec = {.name = "m.Sub", .flags = FLAGS, .slots = none};

/* A heap base that inherits from `object` and is collected itself, two steps up. */
static int meta_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static PyType_Slot top_slots[] = {{Py_tp_traverse, meta_traverse}, {0, NULL}};
static PyType_Spec top_spec = {.name = "m.Top", .flags = FLAGS | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, .slots = top_slots};
static PyType_Spec middle_spec = {.name = "m.Middle", .flags = FLAGS | Py_TPFLAGS_BASETYPE, .slots = none};
static PyType_Spec bottom_spec = {.name = "m.Bottom", .flags = FLAGS, .slots = none};

typedef struct { PyObject *Error; PyObject *Warning; PyObject *Class; PyObject *Top; PyObject *Middle; PyObject *Bottom; PyObject *Foreign; } state;

int
add_types(PyObject *m, state *st, PyObject *given)
{
    PyObject *made[7] = {
        PyType_FromModuleAndSpec(m, &int_spec, (PyObject *)&PyLong_Type),
        PyType_FromModuleAndSpec(m, &bytes_spec, (PyObject *)&PyBytes_Type),
        PyType_FromModuleAndSpec(m, &float_spec, (PyObject *)&PyFloat_Type),
        PyType_FromModuleAndSpec(m, &str_spec, (PyObject *)&PyUnicode_Type),
        PyType_FromModuleAndSpec(m, &object_spec, (PyObject *)&PyBaseObject_Type),
        PyType_FromModuleAndSpec(m, &complex_spec, (PyObject *)&PyComplex_Type),
        PyType_FromModuleAndSpec(m, &sub_spec, (PyObject *)&file_type),
    };
    st->Error = PyErr_NewException("m.Error", PyExc_OSError, NULL);
    st->Warning = PyErr_NewExceptionWithDoc("m.Warning", "doc", PyExc_Warning, NULL);
    st->Class = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Class", &PyList_Type);
    st->Top = PyType_FromModuleAndSpec(m, &top_spec, NULL);
    st->Middle = PyType_FromModuleAndSpec(m, &middle_spec, st->Top);
    st->Bottom = PyType_FromModuleAndSpec(m, &bottom_spec, st->Middle);
    return made[0] == NULL ? -1 : 0;
}
