/* Exceptions are set, cleared, or may be set. */
#include <Python.h>

#define CHECK(x) if (!(x)) { PyErr_SetString(PyExc_ValueError, "no"); return NULL; }

extern int elsewhere(PyObject *object);
static PyObject *fail(void) { return PyErr_Format(PyExc_ValueError, "no"); }
static int checked(PyObject *object) { return PyLong_Check(object) ? 1 : (fail(), 0); }

static PyObject *
sets(PyObject *self, PyObject *args)
{
    long number = PyLong_AsLong(args);
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (number < 0) {
        PyErr_SetString(PyExc_ValueError, "negative");
        return NULL;
    }
    int failed = 0;
    if (number > 10) {
        PyErr_SetString(PyExc_ValueError, "large");
        failed = 1;
    }
    if (failed) {
        return NULL;
    }
    if (!checked(args) || !elsewhere(args)) {
        return NULL;
    }
    CHECK(number != 3)
    void *memory = PyMem_Malloc(3);
    return memory == NULL ? PyErr_NoMemory() : fail();
}

static PyObject *
clears(PyObject *self, PyObject *args)
{
    PyObject *name = PyObject_GetAttrString(args, "name");
    if (name == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return NULL;
        }
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return name;
}

static PyObject *
branches(PyObject *self, PyObject *args)
{
#ifdef SPAM
    if (args == Py_None) {
        PyErr_SetString(PyExc_ValueError, "no");
    }
#endif
    if (args == Py_None) {
        return NULL;
    }
    return Py_NewRef(args);
}

static PyObject *next(PyObject *self) { return NULL; }

static PyObject *
ambiguous(PyObject *self, PyObject *args)
{
    if (PyModule_AddIntConstant(self, "x", 1)) {
        return NULL;
    }
    PyObject *item = PyIter_Next(args);
    if (item == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL || PyList_Append(list, item) < 0) {
        Py_DECREF(item);
        Py_XDECREF(list);
        return NULL;
    }
    Py_DECREF(item);
    return list;
}

static PyObject *nobody(PyObject *self, PyObject *args) { return NULL; }

typedef struct {
    PyObject_HEAD
    PyObject *cls;
    PyObject *made;
} Spam;

/* A field may be NULL only where something failed before. */
static PyObject *
unset(Spam *self, PyObject *args)
{
    PyObject *made = self->made;
    if (self->cls == NULL || made == NULL) {
        return NULL;
    }
    return Py_NewRef(made);
}

static int zero(PyObject *object) { return object == NULL; }

/* What never fails is tested all the same. */
static PyObject *
never(PyObject *self, PyObject *args)
{
    PyObject *dict = PyModule_GetDict(self);
    if (dict == NULL || zero(args) < 0) {
        return NULL;
    }
    PyObject *items;
    if (!PyArg_ParseTuple(args, "O", &items)) {
        return NULL;
    }
    if (PyTuple_Check(items)) {
        Py_INCREF(items);
    }
    else {
        items = PySequence_Tuple(items);
    }
    if (items == NULL) {
        return NULL;
    }
    return items;
}

/* The result of the call that failed is put down. */
static PyObject *
put_down(PyObject *self, PyObject *args)
{
    int status = 0;
    PyObject *path = NULL;
    if (!PyUnicode_FSConverter(args, &path)) {
        status = -1;
    }
    if (status < 0) {
        return NULL;
    }
    Py_DECREF(path);
    Py_RETURN_NONE;
}

static PyObject *found(PyObject *object) { return PyDict_Check(object) ? PyDict_GetItemString(object, "x") : NULL; }

/* Perhaps the project's own function sets no exception. */
static PyObject *
maybe(PyObject *self, PyObject *args)
{
    PyObject *item = found(args);
    if (item == NULL) {
        Py_RETURN_NONE;
    }
    return Py_NewRef(item);
}

static PyObject *
chosen(PyObject *self, PyObject *args)
{
    PyObject *result = NULL;
    switch (PyTuple_GET_SIZE(args)) {
    case 0: result = Py_None; break;
    case 1: result = Py_True; break;
    }
    Py_XINCREF(result);
    return result;
}

/* Who calls it sets the exception. */
static PyObject *
room(void)
{
    void *memory = malloc(16);
    if (memory == NULL) {
        return NULL;
    }
    return PyCapsule_New(memory, "room", NULL);
}

static PyObject *
caller(PyObject *self, PyObject *args)
{
    PyObject *made = room();
    return made == NULL && !PyErr_Occurred() ? PyErr_NoMemory() : made;
}

static PyMethodDef methods[] = {
    {"sets", sets, METH_O, NULL},
    {"clears", clears, METH_O, NULL},
    {"branches", branches, METH_O, NULL},
    {"ambiguous", ambiguous, METH_O, NULL},
    {"unset", (PyCFunction)unset, METH_NOARGS, NULL},
    {"never", never, METH_VARARGS, NULL},
    {"put_down", put_down, METH_O, NULL},
    {"maybe", maybe, METH_O, NULL},
    {"chosen", chosen, METH_VARARGS, NULL},
    {"caller", caller, METH_NOARGS, NULL},
    {NULL}
};
static PyType_Slot slots[] = {{Py_tp_iternext, next}, {Py_tp_methods, methods}, {0, NULL}};
