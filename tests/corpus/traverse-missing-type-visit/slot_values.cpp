#include <Python.h>

// The ways to write the function in a slot. Each names a function that does not visit the type.
struct Thing {
    PyObject_HEAD
    PyObject *cb;
};

template <typename T> static void *void_cast(T f) { return reinterpret_cast<void *>(f); }

#define SPEC(name, value)                                                                      \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, value}, {0, nullptr}};               \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, name##_slots}

static int address(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Thing *)op)->cb); return 0; } //~ GC001
static int helper(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Thing *)op)->cb); return 0; } //~ GC001
static int interpreted(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Thing *)op)->cb); return 0; } //~ GC001
static int two_casts(Thing *op, visitproc visit, void *arg) { Py_VISIT(op->cb); return 0; } //~ GC001
static int function_cast(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Thing *)op)->cb); return 0; } //~ GC001
static int cpython_cast(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Thing *)op)->cb); return 0; } //~ GC001

SPEC(Address, (void *)&address);
SPEC(Helper, void_cast(helper));
SPEC(Interpreted, reinterpret_cast<void *>(interpreted));
SPEC(TwoCasts, (void *)(traverseproc)two_casts);
SPEC(FunctionCast, reinterpret_cast<void *>(static_cast<traverseproc>(&function_cast)));
SPEC(CPythonCast, _PyCFunction_CAST(cpython_cast));

// Without names for the parameters that it does not use.
static int unnamed(PyObject *, visitproc, void *) { return 0; } //~ GC001
SPEC(Unnamed, void_cast(unnamed));

// The same ways with one that does.
static int good(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(reinterpret_cast<Thing *>(op)->cb);
    return 0;
}
static int good_cpp(PyObject *op, visitproc visit, void *arg)
{
    auto *self = reinterpret_cast<Thing *>(op);
    Py_VISIT(Py_TYPE(reinterpret_cast<PyObject *>(self)));
    Py_VISIT(self->cb);
    return 0;
}
SPEC(GoodAddress, (void *)&good);
SPEC(GoodHelper, void_cast(good));
SPEC(GoodInterpreted, reinterpret_cast<void *>(good_cpp));
