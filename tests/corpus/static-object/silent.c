#include <Python.h>

typedef struct {
    int ob_refcnt;
    int value;
} not_an_object;

static not_an_object nothing;
static struct PyModuleDef def;
extern PyObject elsewhere;
static PyObject *pointer;

static int
on_the_stack(void)
{
    PyObject local;
    return sizeof(local) + sizeof(PyVarObject) + nothing.value + (pointer == &elsewhere) + (int)def.m_size;
}

int
use(void)
{
    return on_the_stack();
}
