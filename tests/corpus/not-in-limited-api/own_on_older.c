/* The project declares the type for Pythons that do not have it: on the others it is CPython's. */
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#if PY_VERSION_HEX < 0x030E0000
typedef struct writer PyUnicodeWriter;
#endif

void finish(PyUnicodeWriter *writer); //~ LIM001
