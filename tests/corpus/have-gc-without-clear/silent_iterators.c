#include <Python.h>

// Set once when the object is made, and only given up after that.
typedef struct { PyObject_HEAD PyObject *it; PyObject *func; Py_ssize_t i; } Iter;
typedef struct { PyObject_HEAD PyObject *text; } Named;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC)

static int iter_traverse(Iter *lz, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(lz)); Py_VISIT(lz->it); Py_VISIT(lz->func); return 0; }
static void
iter_dealloc(Iter *lz)
{
    PyTypeObject *tp = Py_TYPE(lz);
    PyObject_GC_UnTrack(lz);
    Py_XDECREF(lz->it);
    Py_XDECREF(lz->func);
    tp->tp_free(lz);
    Py_DECREF(tp);
}
static PyObject *
iter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *of, *func;
    if (!PyArg_ParseTuple(args, "OO", &of, &func)) {
        return NULL;
    }
    PyObject *it = PyObject_GetIter(of);
    if (it == NULL) {
        return NULL;
    }
    Iter *lz = (Iter *)type->tp_alloc(type, 0);
    if (lz == NULL) {
        Py_DECREF(it);
        return NULL;
    }
    lz->it = it;
    lz->func = Py_NewRef(func);
    return (PyObject *)lz;
}
static PyObject *
iter_next(Iter *lz)
{
    if (lz->it == NULL) {
        return NULL;
    }
    PyObject *item = PyIter_Next(lz->it);
    if (item == NULL) {
        Py_CLEAR(lz->it);
        lz->it = NULL;
    }
    return item;
}
static PyType_Slot iter_slots[] = {
    {Py_tp_traverse, iter_traverse}, {Py_tp_dealloc, iter_dealloc}, {Py_tp_new, iter_new}, {Py_tp_iternext, iter_next}, {0, NULL},
};
static PyType_Spec iter_spec = {"m.Iter", sizeof(Iter), 0, GC, iter_slots};

/* A string that is replaced. */
static int named_traverse(Named *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->text); return 0; }
int
named_set(Named *self, const char *text)
{
    Py_XSETREF(self->text, PyUnicode_FromString(text));
    return self->text == NULL ? -1 : 0;
}
static PyType_Slot named_slots[] = {{Py_tp_traverse, named_traverse}, {0, NULL}};
static PyType_Spec named_spec = {"m.Named", sizeof(Named), 0, GC, named_slots};

/* A member that can only be read. */
typedef struct { PyObject_HEAD PyObject *owner; } Read;
static int read_traverse(Read *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->owner); return 0; }
static void
read_dealloc(Read *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->owner);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyMemberDef read_members[] = {{"owner", Py_T_OBJECT_EX, offsetof(Read, owner), Py_READONLY}, {NULL}};
static PyType_Slot read_slots[] = {
    {Py_tp_traverse, read_traverse}, {Py_tp_dealloc, read_dealloc}, {Py_tp_members, read_members}, {0, NULL},
};
static PyType_Spec read_spec = {"m.Read", sizeof(Read), 0, GC, read_slots};

/* A factory beside the type. */
typedef struct { PyObject_HEAD PyObject *table; PyObject *key; } View;
typedef struct { PyTypeObject *View_Type; } state;
static int view_traverse(View *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->table); Py_VISIT(self->key); return 0; }
PyObject *
view_of(state *st, PyObject *table, PyObject *key)
{
    View *view = PyObject_GC_New(View, st->View_Type);
    if (view == NULL) {
        return NULL;
    }
    view->table = Py_NewRef(table);
    view->key = Py_NewRef(key);
    PyObject_GC_Track(view);
    return (PyObject *)view;
}
static PyType_Slot view_slots[] = {{Py_tp_traverse, view_traverse}, {0, NULL}};
static PyType_Spec view_spec = {"m.View", sizeof(View), 0, GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, view_slots};

int
add_types(PyObject *m, state *st)
{
    PyObject *a = PyType_FromModuleAndSpec(m, &iter_spec, NULL);
    PyObject *b = PyType_FromModuleAndSpec(m, &named_spec, NULL);
    PyObject *c = PyType_FromModuleAndSpec(m, &read_spec, NULL);
    st->View_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &view_spec, NULL);
    return a == NULL || b == NULL || c == NULL || st->View_Type == NULL ? -1 : 0;
}
