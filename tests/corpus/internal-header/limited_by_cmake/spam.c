/* The build file gives Py_LIMITED_API one number: what asks for another is never compiled. */
#include <Python.h>

#if defined(Py_LIMITED_API) && Py_LIMITED_API < 0x030B0000
#include "internal/pycore_gc.h"
#endif

#if defined(Py_LIMITED_API) && Py_LIMITED_API + 0 >= 0x030B0000
#include "internal/pycore_frame.h" //~ ABI001
#endif

#if !defined(Py_LIMITED_API) || Py_LIMITED_API >= 0x030C0000
#include "internal/pycore_gil.h" //~ ABI001
#endif
