#include <Python.h>

// Nothing but the type is visited: a note, as the cycle through the type lasts for the life of the module only.
typedef struct { PyObject_HEAD int digest; } Hash;
typedef struct { PyTypeObject *Hash_Type; } state;
static int hash_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static void
hash_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_GC_Del(self);
    Py_DECREF(tp);
}
Hash *
make_hash(state *st)
{
    Hash *h = PyObject_GC_New(Hash, st->Hash_Type); //~ GC014
    if (h == NULL) {
        return NULL;
    }
    h->digest = 0;
    return h;
}
static PyType_Slot hash_slots[] = {{Py_tp_traverse, hash_traverse}, {Py_tp_dealloc, hash_dealloc}, {0, NULL}};
static PyType_Spec hash_spec = {"m.Hash", sizeof(Hash), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, hash_slots};
int
m_exec(PyObject *m, state *st)
{
    st->Hash_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &hash_spec, NULL);
    return st->Hash_Type == NULL ? -1 : 0;
}
