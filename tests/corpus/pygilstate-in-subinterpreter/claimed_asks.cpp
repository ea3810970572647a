// An assertion attaches no thread, behind a function of its own neither.
#include <Python.h>
#include <cassert>

static inline bool attached() { return PyGILState_Check() == 1; }

static PyObject *
spam_mark(PyObject *, PyObject *)
{
    assert(attached());
    if (!PyGILState_Check()) {
        abort();
    }
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {{"mark", spam_mark, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, spam_methods, spam_slots};
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&spam_module); }
