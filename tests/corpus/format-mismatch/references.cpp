// In C++ a reference looks like a pointer; what has no pointer at all is sure.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static bool read(PyObject *args, int &number, PyObject *&object, const char *&text)
{
    return PyArg_ParseTuple(args, "iOs", &number, &object, &text);
}

static PyObject *lambda(PyObject *self, PyObject *args)
{
    Py_ssize_t size = 0;
    int number = 0;
    auto parse = [&]() { return PyArg_ParseTuple(args, "n", &size); };
    if (!parse() || !PyArg_ParseTuple(args, "n", &number)) { //~ CALL001
        return nullptr;
    }
    return Py_BuildValue("i", static_cast<int>(size));
}

template <typename T>
static bool any(PyObject *args, T value)
{
    return PyArg_ParseTuple(args, "n", &value);
}
