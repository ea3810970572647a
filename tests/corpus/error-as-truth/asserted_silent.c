// -1 ends the process in an assertion, or nobody asks.
#include <Python.h>
#include <assert.h>

static int add(PyObject *module, PyObject *name, PyObject *value) {
    assert(!PyObject_HasAttrWithError(module, name));
    return PyObject_SetAttr(module, name, value);
}
