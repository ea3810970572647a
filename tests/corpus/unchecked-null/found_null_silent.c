/* Released with what takes NULL, tested in between, or never NULL. */
#include <Python.h>

static int
report(PyObject *weak, PyObject *callback)
{
    PyObject *owner = NULL;
    if (PyWeakref_GetRef(weak, &owner) < 0) {
        return -1;
    }
    if (owner == NULL) {
        goto error;
    }
    PyObject *result = PyObject_CallOneArg(callback, owner);
    Py_XDECREF(result);
    Py_DECREF(owner);
    return result == NULL ? -1 : 0;

error:
    Py_XDECREF(owner);
    return -1;
}

static PyObject *
halved(PyObject *all)
{
    PyObject *out = PyTuple_New(PyList_GET_SIZE(all));
    if (out == NULL || _PyTuple_Resize(&out, PyList_GET_SIZE(all) / 2) < 0) {
        return NULL;
    }
    return out;
}

static PyObject *
unpacked(PyObject *arg)
{
    PyObject *out = PyTuple_New(1);
    if (out == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(out, 0, Py_NewRef(arg));
    return out;
}

static PyObject *
first(PyObject *arg)
{
    PyObject *all = unpacked(arg);
    if (all == NULL) {
        return NULL;
    }
    PyObject *item = Py_NewRef(PyTuple_GET_ITEM(all, 0));
    Py_DECREF(all);
    return item;
}

/* Never NULL. */
static PyObject *
same(PyObject *arg)
{
    return Py_NewRef(arg);
}

static PyObject *
taken(PyObject *arg)
{
    PyObject *own = same(arg);
    Py_ssize_t size = Py_SIZE(own);
    Py_DECREF(own);
    return PyLong_FromSsize_t(size);
}

/* The second test hangs together with the first. */
static PyObject *
both(PyObject *arg, int wanted)
{
    PyObject *text = NULL;
    if (wanted) {
        text = PyObject_Str(arg);
        if (text == NULL) {
            return NULL;
        }
    }
    PyObject *out = PyList_New(0);
    if (wanted) {
        Py_DECREF(text);
    }
    return out;
}

static PyObject *
forward(PyObject *callable, PyObject *const *args, size_t nargs, PyObject *names)
{
    vectorcallfunc call = PyVectorcall_Function(callable);
    return call == NULL ? NULL : call(callable, args, nargs, names);
}

/* What takes NULL. */
static PyObject *
shown(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    PyObject *shown = PyObject_Repr(text);
    Py_XDECREF(text);
    return shown;
}

/* An assertion says that it is there. */
static PyObject *
sized(PyObject *arg)
{
    PyObject *all = unpacked(arg);
    assert(all != NULL && PyTuple_Check(all));
    PyObject *size = PyLong_FromSsize_t(Py_SIZE(all));
    Py_DECREF(all);
    return size;
}
