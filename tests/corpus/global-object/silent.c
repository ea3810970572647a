#include <Python.h>

static PyObject *never_written;
static PyObject *never_written_either = NULL; //~ ISO022
static PyTypeObject *const kinds[] = {&PyLong_Type, &PyFloat_Type};
static _Thread_local PyObject *per_thread;
static __thread PyObject *per_thread_too;
static PyModuleDef *definition;
extern PyObject *defined_elsewhere;
static PyObject *shadowed;
static PyObject *in_a_dead_branch;
static PyObject *compared_only;
static PyObject *read_by_callee = (PyObject *)&PyBaseObject_Type;

static int
is_set(PyObject *const *slot)
{
    return *slot != NULL;
}

static int
reads(PyObject **slot)
{
    return *slot != NULL;
}

PyObject *
spam(PyObject *shadowed)
{
    PyObject *local = never_written;
    {
        PyObject *never_written = local;
        never_written = PyDict_New();
        Py_XDECREF(never_written);
    }
    shadowed = Py_NewRef(local);
    per_thread = shadowed;
    per_thread_too = shadowed;
    defined_elsewhere = shadowed;
#ifdef PYPY_VERSION
    in_a_dead_branch = shadowed;
#endif
#ifdef Py_DEBUG
    in_a_dead_branch = shadowed;
#endif
    if (compared_only == shadowed || is_set(&compared_only) || reads(&read_by_callee)) {
        return NULL;
    }
    PyObject **slot = &local;
    *slot = (PyObject *)kinds[0];
    return Py_NewRef(never_written_either ? in_a_dead_branch : local);
}

PyObject *
value(void)
{
    return shadowed;
}
