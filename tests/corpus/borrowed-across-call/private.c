/* A container that hangs on a struct of C's alone: nobody else sees it. */
#include <Python.h>

typedef struct { PyObject *names; } State;
typedef struct Stack { PyObject *items; struct Stack *next; } Stack;
typedef struct { PyObject_HEAD Stack *top; PyObject *names; } Reader;

static int
named(State *state, PyObject *error, PyObject *key)
{
    PyObject *name = PyDict_GetItemWithError(state->names, key);
    if (name == NULL) {
        return -1;
    }
    if (PyObject_IsTrue(error) < 0) {
        return -1;
    }
    return PyObject_SetAttrString(error, "name", name);
}

static int
first(Reader *self, PyObject *type)
{
    PyObject *item = PyList_GET_ITEM(self->top->items, 0);
    int is = PyObject_IsInstance(item, type);
    if (is <= 0) {
        return is;
    }
    return PyObject_IsTrue(item);
}

static int
name_of(Reader *self, PyObject *error, PyObject *key)
{
    PyObject *name = PyDict_GetItemWithError(self->names, key);
    if (name == NULL) {
        return -1;
    }
    if (PyObject_IsTrue(error) < 0) {
        return -1;
    }
    return PyObject_SetAttrString(error, "name", name); //~ REF003
}
