/* Formats of arguments: number, types, keywords. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>

struct options { int level; Py_ssize_t size; };
typedef short small_t;
static PyTypeObject *Wanted;

static PyObject *
types(PyObject *self, PyObject *args)
{
    int number;
    bool flag;
    Py_ssize_t size;
    double real;
    float single;
    char letter;
    const char *text;
    char buffer[20];
    PyObject *object;
    small_t small;
    struct options options;
    if (!PyArg_ParseTuple(args, "n", &number)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "p:name", &flag)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "l|i", &size, &size)) { //~ CALL001 CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "fd", &real, &single)) { //~ CALL001 CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "C", &letter)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "s#", &text, &number)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "s", buffer)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "sO", &object, &text)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O", object)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "i", number)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "s*", &text)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "i" "h", &small, &options.size)) { //~ CALL001 CALL001
        return NULL;
    }
    if (!PyArg_Parse(args, "n", &options.level)) { //~ CALL001
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
counts(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"one", "two", NULL};
    const char *more[] = {"one", "two", "three", NULL};
    PyObject *one, *two = NULL;
    int number;
    if (!PyArg_ParseTuple(args, "O!i", Wanted, &one)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O", &one, &two)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O$i", &one, &number)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|Oi", names, &one, &two, &number)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O(ii)", (char **)more, &one, &number, &number)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O$|O", names, &one, &two)) { //~ CALL001
        return NULL;
    }
    Py_RETURN_NONE;
}
