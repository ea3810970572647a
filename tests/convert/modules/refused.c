/* Types that stay as they are, each for a reason of its own. */
#include <Python.h>
#include <stddef.h>

typedef struct {
    PyObject_HEAD
} Thing;

static PyTypeObject Held_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Held",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

/* A static initializer needs an address that is known before anything runs. */
static PyTypeObject *table[] = {&Held_Type, NULL};

static PyTypeObject Meta_Type = {
    PyVarObject_HEAD_INIT(&PyBaseObject_Type, 0)
    .tp_name = "refused.Meta",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Early_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Early",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Never_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Never",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

/* The one below has it as its base, and stays. */
static PyTypeObject Base_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Base",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

static PyTypeObject Derived_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Derived",
    .tp_basicsize = sizeof(Thing),
    .tp_base = &Base_Type,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject *second = &Derived_Type;

static Thing *kept;

/* It keeps objects for later, so that not every way through it frees one. */
static void
pooled_dealloc(Thing *self)
{
    if (kept == NULL) {
        kept = self;
    }
    else {
        PyObject_Free(self);
    }
}

static PyTypeObject Pooled_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Pooled",
    .tp_basicsize = sizeof(Thing),
    .tp_dealloc = (destructor)pooled_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

#define THING_TYPE(name) \
    static PyTypeObject name##_Type = { \
        PyVarObject_HEAD_INIT(NULL, 0) \
        .tp_name = "refused." #name, \
        .tp_basicsize = sizeof(Thing), \
        .tp_flags = Py_TPFLAGS_DEFAULT, \
    };

THING_TYPE(Made)

#define READY(name) PyType_Ready(&name##_Type)

static PyTypeObject Pasted_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Pasted",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Branch_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Branch",
    .tp_basicsize = sizeof(Thing),
#ifdef WITH_ITERATION
    .tp_iter = PyObject_SelfIter,
#else
    .tp_hash = PyObject_HashNotImplemented,
#endif
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Typed_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused.Typed",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "refused", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_refused(void)
{
    PyObject *m = PyModule_Create(&module);
    if (m == NULL) {
        return NULL;
    }
    Early_Type.tp_dict = PyDict_New();
    if (PyType_Ready(&Early_Type) < 0 || PyType_Ready(&Held_Type) < 0 || PyType_Ready(&Meta_Type) < 0
        || PyType_Ready(&Base_Type) < 0 || PyType_Ready(&Derived_Type) < 0 || PyType_Ready(&Pooled_Type) < 0
        || PyType_Ready(&Branch_Type) < 0 || PyType_Ready(&Typed_Type) < 0 || PyType_Ready(table[0]) < 0
        || READY(Made) < 0 || READY(Pasted) < 0) {
        return NULL;
    }
    Thing *thing = PyObject_New(Thing, &PyBaseObject_Type);
    if (thing != NULL) {
        Py_SET_TYPE(thing, &Typed_Type);
    }
    return m;
}
