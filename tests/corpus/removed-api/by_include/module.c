#include <Python.h>
#ifdef PyUnicode_KIND
#include "new.h"
#else
#include "old.h"
#endif
#if PY_VERSION_HEX < 0x030C0000
#include "until_311.h"
#endif

void *keep[] = {size_of};
