/* -1 is a number too; memory that a global holds, and that a helper asks for. */
#include <Python.h>

static PyObject *
repeated(PyObject *module, PyObject *arg)
{
    long times = PyLong_AsLong(arg);
    if (times == -1) {
        return NULL; //~ CALL004
    }
    return PyLong_FromLong(times * 2);
}

static int
hour_of(PyObject *time, long *hour)
{
    PyObject *number = PyObject_GetAttrString(time, "hour");
    if (number == NULL) {
        return -1;
    }
    *hour = 0;
    long value = PyLong_AsLong(number);
    Py_DECREF(number);
    if (value == -1) {
        return -1; //~ CALL004
    }
    *hour = value;
    return 0;
}

static PyObject *
next_hour(PyObject *module, PyObject *time)
{
    long hour;
    if (hour_of(time, &hour) < 0) {
        return NULL;
    }
    return PyLong_FromLong(hour + 1);
}

typedef struct { PyObject *callable; PyObject *text; } Hook;

/* A struct that is no object: its caller hands NULL on. */
static Hook *
hook_new(PyObject *callable)
{
    Hook *hook = PyMem_Malloc(sizeof(Hook));
    if (hook == NULL) {
        return NULL; //~ CALL004
    }
    hook->callable = Py_NewRef(callable);
    hook->text = PyObject_Str(callable);
    return hook;
}

static void
hook_free(PyObject *capsule)
{
    Hook *hook = PyCapsule_GetPointer(capsule, "spam.hook");
    Py_DECREF(hook->callable);
    Py_XDECREF(hook->text);
    PyMem_Free(hook);
}

static PyObject *
install(PyObject *module, PyObject *callable)
{
    if (!PyCallable_Check(callable)) {
        PyErr_SetString(PyExc_TypeError, "not callable");
        return NULL;
    }
    Hook *hook = hook_new(callable);
    if (hook == NULL) {
        return NULL;
    }
    return PyCapsule_New(hook, "spam.hook", hook_free);
}

static PyMethodDef methods[] = {
    {"repeated", repeated, METH_O, NULL},
    {"next_hour", next_hour, METH_O, NULL},
    {"install", install, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
