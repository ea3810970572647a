#include <Python.h>

namespace spam {
void begin();
void set_fast();
void set_slow();
}

static int calls; //~ ISO020

/* It runs at init alone: the call in a function of the namespace means another one of it. */
static int (*run)(int) = nullptr; //~ ISO020
static int slow(int x) { return x + x; }

void
spam::begin()
{
    set_slow();
}

void
spam::set_slow()
{
    run = &slow;
}

static PyObject *
go(PyObject *, PyObject *)
{
    calls++;
    return PyLong_FromLong(run(3));
}

static PyMethodDef methods[] = {{"go", go, METH_NOARGS, ""}, {nullptr, nullptr, 0, nullptr}};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", "", 0, methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam() //~ INIT013
{
    spam::begin();
    return PyModuleDef_Init(&spam_module);
}
