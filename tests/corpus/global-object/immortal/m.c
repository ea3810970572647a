/* What CPython owns is immortal on every Python checked. */
#include <Python.h>

static PyObject *chosen;
static PyTypeObject *kind;
static PyObject *error;
static PyObject *mixed; //~ ISO010

void
choose(int which, PyObject *value)
{
    chosen = which ? Py_None : Py_NewRef(Py_True);
    kind = &PyLong_Type;
    error = PyExc_ValueError;
    mixed = which ? Py_None : value;
}

int
is_chosen(PyObject *value)
{
    return value == chosen || Py_TYPE(value) == kind || value == error || value == mixed;
}
