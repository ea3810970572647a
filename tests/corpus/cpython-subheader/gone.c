/* What newer Pythons do not have, with names of CPython alone and with names that others use as well. */
#include <Python.h>
#include <longintrepr.h> //~ ABI002
#include <cellobject.h> //~ ABI002
#include "pyarena.h" //~ ABI002
#include <symtable.h> //~ ABI002
#include <token.h> //~ ABI002
#include "node.h"
#if PY_VERSION_HEX < 0x030B0000
#include <funcobject.h>
#include <code.h>
#endif
#if PY_VERSION_HEX >= 0x030B0000
#include <eval.h> //~ ABI002
#endif
