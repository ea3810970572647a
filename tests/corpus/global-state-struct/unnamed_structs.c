/* A struct without a name is the one that stands before its variable, whatever stands behind. */
#include <Python.h>

static struct { int size; } plain; //~ ISO020
static struct { PyObject *cache; int size; } holds; //~ ISO015
static struct { long steps; } counts; //~ ISO020

int
fill(void)
{
    plain.size = 3;
    holds.cache = PyDict_New();
    counts.steps++;
    return 0;
}
