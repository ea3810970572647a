#include <Python.h>
#include "node.h"
#if PY_VERSION_HEX < 0x030B0000
#include <longintrepr.h>
#include <code.h>
#endif
