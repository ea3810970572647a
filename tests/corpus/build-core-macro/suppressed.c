#define Py_BUILD_CORE 1 /* extlint: ignore[build-core-macro] frame evaluation hook */
/* extlint: ignore[ABI003] the same, by code, from the line above */
#define Py_BUILD_CORE_MODULE
#include <Python.h>
