#include <Python.h>

static PyObject *Error; //~ ISO011
PyObject *Warning = NULL; //~ ISO011
static PyObject *Indirect; //~ ISO011

int
create(void)
{
    PyObject *made = PyErr_NewException("spam.Indirect", NULL, NULL);
    Error = PyErr_NewException("spam.Error", NULL, NULL);
    if ((Warning = PyErr_NewExceptionWithDoc("spam.Warning", "doc", NULL, NULL)) == NULL) {
        return -1;
    }
    Indirect = made;
    return Error && Indirect ? 0 : -1;
}
