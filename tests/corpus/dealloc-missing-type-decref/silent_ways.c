#include <Python.h>

// The release in other shapes, and objects that are not freed.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

/* A helper for all types of the module. */
static void
Dealloc(Thing *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}
static void compress_dealloc(Thing *self) { PyMem_Free(NULL); Dealloc(self); }
static void decompress_dealloc(PyObject *self) { Dealloc((Thing *)self); }
SPEC(Compress, compress_dealloc);
SPEC(Decompress, decompress_dealloc);

/* The limited API. */
static void
limited_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    freefunc release = (freefunc)PyType_GetSlot(tp, Py_tp_free);
    release(self);
    Py_DECREF((PyObject *)tp);
}
SPEC(Limited, limited_dealloc);

/* One exit for all, reached by goto. */
static void
goto_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Thing *)self)->cb == NULL) {
        goto done;
    }
    Py_CLEAR(((Thing *)self)->cb);
done:
    tp->tp_free(self);
    Py_DECREF(tp);
}
SPEC(Goto, goto_dealloc);

/* The pool keeps the memory and gives the type back. */
extern int keep(PyObject *);
static Thing *pool[16]; //~ ISO010
static int pooled_count; //~ ISO020
static void
pool_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    int pooled = 0;
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    if (pooled_count < 16) {
        pool[pooled_count++] = (Thing *)self;
        pooled = 1;
    }
    if (!pooled) {
        tp->tp_free(self);
    }
    Py_DECREF(tp);
}
SPEC(Pool, pool_dealloc);

/* Errors kept aside while the type is released. */
static void
delayed_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *type, *value, *traceback;
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    tp->tp_free(self);
    PyErr_Fetch(&type, &value, &traceback);
    Py_DECREF(tp);
    PyErr_Restore(type, value, traceback);
}
SPEC(Delayed, delayed_dealloc);

/* Another interpreter counts differently. */
static void
pypy_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    tp->tp_free(self);
#ifndef PYPY_VERSION
    Py_DECREF(tp);
#endif
}
SPEC(PyPy, pypy_dealloc);

/* As Cython does it where there are specs. */
#if CYTHON_USE_TYPE_SPECS
static void
__Pyx_PyHeapTypeObject_GC_Del(void *obj)
{
    PyTypeObject *type = Py_TYPE((PyObject *)obj);
    PyObject_GC_Del(obj);
    Py_DECREF(type);
}
#else
#define __Pyx_PyHeapTypeObject_GC_Del(obj) PyObject_GC_Del(obj)
#endif
static void
cython_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    Py_CLEAR(((Thing *)o)->cb);
    __Pyx_PyHeapTypeObject_GC_Del(o);
}
#if CYTHON_USE_TYPE_SPECS
SPEC(Cython, cython_dealloc);
#endif

/* Bumped around the code of the author, as Cython does. */
#define __Pyx_SET_REFCNT(o, n) Py_SET_REFCNT(o, n)
void author_code(PyObject *);
static void
bumped_dealloc(PyObject *o)
{
    PyTypeObject *tp = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    __Pyx_SET_REFCNT(o, Py_REFCNT(o) + 1);
    author_code(((Thing *)o)->cb);
    __Pyx_SET_REFCNT(o, Py_REFCNT(o) - 1);
    Py_CLEAR(((Thing *)o)->cb);
    tp->tp_free(o);
    Py_DECREF(tp);
}
SPEC(Bumped, bumped_dealloc);

/* Never freed. */
static void immortal_dealloc(PyObject *self) { Py_SET_REFCNT(self, 1 << 20); }
SPEC(Immortal, immortal_dealloc);
