#include <Python.h>
#include "internal/pycore_frame.h" //~ ABI001
#include <internal/pycore_gc.h> //~ ABI001
#if PY_VERSION_HEX >= 0x030D0000
#  include "pycore_long.h" //~ ABI001
#endif
#ifdef USE_FRAMES
#include <python3/internal/pycore_code.h> //~ ABI001
#endif
