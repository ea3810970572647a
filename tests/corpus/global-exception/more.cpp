// In namespaces, in classes, in arrays, and by way of a table.
#include <Python.h>

namespace spam {
static PyObject *error = nullptr; //~ ISO011
struct Errors {
    static PyObject *base;
};
PyObject *Errors::base; //~ ISO011
PyObject *by_kind[3]; //~ ISO011

int
create(PyObject *module)
{
    error = PyErr_NewException("spam.Error", PyExc_ValueError, nullptr);
    Errors::base = PyErr_NewExceptionWithDoc("spam.Base", "doc", nullptr, nullptr);
    by_kind[0] = PyErr_NewException("spam.Zero", error, nullptr);
    return PyModule_AddObjectRef(module, "Error", error);
}
} // namespace spam
