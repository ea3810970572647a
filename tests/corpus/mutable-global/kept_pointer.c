/* A static pointer is given the address of a variable at run time, and writes go through it. */
#include <Python.h>

struct settings {
    int level;
};

static struct settings ours; //~ ISO020
static struct settings theirs;
static struct settings *current; //~ ISO020

PyObject *
start(PyObject *module, PyObject *none)
{
    current = &ours;
    current->level = (int)PyList_Size(none);
    return PyLong_FromLong(theirs.level + ours.level);
}
