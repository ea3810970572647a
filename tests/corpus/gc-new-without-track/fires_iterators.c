#include <Python.h>

// The iterators of a tree: they own their tree and are never tracked.
typedef struct { PyObject_HEAD PyObject *root; } Tree;
typedef struct { PyObject_HEAD Tree *tree; int depth; } Iter;
typedef struct { PyTypeObject *Iter_Type; } state;

static int iter_traverse(Iter *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->tree); return 0; }
static int iter_clear(Iter *self) { Py_CLEAR(self->tree); return 0; }
static void
iter_dealloc(Iter *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    iter_clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(tp);
}
PyObject *
tree_iter(state *st, Tree *tree)
{
    Iter *it = PyObject_GC_New(Iter, st->Iter_Type); //~ GC014
    if (it == NULL) {
        return NULL;
    }
    Py_INCREF(tree);
    it->tree = tree;
    it->depth = 0;
    return (PyObject *)it;
}
static PyType_Slot iter_slots[] = {{Py_tp_traverse, iter_traverse}, {Py_tp_clear, iter_clear}, {Py_tp_dealloc, iter_dealloc}, {0, NULL}};
static PyType_Spec iter_spec = {
    "m.Iter", sizeof(Iter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, iter_slots,
};
int
m_exec(PyObject *m, state *st)
{
    st->Iter_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &iter_spec, NULL);
    return st->Iter_Type == NULL ? -1 : 0;
}
