#include <Python.h>
#include <dlfcn.h>

static double (*scale)(double); //~ ISO020
static double (*shift)(double); //~ ISO020

/* A NULL that says "not found" stands with the look-up. */
static int
find_scale(void *library)
{
    if (library == NULL) {
        scale = NULL;
        return -1;
    }
    scale = (double (*)(double))dlsym(library, "scale");
    return 0;
}

static int
find_shift(void *library)
{
    shift = (double (*)(double))dlsym(library, "shift");
    return 0;
}

/* A NULL of another function takes away what another interpreter looked up. */
static void
forget_shift(void)
{
    shift = NULL;
}

static PyObject *
load(PyObject *module, PyObject *arg)
{
    void *library = PyLong_AsVoidPtr(arg);
    forget_shift();
    if (find_scale(library) < 0 || find_shift(library) < 0) {
        return NULL;
    }
    return PyFloat_FromDouble(scale(1.0) + shift(1.0));
}

static PyMethodDef methods[] = {
    {"load", load, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef looked = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "looked",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_looked(void)
{
    return PyModuleDef_Init(&looked);
}
