// Types filled by hand that take tp_dealloc from another type.
#include <Python.h>

typedef struct {
    PyObject_HEAD
    int value;
} Spam;

static void
plain_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (PyType_IS_GC(type))
        PyObject_GC_UnTrack(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static void
clearing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_ClearManagedDict(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
spam_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyObject_VisitManagedDict(self, visit, arg);
}

static int
spam_clear(PyObject *self)
{
    PyObject_ClearManagedDict(self);
    return 0;
}

static PyHeapTypeObject *
new_type(void)
{
    return (PyHeapTypeObject *)PyType_Type.tp_alloc(&PyType_Type, 0);
}

static PyTypeObject *
plain_base(void)
{
    PyHeapTypeObject *heap = new_type();
    if (heap == NULL)
        return NULL;
    heap->ht_type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE;
    heap->ht_type.tp_dealloc = plain_dealloc;
    return &heap->ht_type;
}

static PyTypeObject *
clearing_base(void)
{
    PyHeapTypeObject *heap = new_type();
    if (heap == NULL)
        return NULL;
    heap->ht_type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE;
    heap->ht_type.tp_dealloc = clearing_dealloc;
    return &heap->ht_type;
}

static PyTypeObject *
take_plain(void)
{
    PyTypeObject *base = plain_base();
    PyHeapTypeObject *plain = new_type(); //~ GC030
    if (plain == NULL || base == NULL)
        return NULL;
    plain->ht_type.tp_flags |= Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT;
    plain->ht_type.tp_dealloc = base->tp_dealloc;
    plain->ht_type.tp_traverse = spam_traverse;
    plain->ht_type.tp_clear = spam_clear;
    return PyType_Ready(&plain->ht_type) < 0 ? NULL : &plain->ht_type;
}

// Every caller hands over a base that clears the dict.
static PyTypeObject *
take_clearing(PyTypeObject *base)
{
    PyHeapTypeObject *clearing = new_type();
    if (clearing == NULL)
        return NULL;
    clearing->ht_type.tp_flags |= Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT;
    clearing->ht_type.tp_dealloc = base->tp_dealloc;
    clearing->ht_type.tp_traverse = spam_traverse;
    clearing->ht_type.tp_clear = spam_clear;
    return PyType_Ready(&clearing->ht_type) < 0 ? NULL : &clearing->ht_type;
}

// One of two callers does, or nobody knows: no finding.
static PyTypeObject *
take_either(PyTypeObject *base)
{
    PyHeapTypeObject *either = new_type();
    if (either == NULL)
        return NULL;
    either->ht_type.tp_flags |= Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT;
    either->ht_type.tp_dealloc = base->tp_dealloc;
    either->ht_type.tp_traverse = spam_traverse;
    either->ht_type.tp_clear = spam_clear;
    return PyType_Ready(&either->ht_type) < 0 ? NULL : &either->ht_type;
}

PyTypeObject *
take_unknown(PyTypeObject *base)
{
    PyHeapTypeObject *unknown = new_type();
    if (unknown == NULL)
        return NULL;
    unknown->ht_type.tp_flags |= Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT;
    unknown->ht_type.tp_dealloc = base->tp_dealloc;
    unknown->ht_type.tp_traverse = spam_traverse;
    unknown->ht_type.tp_clear = spam_clear;
    return PyType_Ready(&unknown->ht_type) < 0 ? NULL : &unknown->ht_type;
}

int
make_all(PyObject *module)
{
    PyTypeObject *clearing = clearing_base();
    PyTypeObject *plain = plain_base();
    if (clearing == NULL || plain == NULL)
        return -1;
    if (PyModule_AddType(module, take_plain()) < 0 || PyModule_AddType(module, take_clearing(clearing)) < 0)
        return -1;
    PyTypeObject *first = take_either(clearing);
    PyTypeObject *second = take_either(plain);
    return first == NULL || second == NULL ? -1 : 0;
}
