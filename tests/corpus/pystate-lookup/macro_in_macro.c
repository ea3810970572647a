#include <Python.h>

typedef struct { void *library; } state;
static struct PyModuleDef spam_module;
#define MOD_STATE(module) ((state *)PyModule_GetState(module))
#define SPAM_STATE MOD_STATE(PyState_FindModule(&spam_module)) //~ INIT009
#define GRAB(pointer, result) \
    pointer = SPAM_STATE->library; \
    if (!pointer) { \
        return result; \
    }

static PyObject *
one(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    void *library;
    GRAB(library, NULL);
    return PyBool_FromLong(library != NULL);
}

static PyObject *
two(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    void *library;
    GRAB(library, NULL);
    return PyBool_FromLong(SPAM_STATE->library == library);
}

static PyMethodDef methods[] = {{"one", one, METH_NOARGS, NULL}, {"two", two, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_size = sizeof(state), .m_methods = methods};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    return PyModule_Create(&spam_module);
}
