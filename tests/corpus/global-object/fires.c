#include <Python.h>

typedef struct {
    PyObject_HEAD
    int value;
} Spam;

typedef PyObject *object_t;

static PyObject *cache; //~ ISO010
static PyObject *table[4]; //~ ISO010
static Spam *last_spam = NULL; //~ ISO010
static object_t hidden_pointer; //~ ISO010
PyObject *external_cache; //~ ISO010
static volatile object_t never_read_twice; //~ ISO010
static struct { int count; PyObject *object; } slots[8]; //~ ISO010
static PyObject *parsed; //~ ISO010
static PyObject *replaced; //~ ISO010
static PyObject *pointed_at; //~ ISO010
static PyObject *aliased; //~ ISO010
static PyObject *filled_by_callee; //~ ISO010
static PyObject *by_macro; //~ ISO010
static PyObject *str_pasted; //~ ISO010
static PyObject *only_none; //~ ISO010

#define KEEP(variable, value) do { PyObject *old = (variable); (variable) = (value); Py_XDECREF(old); } while (0)
#define DEFINE(name) (str##name = PyList_New(0))

static void
fill(PyObject **result)
{
    *result = PyDict_New();
}

static void
pass_on(PyObject **result)
{
    fill(result);
}

static PyObject *
spam(PyObject *self, PyObject *args)
{
    PyObject **pointer = &pointed_at;
    PyObject **walk;
    if (cache == NULL) {
        cache = PyDict_New();
    }
    table[2] = Py_NewRef(args);
    last_spam = (Spam *)self;
    hidden_pointer = self;
    external_cache = self;
    never_read_twice = self;
    slots[1].object = self;
    if (!PyArg_ParseTuple(args, "O", &parsed)) {
        return NULL;
    }
    Py_SETREF(replaced, Py_NewRef(self));
    *pointer = self;
    walk = &aliased;
    *walk++ = self;
    pass_on(&filled_by_callee);
    KEEP(by_macro, Py_NewRef(self));
    DEFINE(_pasted);
    only_none = Py_None;
    return Py_NewRef(self);
}

PyObject *(*use_spam)(PyObject *, PyObject *) = spam; //~ ISO020

void
reset(void)
{
    use_spam = NULL;
}
