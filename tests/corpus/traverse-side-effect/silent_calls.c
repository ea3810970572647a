#include <Python.h>

// What a traverse may ask, and functions of the project that are named like the API's.
typedef struct { PyObject_HEAD PyObject *a; PyObject *list; } Thing;
typedef struct { PyObject *x; } state;
extern struct PyModuleDef def;
static int clear(Thing *self) { Py_CLEAR(self->a); Py_CLEAR(self->list); return 0; }
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, f}, {Py_tp_clear, clear}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

static int
asks_traverse(PyObject *op, visitproc visit, void *arg)
{
    Thing *self = (Thing *)op;
    assert(Py_REFCNT(op) >= 0);
    Py_VISIT(Py_TYPE(op));
    PyObject *m = PyType_GetModuleByDef(Py_TYPE(op), &def);
    state *st = m == NULL ? NULL : PyModule_GetState(m);
    if (st != NULL) {
        Py_VISIT(st->x);
    }
    if (self->list != NULL && PyList_CheckExact(self->list)) {
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(self->list); i++) {
            Py_VISIT(PyList_GET_ITEM(self->list, i));
        }
    }
    Py_VISIT(self->list);
    Py_VISIT(self->a);
    return 0;
}
SPEC(Asks, asks_traverse);

/* Another function of the same file runs code, and is not called from here. */
PyObject *other(Thing *self) { return PyObject_CallNoArgs(self->a); }

/* Only on old Pythons, which are not asked for. */
static int
old_traverse(Thing *self, visitproc visit, void *arg)
{
#if PY_VERSION_HEX < 0x03060000
    Py_INCREF(self->a);
    Py_DECREF(self->a);
#endif
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->a);
    Py_VISIT(self->list);
    return 0;
}
SPEC(Old, old_traverse);

/* Items of the size of the type, read from its end. */
static int
data_traverse(PyObject *op, visitproc visit, void *arg)
{
    Thing *self = (Thing *)op;
    PyObject **items = PyObject_GetItemData(op);
    Py_VISIT(Py_TYPE(op));
    for (Py_ssize_t i = 0; items != NULL && i < Py_SIZE(op); i++) {
        Py_VISIT(items[i]);
    }
    Py_VISIT(self->a);
    Py_VISIT(self->list);
    return 0;
}
SPEC(Data, data_traverse);
