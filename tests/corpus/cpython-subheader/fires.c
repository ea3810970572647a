#include <Python.h>
#include <cpython/longintrepr.h> //~ ABI002
#include "cpython/code.h" //~ ABI002
#include "longintrepr.h" //~ ABI002
#include "unicodeobject.h" //~ ABI002
