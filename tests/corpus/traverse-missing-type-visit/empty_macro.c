/* The call of a macro looks like the visit, and is nothing. */
#include <Python.h>

#define USE_SPECS 0
#if USE_SPECS
#define visit_type(o, visit, arg) Py_VISIT(Py_TYPE(o))
#else
#define visit_type(o, visit, arg) 0
#endif

typedef struct { PyObject_HEAD PyObject *x; } Spam;

static int
spam_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    int e = visit_type(self, visit, arg);
    if (e)
        return e;
    Py_VISIT(((Spam *)self)->x);
    return 0;
}

static int
spam_clear(PyObject *self)
{
    Py_CLEAR(((Spam *)self)->x);
    return 0;
}

static PyType_Slot spam_slots[] = {
    {Py_tp_traverse, spam_traverse},
    {Py_tp_clear, spam_clear},
    {0, NULL},
};
PyType_Spec spam_spec = {"m.Spam", sizeof(Spam), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, spam_slots};
