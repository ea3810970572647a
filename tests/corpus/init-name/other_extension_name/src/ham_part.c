#include <Python.h>

static int unused = 1;
