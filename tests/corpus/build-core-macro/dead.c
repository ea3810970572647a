/* Branches that no supported Python compiles. */
#if PY_VERSION_HEX < 0x03080000
#  define Py_BUILD_CORE 1
#endif
#if 0
#  define Py_BUILD_CORE_BUILTIN
#endif
#ifdef PYPY_VERSION
#  define Py_BUILD_CORE_MODULE
#endif
#include <Python.h>
