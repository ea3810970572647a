#include <Python.h>
#include "internal/queue.h"
#include "spam/internal.h"
#if PY_VERSION_HEX < 0x03080000
#include "internal/pystate.h"
#endif
#ifdef PYPY_VERSION
#include "pycore_frame.h"
#endif
#if 0
#include "internal/pycore_gc.h"
#endif
