#include <Python.h>
#include <structmember.h>
#include <datetime.h>
#include "frameobject.h"
#include "pythread.h"
#include "marshal.h"
#include "object.h"
#include "vendor/cpython/notes.h"
#if PY_VERSION_HEX < 0x030B0000
#include "longintrepr.h"
#endif
