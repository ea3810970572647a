/* extlint: file-ignore[build-core-macro] a build of the interpreter itself */
#define Py_BUILD_CORE 1
#define Py_BUILD_CORE_MODULE
#include <Python.h>

/* A comment about extlint is none that speaks to it. */
