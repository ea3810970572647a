/* What fits, and what cannot be told. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

typedef struct { PyObject_HEAD int flag; char *name; } Thing;
#define PAIR(x) converter, &x
#define FORMAT "ii"
#if defined(WIDE)
typedef long long item_t;
#else
typedef int item_t;
#endif

static int converter(PyObject *object, void *place) { return 1; }

static PyObject *
fits(Thing *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"a", "b", "c", NULL};
    static char *empty[] = {NULL};
    char *changes[] = {"a", NULL, NULL};
    unsigned int number;
    int yes;
    uint32_t fixed;
    unsigned long mask;
    Py_ssize_t size;
    size_t unsigned_size;
    int64_t big;
    unsigned char byte;
    char letter;
    double real;
    const char *text;
    char *encoded = NULL;
    unsigned char *bytes;
    void *anything;
    Py_buffer view;
    PyObject *object;
    Thing *other;
    item_t item;
    unknown_t unknown;
    Py_complex complex;
    int numbers[2];
    if (!PyArg_ParseTuple(args, "iIp", &number, &number, &yes) || !PyArg_ParseTuple(args, "i", &fixed)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "knnLK", &mask, &size, &unsigned_size, &big, &big)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "bcd(ii)", &byte, &letter, &real, &numbers[0], numbers + 1)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "s#z*y", &text, &size, &view, &bytes)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "esO!O&:name; with words", "utf-8", &encoded, &PyType_Type, &other, converter, &number)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OiD", &other, &self->flag, &complex) || !PyArg_ParseTuple(args, "s", &self->name)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O&", PAIR(number)) || !PyArg_ParseTuple(args, FORMAT "i", &number)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "ni", &item, &unknown) || !PyArg_ParseTuple(args, "i", anything)) {
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|i$n", names, &object, &number, &size)) {
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OiO|i:three", names, &object, &number, &other)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!", &PyType_Type, (PyObject *)&object)) {
        return NULL;
    }
    PyErr_Format(PyExc_ValueError, "%d of %x and %R", size, mask, object, NULL);
    changes[1] = "b";
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "", empty) ||
        !PyArg_ParseTupleAndKeywords(args, kwargs, "OO", changes, &object, &other)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args,
#ifdef WIDE
                          "n", &size
#else
                          "i", &number
#endif
                          )) {
        return NULL;
    }
    PyErr_Format(PyExc_ValueError, "%.200s at %zd of %u%%, %c", Py_TYPE(self)->tp_name, size, number, letter);
    PyErr_Format(PyExc_ValueError, "%" PRId64 " is wrong", big);
    PyErr_Format(PyExc_ValueError, "%p %*d %s", anything, 3, number, NULL);
    return Py_BuildValue("{s:i,s:(dO)}", "letter", letter, "pair", 1.5, (PyObject *)self);
}

static PyObject *
shadowed(PyObject *self, PyObject *args)
{
    if (self != NULL) {
        int value;
        return PyArg_ParseTuple(args, "i", &value) ? Py_NewRef(self) : NULL;
    }
    Py_ssize_t value;
    return PyArg_ParseTuple(args, "n", &value) ? Py_NewRef(self) : NULL;
}

static PyObject *
nothing(PyObject *self, PyObject *callable)
{
    Py_XDECREF(PyObject_CallFunction(callable, NULL));
    Py_XDECREF(PyObject_CallMethod(callable, "close", NULL));
    Py_XDECREF(PyObject_CallMethod(callable, "close", ""));
    return Py_BuildValue("");
}
