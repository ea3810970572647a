#ifndef TOOLS_H
#define TOOLS_H

#include <Python.h>

PyObject *make_part(long size);

#endif
