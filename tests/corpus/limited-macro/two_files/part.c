#define Py_LIMITED_API 0x030B0000 //~ LIM002
#include <Python.h>
#include "part.h"

void
part(void)
{
}
