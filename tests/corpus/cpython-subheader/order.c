/* Where Python.h stands decides what an edit may write. */
#include "cpython/unicodeobject.h" //~ ABI002
#include "cpython/listobject.h" //~ ABI002
#include "object.h"
#ifdef WITH_PYTHON
#include <Python.h>
#include "listobject.h" //~ ABI002
#endif
#include "tupleobject.h" //~ ABI002
#include <Python.h>
#include "cpython/longintrepr.h" //~ ABI002
#include "cpython/pystate.h" //~ ABI002
#include "longintrepr.h" //~ ABI002
#ifdef WITH_MORE
#include "dictobject.h" //~ ABI002
#endif
#if PY_VERSION_HEX < 0x030B0000
#include "code.h"
#endif
#include <token.h> //~ ABI002
#include "node.h"
