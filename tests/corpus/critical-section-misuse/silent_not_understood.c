/* Where code is not understood, the end of a section may be in it. */
#include <Python.h>

static PyObject *
unbalanced(PyObject *self, PyObject *arg)
{
    Py_BEGIN_CRITICAL_SECTION(self);
    use(arg @ {;
    Py_END_CRITICAL_SECTION();
    Py_RETURN_NONE;
}

static PyObject *
with_words(PyObject *self, PyObject *arg)
{
    Py_BEGIN_CRITICAL_SECTION(self);
    do use(arg)
    [[ leave ]] ) Py_END_CRITICAL_SECTION();
    Py_RETURN_NONE;
}

static PyObject *
half(PyObject *self, PyObject *arg)
{
    Py_BEGIN_CRITICAL_SECTION(self);
    if (arg) {
    Py_END_CRITICAL_SECTION();
    ) use ( ]
    }
    Py_RETURN_NONE;
}
