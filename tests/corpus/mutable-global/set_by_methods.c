/* A number that a method sets is a setting of the user; what other functions set is not said to be one. */
#include <Python.h>

typedef struct { int level; } Options;

static int by_method; //~ ISO020
static int by_options; //~ ISO020
static int by_hook; //~ ISO020
static int by_table; //~ ISO020
static int by_text; //~ ISO020

PyObject *
set_level(PyObject *module, PyObject *level)
{
    by_method = (int)PyLong_AsLong(level);
    return level;
}

PyObject *
set_options(Options *options, Options *level)
{
    by_options = level->level + options->level;
    return NULL;
}

int
set_hook(PyObject *module, PyObject *level)
{
    by_hook = (int)PyLong_AsLong(level);
    return 0;
}

PyObject **
set_table(PyObject *module, PyObject *level)
{
    by_table = (int)PyLong_AsLong(level);
    return NULL;
}

char *
set_text(PyObject *module, PyObject *level)
{
    by_text = (int)PyLong_AsLong(level);
    return NULL;
}
