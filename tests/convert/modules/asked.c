/* Types that are added, or made ready, in ways that real modules have. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *item;
} BoxObject;

/* Declared first, and defined below. */
static PyTypeObject Box_Type;
static PyTypeObject Lid_Type;

static PyObject *
box_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    BoxObject *self = (BoxObject *)type->tp_alloc(type, 0);
    if (self != NULL && !PyArg_ParseTuple(args, "|O", &self->item)) {
        Py_DECREF(self);
        return NULL;
    }
    Py_XINCREF(self->item);
    return (PyObject *)self;
}

static void
box_dealloc(BoxObject *self)
{
#ifndef NO_ITEMS
    Py_CLEAR(self->item);
#endif
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* What it visits hangs on an option. */
static int
box_traverse(BoxObject *self, visitproc visit, void *arg)
{
#ifndef NO_ITEMS
    Py_VISIT(self->item);
#endif
    return 0;
}

static int
box_clear(BoxObject *self)
{
    Py_CLEAR(self->item);
    return 0;
}

static PyTypeObject Box_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Box",
    .tp_basicsize = sizeof(BoxObject),
    .tp_dealloc = (destructor)box_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)box_traverse,
    .tp_clear = (inquiry)box_clear,
    .tp_new = box_new,
};

static PyTypeObject Lid_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Lid",
    .tp_basicsize = sizeof(PyObject),
    .tp_dealloc = (destructor)PyObject_Del,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Pad_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Pad",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Row_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Row",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

static PyTypeObject Cell_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Cell",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

/* Filled in below, where all of its functions are known. */
static PyTypeObject Late_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Late",
    .tp_basicsize = sizeof(PyObject),
};

static PyObject *
lid(PyObject *module, PyObject *unused)
{
    return (PyObject *)PyObject_New(PyObject, &Lid_Type);
}

static PyObject *
late(PyObject *module, PyObject *unused)
{
    return (PyObject *)PyObject_New(PyObject, &Late_Type);
}

static PyObject *
late_repr(PyObject *self)
{
    return PyUnicode_FromString("late");
}

static PyObject *
late_one(PyObject *self, PyObject *unused)
{
    return PyLong_FromLong(1);
}

static PyMethodDef late_methods[] = {{"one", late_one, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

/* Makes it ready. */
static int
late_ready(void)
{
    Late_Type.tp_flags = Py_TPFLAGS_DEFAULT;
    Late_Type.tp_repr = late_repr;
    Late_Type.tp_methods = late_methods;
    return PyType_Ready(&Late_Type);
}

static PyTypeObject Tag_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Tag",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

static PyTypeObject Tip_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Tip",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

/* Gets types by their names. */
#define ADD(m, T)                                                      \
    do {                                                               \
        if (PyType_Ready(&T) < 0) {                                    \
            return NULL;                                               \
        }                                                              \
        Py_INCREF(&T);                                                 \
        if (PyModule_AddObject(m, #T, (PyObject *)&T) < 0 || !T.tp_name) { \
            return NULL;                                               \
        }                                                              \
    } while (0)

static PyTypeObject Rim_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "asked.Rim",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

/* Gets types by their addresses. */
#define READY(T)               \
    if (PyType_Ready(T) < 0) { \
        return NULL;           \
    }

/* 0 where it went well. */
static int
added(PyObject *m, PyTypeObject *type)
{
    if (PyType_Ready(type) < 0) {
        return -1;
    }
    Py_INCREF(type);
    return PyModule_AddObject(m, strchr(type->tp_name, '.') + 1, (PyObject *)type);
}

static PyMethodDef methods[] = {
    {"lid", lid, METH_NOARGS, NULL},
    {"late", late, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "asked", NULL, -1, methods};

PyMODINIT_FUNC
PyInit_asked(void)
{
    PyTypeObject *types[] = {
        &Row_Type,
        &Cell_Type,
    };
    PyObject *m = PyModule_Create(&module);
    if (m == NULL) {
        return NULL;
    }
    /* Never made ready by name. */
    Py_SET_TYPE(&Lid_Type, &PyType_Type);
    if (added(m, &Box_Type)) {
        return NULL;
    }
    if (late_ready() < 0 || !m || added(m, &Pad_Type)) {
        return NULL;
    }
    READY(&Rim_Type)
    Py_INCREF(&Rim_Type);
    if (PyModule_AddObject(m, "Rim", (PyObject *)&Rim_Type) < 0) {
        return NULL;
    }
    ADD(m, Tag_Type);
    ADD(m, Tip_Type);
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (added(m, types[i]) < 0) {
            return NULL;
        }
    }
    return m;
}
