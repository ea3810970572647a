/* Methods that read what is never passed, or take one thing for another. */
#include <Python.h>

static PyObject *
with_keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"x", NULL};
    PyObject *x;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", names, &x)) {
        return NULL;
    }
    return Py_NewRef(x);
}

static PyObject *
three(PyObject *self, PyObject *arg, PyObject *more)
{
    return PyTuple_Pack(2, arg, more);
}

static PyObject *
tuple_for_array(PyObject *self, PyObject *args)
{
    return Py_NewRef(args);
}

static PyObject *
array_for_tuple(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    return nargs ? Py_NewRef(args[0]) : NULL;
}

static int
status(PyObject *self, PyObject *unused)
{
    return 0;
}

static void
nothing(PyObject *self, PyObject *unused)
{
}

static PyObject *
fast(PyObject *self, PyObject *const *args, int nargs)
{
    return PyLong_FromLong(nargs);
}

static PyObject *
defining(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    return names ? Py_NewRef(names) : Py_NewRef((PyObject *)cls);
}

#define ENTRY(name, flags) {#name, (PyCFunction)(void (*)(void))name, flags, NULL}
#define FAST (METH_FASTCALL | METH_KEYWORDS)

static PyMethodDef methods[] = {
    {"with_keywords", (PyCFunction)with_keywords, METH_VARARGS, NULL}, //~ CALL002
    {"class_keywords", (PyCFunction)with_keywords, METH_VARARGS | METH_CLASS, NULL}, //~ CALL002
    {"three", (PyCFunction)three, METH_O, "text"}, //~ CALL002
    {"tuple_for_array", _PyCFunction_CAST(tuple_for_array), METH_FASTCALL, NULL}, //~ CALL002
    {"array_for_tuple", _PyCFunction_CAST(array_for_tuple), METH_VARARGS, NULL}, //~ CALL002
    {.ml_name = "status", .ml_meth = (PyCFunction)status, .ml_flags = METH_NOARGS}, //~ CALL002
    {"nothing", (PyCFunction)nothing, METH_NOARGS}, //~ CALL002
    ENTRY(fast, METH_FASTCALL), //~ CALL002
    {"defining", (PyCFunction)(void (*)(void))defining, FAST, NULL}, //~ CALL002
    {NULL, NULL, 0, NULL}
};

static PyMethodDef single = {"one", (PyCFunction)with_keywords, METH_VARARGS, NULL}; //~ CALL002
