// What the file says of a switch before the include holds in the header that asks for it.
#include <Python.h>

#if defined(Py_LIMITED_API) && !defined(MY_LIMITED_API)
#define MY_LIMITED_API 1
#endif

#include "specs.h"

#if !MY_TYPE_SPECS
#define visit_type(o, v, a) 0
#else
static int
visit_type(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT((PyObject *)Py_TYPE(o));
    return 0;
}
#endif

typedef struct {
    PyObject_HEAD
    PyObject *x;
} Tied;

static int
tied_traverse(PyObject *o, visitproc visit, void *arg) //~ GC001
{
    {
        int e = visit_type(o, visit, arg);
        if (e) {
            return e;
        }
    }
    Py_VISIT(((Tied *)o)->x);
    return 0;
}

static int
tied_clear(PyObject *o)
{
    Py_CLEAR(((Tied *)o)->x);
    return 0;
}

static void
tied_dealloc(PyObject *o)
{
    PyTypeObject *tp = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    tied_clear(o);
    tp->tp_free(o);
    Py_DECREF(tp);
}

static PyType_Slot tied_slots[] = {
    {Py_tp_traverse, (void *)tied_traverse},
    {Py_tp_clear, (void *)tied_clear},
    {Py_tp_dealloc, (void *)tied_dealloc},
    {0, 0},
};

PyType_Spec tied_spec = {
    "tied.Tied", sizeof(Tied), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tied_slots,
};
