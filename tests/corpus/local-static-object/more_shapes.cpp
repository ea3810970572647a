// Statics of methods, lambdas and templates; what C++ initialises once, under a lock of its own.
#include <Python.h>

struct Holder { PyObject *first; int n; };

struct Spam {
    PyObject *cached();
};

PyObject *
Spam::cached()
{
    static PyObject *value; //~ ISO016
    if (!value) {
        value = PyDict_New();
    }
    return value;
}

PyObject *
made_once()
{
    static PyObject *made = PyDict_New(); //~ ISO016
    return made;
}

PyObject *
in_struct()
{
    static Holder holder; //~ ISO016
    holder.first = PyList_New(0);
    return holder.first;
}

template <typename T>
PyObject *
of_type()
{
    static PyTypeObject *type = nullptr; //~ ISO016
    if (type == nullptr) {
        type = Py_TYPE(Py_None);
    }
    return (PyObject *)type;
}

static thread_local PyObject *per_thread;
PyObject *
silent(PyObject *self)
{
    static PyTypeObject *const kinds[] = {&PyLong_Type};
    static thread_local PyObject *mine;
    mine = per_thread = self;
    return (PyObject *)kinds[0];
}
