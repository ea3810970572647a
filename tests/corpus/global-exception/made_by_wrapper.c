/* What a wrapper hands on is what the function behind it makes. */
#include <Python.h>

#define NEW_EXCEPTION(name, base) PyErr_NewException("spam." #name, base, NULL)
static PyObject *Overflow; //~ ISO011
static PyObject *Underflow; //~ ISO011
static PyObject *json_module; //~ ISO014
static PyObject *name_text; //~ ISO013
static PyObject *either; //~ ISO010

static PyObject *
load(const char *name)
{
    PyObject *module = PyImport_ImportModule(name);
    if (module == NULL) {
        PyErr_Clear();
    }
    return module;
}
static PyObject *intern(const char *text) { return PyUnicode_InternFromString(text); }
static PyObject *new_exception(const char *name) { return PyErr_NewException(name, NULL, NULL); }
static PyObject *
make(int kind)
{
    if (kind) {
        return PyImport_ImportModule("json");
    }
    return PyList_New(0);
}

int
spam_exec(PyObject *module)
{
    Overflow = NEW_EXCEPTION(Overflow, PyExc_ValueError);
    Underflow = new_exception("spam.Underflow");
    json_module = load("json");
    name_text = intern("name");
    either = make(1);
    return Overflow && Underflow && json_module && name_text && either ? 0 : -1;
}
