// The value of PY_VERSION_HEX of a release: headers compare it with that of others.
#define Py_LIMITED_API 0x030A02f0
#include <Python.h>
