/* Each variable is written in one way only. */
#include <Python.h>
#include <string.h>

typedef struct { PyObject_HEAD int value; struct inner { PyObject *object; } inner; } Spam;
typedef struct { struct { PyObject *object; int n; } inner; PyObject *list[3]; } nested_state;

static PyObject *first, *second, *third; //~ ISO010
static PyObject *cleared = (PyObject *)&PyBaseObject_Type; //~ ISO010
static PyObject *xset; //~ ISO010
static PyObject *copied_over[2]; //~ ISO010
static PyObject *zeroed[2]; //~ ISO010
static PyObject *grid[2][2]; //~ ISO010
static PyObject *chained; //~ ISO010
static PyObject *in_condition; //~ ISO010
static PyObject *next_key; //~ ISO010
static PyObject *next_value; //~ ISO010
static PyObject *either; //~ ISO010
static PyObject *other; //~ ISO010
static PyObject *list_end[4]; //~ ISO010
static PyObject *by_element_alias[4]; //~ ISO010
static PyObject *fetched; //~ ISO010
static PyObject *interned; //~ ISO010
static PyObject *converted; //~ ISO010
static PyObject *looked_up; //~ ISO010
static PyObject *by_reference_macro; //~ ISO010
static Spam *typed, **not_an_object; //~ ISO010
static nested_state nested; //~ ISO015
static nested_state by_pointer; //~ ISO015
static nested_state by_parameter; //~ ISO015
static union { PyObject *object; long number; } shared; //~ ISO015
static PyTypeObject *kind; //~ ISO010
static PyLongObject *number; //~ ISO010

#define SET_REFERENCE(p, v) (*(p) = (v))

static int
fill(nested_state *state, PyObject *value)
{
    state->list[1] = value;
    return 0;
}

PyObject *
spam(PyObject *self, PyObject *args)
{
    Py_ssize_t pos = 0;
    PyObject *local;
    nested_state *state = &by_pointer;
    PyObject **element = &by_element_alias[2];
    PyObject **end = list_end;
    second = self;
    Py_CLEAR(cleared);
    Py_XSETREF(xset, Py_NewRef(self));
    memcpy(copied_over, &args, sizeof(args));
    memset(zeroed, 0, sizeof(zeroed));
    grid[1][0] = self;
    local = chained = self;
    if ((in_condition = PyObject_Str(self)) == NULL) {
        return NULL;
    }
    while (PyDict_Next(args, &pos, &next_key, &next_value)) {
    }
    *(pos ? &either : &other) = self;
    *end++ = self;
    *element = local;
    PyErr_Fetch(&local, &fetched, &local);
    PyUnicode_InternInPlace(&interned);
    if (!PyUnicode_FSConverter(self, &converted) || PyDict_GetItemRef(args, self, &looked_up) < 0) {
        return NULL;
    }
    SET_REFERENCE(&by_reference_macro, self);
    typed = (Spam *)self;
    nested.inner.object = self;
    state->inner.object = self;
    fill(&by_parameter, self);
    shared.object = self;
    kind = Py_TYPE(self);
    number = (PyLongObject *)self;
    return first == third && not_an_object == NULL ? NULL : Py_NewRef(self);
}
