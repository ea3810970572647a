/* What newer Pythons do not have, with names of CPython alone and with names that others use as well. */
#include <Python.h>
#include <longintrepr.h> //~ ABI019
#include <cellobject.h> //~ ABI019
#include "pyarena.h" //~ ABI019
#include <symtable.h> //~ ABI019
#include <token.h> //~ ABI019
#include "node.h"
#if PY_VERSION_HEX < 0x030B0000
#include <funcobject.h>
#include <code.h>
#endif
#if PY_VERSION_HEX >= 0x030B0000
#include <eval.h> //~ ABI019
#endif
